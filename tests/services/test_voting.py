"""What somebody with a phone does: find the room, join, vote, say their role; and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import wait
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preflight.domain.assessment import Answer
from preflight.domain.errors import Immutable, Invalid, NotAllowed, NotFound, PreflightError, Refused
from preflight.domain.room import LONGEST_WHY, Role, Vote
from preflight.domain.saying import plain_said, read_said
from preflight.services import room_steps, rooms, voting
from preflight.services.voting import (
    LARGEST_N,
    LATE,
    Casting,
    Ticket,
    admit,
    cast_vote,
    choose_role,
    find_room,
    join_room,
    known_secret,
    new_secret,
    own_vote,
    titles_of,
)
from tests.builders import multi, named, number, option, question, text
from tests.new_database import on_file
from tests.workshops import DAYS, LAST, LEVEL, PARTS, PATIENCE_S, STORY, Workshop, level


@pytest.fixture
def voting_on(workshop: Workshop) -> Workshop:
    """A workshop whose first question is on the wall."""
    workshop.do(room_steps.next_question)
    return workshop


# --- finding and joining


@pytest.mark.parametrize("typed", ["", "ABCD2345", "nonsense", "0" * 8, "' OR 1=1 --", "\x00" * 8, "\ud800"])
def test_what_is_no_code_or_token_of_a_room_is_not_found(workshop: Workshop, typed: str) -> None:
    for asked in ({"code": typed}, {"token": typed}, {"token": typed * 60}):
        with pytest.raises(NotFound, match="big screen"):
            find_room(workshop.workspace, **asked)


def test_a_phone_is_told_what_the_room_is_about(workshop: Workshop) -> None:
    assert titles_of(workshop.workspace, workshop.room) == ("Before it goes live", workshop.project.name)


def test_participants_are_numbers_in_the_order_of_joining(workshop: Workshop) -> None:
    people = [workshop.join("ada"), workshop.join("bob", role="uses")]
    assert [(each.number, each.role) for each in people] == [(1, None), (2, Role.USES)]
    assert workshop.view.people == tuple(people)


def test_a_phone_that_comes_back_is_the_same_participant_and_keeps_its_role(workshop: Workshop) -> None:
    ada = workshop.join("ada", role="owns")
    assert workshop.join("ada") == ada
    assert workshop.join("ada", role="builds").role is Role.BUILDS
    assert admit(workshop.workspace, workshop.ticket("ada")).role is Role.BUILDS
    assert len(workshop.view.people) == 1


def test_many_who_join_at_once_have_a_number_each(workshop: Workshop) -> None:
    futures = [join_room(workshop.workspace, workshop.ticket(f"p{at}")) for at in range(120)]
    wait(futures, PATIENCE_S)
    assert sorted(future.result().number for future in futures) == list(range(1, 121))


def test_a_full_room_takes_nobody_new(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voting, "MOST_PARTICIPANTS", 2)
    ada, _ = workshop.join_all("ada", "bob")
    with pytest.raises(Refused, match="full"):
        workshop.join("cyd")
    assert workshop.join("ada") == ada


@on_file("building")
def test_a_secret_is_kept_as_a_digest_that_differs_from_room_to_room(workshop: Workshop) -> None:
    secret = new_secret()
    tickets = [Ticket(room_id=name, secret=secret) for name in ("one", "two")]
    assert tickets[0].digest != tickets[1].digest
    assert secret not in repr([ticket.digest for ticket in tickets])
    assert len({new_secret() for _ in range(100)}) == 100
    join_room(workshop.workspace, Ticket(room_id=workshop.room_id, secret=secret)).result(PATIENCE_S)
    kept = workshop.workspace.database.name
    with open(kept, "rb") as file, open(f"{kept}-wal", "rb") as log:
        assert secret.encode() not in file.read() + log.read()


@pytest.mark.parametrize("kept", ["", "a", "x" * 42, "x" * 44, "ü" * 43, "x" * 42 + "\n", "x" * 2000])
def test_only_a_secret_of_ours_is_known(kept: str) -> None:
    assert known_secret(kept) is None
    secret = new_secret()
    assert known_secret(secret) == secret


def test_nobody_is_admitted_by_a_ticket_of_another_room_or_of_none(workshop: Workshop) -> None:
    workshop.join("ada")
    with pytest.raises(NotFound):
        admit(workshop.workspace, workshop.ticket("bob"))
    with pytest.raises(NotFound):
        admit(workshop.workspace, Ticket(room_id="none", secret=workshop.ticket("ada").secret))
    with pytest.raises(NotFound):
        join_room(workshop.workspace, Ticket(room_id="none", secret="s")).result(PATIENCE_S)


@pytest.mark.parametrize("role", ["", "boss", "Builds", "builds "])
def test_a_role_is_one_of_five_or_none(workshop: Workshop, role: str) -> None:
    ada = workshop.join("ada")
    with pytest.raises(Invalid):
        choose_role(workshop.workspace, ada, role)
    with pytest.raises(Invalid):
        workshop.join("ada", role=role)


def test_a_role_can_be_said_later_and_taken_back(workshop: Workshop) -> None:
    ada = workshop.join("ada")
    assert choose_role(workshop.workspace, ada, "secures").result(PATIENCE_S) is Role.SECURES
    assert workshop.view.people[0].role is Role.SECURES
    assert choose_role(workshop.workspace, ada, None).result(PATIENCE_S) is None
    assert workshop.view.people[0].role is None


def test_a_role_said_after_the_reveal_changes_no_breakdown(voting_on: Workshop) -> None:
    builders = [voting_on.join(f"b{at}", role="builds") for at in range(5)]
    users = [voting_on.join(f"u{at}", role="uses") for at in range(4)]
    for at, participant in enumerate([*builders, *users]):
        voting_on.vote(participant, level(at % 5))
    voting_on.do(room_steps.reveal)
    before = voting_on.view.revealed[LEVEL][0].shown
    assert [(group.role, group.votes) for group in before.groups] == [(Role.BUILDS, 5), (Role.USES, 4)]
    choose_role(voting_on.workspace, builders[0], "uses").result(PATIENCE_S)
    assert voting_on.view.revealed[LEVEL][0].shown == before, "the one vote that moved would stand open"


# --- voting


def test_a_vote_is_kept_and_only_its_own_phone_reads_it(voting_on: Workshop) -> None:
    ada, bob = voting_on.join_all("ada", "bob")
    kept = voting_on.vote(ada, level(2), n=7, why="  because\nof it ")
    assert kept == Vote(said=Answer(choices=("2",)), why="because of it", n=7)
    assert own_vote(voting_on.workspace, ada, (LEVEL, 1)) == kept
    assert own_vote(voting_on.workspace, bob, (LEVEL, 1)) is None
    assert voting_on.view.voters == {ada.id}


def test_a_vote_can_be_changed_until_it_is_revealed(voting_on: Workshop) -> None:
    (ada,) = voting_on.join_all("ada")
    voting_on.vote(ada, level(2), n=1, why="first")
    assert voting_on.vote(ada, {"unknown": True}, n=2) == Vote(said=Answer(unknown=True), n=2)
    voting_on.do(room_steps.reveal)
    with pytest.raises(Immutable) as late:
        voting_on.vote(ada, level(4), n=3)
    assert str(late.value) == LATE
    assert voting_on.view.revealed[LEVEL][0].shown.unknown == 1


def test_a_vote_that_is_sent_again_is_acknowledged_again_whatever_happened_since(voting_on: Workshop) -> None:
    (ada,) = voting_on.join_all("ada")
    kept = voting_on.vote(ada, level(2), n=5)
    assert voting_on.vote(ada, level(2), n=5) == kept
    assert voting_on.vote(ada, level(4), n=4) == kept, "an older one, that was overtaken"
    voting_on.do(room_steps.reveal)
    assert voting_on.vote(ada, level(2), n=5) == kept, "also after the reveal"
    voting_on.do(rooms.close_room)
    assert (
        cast_vote(voting_on.workspace, ada, Casting(question_id=LEVEL, round=1, n=5, said=level(2))).result(PATIENCE_S)
        == kept
    )


def test_a_vote_that_comes_late_for_an_earlier_round_counts_while_nobody_has_seen_it(voting_on: Workshop) -> None:
    (ada,) = voting_on.join_all("ada")
    voting_on.do(room_steps.next_question)
    assert voting_on.room.question_id == PARTS
    voting_on.vote(ada, level(3), question=LEVEL, number=1)
    voting_on.do(room_steps.show_question, LEVEL)
    assert voting_on.view.voters == {ada.id}


def test_each_round_counts_its_own_votes(voting_on: Workshop) -> None:
    (ada,) = voting_on.join_all("ada")
    voting_on.vote(ada, level(1), n=1)
    voting_on.do(room_steps.reveal)
    voting_on.do(room_steps.vote_again)
    assert own_vote(voting_on.workspace, ada, (LEVEL, 2)) is None
    voting_on.vote(ada, level(3), n=2)
    with pytest.raises(Immutable):
        voting_on.vote(ada, level(4), number=1, n=3)
    voting_on.do(room_steps.reveal)
    assert [one.shown.suggestion for one in voting_on.view.revealed[LEVEL]] == ["1", "3"]


@pytest.mark.parametrize(
    ("question_id", "number", "n"),
    [
        ("alpha.none", 1, 1),
        ("", 1, 1),
        (LAST, 1, 1),  # not shown yet
        (LEVEL, 2, 1),
        (LEVEL, 0, 1),
        (LEVEL, -1, 1),
        (LEVEL, 2**63, 1),
        (LEVEL, 1, 0),
        (LEVEL, 1, -5),
        (LEVEL, 1, LARGEST_N + 1),
        (LEVEL, 1, 10**40),
        ("\ud800", 1, 1),
    ],
)
def test_a_vote_for_what_is_not_voted_on_is_refused(voting_on: Workshop, question_id: str, number: int, n: int) -> None:
    (ada,) = voting_on.join_all("ada")
    casting = Casting(question_id=question_id, round=number, n=n, said=level(1))
    with pytest.raises(Refused):
        cast_vote(voting_on.workspace, ada, casting).result(PATIENCE_S)
    assert voting_on.view.voters == frozenset()


def test_the_largest_n_is_kept_by_the_database(voting_on: Workshop) -> None:
    (ada,) = voting_on.join_all("ada")
    assert voting_on.vote(ada, level(1), n=LARGEST_N).n == LARGEST_N == 2**31 - 1, "PostgreSQL's integer"


def test_a_line_has_its_length(voting_on: Workshop) -> None:
    (ada,) = voting_on.join_all("ada")
    voting_on.vote(ada, level(1), why="é" * LONGEST_WHY)
    with pytest.raises(Invalid, match="at most"):
        voting_on.vote(ada, level(1), n=2, why="x" * (LONGEST_WHY + 1))
    assert len(own_vote(voting_on.workspace, ada, (LEVEL, 1)).why) == LONGEST_WHY  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("question_id", "said"),
    [
        (LEVEL, level(0)),
        (LEVEL, {"unknown": True}),
        (LEVEL, {"not_applicable": True}),
        (PARTS, {"choices": []}),
        (PARTS, {"choices": ["erp", "crm", "erp"]}),
        (DAYS, {"number": " 12,50 "}),
        (DAYS, {"number": "0"}),
    ],
)
def test_each_kind_of_question_is_voted_on(workshop: Workshop, question_id: str, said: Mapping[str, object]) -> None:
    (ada,) = workshop.join_all("ada")
    workshop.do(room_steps.show_question, question_id)
    assert workshop.vote(ada, said).n == 1


def test_a_question_that_is_talked_through_takes_no_vote(workshop: Workshop) -> None:
    (ada,) = workshop.join_all("ada")
    workshop.do(room_steps.show_question, STORY)
    for said in ({"text": "A story"}, {"unknown": True}):
        with pytest.raises(Invalid, match="talked through"):
            workshop.vote(ada, said)


def test_who_is_locked_out_or_gone_is_told_apart(workshop: Workshop) -> None:
    ada = workshop.join("ada")
    workshop.do(rooms.lock_room, True)
    assert admit(workshop.workspace, workshop.ticket("ada")) == ada
    workshop.do(rooms.remove_participant, ada.number)
    with pytest.raises(NotAllowed):
        admit(workshop.workspace, workshop.ticket("ada"))
    workshop.do(rooms.close_room)
    with pytest.raises(Immutable):
        admit(workshop.workspace, workshop.ticket("ada"))


# --- what can be said

CHOICE = question("q", points=range(3))
SEVERAL = multi("m", options=(*named(a=1, b=2), option("none", 0, exclusive=True)))
NUMBER = number("n", minimum=Fraction(-1), maximum=Fraction(100))
TEXT = text("t")


@pytest.mark.parametrize(
    ("asked", "said", "answer"),
    [
        (CHOICE, {"choices": ["2"]}, Answer(choices=("2",))),
        (SEVERAL, {"choices": ["b", "a"]}, Answer(choices=("a", "b"))),
        (SEVERAL, {"choices": []}, Answer(choices=())),
        (NUMBER, {"number": "3.50"}, Answer(number=Fraction(7, 2))),
        (NUMBER, {"number": "\u22121"}, Answer(number=Fraction(-1))),
        (TEXT, {"text": "  two\r\nlines "}, Answer(text="two\nlines")),
        (TEXT, {"text": "  "}, Answer()),
        (CHOICE, {"unknown": True}, Answer(unknown=True)),
        (CHOICE, {"not_applicable": True}, Answer(not_applicable="")),
        (CHOICE, {"not_applicable": " a batch "}, Answer(not_applicable="a batch")),
    ],
)
def test_what_is_said_is_read_and_written_back(asked: object, said: Mapping[str, object], answer: Answer) -> None:
    read = read_said(asked, said)  # type: ignore[arg-type]
    assert read == answer
    if plain_said(read):
        assert read_said(asked, plain_said(read)) == read  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (CHOICE, {}),
        (CHOICE, {"choices": "2"}),
        (CHOICE, {"choices": [2]}),
        (CHOICE, {"choices": [["2"]]}),
        (CHOICE, {"choices": ["2", "1"]}),
        (CHOICE, {"choices": []}),
        (CHOICE, {"choices": ["7"]}),
        (CHOICE, {"choices": ["2"], "unknown": True}),
        (CHOICE, {"choices": ["2"], "why": "x"}),
        (CHOICE, {"unknown": False}),
        (CHOICE, {"unknown": 1}),
        (CHOICE, {"unknown": "true"}),
        (CHOICE, {"not_applicable": False}),
        (CHOICE, {"not_applicable": None}),
        (CHOICE, {"number": "2"}),
        (CHOICE, {"text": "2"}),
        (SEVERAL, {"choices": ["none", "a"]}),
        (SEVERAL, {"choices": ["a", "x"]}),
        (NUMBER, {"number": 3}),
        (NUMBER, {"number": "3e2"}),
        (NUMBER, {"number": "NaN"}),
        (NUMBER, {"number": "1/3"}),
        (NUMBER, {"number": "٣"}),
        (NUMBER, {"number": "9" * 5000}),
        (NUMBER, {"number": "101"}),
        (NUMBER, {"number": "-2"}),
        (NUMBER, {"choices": ["1"]}),
        (TEXT, {"text": "x" * 5000}),
        (TEXT, {"choices": []}),
        (CHOICE, {"not_applicable": "x" * 301}),
    ],
)
def test_what_can_t_be_said_is_invalid(asked: object, said: Mapping[str, object]) -> None:
    with pytest.raises(Invalid):
        read_said(asked, said)  # type: ignore[arg-type]


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("\ud800"),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=6,
)
SAYING = ["choices", "number", "text", "unknown", "not_applicable", "other"]


@given(st.sampled_from([CHOICE, SEVERAL, NUMBER, TEXT]), st.dictionaries(st.sampled_from(SAYING), junk, max_size=3))
def test_whatever_a_phone_sends_is_read_or_refused(asked: object, said: dict[str, object]) -> None:
    try:
        read = read_said(asked, said)  # type: ignore[arg-type]
    except Invalid:
        return
    assert sum(each not in (None, False) for each in (read.choices, read.number, read.text, read.unknown,
                                                      read.not_applicable)) <= 1  # fmt: skip
    assert (read.note, read.evidence) == ("", ())


@on_file("building")
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([LEVEL, PARTS, STORY, "none"]), st.dictionaries(st.sampled_from(SAYING), junk, max_size=2),
       st.text(max_size=300))  # fmt: skip
def test_whatever_a_phone_votes_is_kept_or_refused(
    voting_on: Workshop, question_id: str, said: dict[str, object], why: str
) -> None:
    ada = voting_on.join("ada")
    try:
        casting = Casting(question_id=question_id, round=1, n=1, said=said, why=why)
        kept = cast_vote(voting_on.workspace, ada, casting).result(PATIENCE_S)
    except PreflightError:
        return
    assert isinstance(kept, Vote)
