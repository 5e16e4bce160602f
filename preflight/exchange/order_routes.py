"""The routes of what leaves: ordering a file, how far it is, fetching it once; docs/exchange.md says every answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from preflight.domain.errors import NotFound
from preflight.exchange.exchange import Exchange
from preflight.exchange.order_json import read_order
from preflight.exchange.ordering import check
from preflight.exchange.replies import NO_STORE, answer, json_body
from preflight.exchange.tickets import GONE, State, Ticket
from preflight.exchange.visits import asking

PATIENCE_S: Final = 2.0
"""Short, for a server that is ended waits for what it is answering; news are told at once anyway."""
_SLICE: Final = 262_144
_NOTHING_RUNS: Final = {
    "X-Content-Type-Options": "nosniff",
    # What is opened in a tab after all, such as an SVG, can't do anything there.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}


class OrderRoutes:
    """The endpoints; `patience_s` is how long a question for news may wait."""

    def __init__(self, exchange: Exchange, *, patience_s: float = PATIENCE_S) -> None:
        self._exchange = exchange
        self._patience_s = patience_s

    async def order(self, request: Request) -> Response:
        """`POST /exports`."""
        visit, person = await asking(request, self._exchange.workspace())
        order = read_order(await json_body(request))
        hint = await asyncio.to_thread(lambda: check(self._exchange.workspace(), person, order))
        ticket = self._exchange.orders.place(visit, person, order)
        return answer(202, ticket=ticket.id, name_hint=hint)

    async def warm(self, request: Request) -> Response:
        """`POST /exports/warm`: somebody may be about to order."""
        await asking(request, self._exchange.workspace(), touch=False)
        self._exchange.warm()
        return Response(status_code=204, headers=NO_STORE)

    async def standing(self, request: Request) -> Response:
        """`GET /exports/{ticket}/standing`."""
        ticket = await self._found(request, touch=False)
        seen = request.query_params.get("seen", "0")
        await ticket.news(int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0, self._patience_s)
        if ticket.gone:
            raise NotFound(GONE)
        return answer(200, **self._standing(ticket))

    async def file(self, request: Request) -> Response:
        """`GET /exports/{ticket}`. Only GET fetches: who asks for the head alone would lose the file."""
        if request.method != "GET":
            return Response(status_code=405, headers=NO_STORE | {"Allow": "GET, DELETE"})
        visit, _ = await asking(request, self._exchange.workspace())
        ticket = self._exchange.orders.tickets.take(request.path_params["ticket"], visit)
        headers = NO_STORE | _NOTHING_RUNS
        headers["Content-Disposition"] = attachment(ticket.name)
        headers["Content-Length"] = str(ticket.size)
        headers["Content-Type"] = ticket.media_type
        return _Once(ticket.path, headers)

    async def cancel(self, request: Request) -> Response:
        """`DELETE /exports/{ticket}`."""
        self._exchange.orders.tickets.drop(await self._found(request))
        return Response(status_code=204, headers=NO_STORE)

    async def _found(self, request: Request, *, touch: bool = True) -> Ticket:
        visit, _ = await asking(request, self._exchange.workspace(), touch=touch)
        return self._exchange.orders.tickets.find(request.path_params["ticket"], visit)

    def _standing(self, ticket: Ticket) -> dict[str, Any]:
        names = ("state", "step", "done", "of", "words", "name", "size", "sentence")
        said = {name: getattr(ticket, name) for name in names}
        if ticket.state is State.WAITING:
            said["ahead"] = self._exchange.orders.tickets.ahead(ticket)
        return said


def attachment(name: str) -> str:
    """The header that names a file: in ASCII for the oldest, in full for the rest (RFC 6266)."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in " ._-") else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


class _Once(StreamingResponse):
    """The file in slices; it is gone when the last was sent, and when nobody listens any more."""

    def __init__(self, path: Path, headers: Mapping[str, str]) -> None:
        super().__init__(_content(path), headers=headers)
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await asyncio.to_thread(self._path.unlink, missing_ok=True)


async def _content(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while part := await asyncio.to_thread(file.read, _SLICE):
            yield part
