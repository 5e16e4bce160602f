"""A provider of sign-ins on this machine, a server that people sign in to, and people who do, without a browser.

with a_provider(people={"ada": {"name": "Ada", "groups": ["admins"]}}) as provider:
    with provider.server(tmp_path / "data") as server:
        ada = Somebody(server).signs_in("ada")
        ada.get("/").status_code
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import httpx

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns of libraries that it uses itself
    from oidc_provider_mock import User, run_server_in_thread

from preflight.access.sign_in_cookie import digest_of
from preflight.exchange.visits import COOKIE
from tests.browser.server import Server, free_port

SECRET: Final = "wq8Zk3vB9qLw8Xn2TfH6mRj4PsY7cGd1UaEoiQx5KtN0"
ROLES: Final = "admins=administrator; auditors=auditor; teams=facilitator; lookers=viewer"
PAGE: Final = {"Accept": "text/html"}


class Provider:
    """`url` is where it is; `port` stays the same when it is started anew."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://localhost:{port}"

    def environ(self, **more: str) -> dict[str, str]:
        """The settings of a server whose people sign in here."""
        return {
            "PREFLIGHT_OIDC_URL": f"{self.url}/.well-known/openid-configuration",
            "PREFLIGHT_OIDC_CLIENT_ID": "preflight",
            "PREFLIGHT_OIDC_CLIENT_SECRET": "of the client",
            "PREFLIGHT_COOKIE_SECRET": SECRET,
            "PREFLIGHT_ROLES": ROLES,
            "NO_PROXY": "localhost,127.0.0.1",
            **more,
        }

    def server(self, data: Path, **more: str) -> Server:
        """A server whose people sign in here; it is not started yet."""
        return Server(data=data, environ=self.environ(**more), start_timeout_s=120)

    def knows(self, subject: str, claims: Mapping[str, Any]) -> None:
        """From now on this is what it says of somebody."""
        httpx.put(f"{self.url}/users/{subject}", json=dict(claims), trust_env=False).raise_for_status()


@contextmanager
def a_provider(people: Mapping[str, Mapping[str, Any]], *, port: int | None = None) -> Iterator[Provider]:
    """A provider that knows these people, by subject with their claims; it ends with the block."""
    known = [User(sub=subject, claims=dict(claims)) for subject, claims in people.items()]
    chosen = port or free_port()
    with run_server_in_thread(chosen, user_claims=known):
        yield Provider(chosen)


class Somebody:
    """One browser, without a page: its cookies, and the requests that they go with."""

    def __init__(self, server: Server, cookies: Mapping[str, str] | None = None) -> None:
        self.server = server
        self.http = httpx.Client(base_url=server.url, trust_env=False, timeout=20, headers={"User-Agent": "A test"})
        for name, value in (cookies or {}).items():
            self.http.cookies.set(name, value, domain="127.0.0.1", path="/")

    def get(self, path: str, **headers: str) -> httpx.Response:
        """One page."""
        return self.http.get(path, headers=PAGE | {name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, **more: Any) -> httpx.Response:
        """One request that changes something."""
        return self.http.post(path, headers={"Origin": self.server.url} | more.pop("headers", {}), **more)

    def goes_to_the_provider(self, path: str = "/sign-in") -> str:
        """The address at the provider that asks who it is."""
        here = self.get(path)
        while here.is_redirect and here.headers["location"].startswith("/"):
            here = self.get(here.headers["location"])
        assert here.is_redirect, (here.status_code, here.text)
        return str(here.headers["location"])

    def comes_back(self, asking: str, subject: str, *, action: str = "") -> str:
        """The address here that the provider sends to after it was told who it is."""
        form = {"action": action} if action else {"sub": subject}
        sent = httpx.post(asking, data=form, trust_env=False)
        assert sent.is_redirect, (sent.status_code, sent.text)
        return urljoin(asking, sent.headers["location"])

    def arrives(self, subject: str, path: str = "/sign-in") -> httpx.Response:
        """The whole way: what this server says in the end."""
        return self.get(self.comes_back(self.goes_to_the_provider(path), subject))

    def signs_in(self, subject: str) -> Somebody:
        """The same, which must succeed; the first page is opened too."""
        back = self.arrives(subject)
        assert back.status_code == 302, (back.status_code, back.text)
        assert self.get("/").status_code == 200
        return self

    @property
    def cookies(self) -> dict[str, str]:
        """What it sends, as somebody who copied it would."""
        return {cookie.name: cookie.value or "" for cookie in self.http.cookies.jar if cookie.path == "/"}

    @property
    def header(self) -> str:
        """The same as one header."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    @property
    def digest(self) -> str:
        """Of its sign-in."""
        found = digest_of(self.cookies)
        assert found is not None
        return found

    def copied(self) -> Somebody:
        """Another browser with the same cookies; the visit is not one that it shares."""
        return Somebody(self.server, {name: value for name, value in self.cookies.items() if name != COOKIE})


def heading(response: httpx.Response) -> str:
    """The first line of one of the door's pages."""
    found = re.search(r"<h1>(.*?)</h1>", response.text)
    return found[1] if found else ""
