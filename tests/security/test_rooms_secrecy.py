"""A vote before its reveal: nobody but its voter learns of it, whatever they ask, command, read or compare."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from preflight.access.people import LOCAL_OWNER
from preflight.domain.consensus import Group
from preflight.domain.errors import Refused
from preflight.domain.room import Participant, Role
from preflight.live.channel import Channel
from preflight.live.closing_message import closing_message
from preflight.live.commands import carry_out
from preflight.live.hub import Hub
from preflight.live.phone_messages import phone_state, shared_state
from preflight.live.screen_messages import JoinAddresses, count_message, room_message
from preflight.services import answering, room_steps, rooms
from preflight.services.answering import Place
from preflight.services.assessments import open_assessment
from preflight.services.room_closing import closing_of
from preflight.services.room_notes import VOTES
from preflight.services.room_record import room_record
from preflight.services.voting import choose_role
from tests.browser.server import Server
from tests.load.house import open_venue, sqlite_url
from tests.load.venue import Venue
from tests.security.room_client import Phone, Screen, ask
from tests.security.wire import Wire as StreamlitWire
from tests.workshops import DAYS, LEVEL, PARTS, PATIENCE_S, Workshop, level

pytestmark = pytest.mark.slow

MARK = "quokka"
JOIN = JoinAddresses(addresses=["http://192.168.1.20:8501"], reachable=True)


# --- what is told


class Ear:
    """Instead of a wire: everything that it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def tell(self, _: str, text: str) -> None:
        self.told.append(text)

    def drop_waiting(self, _: str) -> None:
        pass


SAME_VOTER: dict[str, tuple[str, list[dict[str, object]], list[dict[str, object]]]] = {
    "one option or three": (PARTS, [{"choices": ["crm"]}], [{"choices": ["crm"]}, {"choices": ["crm", "erp"]}] * 2),
    "sure or not": (LEVEL, [level(3)], [level(3), level(1), {"unknown": True}, level(3)]),
    "a short number or a long one": (DAYS, [{"number": "1"}], [{"number": "1"}, {"number": "11"}, {"number": "1.125"}]),
}


@pytest.mark.parametrize("case", SAME_VOTER)
def test_neither_number_nor_size_of_messages_depends_on_what_was_voted(workshop: Workshop, case: str) -> None:
    """Each tick of an option is a vote; were each of them told, their number would be that of the options."""
    question, *ways = SAME_VOTER[case]

    async def told(way: list[dict[str, object]], voter: Participant) -> list[list[str]]:
        hub = Hub(lambda: workshop.workspace, lambda: JOIN)
        channel: Channel = hub.channel(workshop.room_id)
        ears = [Ear(), Ear()]
        await channel.add_screen(ears[0])  # type: ignore[arg-type]
        await channel.add_phone(ears[1], await asyncio.to_thread(workshop.join, "stranger"))  # type: ignore[arg-type]
        await settled(channel)
        before = [len(ear.told) for ear in ears]
        for n, said in enumerate(way, start=1):
            await asyncio.to_thread(workshop.vote, voter, said, n=n, why=MARK * n)
            channel.note(VOTES)
            await settled(channel)
        return [ear.told[since:] for ear, since in zip(ears, before, strict=True)]

    async def settled(channel: Channel) -> None:
        if channel._task is not None:
            await channel._task

    found = []
    for name, way in zip(("one", "other"), ways, strict=True):
        voter = workshop.join(name)
        workshop.do(room_steps.show_question, question)
        screen, phone = asyncio.run(told(way, voter))
        assert phone == []
        assert len(screen) == 1
        found.append(json.loads(screen[0]) | {"version": 0, "joined": 0, "who": None})
        workshop.do(rooms.remove_participant, voter.number)
    assert found[0] == found[1]


def everything_told(workshop: Workshop, stranger: Participant) -> str:
    """All that a shared screen, another phone and the pages are given."""
    view, now = workshop.view, workshop.clock.now()
    closing = closing_of(workshop.workspace, LOCAL_OWNER, workshop.room_id)
    found = open_assessment(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
    messages = [
        room_message(view, now, join=JOIN, here=2),
        count_message(view, here=2),
        json.loads(phone_state(shared_state(view, now), stranger, None)),
        closing_message(closing, theme="light"),
        repr(room_record(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)),
        repr(found.recorded),
        repr(found.score),
        workshop.notes,
    ]
    return json.dumps(messages)


BESIDE_THE_REVEAL: tuple[dict[str, Any], ...] = (
    {"what": "hands", "counts": {"2": 3}, "unknown": 1},
    {"what": "hands", "counts": None},
    {"what": "countdown", "seconds": 60},
    {"what": "clock", "minutes": 30},
    {"what": "order", "order": "disagreement"},
    {"what": "lock", "locked": True},
    {"what": "blank", "blank": True},
    {"what": "again"},
    {"what": "go", "question": DAYS},
    {"what": "previous"},
    {"what": "go", "question": LEVEL},
    {"what": "next"},
    {"what": "closing", "theme": "dark"},
    {"what": "previous"},
    {"what": "order", "order": "section"},
    {"what": "go", "question": LEVEL},
    {"what": "remove", "number": 3},
    {"what": "again"},
    {"what": "complete"},
)


def test_no_command_but_the_reveal_shows_a_vote(workshop: Workshop) -> None:
    people = [workshop.join(name, "builds") for name in ("ada", "bob", "cyd", "dan", "eve")]
    stranger = workshop.join("stranger")
    answered = Place(assessment_id=workshop.assessment_id, question_id="beta.last", seen=0)
    answering.choose(workshop.workspace, LOCAL_OWNER, answered, ["1"])  # or there is nothing to complete
    workshop.do(room_steps.show_question, LEVEL)
    for at, participant in enumerate(people):
        workshop.vote(participant, level(at % 2 * 4), why=MARK)
    for command in BESIDE_THE_REVEAL:
        seen = {"seen": workshop.room.version}
        try:
            carry_out(workshop.workspace, LOCAL_OWNER, workshop.room_id, {**command, **seen})
        except Refused:
            assert command["what"] == "again", "nothing was revealed that could be voted on again"
        told = everything_told(workshop, stranger)
        assert MARK not in told, command
        assert "RevealedRound" not in told, command
    assert workshop.room.closed_at is not None
    assert room_record(workshop.workspace, LOCAL_OWNER, workshop.assessment_id) == ()
    with workshop.workspace.database.reading() as connection:
        roles = connection.execute(text("SELECT role FROM vote WHERE room_id = :room"), {"room": workshop.room_id})
        assert set(roles.scalars()) == {None}, "no role is joined to a vote that was never revealed"


# --- what can be worked out of two breakdowns


def revealed_groups(workshop: Workshop, votes: Mapping[Participant, int], *, n: int) -> dict[Role, Group]:
    """The breakdown of a round in which each of these chose this level."""
    for participant, chosen in votes.items():
        workshop.vote(participant, level(chosen), n=n)
    workshop.do(room_steps.reveal)
    name = workshop.room.question_id
    assert name is not None
    return {group.role: group for group in workshop.view.revealed[name][-1].shown.groups}


def say_role(workshop: Workshop, participant: Participant, role: str | None) -> None:
    choose_role(workshop.workspace, participant, role).result(PATIENCE_S)


@pytest.mark.parametrize(("before", "after"), [("builds", "operates"), ("builds", None), (None, "builds")])
def test_who_changes_groups_between_two_rounds_shows_nothing_by_it(
    workshop: Workshop, before: str | None, after: str | None
) -> None:
    """All others vote as before: the difference of the two breakdowns would be that one vote."""
    workshop.do(room_steps.show_question, LEVEL)
    votes = {workshop.join(f"b{at}", "builds"): 3 for at in range(5)}
    votes |= {workshop.join(f"o{at}", "operates"): 1 for at in range(5)}
    votes |= {workshop.join(f"n{at}"): 2 for at in range(5)}
    changing = workshop.join("one", before)
    votes[changing] = 0
    first = revealed_groups(workshop, votes, n=1)
    assert set(first) == {Role.BUILDS, Role.OPERATES}
    say_role(workshop, changing, after)
    workshop.do(room_steps.vote_again)
    assert revealed_groups(workshop, votes, n=2) == first
    say_role(workshop, changing, "operates")
    workshop.do(room_steps.vote_again)
    assert revealed_groups(workshop, votes, n=3) == first
    workshop.do(room_steps.show_question, DAYS)
    workshop.do(room_steps.show_question, "beta.last")
    assert revealed_groups(workshop, votes, n=4)[Role.OPERATES].votes == 6, "on another question the new role counts"


def test_a_newcomer_of_a_later_round_comes_with_the_role_of_then(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    votes = {workshop.join(f"b{at}", "builds"): 3 for at in range(4)}
    assert revealed_groups(workshop, votes, n=1)[Role.BUILDS].votes == 4
    late = workshop.join("late")
    say_role(workshop, late, "builds")
    workshop.do(room_steps.vote_again)
    assert revealed_groups(workshop, votes | {late: 0}, n=2)[Role.BUILDS].votes == 5


def test_one_s_own_role_is_no_lever_however_often_it_changes(workshop: Workshop) -> None:
    """Somebody goes through every role, round after round: the others' groups are told with them or not at all."""
    workshop.do(room_steps.show_question, LEVEL)
    victims = {workshop.join(f"o{at}", "owns"): at for at in range(3)}
    others = {workshop.join(f"n{at}"): 2 for at in range(5)}
    lever = workshop.join("lever")
    for n, role in enumerate([*Role, None, *Role], start=1):
        say_role(workshop, lever, role)
        assert Role.OWNS not in revealed_groups(workshop, victims | others | {lever: 4}, n=n)
        workshop.do(room_steps.vote_again)


def test_a_vote_stays_in_one_group_in_every_round_of_a_question(workshop: Workshop) -> None:
    chance = Random(7)
    people = [workshop.join(f"p{at}", chance.choice([*Role, None])) for at in range(12)]
    for question in (LEVEL, "beta.last"):
        workshop.do(room_steps.show_question, question)
        for n in range(1, 5):
            voting = chance.sample(people, 8)
            revealed_groups(workshop, {each: chance.randrange(5) for each in voting}, n=n)
            for each in chance.sample(people, 5):
                say_role(workshop, each, chance.choice([*Role, None]))
            workshop.do(room_steps.vote_again)
    with workshop.workspace.database.reading() as connection:
        rows = connection.execute(
            text(
                "SELECT question_id, participant_id, count(DISTINCT coalesce(role, '-')), count(*) FROM vote "
                "WHERE room_id = :room GROUP BY question_id, participant_id"
            ),
            {"room": workshop.room_id},
        ).all()
    assert {groups for *_, groups, _ in rows} == {1}
    assert max(votes for *_, votes in rows) > 1


def test_removing_somebody_changes_no_breakdown_that_was_shown(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    votes = {workshop.join(f"b{at}", "builds"): at for at in range(4)}
    shown = revealed_groups(workshop, votes, n=1)
    workshop.do(rooms.remove_participant, 1)
    assert {group.role: group for group in workshop.view.revealed[LEVEL][-1].shown.groups} == shown
    workshop.do(room_steps.vote_again)
    left = {each: chosen for each, chosen in votes.items() if each.number != 1}
    assert revealed_groups(workshop, left, n=2) == {}, "three are too few to be told apart"


# --- the running server, its log at its most talkative


@contextmanager
def talkative_room(folder: Path) -> Iterator[Venue]:
    data = folder / "data"
    data.mkdir()
    server = Server(data=data, environ={"PREFLIGHT_LOG_LEVEL": "debug"})
    venue = open_venue(sqlite_url(data), server.url, servers=[server])
    with server:
        yield venue


@pytest.mark.slow
def test_neither_log_nor_pages_nor_answers_of_the_server_know_a_vote(tmp_path: Path) -> None:
    with talkative_room(tmp_path) as venue:
        (server,), url = venue.servers, venue.urls[0]
        screen = Screen(url, venue.room)
        ada, eve = Phone(url, token=venue.token), Phone(url, token=venue.token)
        screen.do("next")
        assert ada.vote({"choices": ["2"]}, why=f"{MARK} one")["type"] == "ack"
        assert ada.vote({"choices": ["3"]}, why=f"{MARK} two")["type"] == "ack"
        junks = ({"choices": [MARK]}, {"number": MARK}, {"text": MARK}, {MARK: MARK}, {"not_applicable": MARK * 90})
        for junk in junks:
            assert MARK not in json.dumps(ada.vote(junk, why=MARK)), junk
        ask(url, "/live/join", {"code": MARK, "token": MARK, "role": MARK})
        ask(url, f"/live/{MARK}", {"said": MARK})

        database = sqlite3.connect(server.data / "preflight.db", timeout=20)
        database.execute("CREATE TRIGGER odd BEFORE UPDATE ON vote BEGIN SELECT RAISE(ABORT, 'an odd failure'); END")
        ada.cast({"choices": ["4"]}, why=f"{MARK} three")
        ada.line.closed()
        assert "an odd failure" in server.log, "it failed within the database, the vote was among the parameters"
        database.execute("DROP TRIGGER odd")
        database.close()
        ada.connect()
        assert ada.vote({"choices": ["4"]}, why=f"{MARK} four")["type"] == "ack"

        screen.shows(lambda room: room["voted"] == 1)
        pages = ("results", "assess", "workshop", "")
        with StreamlitWire(server) as streamlit:
            drawn = [streamlit.run(page_name=page, query=f"assessment={venue.assessment}").raw for page in pages]
        assert all(len(each) > 1_000 for each in drawn)
        eve.asked()
        heard = [screen.heard, eve.line.heard, [each.decode("utf-8", "replace") for each in drawn]]
        beside = [server.get(path).text for path in ("/health", "/join", f"/live/{MARK[:2]}", "/results")]
        assert MARK not in json.dumps(heard) + "".join(beside)
        assert MARK not in server.log

        screen.do("reveal")
        assert MARK in json.dumps(eve.asked("revealed")), "now everybody may know"
        assert MARK not in server.log
        for line in (screen, ada.line, eve.line):
            line.close()
