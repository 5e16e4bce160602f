"""The walk of a room through its questions: show, reveal, vote again, agree, go on, and come back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.assessment import Answer, State
from preflight.domain.errors import Conflict, Immutable, Invalid, NotFound, Refused
from preflight.domain.room import Hands, Order, Stage
from preflight.services import answering, room_steps, rooms
from preflight.services.answering import Place, add_evidence, choose, take_back, write_note
from preflight.services.assessments import open_assessment
from preflight.services.room_view import people_now, room_now, voters_now
from tests.workshops import DAYS, LAST, LEVEL, MORE, PARTS, SHOWN_AT_FIRST, STORY, Workshop, level

pytestmark = pytest.mark.slow

ALL = (LEVEL, PARTS, DAYS, MORE, STORY, LAST)


def answers_of(workshop: Workshop) -> dict[str, Answer]:
    return open_assessment(workshop.workspace, LOCAL_OWNER, workshop.assessment_id).answers


def place_of(workshop: Workshop, question: str = LEVEL) -> Place:
    recorded = open_assessment(workshop.workspace, LOCAL_OWNER, workshop.assessment_id).recorded.get(question)
    return Place(assessment_id=workshop.assessment_id, question_id=question, seen=recorded.version if recorded else 0)


def walk(workshop: Workshop) -> Iterator[str]:
    """Press `next` until the closing screen; each question on the way."""
    while workshop.do(room_steps.next_question).stage is not Stage.CLOSING:
        yield str(workshop.room.question_id)


# --- forward and back


def test_next_walks_from_the_lobby_over_every_question_to_the_closing(workshop: Workshop) -> None:
    assert tuple(walk(workshop)) == SHOWN_AT_FIRST
    assert workshop.room.stage is Stage.CLOSING
    assert workshop.do(room_steps.next_question).stage is Stage.CLOSING


def test_previous_walks_back_to_the_lobby(workshop: Workshop) -> None:
    list(walk(workshop))
    back = []
    while workshop.do(room_steps.previous_question).stage is not Stage.LOBBY:
        back.append(workshop.room.question_id)
    assert tuple(back) == SHOWN_AT_FIRST[::-1]
    lobby = workshop.room
    assert (lobby.question_id, lobby.round) == (None, 0)
    assert workshop.do(room_steps.previous_question).stage is Stage.LOBBY
    assert workshop.do(room_steps.next_question).question_id == LEVEL


def test_a_question_that_an_agreement_opens_is_asked_and_one_that_it_shuts_is_not(workshop: Workshop) -> None:
    asked = []
    for question in walk(workshop):
        asked.append(question)
        if question == LEVEL:
            workshop.do(room_steps.agree, level(4), "")
    assert tuple(asked) == ALL
    workshop.do(room_steps.show_question, LEVEL)
    workshop.do(room_steps.agree, level(3), "")
    assert workshop.view.agenda == SHOWN_AT_FIRST
    assert tuple(walk(workshop)) == SHOWN_AT_FIRST[1:]
    with pytest.raises(NotFound):
        workshop.do(room_steps.show_question, MORE)


def test_from_a_question_that_is_not_asked_any_more_the_walk_goes_on_where_it_stood(workshop: Workshop) -> None:
    """Somebody changes the answer on another screen while the question that it opens is on the wall."""
    choose(workshop.workspace, LOCAL_OWNER, place_of(workshop), ["4"])
    workshop.do(room_steps.show_question, MORE)
    choose(workshop.workspace, LOCAL_OWNER, place_of(workshop), ["0"])
    assert workshop.view.question is not None
    assert workshop.do(room_steps.next_question).question_id == STORY
    assert workshop.view.agenda == SHOWN_AT_FIRST
    choose(workshop.workspace, LOCAL_OWNER, place_of(workshop), ["4"])
    workshop.do(room_steps.show_question, MORE)
    choose(workshop.workspace, LOCAL_OWNER, place_of(workshop), ["0"])
    assert workshop.do(room_steps.previous_question).question_id == DAYS


def test_the_closing_screen_can_come_early_and_leads_back_to_the_same_question(workshop: Workshop) -> None:
    (ada,) = workshop.join_all("ada")
    workshop.do(room_steps.show_question, DAYS)
    workshop.vote(ada, {"number": "3"})
    assert workshop.do(room_steps.to_closing).stage is Stage.CLOSING
    back = workshop.do(room_steps.previous_question)
    assert (back.stage, back.question_id, back.round) == (Stage.VOTING, DAYS, 1)
    assert workshop.view.voters == {ada.id}


def test_from_the_lobby_the_closing_screen_leads_back_to_the_last_question(workshop: Workshop) -> None:
    workshop.do(room_steps.to_closing)
    assert workshop.do(room_steps.previous_question).question_id == LAST


def test_by_disagreement_the_widest_comes_first_and_what_is_agreed_is_passed(workshop: Workshop) -> None:
    people = workshop.join_all("ada", "bob")
    for question, levels in ((LEVEL, (1, 2)), (LAST, (0, 4))):
        workshop.do(room_steps.show_question, question)
        for participant, number in zip(people, levels, strict=True):
            workshop.vote(participant, level(number))
        workshop.do(room_steps.reveal)
    assert workshop.view.agenda == SHOWN_AT_FIRST
    workshop.do(rooms.order_questions, Order.DISAGREEMENT)
    assert workshop.view.agenda == (LAST, LEVEL, PARTS, DAYS, STORY)
    assert workshop.room.question_id == LAST
    workshop.do(room_steps.agree, level(2), "")
    assert workshop.view.agenda[-1] == LAST
    assert tuple(walk(workshop)) == (LEVEL, PARTS, DAYS, STORY)


# --- showing, revealing, again


def test_a_new_question_opens_its_first_round(workshop: Workshop) -> None:
    shown = workshop.do(room_steps.show_question, DAYS)
    assert (shown.stage, shown.question_id, shown.round) == (Stage.VOTING, DAYS, 1)
    with pytest.raises(NotFound):
        workshop.do(room_steps.show_question, "alpha.none")


def test_a_question_comes_back_as_it_was_left(workshop: Workshop) -> None:
    (ada,) = workshop.join_all("ada")
    workshop.do(room_steps.show_question, LEVEL)
    workshop.vote(ada, level(1))
    workshop.do(room_steps.show_question, LAST)
    assert workshop.do(room_steps.show_question, LEVEL).stage is Stage.VOTING
    assert workshop.view.voters == {ada.id}, "the vote is still there"
    workshop.do(room_steps.reveal)
    workshop.do(room_steps.show_question, LAST)
    assert workshop.do(room_steps.show_question, LEVEL).stage is Stage.REVEALED
    workshop.do(room_steps.agree, level(1), "")
    workshop.do(room_steps.show_question, LAST)
    assert workshop.do(room_steps.show_question, LEVEL).stage is Stage.AGREED


def test_a_second_round_begins_empty_and_the_first_is_kept(workshop: Workshop) -> None:
    people = workshop.join_all("ada", "bob")
    workshop.do(room_steps.show_question, LEVEL)
    for participant, number in zip(people, (0, 4), strict=True):
        workshop.vote(participant, level(number), why=f"level {number}")
    workshop.do(room_steps.reveal)
    again = workshop.do(room_steps.vote_again)
    assert (again.stage, again.round) == (Stage.VOTING, 2)
    assert workshop.view.voters == frozenset()
    for participant in people:
        workshop.vote(participant, level(2), n=2)
    workshop.do(room_steps.reveal)
    first, second = workshop.view.revealed[LEVEL]
    assert [bar.count for bar in first.shown.bars] == [1, 0, 0, 0, 1]
    assert [line.why for line in first.lines] == ["level 0", "level 4"]
    assert [bar.count for bar in second.shown.bars] == [0, 0, 2, 0, 0]
    assert (first.shown.spread, second.shown.spread) == (1, 0)
    assert workshop.view.rounds[LEVEL][0].revealed


def test_only_a_running_vote_is_revealed_and_only_a_revealed_one_repeated(workshop: Workshop) -> None:
    for step in (room_steps.reveal, room_steps.vote_again):
        with pytest.raises(Refused):
            workshop.do(step)
    workshop.do(room_steps.next_question)
    with pytest.raises(Refused):
        workshop.do(room_steps.vote_again)
    workshop.do(room_steps.reveal)
    with pytest.raises(Refused):
        workshop.do(room_steps.reveal)
    workshop.do(room_steps.to_closing)
    for step in (room_steps.reveal, room_steps.vote_again):
        with pytest.raises(Refused):
            workshop.do(step)


# --- agreeing


def test_an_agreement_is_the_assessment_s_answer(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    workshop.do(room_steps.reveal)
    room = workshop.do(room_steps.agree, level(3), "  The report\nof May  ")
    assert room.stage is Stage.AGREED
    answer = answers_of(workshop)[LEVEL]
    assert (answer.choice, answer.note) == ("3", "The report of May")
    agreed = workshop.view.agreed[LEVEL]
    assert (agreed.said.choice, agreed.why, agreed.round, agreed.by) == ("3", "The report of May", 1, LOCAL_OWNER.id)
    (change,) = answering.answer_changes(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
    assert (change.by, change.after) == (LOCAL_OWNER.id, answer)


def test_note_and_evidence_are_kept(workshop: Workshop) -> None:
    workspace = workshop.workspace
    write_note(workspace, LOCAL_OWNER, place_of(workshop), "Written before")
    add_evidence(workspace, LOCAL_OWNER, place_of(workshop), text="Report", url="", dated=workshop.clock.today())
    workshop.do(room_steps.show_question, LEVEL)
    workshop.do(room_steps.agree, level(2), "What the room said")
    answer = answers_of(workshop)[LEVEL]
    assert (answer.note, [each.text for each in answer.evidence]) == ("Written before", ["Report"])
    assert workshop.view.agreed[LEVEL].why == "What the room said"


def test_a_new_agreement_brings_its_own_reason_but_leaves_a_note_of_somebody(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    workshop.do(room_steps.agree, level(2), "first reason")
    workshop.do(room_steps.vote_again)
    workshop.do(room_steps.agree, level(3), "second reason")
    assert (answers_of(workshop)[LEVEL].choice, answers_of(workshop)[LEVEL].note) == ("3", "second reason")
    assert workshop.view.agreed[LEVEL].round == 2
    workshop.do(room_steps.agree, level(3), "")
    assert answers_of(workshop)[LEVEL].note == ""
    write_note(workshop.workspace, LOCAL_OWNER, place_of(workshop), "by hand")
    workshop.do(room_steps.agree, level(4), "third reason")
    assert answers_of(workshop)[LEVEL].note == "by hand"
    assert len(answering.answer_changes(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)) == 5


def test_agreeing_while_people_vote_reveals_first(workshop: Workshop) -> None:
    ada, bob = workshop.join_all("ada", "bob")
    workshop.do(room_steps.show_question, LEVEL)
    workshop.vote(ada, level(0))
    assert workshop.do(room_steps.agree, level(1), "").stage is Stage.AGREED
    (revealed,) = workshop.view.revealed[LEVEL]
    assert revealed.shown.votes == 1
    with pytest.raises(Immutable):
        workshop.vote(bob, level(4))


def test_an_agreement_that_can_t_be_saved_reveals_nothing(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    before = workshop.room
    for said in ({}, {"choices": ["9"]}, {"choices": []}, {"number": "3"}, {"text": "x"}, {"not_applicable": ""}):
        with pytest.raises(Invalid):
            workshop.do(room_steps.agree, said, "")
    with pytest.raises(Invalid, match="at most"):
        workshop.do(room_steps.agree, level(1), "x" * 301)
    assert workshop.room == before
    assert workshop.view.revealed == {}
    assert answers_of(workshop) == {}


@pytest.mark.parametrize(
    ("question", "said", "why", "answer"),
    [
        (LEVEL, {"unknown": True}, "", Answer(unknown=True)),
        (LEVEL, {"not_applicable": "A batch job"}, "", Answer(not_applicable="A batch job")),
        (LEVEL, {"not_applicable": True}, "A batch job", Answer(not_applicable="A batch job", note="A batch job")),
        (PARTS, {"choices": ["erp", "crm"]}, "", Answer(choices=("crm", "erp"))),
        (PARTS, {"choices": []}, "", Answer(choices=())),
        (DAYS, {"number": "12,5"}, "why", Answer(number=Fraction(25, 2), note="why")),
        (STORY, {"text": "Line one\r\nline two"}, "", Answer(text="Line one\nline two")),
    ],
)
def test_each_kind_of_question_can_be_agreed_on(
    workshop: Workshop, question: str, said: Mapping[str, object], why: str, answer: Answer
) -> None:
    workshop.do(room_steps.show_question, question)
    workshop.do(room_steps.agree, said, why)
    assert answers_of(workshop)[question] == answer
    assert workshop.view.agreed[question].said == dataclasses.replace(answer, note="")


def test_not_applicable_needs_a_reason(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    with pytest.raises(Invalid, match="why"):
        workshop.do(room_steps.agree, {"not_applicable": True}, "  ")


def test_nothing_is_agreed_on_without_a_question_on_the_wall(workshop: Workshop) -> None:
    with pytest.raises(Refused, match="Show a question"):
        workshop.do(room_steps.agree, level(1), "")
    workshop.do(room_steps.show_question, LEVEL)
    workshop.do(room_steps.to_closing)
    with pytest.raises(Refused, match="Show a question"):
        workshop.do(room_steps.agree, level(1), "")


def test_an_answer_taken_back_elsewhere_leaves_the_agreement_on_record(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    workshop.do(room_steps.agree, level(1), "")
    take_back(workshop.workspace, LOCAL_OWNER, place_of(workshop))
    assert workshop.view.agreed[LEVEL].said.choice == "1"
    assert answers_of(workshop)[LEVEL].state is State.UNANSWERED


# --- hands


def test_hands_are_kept_beside_the_votes_until_the_reveal(workshop: Workshop) -> None:
    (ada,) = workshop.join_all("ada")
    workshop.do(room_steps.show_question, LEVEL)
    workshop.vote(ada, level(2))
    workshop.do(room_steps.count_hands, {"0": 3, "1": 0}, 2, 1)
    assert workshop.view.hands == Hands(counts={"0": 3}, unknown=2, not_applicable=1)
    workshop.do(room_steps.count_hands, {"0": 4}, 0, 0)
    assert workshop.view.hands == Hands(counts={"0": 4})
    workshop.do(room_steps.reveal)
    (revealed,) = workshop.view.revealed[LEVEL]
    assert ([bar.count for bar in revealed.shown.bars], revealed.shown.by_hand) == ([4, 0, 1, 0, 0], 4)
    with pytest.raises(Refused):
        workshop.do(room_steps.count_hands, {"0": 5}, 0, 0)


def test_hands_can_be_taken_back(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    workshop.do(room_steps.count_hands, {"0": 4}, 0, 0)
    workshop.do(room_steps.count_hands, {}, 0, 0)
    assert workshop.view.hands is workshop.view.rounds[LEVEL][0].hands is None


def test_hands_for_several_choices_count_people(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, PARTS)
    workshop.do(room_steps.count_hands, {"crm": 5, "erp": 3}, 1, 0)
    workshop.do(room_steps.reveal)
    assert workshop.view.revealed[PARTS][0].shown.votes == 6


@pytest.mark.parametrize(
    ("question", "counts", "unknown"),
    [
        (LEVEL, {"9": 1}, 0),
        (LEVEL, {"0": -1}, 0),
        (LEVEL, {"0": 10_001}, 0),
        (LEVEL, {}, -1),
        (DAYS, {}, 1),
        (STORY, {}, 1),
    ],
)
def test_hands_that_can_t_be_are_refused(
    workshop: Workshop, question: str, counts: dict[str, int], unknown: int
) -> None:
    workshop.do(room_steps.show_question, question)
    with pytest.raises(Refused):
        workshop.do(room_steps.count_hands, counts, unknown, 0)
    assert workshop.view.hands is None


# --- what may be seen


def everything_in(value: object) -> Iterator[str]:
    """Every text and number within a value, however deep; of the questionnaire only its id."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.name != "questionnaire":
                yield from everything_in(getattr(value, field.name))
    elif isinstance(value, str) or not isinstance(value, Iterable):
        yield str(value)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from everything_in(name)
            yield from everything_in(each)
    else:
        for each in value:
            yield from everything_in(each)


def test_no_vote_is_in_any_view_before_its_reveal(workshop: Workshop) -> None:
    """Walked through to its last value: neither what was said, nor a line, nor a digit of a number."""
    ada, bob, cyd = workshop.join_all("ada", "bob", "cyd")
    workshop.do(room_steps.show_question, DAYS)
    workshop.vote(ada, {"number": "77.125"}, why="a line of ada’s")
    workshop.vote(bob, {"unknown": True}, why="a line of bob’s")
    workshop.do(room_steps.show_question, PARTS)
    workshop.vote(cyd, {"choices": ["erp"]}, why="a line of cyd’s")
    for question, voters in ((PARTS, {cyd.id}), (DAYS, {ada.id, bob.id})):
        workshop.do(room_steps.show_question, question)
        now = room_now(workshop.workspace, workshop.room_id)
        for view in (now.view, people_now(workshop.workspace, now.view)):
            seen = list(everything_in(view))
            assert not [text for text in seen if any(each in text for each in ("617/8", "77.1", "erp", "a line of"))]
            assert view.voters == voters
            assert view.revealed == {}
        assert set(now.own) == voters
        assert voters_now(workshop.workspace, now.view.room) == voters
    workshop.do(room_steps.reveal)
    seen = list(everything_in(workshop.view))
    assert {"617/8", "a line of ada’s", "a line of bob’s"} <= set(seen), "the walk does find them"
    assert not [text for text in seen if text == "erp" or "cyd’s" in text]


def test_a_second_vote_is_as_unseen_as_the_first(workshop: Workshop) -> None:
    (ada,) = workshop.join_all("ada")
    workshop.do(room_steps.show_question, DAYS)
    workshop.vote(ada, {"number": "1"})
    workshop.do(room_steps.reveal)
    workshop.do(room_steps.vote_again)
    workshop.vote(ada, {"number": "77.125"}, n=2, why="changed my mind")
    assert not {"617/8", "changed my mind"} & set(everything_in(workshop.view))
    assert len(workshop.view.revealed[DAYS]) == 1


def test_somebody_else_s_step_in_the_middle_is_seen_before_mine_counts(workshop: Workshop) -> None:
    seen = workshop.do(room_steps.next_question).version
    workshop.do(room_steps.reveal)
    with pytest.raises(Conflict):
        workshop.do(room_steps.agree, level(2), "", seen=seen)
    assert answers_of(workshop) == {}


# --- another day


def test_a_new_room_on_the_same_draft_knows_what_was_agreed_before(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    workshop.do(room_steps.agree, level(2), "as of the first day")
    workshop.do(room_steps.show_question, LAST)
    workshop.do(room_steps.agree, level(1), "")
    workshop.do(rooms.close_room)
    choose(workshop.workspace, LOCAL_OWNER, place_of(workshop, LAST), ["3"])
    workshop.room_id = rooms.open_room(workshop.workspace, LOCAL_OWNER, workshop.assessment_id).id
    assert {name: (each.why, each.round) for name, each in workshop.view.agreed.items()} == {
        LEVEL: ("as of the first day", 0)
    }, "an answer that was changed since is not what was agreed"
    assert workshop.do(room_steps.show_question, LEVEL).stage is Stage.VOTING, "and it can be voted on once more"
