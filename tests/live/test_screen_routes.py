"""A shared screen: told of every change, obeyed once, and answered always."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.live import screen_routes
from preflight.services import room_steps, rooms
from preflight.services.assessments import discard_draft
from tests.live import documented
from tests.live.visitors import House, Phone, run
from tests.workshops import LEVEL, PARTS, Workshop

ROOM = documented.examples("room")[0]


def command(n: int, seen: int, what: str, **more: object) -> dict[str, Any]:
    return {"type": "do", "n": n, "seen": seen, "what": what, **more}


def test_a_screen_is_told_the_room_at_once_and_after_each_change(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        async with house.screen() as wall:
            room = await wall.next()
            documented.check(room, ROOM)
            assert (room["stage"], room["code"]) == ("lobby", workshop.room.code)
            await asyncio.to_thread(workshop.do, room_steps.next_question)
            room = await wall.next("room", stage="voting")
            documented.check(room, ROOM)
            assert room["question"]["id"] == LEVEL

    run(visit, workshop)


def test_a_command_is_done_answered_and_seen_on_every_screen(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        async with house.screen() as one, house.screen() as two:
            seen = (await one.next("room"))["version"]
            await two.next("room")
            answer = await one.ask(command(1, seen, "next"))
            assert answer == documented.examples("done")[0] | {"n": 1}
            for wall in (one, two):
                assert (await wall.has("room", stage="voting"))["version"] == seen + 1

    run(visit, workshop)


def test_two_who_press_at_once_reveal_once_and_the_late_one_gets_the_newest_room(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        workshop.do(room_steps.next_question)
        seen = workshop.room.version
        async with house.screen() as one, house.screen() as two:
            await one.next("room")
            await two.next("room")
            answers = await asyncio.gather(*(wall.ask(command(7, seen, "reveal")) for wall in (one, two)))
            kinds = sorted(answer["type"] for answer in answers)
            assert kinds == ["done", "refused"]
            (late,) = [answer for answer in answers if answer["type"] == "refused"]
            assert late["stale"] is True
            documented.check({name: value for name, value in late.items() if name != "stale"}, REFUSED)
            for wall in (one, two):
                assert (await wall.has("room", version=seen + 1))["stage"] == "revealed"
        assert workshop.room.version == seen + 1

    run(visit, workshop)


REFUSED = documented.examples("refused")[-1]


def test_what_is_refused_is_answered_with_a_sentence(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        async with house.screen() as wall:
            seen = (await wall.next("room"))["version"]
            for n, (what, more) in enumerate(
                [("reveal", {}), ("dance", {}), ("lock", {}), ("go", {"question": "none"}), ("qr", {})], start=1
            ):
                answer = await wall.ask(command(n, seen, what, **more))
                documented.check(answer, REFUSED)
                assert answer["sentence"].endswith(".")
            assert (await wall.ask(command(9, seen, "next")))["type"] == "done", "the connection is still there"

    run(visit, workshop)


def test_a_mistake_of_ours_is_logged_and_answered(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    async def visit(house: House) -> None:
        monkeypatch.setattr(screen_routes, "carry_out", fails)
        async with house.screen() as wall:
            seen = (await wall.next("room"))["version"]
            answer = await wall.ask(command(1, seen, "next"))
            assert answer["sentence"].startswith("Something went wrong")
            assert "ZeroDivisionError" not in str(answer)

    run(visit, workshop)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("n", [None, "1", 1.5, [], {}])
def test_an_answer_bears_the_number_that_it_can(workshop: Workshop, n: object) -> None:
    async def visit(house: House) -> None:
        async with house.screen() as wall:
            await wall.next("room")
            await wall.say({"type": "do", "n": n, "seen": 1, "what": "reveal"})
            assert (await wall.next("refused"))["n"] is None

    run(visit, workshop)


@pytest.mark.parametrize("how", ["complete", "close", "discarded", "elsewhere"])
def test_the_end_of_a_room_is_told(workshop: Workshop, how: str) -> None:
    async def visit(house: House) -> None:
        workshop.do(room_steps.next_question)
        workshop.do(room_steps.agree, {"choices": ["2"]}, "")
        async with house.screen() as one, house.screen() as two:
            seen = (await one.next("room"))["version"]
            await two.next("room")
            if how in {"complete", "close"}:
                await one.say(command(1, seen, how))
            elif how == "discarded":
                await asyncio.to_thread(discard_draft, workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
            else:
                await asyncio.to_thread(workshop.do, rooms.close_room)
            for wall in (one, two):
                gone = await wall.next("gone")
                documented.check(gone, documented.examples("gone")[-1])
                assert gone["reason"] == "closed"
                assert await wall.ended() == 1000
            if how in {"complete", "close"}:
                assert {"type": "done", "n": 1} in one.heard
        async with house.screen() as wall:
            assert (await wall.next())["reason"] == ("unknown" if how == "discarded" else "closed")

    run(visit, workshop)


def test_a_reloaded_screen_of_an_empty_room_goes_on(workshop: Workshop) -> None:
    """The new connection comes before the old one is gone, and nobody else is there."""

    async def visit(house: House) -> None:
        for _ in range(5):
            async with house.screen() as old:
                await old.next("room")
                coming = house.screen()
                opening = asyncio.create_task(coming.__aenter__())
                await asyncio.sleep(0)
            new = await opening
            seen = (await new.next("room"))["version"]
            await asyncio.to_thread(workshop.do, room_steps.next_question)
            assert (await new.next("room", version=seen + 1))["version"] == seen + 1
            await coming.__aexit__(None, None, None)

    run(visit, workshop)


def test_phones_that_come_and_vote_are_counted_on_the_screen(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        workshop.do(room_steps.show_question, PARTS)
        async with house.screen() as wall:
            await wall.next("room")
            ada = Phone(house)
            await ada.join()
            await wall.next(joined=1)
            async with ada.connected() as wire:
                await wire.next("state")
                await wall.next(here=1)
                vote = {"type": "vote", "n": 1, "question": PARTS, "round": 1, "said": {"choices": ["erp"]}}
                assert (await wire.ask(vote))["type"] == "ack"
                count = await wall.next(voted=1)
                if count["type"] == "count":
                    documented.check(count, documented.examples("count")[0])
            await wall.next(here=0)

    run(visit, workshop)


def test_a_screen_may_ping(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        async with house.screen() as wall:
            await wall.next("room")
            await wall.say({"type": "ping"})
            assert await wall.next("pong") == {"type": "pong"}

    run(visit, workshop)
