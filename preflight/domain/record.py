"""A project or an assessment as a whole, the way it leaves one database and comes back into another.

What rooms said is in it as everybody saw it: distributions and lines by round, never a participant, never a vote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from preflight.domain.action import Action
from preflight.domain.assessment import AnswerChange, Assessment, RecordedAnswer
from preflight.domain.consensus import Distribution
from preflight.domain.criterion import Criterion
from preflight.domain.decision import Decision
from preflight.domain.path_setting import PathSetting
from preflight.domain.pilot import Integration, PilotStep
from preflight.domain.project import Person, Project
from preflight.domain.room import AgreedAnswer
from preflight.domain.scoring import Score
from preflight.domain.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptQuestionnaire:
    """A questionnaire's text as it was kept, byte for byte, and its SHA-256 in hex."""

    digest: str
    id: str
    version: int
    source: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRecord:
    """One revealed round of a question, counted from 1 over all rooms of the assessment. `lines` are what was written
    beside the votes, in the order of their words, so that nothing tells who wrote them or how they voted."""

    question_id: str
    number: int
    shown: Distribution
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRecord:
    """An assessment with all that belongs to it. `changes` are numbered from 1 in their order; `rounds` stand by
    question and number, `agreed` by question; `result` is what a completed one was scored with, None for a draft."""

    assessment: Assessment
    recorded: Mapping[str, RecordedAnswer]
    changes: tuple[AnswerChange, ...]
    rounds: tuple[RoundRecord, ...]
    agreed: tuple[AgreedAnswer, ...]
    result: tuple[Score, Verdict] | None

    @property
    def people(self) -> set[str]:
        """The ids of everybody whom it names."""
        found = {self.assessment.created_by} | {each.by for each in self.recorded.values()}
        found |= {each.by for each in self.changes} | {each.by for each in self.agreed}
        return found | ({self.assessment.completed_by} if self.assessment.completed_by else set())


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRecord:
    """With what the path is worked out for one questionnaire, who said so last, and when."""

    questionnaire_id: str
    setting: PathSetting
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotRecord:
    """What a project keeps beside its assessments, each in its own order; decisions from the first to the last."""

    actions: tuple[Action, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    steps: tuple[PilotStep, ...] = ()
    systems: tuple[Integration, ...] = ()
    decisions: tuple[Decision, ...] = ()
    paths: tuple[PathRecord, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is kept."""
        return self == PilotRecord()

    @property
    def people(self) -> set[str]:
        """The ids of everybody whom it names."""
        found = {each.created_by for each in self.actions} | {each.changed_by for each in self.actions}
        found |= {each.changed_by for each in self.steps} | {each.changed_by for each in self.systems}
        found |= {each.by for each in self.decisions} | {each.by for each in self.paths}
        return found.union(*(each.people for each in self.criteria))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRecord:
    """A project with some or all of its assessments, the oldest first, and the people and texts that they name. An
    assessment's `based_on` is in it only where that one is in it too. `pilot` is None where only assessments were
    asked for."""

    project: Project
    people: tuple[Person, ...]
    questionnaires: tuple[KeptQuestionnaire, ...]
    assessments: tuple[AssessmentRecord, ...]
    pilot: PilotRecord | None = None
