"""Whether the settings of the sign-in go together: what is missing, and an address that would give it away."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from preflight.settings.readers import is_loopback
from preflight.settings.table import Settings, variable

_NEEDED: Final = ("oidc_url", "oidc_client_id", "oidc_client_secret", "cookie_secret")
CALLBACK: Final = "/oauth2callback"


def sign_in_problems(settings: Settings) -> tuple[str, ...]:
    """One sentence for each thing that keeps the sign-in from being safe; none where nobody signs in.

    Whoever set any of it wants a sign-in: a server whose provider was forgotten must not open its screens to everybody.
    """
    given = [name for name in _NEEDED if getattr(settings, name)]
    if not given:
        return ()
    missing = [
        f"{variable(name)} is missing: with {variable(given[0])}, people sign in, and that needs it too."
        for name in _NEEDED
        if name not in given
    ]
    open_http = [
        f"{origin} is plain http, over which anybody on the way could read a sign-in: put a proxy with https in front, "
        f"and its address into {variable('public_origins')}."
        for origin in dict.fromkeys((settings.sign_in_address, *settings.public_origins))
        if not _is_safe(origin)
    ]
    return (*missing, *open_http)


def callback_address(settings: Settings) -> str:
    """Where the provider sends people back to; it has to know this address."""
    return settings.sign_in_address + CALLBACK


def _is_safe(origin: str) -> bool:
    parts = urlsplit(origin)
    return parts.scheme == "https" or is_loopback(parts.hostname or "")
