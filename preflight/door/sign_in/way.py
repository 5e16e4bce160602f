"""The way to the provider and back: a pure ASGI middleware round Streamlit's three routes.

    /sign-in?to=/assess        remembers the place, and goes on to Streamlit's /auth/login, which goes to the provider
    /oauth2callback            Streamlit checks what the provider says and sets its cookie; here the login session of
                               that cookie begins, or the cookie never leaves
    /auth/logout               the login session ends first, then Streamlit forgets the cookie and tells the provider
    /signed-out                says so

Streamlit answers what fails with two words or with its first page; here each of it is a page that says what happened.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import encode_provider_token

from preflight.access.sign_in_cookie import digest_of
from preflight.domain.errors import NotAllowed, SignedOut, StorageError
from preflight.door.guard import path_within
from preflight.door.sign_in import pages, places
from preflight.door.sign_in.configuration import PROVIDER
from preflight.door.sign_in.cookies import claims_in, cookies_set
from preflight.door.sign_in.pages import NO_STORE, page_answer, refused
from preflight.exchange.visits import address_of
from preflight.services import signing_in
from preflight.services.workspace import Workspace

_log: Final = logging.getLogger(__name__)
_CODE: Final = re.compile(r"[a-z_]{1,60}")
"""Of an error that a provider names (RFC 6749, 4.1.2.1)."""


class SignInWay:
    """`address` is the one origin under which people sign in."""

    def __init__(self, app: ASGIApp, *, workspace: Callable[[], Workspace], address: str) -> None:
        self._app = app
        self._workspace = workspace
        self._address = address
        self._secure = address.startswith("https://")
        self._hosts = frozenset({urlsplit(address).netloc})
        self._steps: dict[str, Callable[[Scope, Receive], Awaitable[Response]]] = {
            places.BEGIN: self._begin,
            places.SIGNED_OUT: self._signed_out,
            places.LOGIN: self._login,
            places.CALLBACK: self._callback,
            places.LOGOUT: self._logout,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        step = self._steps.get(path_within(scope)) if scope["type"] == "http" else None
        if step is None:
            await self._app(scope, receive, send)
        elif scope["method"] != "GET":
            # Streamlit takes a HEAD for a GET: a cookie would leave without a session, or be forgotten while it lasts.
            await Response(status_code=405, headers=NO_STORE | {"Allow": "GET"})(scope, receive, send)
        else:
            response = await step(scope, receive)
            await response(scope, receive, send)

    async def _begin(self, scope: Scope, _receive: Receive) -> Response:
        place = places.own_place((_query(scope).get("to") or ["/"])[0])
        if not places.is_on(scope, self._hosts):
            return _to(self._address + places.way_to_sign_in(place))
        try:
            await self._do(signing_in.visitor_of_digest, digest_of(HTTPConnection(scope).cookies), touch=False)
        except SignedOut:
            token = encode_provider_token(PROVIDER)
            going = _to(f"{places.LOGIN}?{urlencode({'provider': token})}")
            places.remember(going, place, secure=self._secure)
            return going
        except StorageError as error:
            return _no_database(scope, error)
        return _to(place)  # in another window, meanwhile

    async def _signed_out(self, scope: Scope, _receive: Receive) -> Response:
        return page_answer(scope, pages.SIGNED_OUT, places.BEGIN)

    async def _login(self, scope: Scope, receive: Receive) -> Response:
        answer = await _asked(self._app, scope, receive)
        if answer.status in (302, 303, 307) and not answer.location.startswith("/"):
            return answer.response()
        if answer.status < 400:  # the way here is open for two minutes
            return page_answer(scope, pages.UNFINISHED, places.BEGIN)
        _log.warning("the sign-in service could not be reached, or its answer could not be read")
        return page_answer(scope, pages.NO_ANSWER, places.way_to_sign_in(places.remembered(HTTPConnection(scope))))

    async def _callback(self, scope: Scope, receive: Receive) -> Response:
        query, connection = _query(scope), HTTPConnection(scope)
        place = places.remembered(connection)
        again = places.way_to_sign_in(place)
        if not query.keys() & {"state", "code", "error"}:  # back from the provider's own sign-out
            return _to(places.SIGNED_OUT)
        answer = await _asked(self._app, scope, receive)
        cookies = cookies_set(answer.start)
        claims, digest = claims_in(cookies), digest_of(cookies)
        if claims is None or digest is None:
            return await self._failed(scope, query, again)
        try:
            await self._do(self._anew, claims, digest, connection)
        except NotAllowed as error:
            return page_answer(
                scope, pages.DISABLED if str(error) == signing_in.DISABLED else refused(str(error)), again
            )
        except StorageError as error:
            return _no_database(scope, error, again)
        response = answer.response()
        response.headers["Location"] = place
        places.forget(response)
        return response

    def _anew(self, workspace: Workspace, claims: dict[str, object], digest: str, connection: HTTPConnection) -> None:
        browser = connection.headers.get("user-agent", "")
        signing_in.begin(workspace, claims, digest, address=address_of(connection), browser=browser)
        signing_in.end(workspace, digest_of(connection.cookies))  # the one that this browser had before

    async def _failed(self, scope: Scope, query: dict[str, list[str]], again: str) -> Response:
        said = (query.get("error") or [""])[0]
        code = said if _CODE.fullmatch(said) else "unknown" if said else ""
        why = f"the sign-in service said {code}" if code else "what came back from the sign-in service did not hold"
        try:
            await self._do(signing_in.tell_refused, why, address=address_of(HTTPConnection(scope)))
        except StorageError as error:
            _log.warning("a refused sign-in could not be told: %s", error)
        return page_answer(scope, pages.DENIED if code else pages.UNFINISHED, again)

    async def _logout(self, scope: Scope, receive: Receive) -> Response:
        if Headers(scope=scope).get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return _to("/")  # another site can't sign anybody out
        try:
            await self._do(signing_in.end, digest_of(HTTPConnection(scope).cookies))
        except StorageError as error:
            return _no_database(scope, error, places.LOGOUT)
        answer = await _asked(self._app, scope, receive)
        response = answer.response()
        if answer.location == "/":
            response.headers["Location"] = places.SIGNED_OUT
        return response

    async def _do(self, call: Callable[..., object], *arguments: object, **named: object) -> None:
        await asyncio.to_thread(call, self._workspace(), *arguments, **named)


class _Answer:
    """What an app answered, held back."""

    def __init__(self, start: Message, body: bytes) -> None:
        self.start = start
        self.body = body

    @property
    def status(self) -> int:
        return int(self.start["status"])

    @property
    def location(self) -> str:
        return Headers(raw=self.start["headers"]).get("location", "")

    def response(self) -> Response:
        response = Response(self.body, self.status)
        response.raw_headers = [*self.start["headers"]]
        MutableHeaders(raw=response.raw_headers)["Cache-Control"] = "no-store"
        return response


async def _asked(app: ASGIApp, scope: Scope, receive: Receive) -> _Answer:
    held: list[Message] = []

    async def hold(message: Message) -> None:
        held.append(message)

    await app(scope, receive, hold)
    return _Answer(held[0], b"".join(message.get("body", b"") for message in held[1:]))


def _query(scope: Scope) -> dict[str, list[str]]:
    return parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _to(place: str) -> Response:
    return RedirectResponse(place, 303, headers=NO_STORE)


def _no_database(scope: Scope, error: StorageError, again: str = places.BEGIN) -> Response:
    _log.warning("a sign-in could not be read or written: %s", error)
    return page_answer(scope, pages.NO_DATABASE, again)
