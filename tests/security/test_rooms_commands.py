"""Commands of a shared screen that no screen of ours gives, and many at the same moment."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import Conflict, Immutable, NotFound, Refused
from preflight.domain.room import Stage
from preflight.live.commands import carry_out
from preflight.services import room_steps, rooms
from preflight.services.assessments import open_assessment
from tests.live.visitors import House, Phone, run
from tests.workshops import LAST, LEVEL, MORE, Building, Workshop, a_building, a_workshop, level

pytestmark = pytest.mark.slow

THREADS = 50
READ = (
    '{"type": "do", "n": 1, "seen": NaN, "what": "reveal"}',
    '{"type": "do", "n": 1, "seen": Infinity, "what": "close"}',
    '{"type": "do", "n": 1, "seen": 1e999, "what": "close"}',
    '{"type": "do", "n": -0.0, "seen": "%(seen)s", "what": "close"}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "close", "what": "shut"}',
    '{"type": "do", "n": 1, "what": "close", "seen": %(seen)s, "seen": 0}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "hands", "counts": {"2": 1, "2": -1}}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "hands", "counts": {"2": 1e400}}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "hands", "counts": {"__proto__": 1}}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "countdown", "seconds": -Infinity}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "remove", "number": %(digits)s}',
    '{"type": "do", "n": %(digits)s, "seen": %(digits)s, "what": "reveal"}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "go", "question": "%(long)s"}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "agree", "said": {"text": "%(long)s"}, "why": ""}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "agree", "said": {"choices": ["2"]}, "why": "%(long)s"}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "agree", "said": {"choices": ["\\ud800"]}, "why": "\\udfff"}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "agree", "said": %(deep)s}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "qr", "text": "%(long)s"}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "qr", "wifi": {"name": "\\ud800", "password": "%(long)s"}}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "__class__"}',
)
UNREAD = (
    "[" * 10_000,
    '{"a":' * 3_200,
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "agree", "said": {"text": "%(endless)s"}, "why": ""}',
    '{"type": "do", "n": 1, "seen": %(seen)s, "what": "agree", "said": {"choices": ["2"]}, "why": "%(endless)s"}',
    '{"type": "do", "seen": ' + "9" * 5_000 + "}",
    "NaN",
    '{"type": "do"',
)


def filled(text: str, workshop: Workshop) -> str:
    if "%(" not in text:
        return text
    return text % {
        "seen": workshop.room.version,
        "digits": "9" * 4_000,
        "long": "x" * 15_000,
        "endless": "x" * 100_000,
        "deep": "[" * 900 + "]" * 900,
    }


@pytest.mark.parametrize("text", READ, ids=range(len(READ)))
def test_junk_is_refused_with_a_sentence_and_changes_nothing(workshop: Workshop, text: str) -> None:
    async def visit(house: House) -> None:
        workshop.do(room_steps.next_question)
        workshop.join("ada")
        before = workshop.room
        async with house.screen() as wall:
            await wall.next("room")
            await wall.say(filled(text, workshop))
            answer = await wall.next("refused")
            assert answer["sentence"].endswith(".")
            assert "x" * 100 not in json.dumps(answer), "what was sent is not sent back"
            assert "went wrong" not in answer["sentence"], "no error of ours"
            await wall.say({"type": "ping"})
            await wall.next("pong")
        assert workshop.room == before
        assert workshop.view.hands is None

    run(visit, workshop)


@pytest.mark.parametrize("text", UNREAD, ids=range(len(UNREAD)))
def test_what_is_too_long_or_no_json_ends_one_screen_and_no_other(workshop: Workshop, text: str) -> None:
    async def visit(house: House) -> None:
        workshop.do(room_steps.next_question)
        async with house.screen() as wall, house.screen() as other:
            await wall.next("room")
            await other.next("room")
            await wall.say(filled(text, workshop))
            assert await wall.ended() == 1008
            seen = workshop.room.version
            assert (await other.ask({"type": "do", "n": 1, "seen": seen, "what": "reveal"}))["type"] == "done"

    run(visit, workshop)


def test_a_room_removes_only_its_own_people_and_asks_only_its_own_questions(
    workshop: Workshop, building: Building
) -> None:
    with a_workshop(building) as other:
        other.join_all("ada", "bob", "cyd")
        workshop.join("ada")
        workshop.do(room_steps.next_question)
        for number in (2, 3):
            with pytest.raises(NotFound):
                do(workshop, {"what": "remove", "number": number})
        for question in (MORE, f"{LEVEL} ", "", "kinds.number"):  # `beta.more` is hidden until somebody is at the top
            with pytest.raises(NotFound):
                do(workshop, {"what": "go", "question": question})
        with pytest.raises(NotFound):
            carry_out(workshop.workspace, LOCAL_OWNER, "no such room", {"what": "close", "seen": 1})
        assert [len(other.view.people), len(workshop.view.people)] == [3, 1]
        assert workshop.room.question_id == LEVEL


def test_a_room_that_postgresql_can_not_even_ask_for_is_unknown(tmp_path: Path, postgres_url: str) -> None:
    """SQLite takes a NUL in a text, PostgreSQL's driver refuses it before it asks."""
    with a_building(tmp_path, postgres_url) as building, a_workshop(building) as workshop:

        async def visit(house: House) -> None:
            ada = Phone(house)
            await ada.join()
            for kind in ("phone", "screen"):
                async with house.wire(f"/live/{kind}/a\0b", cookie=ada.cookie) as wire:
                    assert (await wire.next())["reason"] == "unknown"
                    await wire.ended()
            async with ada.connected() as wire:
                await wire.next("state")
                for question in ("a\0b", f"{LEVEL}\0"):
                    vote = {"type": "vote", "n": 1, "question": question, "round": 1, "said": {"unknown": True}}
                    assert (await wire.ask({**vote, "why": "a\0b"}))["type"] == "refused"
                await wire.say({"type": "role", "role": "owns\0"})
                await wire.say({"type": "ping"})
                await wire.next("pong")

        run(visit, workshop)


@pytest.mark.parametrize("how", ["close", "complete"])
def test_a_closed_room_takes_no_command(workshop: Workshop, how: str) -> None:
    workshop.do(room_steps.next_question)
    workshop.join("ada")
    workshop.do(room_steps.agree, level(2), "")
    do(workshop, {"what": how})
    before, assessment = workshop.room, assessment_of(workshop)
    for command in COMMANDS:
        with pytest.raises(Immutable):
            do(workshop, command)
    assert (workshop.room, assessment_of(workshop)) == (before, assessment)


COMMANDS: tuple[dict[str, Any], ...] = (
    {"what": "go", "question": LAST},
    {"what": "next"},
    {"what": "previous"},
    {"what": "reveal"},
    {"what": "again"},
    {"what": "agree", "said": {"choices": ["3"]}, "why": ""},
    {"what": "hands", "counts": {"2": 3}},
    {"what": "countdown", "seconds": 30},
    {"what": "clock", "minutes": 30},
    {"what": "order", "order": "disagreement"},
    {"what": "lock", "locked": True},
    {"what": "blank", "blank": True},
    {"what": "remove", "number": 1},
    {"what": "closing", "theme": "light"},
    {"what": "complete"},
    {"what": "close"},
)


def do(workshop: Workshop, command: dict[str, Any], *, seen: int | None = None) -> dict[str, Any]:
    place = {"seen": workshop.room.version if seen is None else seen}
    return carry_out(workshop.workspace, LOCAL_OWNER, workshop.room_id, command | place)


def assessment_of(workshop: Workshop) -> Any:
    found = open_assessment(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
    return found.assessment, found.recorded


# --- at the same moment


def at_once(calls: list[Callable[[], Any]]) -> Counter[str]:
    """How the calls ended that fifty threads began together: by the name of the error, or "done"."""
    together = threading.Barrier(len(calls))

    def one(call: Callable[[], Any]) -> str:
        together.wait()
        try:
            call()
        except Refused as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return Counter(pool.map(one, calls))


AT: dict[str, tuple[dict[str, Any], ...]] = {
    "reveal": ({"what": "reveal"},),
    "again": ({"what": "again"},),
    "agree": tuple({"what": "agree", "said": {"choices": [f"{at}"]}, "why": f"{at}"} for at in range(5)),
    "reveal, agree or go on": ({"what": "reveal"}, {"what": "agree", "said": {"choices": ["1"]}}, {"what": "next"}),
    "remove": ({"what": "remove", "number": 1},),
    "complete or close": ({"what": "complete"}, {"what": "close"}),
}


@pytest.mark.parametrize("case", AT)
def test_of_fifty_at_once_exactly_one_is_done(workshop: Workshop, case: str) -> None:
    workshop.join("ada")
    workshop.do(room_steps.show_question, LAST)
    workshop.do(room_steps.agree, level(1), "before")
    workshop.do(room_steps.show_question, LEVEL)
    if case == "again":
        workshop.do(room_steps.reveal)
    seen, commands = workshop.room.version, AT[case]
    calls = [lambda at=at: do(workshop, commands[at % len(commands)], seen=seen) for at in range(THREADS)]
    ended = at_once(calls)  # type: ignore[arg-type]
    assert ended["done"] == 1
    assert ended["Conflict"] + ended["Immutable"] == THREADS - 1
    if case in ("again", "reveal"):
        assert workshop.room.round == (2 if case == "again" else 1)
    if workshop.room.closed_at is None:
        assert workshop.room.version == seen + 1


def test_fifty_who_each_press_on_until_it_works_go_fifty_steps(workshop: Workshop) -> None:
    """No step is lost and none is made twice."""
    before = workshop.room.version

    def press(at: int) -> None:
        while True:
            try:
                workshop.do(rooms.start_clock, at + 1)
            except Conflict:
                continue
            return

    assert at_once([lambda at=at: press(at) for at in range(THREADS)]) == {"done": THREADS}  # type: ignore[misc]
    assert workshop.room.version == before + THREADS


def test_a_vote_in_the_moment_of_the_reveal_counts_or_is_refused_and_never_both(workshop: Workshop) -> None:
    people = workshop.join_all(*(f"p{at}" for at in range(THREADS - 1)))
    workshop.do(room_steps.next_question)
    seen = workshop.room.version
    votes = [lambda each=each: workshop.vote(each, level(2), question=LEVEL, number=1) for each in people]
    votes.insert(25, lambda: do(workshop, {"what": "reveal"}, seen=seen))  # type: ignore[arg-type, return-value]
    ended = at_once(votes)  # type: ignore[arg-type]
    shown = workshop.view.revealed[LEVEL][0].shown
    assert shown.votes == shown.bars[2].count == ended["done"] - 1
    assert ended["Immutable"] == THREADS - ended["done"]
    assert workshop.room.stage is Stage.REVEALED


def test_a_closing_screen_that_many_ask_for_at_once_moves_the_room_once(workshop: Workshop) -> None:
    workshop.do(room_steps.next_question)

    async def visit(house: House) -> None:
        seen = workshop.room.version
        ask = {"type": "do", "n": 9, "seen": seen, "what": "closing", "theme": "light"}
        async with AsyncExitStack() as stack:
            walls = [await stack.enter_async_context(house.screen()) for _ in range(8)]
            for wall in walls:
                await wall.next("room")
            answers = await asyncio.gather(*(wall.ask(ask) for wall in walls))
        assert {each["type"] for each in answers} <= {"closing", "refused"}
        assert "closing" in {each["type"] for each in answers}
        assert workshop.room.version == seen + 1

    run(visit, workshop)
