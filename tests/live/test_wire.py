"""One WebSocket: a slow one skips what is outdated, loses no answer, and holds nobody up; a loud one is closed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from typing import Any

import pytest
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from preflight.live import wire as wires
from preflight.live.wire import BURST, LONGEST_MESSAGE, MOST_ANSWERS, Wire, attend, packed


class Socket:
    """The server's end of a connection. While `gate` is not set, what is sent does not get through."""

    def __init__(self) -> None:
        self.application_state = WebSocketState.CONNECTED
        self.sent: list[Any] = []
        self.code: int | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.stuck = asyncio.Event()
        self.said: asyncio.Queue[str | BaseException] = asyncio.Queue()

    async def send_text(self, text: str) -> None:
        if not self.gate.is_set():
            self.stuck.set()
            await self.gate.wait()
        if self.code is not None:
            raise RuntimeError("it is closed")
        self.sent.append(json.loads(text))

    async def receive_text(self) -> str:
        said = await self.said.get()
        if isinstance(said, BaseException):
            raise said
        return said

    async def close(self, code: int = 1000) -> None:
        self.code = code
        self.application_state = WebSocketState.DISCONNECTED


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scenario, 20))


def wired() -> tuple[Wire, Any]:
    socket: Any = Socket()
    return Wire(socket), socket


async def pumped(wire: Wire) -> None:
    """Let it send all that waits, then close."""
    wire.drop()
    await wire.pump()


def test_of_what_waits_under_one_name_only_the_newest_is_sent() -> None:
    async def scenario() -> None:
        wire, socket = wired()
        for number in range(50):
            wire.tell("state", packed({"version": number}))
            wire.tell("count", packed({"voted": number}))
        await pumped(wire)
        assert socket.sent == [{"version": 49}, {"voted": 49}]

    run(scenario())


def test_a_slow_phone_skips_states_and_gets_each_answer_in_order() -> None:
    """The newest state comes in the place of the one that waited: no answer overtakes what it answers to."""

    async def scenario() -> None:
        wire, socket = wired()
        socket.gate.clear()
        pump = asyncio.create_task(wire.pump())
        wire.tell("state", packed({"version": 0}))
        await socket.stuck.wait()
        for number in range(1, 30):
            wire.tell("state", packed({"version": number}))
            wire.answer({"ack": number})
        socket.gate.set()
        wire.drop()
        await pump
        assert socket.sent == [{"version": 0}, {"version": 29}, *({"ack": number} for number in range(1, 30))]

    run(scenario())


def test_what_is_told_after_an_answer_is_sent_after_it() -> None:
    async def scenario() -> None:
        wire, socket = wired()
        wire.answer({"ack": 1})
        wire.tell("state", packed({"version": 2}))
        wire.answer({"ack": 2})
        await pumped(wire)
        assert socket.sent == [{"ack": 1}, {"version": 2}, {"ack": 2}]

    run(scenario())


def test_what_is_outdated_can_be_dropped_before_it_is_sent() -> None:
    async def scenario() -> None:
        wire, socket = wired()
        wire.tell("count", packed({"voted": 1}))
        wire.drop_waiting("count")
        wire.drop_waiting("never told")
        wire.tell("state", packed({"version": 2}))
        await pumped(wire)
        assert socket.sent == [{"version": 2}]

    run(scenario())


def test_the_last_word_comes_instead_of_what_waits_and_after_the_answers() -> None:
    async def scenario() -> None:
        wire, socket = wired()
        wire.tell("state", packed({"version": 1}))
        wire.answer({"ack": 1})
        wire.end({"type": "gone"})
        await wire.pump()
        assert socket.sent == [{"ack": 1}, {"type": "gone"}]
        assert socket.code == 1000

    run(scenario())


def test_the_last_word_stays_the_last() -> None:
    """A screen that closes the room is answered, though the end of the room was told before."""

    async def scenario() -> None:
        wire, socket = wired()
        wire.end({"type": "gone"})
        wire.end({"type": "gone again"})
        wire.tell("state", packed({"version": 2}))
        wire.answer({"type": "done", "n": 1})
        await wire.pump()
        assert socket.sent == [{"type": "done", "n": 1}, {"type": "gone"}]

    run(scenario())


def test_the_last_word_waits_for_the_answer_that_is_under_way() -> None:
    async def scenario() -> None:
        wire, socket = wired()
        pump = asyncio.create_task(wire.pump())
        with wire.answering():
            wire.end({"type": "gone"})
            await asyncio.sleep(0.01)
            assert socket.sent == []
            wire.answer({"type": "done", "n": 1})
        await pump
        assert socket.sent == [{"type": "done", "n": 1}, {"type": "gone"}]

    run(scenario())


def test_what_is_said_after_the_end_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "SEND_TIMEOUT_S", 0.01)

    async def scenario() -> None:
        wire, socket = wired()
        wire.end({"type": "gone"})
        socket.said.put_nowait("{}")
        assert await wire.hear() is None

    run(scenario())


def test_a_dropped_one_is_closed_so_that_it_comes_back() -> None:
    async def scenario() -> None:
        wire, socket = wired()
        wire.drop()
        await wire.pump()
        assert (socket.sent, socket.code) == ([], 1000)

    run(scenario())


def test_one_that_sends_and_never_reads_is_let_go() -> None:
    async def scenario() -> None:
        wire, socket = wired()
        socket.gate.clear()
        pump = asyncio.create_task(wire.pump())
        for number in range(MOST_ANSWERS + 20):
            wire.answer({"ack": number})
        socket.gate.set()
        await asyncio.wait_for(pump, 5)
        assert socket.code == 1000

    run(scenario())


def test_a_connection_that_takes_nothing_any_more_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "SEND_TIMEOUT_S", 0.02)

    async def scenario() -> None:
        wire, socket = wired()
        socket.gate.clear()
        wire.tell("state", packed({}))
        await asyncio.wait_for(wire.pump(), 5)
        assert (socket.sent, socket.code) == ([], 1000)

    run(scenario())


@pytest.mark.parametrize("error", [WebSocketDisconnect(1001), RuntimeError("not connected")])
def test_one_that_is_gone_ends_its_sending_quietly(error: Exception) -> None:
    async def scenario() -> None:
        wire, socket = wired()

        async def gone(_: str) -> None:
            raise error

        socket.send_text = gone
        wire.tell("state", packed({}))
        await wire.pump()

    run(scenario())


# --- hearing


def test_messages_are_heard_as_they_were_said() -> None:
    async def scenario() -> None:
        wire, socket = wired()
        for message in ({"type": "ping"}, {}, {"text": "ü日🙂", "n": 1}):
            socket.said.put_nowait(json.dumps(message))
            assert await wire.hear() == message

    run(scenario())


@pytest.mark.parametrize("text", ["", "{", "[]", "1", "null", '"x"', "NaN", "[" * 16_000, "9" * 6000])
def test_what_is_no_message_ends_it(text: str) -> None:
    async def scenario() -> None:
        wire, socket = wired()
        socket.said.put_nowait(text)
        assert await wire.hear() is None
        assert socket.code == 1008

    run(scenario())


def test_a_message_has_its_length() -> None:
    async def scenario() -> None:
        wire, socket = wired()
        longest = json.dumps({"why": "x" * (LONGEST_MESSAGE - len('{"why": ""}'))})
        socket.said.put_nowait(longest)
        assert await wire.hear() is not None
        socket.said.put_nowait(longest + " ")
        assert await wire.hear() is None
        assert socket.code == 1008

    run(scenario())


@pytest.mark.parametrize("error", [WebSocketDisconnect(1001), RuntimeError("not connected"), KeyError("text")])
def test_the_end_is_heard_as_none(error: Exception) -> None:
    async def scenario() -> None:
        wire, socket = wired()
        socket.said.put_nowait(error)
        assert await wire.hear() is None

    run(scenario())


def test_a_burst_is_heard_and_more_than_that_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        wire, socket = wired()
        loop = asyncio.get_running_loop()
        now = loop.time()
        monkeypatch.setattr(loop, "time", lambda: now)
        for _ in range(int(BURST)):
            socket.said.put_nowait("{}")
            assert await wire.hear() == {}
        now += 1.0  # twenty more may be said
        for _ in range(20):
            socket.said.put_nowait("{}")
            assert await wire.hear() == {}
        socket.said.put_nowait("{}")
        assert await wire.hear() is None
        assert socket.code == 1008

    asyncio.run(scenario())


# --- both at once


def test_whichever_ends_first_ends_the_other() -> None:
    async def scenario() -> None:
        wire, socket = wired()
        ended: list[str] = []

        async def listening() -> None:
            try:
                while await wire.hear() is not None:
                    pass
            finally:
                ended.append("listening")

        socket.said.put_nowait(WebSocketDisconnect(1001))
        await attend(wire, listening())
        other, _ = wired()
        other.end({"type": "gone"})
        await attend(other, asyncio.sleep(60))
        assert ended == ["listening"]

    run(scenario())


def test_what_goes_wrong_while_listening_is_not_swallowed() -> None:
    async def scenario() -> None:
        wire, _ = wired()

        async def listening() -> None:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await attend(wire, listening())

    run(scenario())


def test_the_stub_speaks_as_a_socket_of_starlette_does() -> None:
    assert all(hasattr(WebSocket, name) for name in ("send_text", "receive_text", "close"))
