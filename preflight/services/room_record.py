"""What a workshop leaves behind: each question's rounds, what was agreed and why, the largest disagreement first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.assessment import Answer
from preflight.domain.project import Person
from preflight.domain.questionnaire import Question, Section
from preflight.domain.room import AgreedAnswer, Round
from preflight.services.assessments import OpenAssessment, opened
from preflight.services.room_view import RevealedRound, see_revealed
from preflight.services.workspace import Workspace
from preflight.storage import assessments as assessment_rows
from preflight.storage import restored as restored_rows
from preflight.storage import rooms as room_rows
from preflight.storage import rounds as round_rows
from preflight.storage.engine import Connection
from preflight.storage.votes import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """One question as the room went through it. `rounds` are revealed, the oldest first, numbered from 1."""

    question: Question
    section: Section
    rounds: tuple[RevealedRound, ...]
    agreed: AgreedAnswer | None

    @property
    def widest(self) -> RevealedRound | None:
        """The round with the largest spread, the earliest of equals; None where no opinions were to be compared."""
        compared = [each for each in self.rounds if each.shown.spread is not None]
        return max(compared, key=lambda each: each.shown.spread or Fraction(0), default=None)

    @property
    def spread(self) -> Fraction | None:
        """The largest spread of its rounds."""
        widest = self.widest
        return widest.shown.spread if widest else None


def room_record(workspace: Workspace, person: Person, assessment_id: str) -> tuple[QuestionRecord, ...]:
    """What the rooms of an assessment said, the largest disagreement first; empty where there was no room.

    Raises NotFound.
    """
    with workspace.reading(person, Operation.SEE, About("assessment", assessment_id)) as connection:
        if not _has_rooms(connection, assessment_id):
            return ()
        found = opened(workspace, connection, assessment_rows.get_assessment(connection, assessment_id))
        return records_of(found, *said_in_rooms(connection, found))


def _has_rooms(connection: Connection, assessment_id: str) -> bool:
    return bool(
        room_rows.rooms_of(connection, assessment_id)
        or restored_rows.restored_rounds(connection, assessment_id)
        or restored_rows.restored_agreed_answers(connection, assessment_id)
    )


def said_in_rooms(
    connection: Connection, found: OpenAssessment
) -> tuple[dict[str, tuple[RevealedRound, ...]], dict[str, AgreedAnswer]]:
    """From question id to its revealed rounds, and to what was agreed last, within a transaction that is under way.

    The rounds of all rooms are counted on from one room to the next; those of before the assessment was restored come
    first.
    """
    name = found.assessment.id
    revealed: dict[str, tuple[RevealedRound, ...]] = {}
    for past in restored_rows.restored_rounds(connection, name):
        lines = tuple(Line(past.question_id, past.number, Answer(), why) for why in past.lines)
        before = revealed.get(past.question_id, ())
        revealed[past.question_id] = (*before, RevealedRound(number=past.number, shown=past.shown, lines=lines))
    agreed = restored_rows.restored_agreed_answers(connection, name)
    for room in room_rows.rooms_of(connection, name):
        rounds: dict[str, tuple[Round, ...]] = {}
        for each in round_rows.rounds_of(connection, room.id):
            rounds[each.question_id] = (*rounds.get(each.question_id, ()), each)
        for question_id, more in see_revealed(connection, room.id, found, rounds).items():
            earlier = revealed.get(question_id, ())
            later = (replace(each, number=len(earlier) + place) for place, each in enumerate(more, start=1))
            revealed[question_id] = (*earlier, *later)
        agreed |= round_rows.agreed_answers(connection, room.id)
    return revealed, agreed


def records_of(
    found: OpenAssessment, revealed: Mapping[str, Sequence[RevealedRound]], agreed: Mapping[str, AgreedAnswer]
) -> tuple[QuestionRecord, ...]:
    """A record of each question that was revealed or agreed on, the largest disagreement first."""
    records = [
        QuestionRecord(
            question=question,
            section=section,
            rounds=tuple(revealed.get(question.id, ())),
            agreed=agreed.get(question.id),
        )
        for section in found.questionnaire.sections
        for question in section.all_questions()
        if question.id in revealed or question.id in agreed
    ]
    return tuple(sorted(records, key=lambda record: -1 if record.spread is None else record.spread, reverse=True))
