"""What phones ask for: their page, to join, and their WebSocket."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket

from preflight.domain.errors import Immutable, Invalid, NotAllowed, NotFound, PreflightError, Refused, StorageError
from preflight.domain.room import Participant, Room
from preflight.live.channel import Channel
from preflight.live.hub import Hub
from preflight.live.join_budget import JoinBudget
from preflight.live.phone_messages import CLOSED, REMOVED, UNKNOWN, gone
from preflight.live.phone_page import phone_page
from preflight.live.shown import role_word, vote_message
from preflight.live.wire import Wire, attend
from preflight.services.room_notes import PEOPLE, VOTES, announce
from preflight.services.voting import (
    Casting,
    Ticket,
    admit,
    cast_vote,
    choose_role,
    find_room,
    join_room,
    known_secret,
    new_secret,
    titles_of,
)

_log: Final = logging.getLogger(__name__)
COOKIE: Final = "preflight_phone"
_YEAR_S: Final = 365 * 24 * 3600
_LONGEST_BODY: Final = 2_048
_BODY_S: Final = 5
_MOST_JOINING: Final = 200
_MOST_PHONES: Final = 4_000
_RETRY_S: Final = 2
_STATUS: Final[dict[type[PreflightError], int]] = {Immutable: 410, Invalid: 400}


async def join_page(request: Request) -> Response:
    """The phone page: the same for everybody, whatever its fragment says."""
    page = phone_page()
    policy = page.policy_for(request.headers["host"])
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(page.packed, headers=headers, media_type="text/html")
    return Response(page.body, headers=headers, media_type="text/html")


class Phones:
    """The endpoints of phones; `secure` says whether people come by https, so that the cookie must too."""

    def __init__(self, hub: Hub, budget: JoinBudget, *, secure: bool) -> None:
        self._hub = hub
        self._budget = budget
        self._secure = secure
        self._joining = 0
        self._connected = 0

    async def join(self, request: Request) -> Response:
        """`POST /live/join`: a token or a code for a place in the room."""
        try:
            async with asyncio.timeout(_BODY_S):
                asked = await _body(request)
        except (ClientDisconnect, TimeoutError):
            return Response(status_code=408)
        if asked is None:
            return _refusal(400, "This can't be read.")
        # Counted from here on: who does not come to the end of what they say must not keep others out.
        if self._joining >= _MOST_JOINING:
            return _refusal(503, "Many are joining right now. Yours is next in a moment.", _RETRY_S)
        self._joining += 1
        try:
            return await self._joined(request, asked)
        finally:
            self._joining -= 1

    async def _joined(self, request: Request, asked: dict[str, Any]) -> Response:
        token, code, role = (_text(asked.get(name)) for name in ("token", "code", "role"))
        address = request.client.host if request.client else ""
        if not token and (wait := self._budget.wait_s(address)):
            sentence = "Too many wrong codes came in. Scan the QR code instead, or wait a moment."
            return _refusal(429, sentence, max(_RETRY_S, round(wait)))
        secret = known_secret(_text(request.cookies.get(COOKIE))) or new_secret()
        workspace = self._hub.workspace
        run = asyncio.get_running_loop().run_in_executor
        try:
            room: Room = await run(None, lambda: find_room(workspace, code=code, token=token))
            ticket = Ticket(room_id=room.id, secret=secret)
            participant = await asyncio.wrap_future(join_room(workspace, ticket, role or None))
            title, project = await run(None, lambda: titles_of(workspace, room))
        except NotFound as unknown:
            if not token:
                self._budget.count_wrong(address)
            return _refusal(404, str(unknown))
        except StorageError as busy:
            _log.warning("a phone could not join: %s", busy)
            return _refusal(503, "The server is busy. Trying again in a moment.", _RETRY_S)
        except PreflightError as refused:
            return _refusal(_STATUS.get(type(refused), 403), str(refused))
        announce(workspace, room.id, PEOPLE)
        body = {
            "room": room.id,
            "token": room.token,
            "number": participant.number,
            "role": role_word(participant.role),
            "title": title,
            "project": project,
        }
        answer = JSONResponse(body, headers={"Cache-Control": "no-store"})
        # Lax, not strict: the QR code is opened from the camera, which is another site.
        answer.set_cookie(
            COOKIE, secret, max_age=_YEAR_S, path="/live", httponly=True, samesite="lax", secure=self._secure
        )
        return answer

    async def phone(self, socket: WebSocket) -> None:
        """`WS /live/phone/{room}`: the state as it changes, and votes."""
        await socket.accept()
        if self._connected >= _MOST_PHONES:
            await socket.close(1013)
            return
        wire = Wire(socket)
        channel = self._hub.channel(socket.path_params["room"])
        self._connected += 1
        try:
            await attend(wire, self._listen(channel, wire, _text(socket.cookies.get(COOKIE))))
        finally:
            self._connected -= 1
            channel.remove(wire)
            self._hub.left(channel)

    async def _listen(self, channel: Channel, wire: Wire, secret: str) -> None:
        workspace = self._hub.workspace
        ticket = Ticket(room_id=channel.room_id, secret=secret)
        try:
            participant: Participant = await channel.do(admit, workspace, ticket)
            await channel.add_phone(wire, participant)
        except Refused as refused:
            reason = {NotAllowed: REMOVED, Immutable: CLOSED}.get(type(refused), UNKNOWN)
            await wire.say_last(gone(reason, str(refused)))
            return
        except StorageError as busy:
            _log.warning("a phone could not come in: %s", busy)
            return  # it comes back by itself
        while (message := await wire.hear()) is not None:
            match message.get("type"):
                case "vote":
                    with wire.answering():
                        await self._vote(channel, wire, participant, message)
                case "role":
                    participant = await self._role(channel, wire, participant, message)
                case "ping":
                    wire.answer({"type": "pong"})

    async def _vote(self, channel: Channel, wire: Wire, participant: Participant, message: dict[str, Any]) -> None:
        casting = _casting(message)
        if casting is None:
            n = message.get("n")
            unread = {"n": n if isinstance(n, int) else None, "question": None, "round": None}
            wire.answer({"type": "refused", **unread, "sentence": "This vote can't be read."})
            return
        place = {"n": casting.n, "question": casting.question_id, "round": casting.round}
        try:
            vote = await asyncio.wrap_future(cast_vote(self._hub.workspace, participant, casting))
        except StorageError as busy:
            # Neither saved nor refused: the phone keeps it and sends it again on its next connection. One log line for
            # each batch (storage/group_commit) is enough: a thousand phones try again every second.
            channel.trouble(str(busy))
            wire.drop()
            return
        except Refused as refused:
            wire.answer({"type": "refused", **place, "sentence": str(refused)})
            return
        channel.latest.acknowledge(participant, (casting.question_id, casting.round), vote)
        wire.answer({"type": "ack", **place, "vote": vote_message(vote)})
        announce(self._hub.workspace, channel.room_id, VOTES)

    async def _role(
        self, channel: Channel, wire: Wire, participant: Participant, message: dict[str, Any]
    ) -> Participant:
        try:
            role = await asyncio.wrap_future(
                choose_role(self._hub.workspace, participant, _text(message.get("role")) or None)
            )
        except PreflightError:
            return participant
        changed = Participant(id=participant.id, room_id=participant.room_id, number=participant.number, role=role)
        channel.change_participant(wire, changed)
        wire.answer({"type": "role", "role": role_word(role)})
        announce(self._hub.workspace, channel.room_id, PEOPLE)
        return changed


def _casting(message: dict[str, Any]) -> Casting | None:
    match message:
        case {"n": bool()} | {"round": bool()}:
            return None
        case {"n": int(n), "question": str(question), "round": int(number), "said": dict(said)} if question.isascii():
            return Casting(question_id=question, round=number, n=n, said=said, why=_text(message.get("why")))
    return None


async def _body(request: Request) -> dict[str, Any] | None:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_BODY:
            return None
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return asked if isinstance(asked, dict) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST_BODY else ""


def _refusal(status: int, sentence: str, retry_s: int | None = None) -> Response:
    headers = {"Cache-Control": "no-store"}
    body: dict[str, Any] = {"sentence": sentence}
    if retry_s is not None:
        headers["Retry-After"] = str(retry_s)
        body["retry_s"] = retry_s
    return JSONResponse(body, status, headers)
