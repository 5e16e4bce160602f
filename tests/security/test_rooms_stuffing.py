"""More votes than people, and votes of people who are not there (THREATS A20)."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from preflight.domain.errors import Immutable, NotFound, Refused
from preflight.live.channel import MOST_TABS
from preflight.live.wire import LONGEST_MESSAGE
from preflight.services import room_steps, rooms
from preflight.services.voting import LARGEST_N, choose_role
from tests.live.visitors import House, Phone, run
from tests.workshops import DAYS, LEVEL, MORE, PARTS, PATIENCE_S, Building, Workshop, a_workshop, level

pytestmark = pytest.mark.slow

VOTE = {"type": "vote", "n": 1, "question": LEVEL, "round": 1, "said": {"choices": ["2"]}, "why": ""}


def kept(workshop: Workshop) -> list[tuple[str, int, str]]:
    """Every vote in the database, as (question, round, said)."""
    with workshop.workspace.database.reading() as connection:
        wanted = text("SELECT question_id, round, said FROM vote WHERE room_id = :room ORDER BY said")
        return [tuple(row) for row in connection.execute(wanted, {"room": workshop.room_id})]  # type: ignore[misc]


def test_a_thousand_votes_of_one_phone_are_one(workshop: Workshop) -> None:
    """Also the largest number there is: it leaves its own phone nothing more to say, and nobody else."""
    workshop.do(room_steps.next_question)
    ada, bob = workshop.join_all("ada", "bob")
    for n in [*range(1, 500), *range(500, 0, -1), LARGEST_N]:
        workshop.vote(ada, level(n % 5), n=n)
    workshop.vote(bob, level(0))
    assert workshop.vote(ada, level(4), n=7).n == LARGEST_N
    assert len(kept(workshop)) == len(workshop.view.voters) == 2


@pytest.mark.parametrize("question", [DAYS, MORE, "alpha.none", LEVEL.upper(), f"{LEVEL}\0", "x" * 300])
def test_nobody_votes_where_no_round_was_opened(workshop: Workshop, question: str) -> None:
    workshop.do(room_steps.next_question)
    ada = workshop.join("ada")
    with pytest.raises(NotFound):
        workshop.vote(ada, {"unknown": True}, question=question, number=1)
    with pytest.raises(NotFound):
        workshop.vote(ada, level(1), question=LEVEL, number=2)
    assert kept(workshop) == []


def test_a_late_vote_counts_in_no_round_that_was_revealed(workshop: Workshop) -> None:
    workshop.do(room_steps.next_question)
    ada, bob = workshop.join_all("ada", "bob")
    workshop.vote(ada, level(1))
    workshop.do(room_steps.reveal)
    before = kept(workshop)
    for who in (ada, bob):
        with pytest.raises(Immutable):
            workshop.vote(who, level(4), n=2)
    workshop.do(room_steps.vote_again)
    with pytest.raises(Immutable):
        workshop.vote(bob, level(4), number=1, n=3)
    assert kept(workshop) == before


def test_a_phone_of_one_room_is_nobody_in_another_and_can_t_be_known_by_its_cookie(
    workshop: Workshop, building: Building
) -> None:
    with a_workshop(building) as other:

        async def visit(house: House) -> None:
            there = House(other)
            ada = Phone(house)
            await ada.join()
            async with there.wire(f"/live/phone/{other.room_id}", cookie=ada.cookie) as wire:
                assert (await wire.next())["reason"] == "unknown"
                await wire.ended()
            assert (await Phone(there, ada.cookie).join()).status == 200

        run(visit, workshop)
        with workshop.workspace.database.reading() as connection:
            wanted = text("SELECT room_id, secret_digest FROM participant WHERE room_id IN (:one, :other)")
            rows = connection.execute(wanted, {"one": workshop.room_id, "other": other.room_id}).all()
        assert {room for room, _ in rows} == {workshop.room_id, other.room_id}
        assert len({digest for _, digest in rows}) == 2, "the same cookie, and nothing in the database says so"


def test_a_vote_that_was_on_its_way_when_its_phone_was_removed_does_not_count(workshop: Workshop) -> None:
    workshop.do(room_steps.next_question)
    ada, bob = workshop.join_all("ada", "bob")
    workshop.vote(ada, level(1))
    workshop.vote(bob, level(2))
    workshop.do(rooms.remove_participant, ada.number)
    for n in (1, 2):
        with pytest.raises(Refused):
            workshop.vote(ada, level(4), n=n)
    assert [said for *_, said in kept(workshop)] == ['{"choices":["2"]}']


def test_one_machine_that_clears_its_cookies_is_seen_and_the_lock_stops_it(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        honest = Phone(house)
        await honest.join()
        async with house.screen() as wall:
            assert (await wall.next("room"))["joined"] == 1
            answers = [await Phone(house).join() for _ in range(40)]
            assert {answer.status for answer in answers} == {200}
            await wall.next("room", joined=41)
            await asyncio.to_thread(workshop.do, rooms.lock_room, True)
            assert {(await Phone(house).join()).status for _ in range(20)} == {403}
            assert (await honest.join()).said["number"] == 1, "who is in stays in"
            await asyncio.to_thread(workshop.do, rooms.remove_participant, 41)
            assert (await wall.next("room", joined=40))["locked"] is True

    run(visit, workshop)
    assert len(workshop.view.people) == 40


def test_a_phone_with_many_tabs_keeps_the_newest_and_is_one_person(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada, bob = Phone(house), Phone(house)
        await ada.join()
        await bob.join()
        workshop.do(room_steps.next_question)
        async with bob.connected() as other, house.screen() as wall, AsyncExitStack() as stack:
            await other.next("state")
            tabs = []
            for _ in range(MOST_TABS + 3):
                tabs.append(await stack.enter_async_context(ada.connected()))
                await tabs[-1].next("state")
            for tab in tabs[:3]:
                assert await tab.ended() == 1000
                assert not [message for message in tab.heard if message["type"] == "gone"], "it may come back"
            for n, tab in enumerate(tabs[3:], start=1):
                assert (await tab.ask({**VOTE, "n": n}))["type"] == "ack"
            assert (await other.ask(VOTE))["type"] == "ack"
            await wall.next("count", voted=2, here=2)

    run(visit, workshop)


def test_a_role_that_flips_all_the_time_moves_nothing_but_itself(workshop: Workshop) -> None:
    workshop.do(room_steps.next_question)
    ada, bob = workshop.join("ada"), workshop.join("bob", "owns")
    workshop.vote(ada, level(1))
    flips = [choose_role(workshop.workspace, ada, role) for role in ["builds", None, "uses"] * 100]
    assert flips[-1].result(PATIENCE_S) == "uses"
    assert [(each.number, each.role) for each in workshop.view.people] == [(1, "uses"), (bob.number, "owns")]
    assert len(kept(workshop)) == 1


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
SAID = st.one_of(
    st.just({"choices": ["2"]}),
    st.dictionaries(st.sampled_from(["choices", "number", "text", "unknown", "not_applicable", "x"]), ANY, max_size=2),
    ANY,
)
MESSAGE = st.fixed_dictionaries(
    {"type": st.sampled_from(["vote", "vote", "role", "ping", "do", "state", "x"])},
    optional={
        "n": st.integers() | ANY,
        "question": st.sampled_from([LEVEL, PARTS, DAYS, MORE]) | ANY,
        "round": st.integers(0, 3) | ANY,
        "said": SAID,
        "why": st.text(max_size=250) | ANY,
        "role": st.sampled_from(["builds", "boss"]) | ANY,
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(messages=st.lists(MESSAGE, min_size=1, max_size=12))
@example(messages=[{**VOTE, "n": n} for n in (0, -1, 2**31, 2**63, 2**64, 10**400, -(10**400), 1.0, float("nan"))])
@example(messages=[{**VOTE, "round": n} for n in (0, -1, 2, 2**31, 2**63, 10**400, 1.5, float("inf"))])
@example(messages=[{**VOTE, "said": {"choices": ["2"] * 900}}, {**VOTE, "n": 2, "said": {"number": "9" * 9_000}}])
@example(messages=[{**VOTE, "why": "\ud800\0\u202e" * 60}, {"type": "role", "role": "\udfff"}, {"type": {}}])
def test_whatever_a_phone_says_is_taken_refused_or_passed_over(workshop: Workshop, messages: list[Any]) -> None:
    """Nothing is raised (the visit would), the phone goes on, and what is kept is a vote on an open round."""
    if workshop.room.question_id is None:
        workshop.do(room_steps.next_question)

    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        async with ada.connected() as wire:
            await wire.next("state")
            for message in messages:
                await wire.say(json.dumps(message))
            await wire.say({"type": "ping"})
            await wire.next("pong")

    run(visit, workshop)
    options = {f'{{"choices":["{at}"]}}' for at in range(5)} | {'{"unknown":true}'}
    for question, number, said in kept(workshop):
        assert (question, number) == (LEVEL, 1)
        assert said in options or said.startswith('{"not_applicable":')


@pytest.mark.parametrize(
    "spoken",
    [
        "[" * 10_000,
        '{"type":' * 2_000,
        '{"type": "vote", "n": ' + "9" * 5_000 + "}",
        '{"type": "vote", "why": "' + "x" * LONGEST_MESSAGE + '"}',
        '"vote"',
        "\x00",
    ],
)
def test_what_can_t_be_read_ends_the_connection_and_no_other(workshop: Workshop, spoken: str) -> None:
    async def visit(house: House) -> None:
        ada, bob = Phone(house), Phone(house)
        await ada.join()
        await bob.join()
        workshop.do(room_steps.next_question)
        async with ada.connected() as wire, bob.connected() as other:
            await wire.next("state")
            await other.next("state")
            await wire.say(spoken)
            assert await wire.ended() == 1008
            assert (await other.ask(VOTE))["type"] == "ack"

    run(visit, workshop)


def test_of_a_key_that_stands_twice_the_last_counts_for_the_check_and_for_the_vote(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        workshop.do(room_steps.next_question)
        async with ada.connected() as wire:
            await wire.next("state")
            twice = '{"choices": ["2"]}, "said": {"choices": ["9"]}'
            await wire.say(json.dumps({**VOTE, "said": 0}).replace("0,", f"{twice},", 1))
            assert (await wire.next("refused"))["n"] == 1
        assert kept(workshop) == []

    run(visit, workshop)
