"""What was answered: answers with their evidence, and the assessment that they belong to."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

MOST_EVIDENCE = 20
"""Pieces of evidence that one answer may have."""


class State(StrEnum):
    """The states of a question, never confused with one another."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What would convince a sceptic: a text or a link, and the day it is from."""

    text: str = ""
    url: str = ""
    date: datetime.date | None = None
    id: str = ""

    def valid_on(self, day: datetime.date, lasts_days: int) -> bool:
        """Whether it has a text or a link, and a date not older than `lasts_days` on that day."""
        return bool(self.text or self.url) and self.date is not None and (day - self.date).days <= lasts_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to one question. Exactly one of choices, number, text, unknown and not_applicable says it.

    `choices` is None, not empty, where no choice was made; a multi question may be answered with none of its options.
    `not_applicable` is the reason. An answer may hold only a note or evidence: then it is still unanswered.
    """

    choices: tuple[str, ...] | None = None
    number: Fraction | None = None
    text: str | None = None
    unknown: bool = False
    not_applicable: str | None = None
    note: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def state(self) -> State:
        """Answered, unknown, not applicable or unanswered; whether it is hidden the questionnaire decides."""
        if self.unknown:
            return State.UNKNOWN
        if self.not_applicable is not None:
            return State.NOT_APPLICABLE
        if self.choices is not None or self.number is not None or self.text:
            return State.ANSWERED
        return State.UNANSWERED

    @property
    def choice(self) -> str | None:
        """The chosen option's id, where exactly one is chosen."""
        return self.choices[0] if self.choices is not None and len(self.choices) == 1 else None


Answers = Mapping[str, Answer]
"""From question id to its answer; a question that is not in it is unanswered."""

NO_ANSWERS: Answers = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAnswer:
    """An answer as it is saved: `version` counts from 1 and rises with each change; who saved it, and when (UTC)."""

    answer: Answer
    version: int
    at: datetime.datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """One kept change of an answer, in the order of `seq`; `before` is None for the first."""

    seq: int
    assessment_id: str
    question_id: str
    at: datetime.datetime
    by: str
    before: Answer | None
    after: Answer


class Phase(StrEnum):
    """A draft can be changed; a completed assessment never."""

    DRAFT = "draft"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One questionnaire version, one project, one date."""

    id: str
    project_id: str
    questionnaire_id: str
    questionnaire_version: int
    questionnaire_digest: str
    date: datetime.date
    phase: Phase
    created_at: datetime.datetime
    created_by: str
    completed_at: datetime.datetime | None = None
    completed_by: str | None = None
    based_on: str | None = None
    last_question: str | None = None

    @property
    def completed(self) -> bool:
        return self.phase is Phase.COMPLETED
