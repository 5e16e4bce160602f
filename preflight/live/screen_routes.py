"""The shared screen's WebSocket: the room as it stands, and commands. Who may open it the door has judged."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.websockets import WebSocket

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import Conflict, PreflightError, Refused, StorageError
from preflight.live.channel import Channel
from preflight.live.commands import carry_out
from preflight.live.hub import Hub
from preflight.live.phone_messages import CLOSED, UNKNOWN, gone
from preflight.live.wire import Wire, attend
from preflight.services.rooms import get_room

_log = logging.getLogger(__name__)


def screen_endpoint(hub: Hub) -> Callable[[WebSocket], Awaitable[None]]:
    """The endpoint of `WS /live/screen/{room}`."""

    async def screen(socket: WebSocket) -> None:
        await socket.accept()
        wire = Wire(socket)
        channel = hub.channel(socket.path_params["room"])
        try:
            await attend(wire, _listen(hub, channel, wire))
        finally:
            channel.remove(wire)
            hub.left(channel)

    return screen


async def _listen(hub: Hub, channel: Channel, wire: Wire) -> None:
    try:
        room = await channel.do(get_room, hub.workspace, LOCAL_OWNER, channel.room_id)
        if room.closed_at is not None:
            await wire.say_last(gone(CLOSED, "This room is closed."))
            return
        await channel.add_screen(wire)
    except Refused:
        await wire.say_last(gone(UNKNOWN, "There is no such room (any more)."))
        return
    except StorageError as busy:
        _log.warning("a shared screen could not be shown its room: %s", busy)
        return  # it comes back by itself
    while (message := await wire.hear()) is not None:
        if message.get("type") == "do":
            with wire.answering():
                wire.answer(await _answer(hub, channel, message))
        elif message.get("type") == "ping":
            wire.answer({"type": "pong"})


async def _answer(hub: Hub, channel: Channel, message: dict[str, Any]) -> dict[str, Any]:
    n = message.get("n")
    number = n if isinstance(n, int) else None
    try:
        answer = await channel.do(carry_out, hub.workspace, LOCAL_OWNER, channel.room_id, message)
    except Conflict as stale:
        await channel.screens_again()
        return {"type": "refused", "n": number, "sentence": str(stale), "stale": True}
    except PreflightError as refused:
        return {"type": "refused", "n": number, "sentence": str(refused)}
    except Exception:  # noqa: BLE001 - the show goes on; the trace stands in the log
        _log.exception("a command of a shared screen failed")
        return {"type": "refused", "n": number, "sentence": "Something went wrong; nothing was changed. Try again."}
    return {**answer, "n": number}
