"""What a workshop leaves behind: each question's rounds, what was agreed and why, the largest disagreement first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from preflight.access.permissions import Operation, require
from preflight.domain.project import Person
from preflight.domain.questionnaire import Question, Section
from preflight.domain.room import AgreedAnswer, Round
from preflight.services.assessments import OpenAssessment, opened
from preflight.services.room_view import RevealedRound, see_revealed
from preflight.services.workspace import Workspace
from preflight.storage import assessments as assessment_rows
from preflight.storage import rooms as room_rows
from preflight.storage import rounds as round_rows


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
    require(person, Operation.SEE)
    with workspace.database.reading() as connection:
        rooms = room_rows.rooms_of(connection, assessment_id)
        if not rooms:
            return ()
        found = opened(workspace, connection, assessment_rows.get_assessment(connection, assessment_id))
        revealed: dict[str, tuple[RevealedRound, ...]] = {}
        agreed: dict[str, AgreedAnswer] = {}
        for room in rooms:
            rounds: dict[str, tuple[Round, ...]] = {}
            for each in round_rows.rounds_of(connection, room.id):
                rounds[each.question_id] = (*rounds.get(each.question_id, ()), each)
            for name, more in see_revealed(connection, room.id, found, rounds).items():
                earlier = revealed.get(name, ())
                later = (replace(each, number=len(earlier) + place) for place, each in enumerate(more, start=1))
                revealed[name] = (*earlier, *later)
            agreed |= round_rows.agreed_answers(connection, room.id)
        return records_of(found, revealed, agreed)


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
