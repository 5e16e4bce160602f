"""The shared screen's WebSocket: the room as it stands, and commands. Who may open it the door has judged."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.websockets import WebSocket

from preflight.domain.errors import Conflict, PreflightError, Refused, SignedOut, StorageError
from preflight.domain.project import Person
from preflight.domain.room import Room
from preflight.exchange.visits import person_of
from preflight.live.channel import Channel
from preflight.live.commands import carry_out
from preflight.live.hub import Hub
from preflight.live.phone_messages import CLOSED, SIGNED_OUT, UNKNOWN, gone
from preflight.live.wire import Wire, attend
from preflight.services.rooms import get_room

_log = logging.getLogger(__name__)
_STILL_EVERY_S = 5.0
"""So often it is asked whether who looks on may still see the room: a signed-out screen does not go on showing it."""


def screen_endpoint(hub: Hub) -> Callable[[WebSocket], Awaitable[None]]:
    """The endpoint of `WS /live/screen/{room}`."""

    async def screen(socket: WebSocket) -> None:
        await socket.accept()
        wire = Wire(socket)
        channel = hub.channel(socket.path_params["room"])
        try:
            await attend(wire, _listen(hub, channel, wire, _Onlooker(hub, socket)))
        finally:
            channel.remove(wire)
            hub.left(channel)

    return screen


class _Onlooker:
    """Who looks at a shared screen: asked anew each time, so that a sign-out acts at once."""

    def __init__(self, hub: Hub, socket: WebSocket) -> None:
        self._hub = hub
        self._socket = socket

    @property
    def can_go(self) -> bool:
        """Whether people sign in at all."""
        return not self._hub.workspace.access.local

    def person(self, *, touch: bool = True) -> Person:
        """Raises SignedOut and StorageError."""
        return person_of(self._socket, self._hub.workspace, touch=touch)

    def room(self, room_id: str) -> Room:
        """The room, for who may see it. Raises Refused and StorageError."""
        return get_room(self._hub.workspace, self.person(), room_id)

    def unasked(self, room_id: str) -> None:
        """As `room`, without counting as somebody's use of their sign-in."""
        get_room(self._hub.workspace, self.person(touch=False), room_id)


async def _listen(hub: Hub, channel: Channel, wire: Wire, onlooker: _Onlooker) -> None:
    try:
        room = await channel.do(onlooker.room, channel.room_id)
        if room.closed_at is not None:
            await wire.say_last(gone(CLOSED, "This room is closed."))
            return
        await channel.add_screen(wire)
    except SignedOut as signed_out:
        await wire.say_last(gone(SIGNED_OUT, str(signed_out)))
        return
    except Refused:
        await wire.say_last(gone(UNKNOWN, "There is no such room (any more)."))
        return
    except StorageError as busy:
        _log.warning("a shared screen could not be shown its room: %s", busy)
        return  # it comes back by itself
    still = asyncio.ensure_future(_still(channel, wire, onlooker))
    try:
        while (message := await wire.hear()) is not None:
            if message.get("type") == "do":
                with wire.answering():
                    wire.answer(await _answer(hub, channel, message, onlooker))
            elif message.get("type") == "ping":
                wire.answer({"type": "pong"})
    finally:
        still.cancel()
        await asyncio.gather(still, return_exceptions=True)


async def _still(channel: Channel, wire: Wire, onlooker: _Onlooker) -> None:
    """End it for somebody who is signed out, or may not see the room any more."""
    while onlooker.can_go:
        await asyncio.sleep(_STILL_EVERY_S)
        try:
            with contextlib.suppress(StorageError):
                await channel.do(onlooker.unasked, channel.room_id)
        except Refused as refused:
            reason = SIGNED_OUT if isinstance(refused, SignedOut) else UNKNOWN
            wire.end(gone(reason, str(refused)))
            channel.remove(wire)
            return


async def _answer(hub: Hub, channel: Channel, message: dict[str, Any], onlooker: _Onlooker) -> dict[str, Any]:
    n = message.get("n")
    number = n if isinstance(n, int) else None
    try:
        person = await channel.do(onlooker.person)
        answer = await channel.do(carry_out, hub.workspace, person, channel.room_id, message)
    except Conflict as stale:
        await channel.screens_again()
        return {"type": "refused", "n": number, "sentence": str(stale), "stale": True}
    except PreflightError as refused:
        return {"type": "refused", "n": number, "sentence": str(refused)}
    except Exception:  # noqa: BLE001 - the show goes on; the trace stands in the log
        _log.exception("a command of a shared screen failed")
        return {"type": "refused", "n": number, "sentence": "Something went wrong; nothing was changed. Try again."}
    return {**answer, "n": number}
