"""Can people come in, and nobody by accident: origins, proxies, the sign-in, the clock?"""

from __future__ import annotations

import email.utils
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from preflight.cli.doctor.checks import FAIL, OK, PATIENCE_S, WARN, Check
from preflight.settings import Settings, is_loopback, variable
from preflight.settings.sign_in import callback_address, sign_in_problems

_NEEDED: Final = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
_MOST_SKEW_S: Final = 60
_PROXIES: Final = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


def origins(settings: Settings) -> Iterator[Check]:
    """The addresses under which people come fit the one that is listened on."""
    alone = is_loopback(settings.host)
    plain = [each for each in settings.origins if each.startswith("http://") and not is_loopback(_host(each))]
    if plain:
        yield Check(
            "addresses",
            WARN,
            f"Over {', '.join(plain)} anybody on the way can read along. Put a proxy with https in front.",
        )
    elif not alone and not settings.public_origins:
        yield Check(
            "addresses",
            WARN,
            f"{settings.host} can be reached by others, and over http anybody on the way can read along. For more than "
            f"a room, put a proxy with https in front and its address into {variable('public_origins')}.",
        )
    else:
        yield Check("addresses", OK, ", ".join((settings.url, *settings.origins)))


def proxies(settings: Settings) -> Iterator[Check]:
    """Who is believed about where somebody comes from, and what goes out through a proxy."""
    if settings.public_origins and not settings.trusted_proxies:
        yield Check(
            "proxies",
            WARN,
            "People come through a proxy that is not believed: limits and the audit trail know its address only. Put "
            f"that into {variable('trusted_proxies')}.",
        )
    else:
        yield Check("proxies", OK, ", ".join(settings.trusted_proxies) or "none is believed")
    going_out = [name for name in _PROXIES if os.environ.get(name)]
    if going_out and (settings.oidc_url or settings.otel_endpoint):
        yield Check("way out", WARN, f"What goes out goes through the proxy that {going_out[0]} names.")


def sign_in(settings: Settings) -> Iterator[Check]:
    """The provider answers, and says what is needed; the clock agrees with it."""
    problems = sign_in_problems(settings)
    if problems:
        yield from (Check("sign-in", FAIL, each) for each in problems)
        return
    if not settings.signing_in:
        nobody = is_loopback(settings.host) and not settings.share
        yield Check("sign-in", OK, "nobody signs in" + ("" if nobody else "; the screens ask for their token"))
        return
    if settings.cookie_secret == settings.oidc_client_secret:
        yield Check("cookie secret", FAIL, "It is the provider's client secret. Make one of its own.")
    else:
        yield Check("cookie secret", OK, f"{len(settings.cookie_secret)} characters")
    try:
        answer = httpx.get(settings.oidc_url, timeout=PATIENCE_S, follow_redirects=True)
        found: Any = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        yield Check(
            "sign-in", FAIL, f"{settings.oidc_url} does not answer as a provider ({error}). Nobody can sign in."
        )
        return
    missing = [name for name in _NEEDED if not isinstance(found, dict) or not found.get(name)]
    if missing:
        yield Check("sign-in", FAIL, f"{settings.oidc_url} is no provider's metadata: {', '.join(missing)} is missing.")
    else:
        yield Check("sign-in", OK, f"{found['issuer']}; it must know {callback_address(settings)}")
    yield from _clock(answer.headers.get("date", ""))


def _clock(said: str) -> Iterator[Check]:
    try:
        there = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return
    skew_s = (datetime.now(UTC) - there.astimezone(UTC)).total_seconds()
    if abs(skew_s) > _MOST_SKEW_S:
        yield Check(
            "clock", FAIL, f"It differs from the provider's by {skew_s:+.0f} s, and a sign-in fails. Set it by NTP."
        )
    else:
        yield Check("clock", OK, f"within {_MOST_SKEW_S} s of the provider's")


def _host(origin: str) -> str:
    return urlsplit(origin).hostname or ""
