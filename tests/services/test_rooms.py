"""Opening and closing rooms, and everything about them but the walk through the questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import Conflict, Immutable, Invalid, NotAllowed, NotFound, Refused, SignedOut
from preflight.domain.project import Person
from preflight.domain.room import CODE_LENGTH, CODE_SYMBOLS, Order, Room, Stage
from preflight.services import room_steps, rooms
from preflight.services.answering import Place, choose
from preflight.services.assessments import complete_assessment, discard_draft, open_assessment, start_assessment
from preflight.services.projects import ProjectDetails, create_project, remove_project
from preflight.services.room_notes import PEOPLE, STATE, VOTES, read_note
from preflight.services.room_view import room_now
from preflight.services.rooms import RoomPlace
from preflight.services.voting import admit, choose_role, find_room
from tests.workshops import LAST, LEVEL, PARTS, PATIENCE_S, Workshop, level

STRANGER = Person(id="stranger", issuer="https://id.example.org", subject="9", name="A stranger")


def open_rooms(workshop: Workshop) -> list[str]:
    """The ids of the open rooms of this workshop's project, as they are listed."""
    listed = rooms.list_open_rooms(workshop.workspace, LOCAL_OWNER)
    return [room.id for room, assessment in listed if assessment.project_id == workshop.project.id]


def answer_one(workshop: Workshop, question: str = LEVEL) -> None:
    place = Place(assessment_id=workshop.assessment_id, question_id=question, seen=0)
    choose(workshop.workspace, LOCAL_OWNER, place, ["3"])


# --- opening


def test_a_new_room_is_in_its_lobby_with_a_code_and_a_token(workshop: Workshop) -> None:
    room = workshop.room
    assert (room.stage, room.question_id, room.round, room.version, room.minutes) == (Stage.LOBBY, None, 0, 1, 60)
    assert len(room.code) == CODE_LENGTH
    assert set(room.code) <= set(CODE_SYMBOLS)
    assert len(room.token) >= 22, "128 random bits"
    assert (room.locked, room.blank, room.order, room.closed_at) == (False, False, Order.SECTION, None)


def test_opened_twice_it_is_the_same_room(workshop: Workshop) -> None:
    again = rooms.open_room(workshop.workspace, LOCAL_OWNER, workshop.assessment_id, minutes=5)
    assert again == workshop.room
    assert open_rooms(workshop) == [workshop.room_id]


def test_a_closed_room_is_followed_by_a_new_one_with_another_code(workshop: Workshop) -> None:
    old = workshop.do(rooms.close_room)
    new = rooms.open_room(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
    assert new.id != old.id
    assert (new.code, new.token) != (old.code, old.token)
    assert (new.version, new.closed_at) == (1, None)


def test_a_room_that_nobody_closed_is_closed_when_a_new_one_is_opened_after_a_day(workshop: Workshop) -> None:
    workshop.clock.seconds += 24 * 3600
    new = rooms.open_room(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
    assert new.id != workshop.room_id
    assert workshop.room.closed_at is not None
    assert workshop.notes == [f"{STATE} {workshop.room_id}"], "its screens are told"


@pytest.mark.parametrize("minutes", [0, -1, 24 * 60 + 1, 10**30])
def test_a_room_takes_from_a_minute_to_a_day(workshop: Workshop, minutes: int) -> None:
    with pytest.raises(Invalid):
        workshop.do(rooms.start_clock, minutes)
    workshop.do(rooms.close_room)
    with pytest.raises(Invalid):
        rooms.open_room(workshop.workspace, LOCAL_OWNER, workshop.assessment_id, minutes=minutes)
    assert open_rooms(workshop) == []


def test_no_room_opens_on_what_is_completed_or_not_there(workshop: Workshop) -> None:
    answer_one(workshop)
    workshop.do(rooms.complete_room)
    with pytest.raises(Immutable):
        rooms.open_room(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
    with pytest.raises(NotFound):
        rooms.open_room(workshop.workspace, LOCAL_OWNER, "none")
    with pytest.raises(NotFound):
        rooms.get_room(workshop.workspace, LOCAL_OWNER, "none")


def test_open_rooms_come_with_their_assessments_the_newest_first(workshop: Workshop) -> None:
    workspace = workshop.workspace
    workshop.clock.seconds += 23 * 3600
    other = create_project(workspace, LOCAL_OWNER, ProjectDetails(name=f"Beside {workshop.room_id}"))
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=other.id, questionnaire_id="workshop")
    newer = rooms.open_room(workspace, LOCAL_OWNER, draft.id)
    listed = [(room.id, assessment.id) for room, assessment in rooms.list_open_rooms(workspace, LOCAL_OWNER)]
    assert listed.index((newer.id, draft.id)) < listed.index((workshop.room_id, workshop.assessment_id))


# --- closing


def test_a_closed_room_takes_nothing_more_and_its_draft_stays(workshop: Workshop) -> None:
    ada = workshop.join("ada")
    workshop.do(room_steps.next_question)
    closed = workshop.do(rooms.close_room)
    assert closed.closed_at is not None
    for step in (rooms.close_room, room_steps.next_question, room_steps.reveal):
        with pytest.raises(Immutable, match="closed"):
            workshop.do(step)
    with pytest.raises(Immutable):
        workshop.vote(ada, level(2))
    with pytest.raises(Immutable):
        workshop.join("bob")
    with pytest.raises(Immutable):
        admit(workshop.workspace, workshop.ticket("ada"))
    with pytest.raises(Immutable):
        choose_role(workshop.workspace, ada, "owns").result(PATIENCE_S)
    assert not open_assessment(workshop.workspace, LOCAL_OWNER, workshop.assessment_id).assessment.completed


def test_code_and_token_mean_nothing_once_it_is_closed(workshop: Workshop) -> None:
    room = workshop.room
    assert find_room(workshop.workspace, code=room.code.lower()).id == room.id
    assert find_room(workshop.workspace, token=room.token).id == room.id
    workshop.do(rooms.close_room)
    for asked in ({"code": room.code}, {"token": room.token}):
        with pytest.raises(Immutable, match="over"):
            find_room(workshop.workspace, **asked)


def test_code_and_token_mean_nothing_after_a_day_but_who_is_in_stays_in(workshop: Workshop) -> None:
    room, ada = workshop.room, workshop.join("ada")
    workshop.clock.seconds += 24 * 3600
    for asked in ({"code": room.code}, {"token": room.token}):
        with pytest.raises(Immutable):
            find_room(workshop.workspace, **asked)
    with pytest.raises(Immutable):
        workshop.join("late")
    assert admit(workshop.workspace, workshop.ticket("ada")) == ada
    workshop.do(room_steps.next_question)
    assert workshop.vote(ada, level(1)).n == 1


def test_completing_closes_the_room_with_the_assessment(workshop: Workshop) -> None:
    answer_one(workshop)
    completed = workshop.do(rooms.complete_room)
    assert completed.completed
    assert workshop.room.closed_at is not None
    assert workshop.notes == [f"{STATE} {workshop.room_id}"]


def test_completing_from_the_assessment_closes_the_room_and_tells_it(workshop: Workshop) -> None:
    answer_one(workshop)
    seen = workshop.room.version
    complete_assessment(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
    assert workshop.room.closed_at is not None
    assert workshop.room.version == seen + 1
    assert workshop.notes == [f"{STATE} {workshop.room_id}"]


def test_what_can_t_be_completed_leaves_the_room_open(workshop: Workshop) -> None:
    for complete in (
        lambda: workshop.do(rooms.complete_room),
        lambda: complete_assessment(workshop.workspace, LOCAL_OWNER, workshop.assessment_id),
    ):
        with pytest.raises(Invalid, match="at least one"):
            complete()
    answer_one(workshop)
    with pytest.raises(Conflict):
        workshop.do(rooms.complete_room, seen=workshop.room.version - 1)
    assert workshop.room.closed_at is None
    assert workshop.notes == []


@pytest.mark.parametrize("gone_by", ["discarding the draft", "removing the project"])
def test_a_room_goes_with_its_draft_and_its_screens_are_told(workshop: Workshop, gone_by: str) -> None:
    ada = workshop.join("ada")
    workshop.do(room_steps.next_question)
    workshop.vote(ada, level(2))
    workshop.do(room_steps.reveal)
    workshop.forget_notes()
    if gone_by == "discarding the draft":
        discard_draft(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
    else:
        remove_project(workshop.workspace, LOCAL_OWNER, workshop.project.id)
    assert workshop.notes == [f"{STATE} {workshop.room_id}"]
    with pytest.raises(NotFound):
        room_now(workshop.workspace, workshop.room_id)
    with pytest.raises(NotFound):
        admit(workshop.workspace, workshop.ticket("ada"))
    with pytest.raises(NotFound):
        workshop.do(rooms.close_room, seen=1)


# --- changing


def test_each_change_counts_the_version_up_and_is_announced(workshop: Workshop) -> None:
    changes: list[tuple[Callable[..., Room], tuple[object, ...], dict[str, object]]] = [
        (rooms.lock_room, (True,), {"locked": True}),
        (rooms.blank_room, (True,), {"blank": True}),
        (rooms.order_questions, ("disagreement",), {"order": Order.DISAGREEMENT}),
        (rooms.start_clock, (30,), {"minutes": 30}),
        (rooms.start_clock, (None,), {"minutes": None}),
        (rooms.blank_room, (False,), {"blank": False}),
        (rooms.lock_room, (False,), {"locked": False}),
    ]
    for number, (step, arguments, changed) in enumerate(changes, start=2):
        found = workshop.do(step, *arguments)
        assert found == workshop.room
        assert found == replace(found, version=number, **changed)  # type: ignore[arg-type]
    assert workshop.notes == [f"{STATE} {workshop.room_id}"] * len(changes)


def test_two_facilitators_who_press_at_once_are_one(workshop: Workshop) -> None:
    seen = workshop.room.version
    workshop.do(room_steps.next_question, seen=seen)
    with pytest.raises(Conflict):
        workshop.do(room_steps.next_question, seen=seen)
    assert workshop.room.question_id == LEVEL
    workshop.do(room_steps.reveal)
    for step in (room_steps.reveal, room_steps.vote_again, rooms.close_room, room_steps.to_closing):
        with pytest.raises(Conflict):
            workshop.do(step, seen=seen + 1)
    assert (workshop.room.stage, workshop.room.version) == (Stage.REVEALED, seen + 2)


def test_what_is_refused_changes_nothing_and_tells_nobody(workshop: Workshop) -> None:
    before = workshop.room
    for step, arguments in (
        (rooms.order_questions, ("by mood",)),
        (rooms.start_countdown, (0,)),
        (rooms.start_countdown, (3601,)),
        (rooms.remove_participant, (1,)),
        (room_steps.reveal, ()),
        (room_steps.vote_again, ()),
        (room_steps.show_question, ("none",)),
        (room_steps.agree, ({"choices": ["1"]}, "")),
    ):
        with pytest.raises(Refused):
            workshop.do(step, *arguments)
    assert workshop.room == before
    assert workshop.notes == []


def test_a_countdown_ends_when_it_said_and_with_each_new_question(workshop: Workshop) -> None:
    counting = workshop.do(rooms.start_countdown, 90)
    left = counting.countdown_until - workshop.clock.now()
    assert timedelta(seconds=80) < left <= timedelta(seconds=90)
    assert workshop.do(rooms.start_countdown, None).countdown_until is None
    for step in (room_steps.next_question, room_steps.reveal, room_steps.vote_again, room_steps.to_closing):
        workshop.do(rooms.start_countdown, 60)
        assert workshop.do(step).countdown_until is None, step.__name__


def test_the_clock_of_the_room_begins_with_its_first_question(workshop: Workshop) -> None:
    workshop.clock.seconds += 600
    shown = workshop.do(room_steps.next_question)
    assert shown.clock_since > shown.opened_at + timedelta(minutes=9)
    later = workshop.do(room_steps.next_question)
    assert later.clock_since == shown.clock_since
    assert later.question_since > shown.question_since


# --- people


def test_a_locked_room_lets_nobody_new_in_and_everyone_else_back(workshop: Workshop) -> None:
    ada = workshop.join("ada")
    workshop.do(rooms.lock_room, True)
    with pytest.raises(NotAllowed, match="locked"):
        workshop.join("bob")
    assert workshop.join("ada") == ada
    assert find_room(workshop.workspace, code=workshop.room.code).locked
    workshop.do(rooms.lock_room, False)
    assert workshop.join("bob").number == 2


@pytest.mark.parametrize("number", [1, 2, 3])
def test_who_is_removed_can_t_come_back_whatever_their_number(workshop: Workshop, number: int) -> None:
    people = workshop.join_all("ada", "bob", "cyd")
    removed, name = people[number - 1], ("ada", "bob", "cyd")[number - 1]
    workshop.do(room_steps.next_question)
    workshop.do(rooms.remove_participant, number)
    with pytest.raises(NotAllowed, match="removed"):
        workshop.join(name)
    with pytest.raises(NotAllowed, match="removed"):
        admit(workshop.workspace, workshop.ticket(name))
    with pytest.raises(Refused):
        workshop.vote(removed, level(1))
    assert [each.number for each in workshop.view.people] == [each for each in (1, 2, 3) if each != number]
    assert workshop.view.removed == {removed.id}
    assert workshop.join("dan").number == 4, "their number is not given again"
    with pytest.raises(NotFound):
        workshop.do(rooms.remove_participant, number)


def test_the_unseen_votes_of_who_is_removed_go_and_the_seen_ones_stay(workshop: Workshop) -> None:
    ada, bob = workshop.join_all("ada", "bob")
    workshop.do(room_steps.show_question, LEVEL)
    workshop.vote(ada, level(2))
    workshop.vote(bob, level(4), why="seen")
    workshop.do(room_steps.reveal)
    workshop.do(room_steps.vote_again)
    workshop.vote(bob, level(3), n=2)
    workshop.do(room_steps.show_question, LAST)
    workshop.vote(bob, level(1), n=3)
    workshop.do(rooms.remove_participant, bob.number)
    assert workshop.view.voters == frozenset()
    assert workshop.view.voted == {LEVEL}
    (first,) = workshop.view.revealed[LEVEL]
    assert (first.shown.votes, [line.why for line in first.lines]) == (2, ["seen"])
    workshop.do(room_steps.show_question, LEVEL)
    assert workshop.do(room_steps.reveal).round == 2
    assert workshop.view.revealed[LEVEL][1].shown.votes == 0


# --- who may


def test_a_room_is_opened_and_run_by_whoever_may_facilitate(workshop: Workshop) -> None:
    steps: list[tuple[Callable[..., object], tuple[object, ...]]] = [
        (rooms.close_room, ()), (rooms.complete_room, ()), (rooms.lock_room, (True,)), (rooms.blank_room, (True,)),
        (rooms.order_questions, ("section",)), (rooms.start_clock, (1,)), (rooms.start_countdown, (1,)),
        (rooms.remove_participant, (1,)), (room_steps.show_question, (PARTS,)), (room_steps.next_question, ()),
        (room_steps.previous_question, ()), (room_steps.reveal, ()), (room_steps.vote_again, ()),
        (room_steps.agree, (level(1), "")), (room_steps.count_hands, ({}, 0, 0)), (room_steps.to_closing, ()),
    ]  # fmt: skip
    place = RoomPlace(room_id=workshop.room_id, seen=1)
    for step, arguments in steps:
        with pytest.raises(SignedOut):
            step(workshop.workspace, STRANGER, place, *arguments)
    for look in (rooms.get_room, rooms.open_room):
        with pytest.raises(SignedOut):
            look(workshop.workspace, STRANGER, workshop.room_id)


# --- notes


def test_a_note_is_a_kind_and_a_room_and_nothing_else(workshop: Workshop) -> None:
    """No vote, no line, no name: whoever hears it reads the room anew, with what they may see."""
    ada = workshop.join("ada", role="builds")
    workshop.do(room_steps.next_question)
    workshop.vote(ada, level(3), why="a line of hers")
    workshop.do(room_steps.agree, level(4), "why we agree")
    workshop.do(room_steps.to_closing)
    workshop.do(rooms.complete_room)
    assert set(workshop.notes) == {f"{STATE} {workshop.room_id}"}


@pytest.mark.parametrize("what", [STATE, VOTES, PEOPLE])
def test_a_note_is_read_as_it_was_announced(what: str) -> None:
    assert read_note(f"{what} a-room") == ("a-room", what)


@pytest.mark.parametrize("text", ["", "state", "state ", " room", "nonsense room", "here a b 3"])
def test_what_is_no_note_of_a_room_is_none(text: str) -> None:
    assert read_note(text) is None
