"""What a workshop leaves behind: rounds, agreements, the largest disagreements; and the radar as it grew."""

from __future__ import annotations

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import NotFound
from preflight.domain.room import Stage
from preflight.services import room_steps, rooms
from preflight.services.room_closing import MOST_DISAGREEMENTS, closing_of
from preflight.services.room_record import QuestionRecord, room_record
from tests.workshops import DAYS, LAST, LEVEL, MORE, PARTS, STORY, Workshop, level


def records(workshop: Workshop) -> dict[str, QuestionRecord]:
    found = room_record(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
    return {each.question.id: each for each in found}


def vote_on(workshop: Workshop, question: str, *levels: int) -> None:
    """One round of it, revealed: the people 1, 2, … say these levels."""
    if workshop.room.question_id != question:
        workshop.do(room_steps.show_question, question)
    elif workshop.room.stage is not Stage.VOTING:
        workshop.do(room_steps.vote_again)
    for at, number in enumerate(levels):
        workshop.vote(workshop.join(f"p{at}"), level(number))
    workshop.do(room_steps.reveal)


def test_without_a_room_or_a_reveal_there_is_no_record(workshop: Workshop) -> None:
    assert records(workshop) == {}
    workshop.do(room_steps.show_question, LEVEL)
    workshop.vote(workshop.join("ada"), level(1), why="unseen")
    assert records(workshop) == {}
    workshop.do(rooms.close_room)
    assert records(workshop) == {}, "what was never revealed stays so"


def test_the_largest_disagreement_comes_first_then_the_order_of_asking(workshop: Workshop) -> None:
    vote_on(workshop, LAST, 0, 4)
    vote_on(workshop, LEVEL, 2, 2)
    workshop.do(room_steps.show_question, STORY)
    workshop.do(room_steps.agree, {"text": "A story"}, "")
    workshop.do(room_steps.show_question, DAYS)
    workshop.do(room_steps.agree, {"number": "3"}, "")
    found = records(workshop)
    assert list(found) == [LAST, LEVEL, DAYS, STORY]
    assert [each.spread for each in found.values()] == [1, 0, None, None]
    assert found[LAST].section.id == "beta"
    assert found[LAST].agreed is None
    assert found[STORY].agreed is not None
    assert found[STORY].widest is None


def test_each_round_is_on_record_and_the_earliest_widest_counts(workshop: Workshop) -> None:
    vote_on(workshop, LEVEL, 0, 4)
    vote_on(workshop, LEVEL, 4, 0)
    vote_on(workshop, LEVEL, 2, 3)
    workshop.do(room_steps.agree, level(2), "after the third")
    record = records(workshop)[LEVEL]
    assert [each.number for each in record.rounds] == [1, 2, 3]
    assert record.widest == record.rounds[0]
    assert record.spread == 1
    assert record.agreed is not None
    assert (record.agreed.round, record.agreed.why) == (3, "after the third")


def test_two_rooms_of_one_assessment_are_one_record(workshop: Workshop) -> None:
    vote_on(workshop, LEVEL, 0, 1)
    workshop.do(room_steps.agree, level(0), "first room")
    workshop.do(room_steps.show_question, LAST)
    workshop.do(room_steps.agree, level(1), "first room")
    workshop.do(rooms.close_room)
    workshop.room_id = rooms.open_room(workshop.workspace, LOCAL_OWNER, workshop.assessment_id).id
    vote_on(workshop, LEVEL, 4, 4)
    workshop.do(room_steps.agree, level(4), "second room")
    found = records(workshop)
    assert [each.number for each in found[LEVEL].rounds] == [1, 2]
    assert {name: each.agreed.why for name, each in found.items() if each.agreed} == {
        LEVEL: "second room",
        LAST: "first room",
    }


def test_the_record_stays_with_a_completed_assessment(workshop: Workshop) -> None:
    vote_on(workshop, LEVEL, 0, 4)
    workshop.do(room_steps.agree, level(2), "why")
    before = records(workshop)
    workshop.do(rooms.complete_room)
    assert records(workshop) == before
    with pytest.raises(NotFound):
        closing_of(workshop.workspace, LOCAL_OWNER, "none")


def test_a_removed_phone_s_revealed_vote_stays_on_record(workshop: Workshop) -> None:
    vote_on(workshop, LEVEL, 0, 4)
    before = records(workshop)[LEVEL].rounds
    workshop.do(rooms.remove_participant, 1)
    assert records(workshop)[LEVEL].rounds == before


# --- the closing screen


def test_the_closing_shows_the_score_as_it_grew_with_each_agreement(workshop: Workshop) -> None:
    for question, number in ((LEVEL, 1), (LAST, 3)):
        workshop.do(room_steps.show_question, question)
        workshop.do(room_steps.agree, level(number), "")
    found = closing_of(workshop.workspace, LOCAL_OWNER, workshop.room_id)
    answered = [[name for name, one in step.questions.items() if one.fraction is not None] for step in found.steps]
    assert answered == [[], [LEVEL], [LEVEL, LAST]]
    assert found.steps[-1] == found.open.score


def test_many_agreements_are_thinned_out_and_the_last_is_how_it_stands(workshop: Workshop) -> None:
    for question, said in (
        (LEVEL, level(4)), (PARTS, {"choices": ["crm"]}), (DAYS, {"number": "20"}), (MORE, level(2)), (LAST, level(3)),
    ):  # fmt: skip
        workshop.do(room_steps.show_question, question)
        workshop.do(room_steps.agree, said, "")
    for most in range(2, 9):
        steps = closing_of(workshop.workspace, LOCAL_OWNER, workshop.room_id, most_steps=most).steps
        assert len(steps) == min(most, 6)
        assert steps[0].coverage == 0
        assert steps[-1] == closing_of(workshop.workspace, LOCAL_OWNER, workshop.room_id).open.score
    assert len(closing_of(workshop.workspace, LOCAL_OWNER, workshop.room_id, most_steps=1).steps) == 1


def test_a_room_without_agreements_has_one_step(workshop: Workshop) -> None:
    found = closing_of(workshop.workspace, LOCAL_OWNER, workshop.room_id)
    assert (len(found.steps), found.disagreements) == (1, ())


def test_the_closing_names_the_three_largest_disagreements_and_no_agreement_of_all(workshop: Workshop) -> None:
    vote_on(workshop, LEVEL, 4, 4)
    workshop.do(room_steps.agree, level(4), "")
    vote_on(workshop, MORE, 1, 2)
    vote_on(workshop, LAST, 0, 4)
    found = closing_of(workshop.workspace, LOCAL_OWNER, workshop.room_id)
    assert [each.question.id for each in found.disagreements] == [LAST, MORE]
    assert len(found.disagreements) <= MOST_DISAGREEMENTS
