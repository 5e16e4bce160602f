"""The addresses of the sign-in, and where somebody was on the way to."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote, urlencode

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Scope

BEGIN: Final = "/sign-in"
SIGNED_OUT: Final = "/signed-out"
LOGIN, LOGOUT, CALLBACK = "/auth/login", "/auth/logout", "/oauth2callback"

_AFTER: Final = "preflight_after"
_AFTER_S: Final = 900
_LONGEST: Final = 1_500
_OWN: Final = re.compile(r"/(?![/\\])[!-~]*")
"""A path of ours: `//elsewhere.example` and `/\\elsewhere.example` would lead to another site."""
_DOTS: Final = re.compile(r"/(?:\.|%2e){1,2}(?:[/?#]|$)", re.IGNORECASE)
"""A browser takes them away before it asks: `/./auth/logout` is `/auth/logout`."""


def own_place(given: str) -> str:
    """The path if it is one of ours, else the first page."""
    sound = len(given) <= _LONGEST and _OWN.fullmatch(given) and "\\" not in given and not _DOTS.search(given)
    return given if sound and not given.startswith((BEGIN, SIGNED_OUT, "/auth/", CALLBACK)) else "/"


def way_to_sign_in(place: str) -> str:
    """The address that signs somebody in and brings them to a place of ours."""
    found = own_place(place)
    return BEGIN if found == "/" else f"{BEGIN}?{urlencode({'to': found})}"


def asked_for(scope: Scope) -> str:
    """The path and query of a request, as one text in ASCII."""
    query = scope["query_string"].decode("latin-1")
    path = quote(scope["path"], safe="/:@!$&'()*+,;=~-._")
    return own_place(f"{path}?{query}" if query else path)


def is_on(scope: Scope, hosts: frozenset[str]) -> bool:
    """Whether the request names one of these hosts."""
    return Headers(scope=scope).get("host", "").lower() in hosts


def remember(response: Response, place: str, *, secure: bool) -> None:
    """Let the browser keep where it goes once somebody is signed in."""
    value = quote(place, safe="")
    response.set_cookie(_AFTER, value, max_age=_AFTER_S, path=CALLBACK, httponly=True, secure=secure, samesite="lax")


def remembered(connection: HTTPConnection) -> str:
    """Where this browser was on the way to."""
    return own_place(unquote(connection.cookies.get(_AFTER, "/")))


def forget(response: Response) -> None:
    """The browser need not keep it any more."""
    response.delete_cookie(_AFTER, path=CALLBACK)
