"""People who sign in through a provider, as their browsers do, but without one: what stays is the cookies."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import httpx
import oidc_provider_mock

SECRET = "kJ4tY0vQ8nZ2mXc6bR1wPs9dGh5fLa7uEoTi3"


@contextlib.contextmanager
def a_provider() -> Iterator[str]:
    """A provider that lets everybody in who says a name; its address."""
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://127.0.0.1:{server.server_port}"


def on_server(provider: str) -> dict[str, str]:
    """What a server is told of it."""
    return {
        "PREFLIGHT_OIDC_URL": f"{provider}/.well-known/openid-configuration",
        "PREFLIGHT_OIDC_CLIENT_ID": "preflight",
        "PREFLIGHT_OIDC_CLIENT_SECRET": "not a secret",
        "PREFLIGHT_COOKIE_SECRET": SECRET,
    }


def sign_in(server: str, subject: str, *, address: str = "127.0.0.1") -> dict[str, str]:
    """The cookies of somebody who has just signed in to this server, from an address of this machine's."""
    transport = httpx.HTTPTransport(local_address=address)
    with httpx.Client(transport=transport, follow_redirects=True, timeout=60, trust_env=False) as browser:
        asked = browser.get(f"{server}/sign-in")
        assert asked.status_code == 200, f"{asked.url} says {asked.status_code}: {asked.text[:300]}"
        back = browser.post(str(asked.url), data={"sub": subject})
        assert urlsplit(str(back.url)).netloc == urlsplit(server).netloc, f"not back from {back.url}: {back.text[:300]}"
        cookies = {each.name: each.value or "" for each in browser.cookies.jar}
    assert any(name.startswith("_streamlit_user") for name in cookies), (
        f"no sign-in among {sorted(cookies)}: {back.text[:300]}"
    )
    return cookies


def header_of(cookies: Mapping[str, str]) -> str:
    """As a browser sends them."""
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
