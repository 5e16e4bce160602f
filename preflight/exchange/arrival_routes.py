"""The routes of what is brought in: received and read, then kept or forgotten; docs/exchange.md says every answer."""

from __future__ import annotations

import asyncio
import re
from typing import Final
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response

from preflight.access.about import WHOLE, About
from preflight.domain.errors import Invalid
from preflight.domain.text import LINE, clean_text
from preflight.exchange.arrivals import NEEDS, ArrivalKind
from preflight.exchange.exchange import Exchange
from preflight.exchange.replies import NO_STORE, Unread, answer, json_body
from preflight.exchange.visits import asking
from preflight.services.assessments import open_assessment

NAME_HEADER: Final = "preflight-name"
_LONGEST_NAME: Final = 600
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
UNREADABLE: Final = "This file can't be taken. Load the page again, then try once more."


class ArrivalRoutes:
    """The endpoints."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def bring_in(self, request: Request) -> Response:
        """`POST /arrivals?kind=…`."""
        workspace = self._exchange.workspace()
        visit, person = await asking(request, workspace)
        kind, assessment = _asked(request)
        name = _name(request)
        about = WHOLE if assessment is None else About("assessment", assessment)
        await asyncio.to_thread(workspace.require, person, NEEDS[kind], about)
        if assessment is not None:
            await asyncio.to_thread(open_assessment, workspace, person, assessment)
        arrival, preview = await self._exchange.arriving.bring_in(
            request, visit, person, kind, name=name, assessment=assessment
        )
        return answer(200, arrival=arrival.id, kind=kind, name=arrival.name, size=arrival.size, preview=dict(preview))

    async def accept(self, request: Request) -> Response:
        """`POST /arrivals/{arrival}/accept`."""
        arrivals = self._exchange.arriving.arrivals
        visit, person = await asking(request, self._exchange.workspace())
        arrivals.find(request.path_params["arrival"], visit)
        how = await json_body(request)
        if not isinstance(how, dict):
            raise Unread(400)
        arrival = arrivals.find(request.path_params["arrival"], visit)  # it may have gone while the body came
        kept = await self._exchange.arriving.keep(arrival, person, how)
        return answer(200, **kept)

    async def forget(self, request: Request) -> Response:
        """`DELETE /arrivals/{arrival}`."""
        arrivals = self._exchange.arriving.arrivals
        visit, _ = await asking(request, self._exchange.workspace())
        arrivals.drop(arrivals.find(request.path_params["arrival"], visit))
        return Response(status_code=204, headers=NO_STORE)


def _asked(request: Request) -> tuple[ArrivalKind, str | None]:
    """What is brought in, and for which assessment. Raises Unread."""
    try:
        kind = ArrivalKind(request.query_params.get("kind", ""))
    except ValueError:
        raise Unread(400, UNREADABLE) from None
    assessment = request.query_params.get("assessment")
    if (assessment is None) == (kind is ArrivalKind.ANSWERS) or (assessment and not _ID.fullmatch(assessment)):
        raise Unread(400, UNREADABLE)
    return kind, assessment


def _name(request: Request) -> str:
    """What the file is called, to be shown and never to be opened by. Raises Unread."""
    said = request.headers.get(NAME_HEADER, "")
    try:
        if not said or len(said) > _LONGEST_NAME:
            raise Unread(400, UNREADABLE)
        name = re.split(r"[/\\]", unquote(said, errors="strict"))[-1]
        return clean_text(name, what="The file's name", longest=LINE)
    except (Invalid, UnicodeDecodeError):
        raise Unread(400, UNREADABLE) from None
