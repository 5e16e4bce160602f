"""What is asked: a questionnaire, its sections (dimensions on screen), its questions and their options (levels)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from preflight.domain.condition import Condition


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    TEXT = "text"


class Aggregate(StrEnum):
    """How the fractions of children combine."""

    MEAN = "mean"
    MIN = "min"
    MAX = "max"


class Combine(StrEnum):
    """How the chosen options of a multi question become points."""

    SUM = "sum"
    MEAN = "mean"
    MAX = "max"
    MIN = "min"
    SHARE = "share"


class Risk(StrEnum):
    """What a rule of a multi question finds; undefined when no rule is true."""

    NONE = "none"
    MEDIUM = "medium"
    HIGH = "high"
    UNDEFINED = "undefined"


class Effort(StrEnum):
    """How large a next step is: days, weeks or a quarter."""

    S = "S"
    M = "M"
    L = "L"


class Unanswered(StrEnum):
    """What an unanswered question does to a score."""

    LEAVE_OUT = "leave-out"
    ZERO = "zero"


class Basis(StrEnum):
    """What the verdict follows."""

    WEAKEST = "weakest"
    OVERALL = "overall"
    STAGES = "stages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One possible answer; on a scale, a level. `points` is None where the question is only context."""

    id: str
    label: str
    points: Fraction | None = None
    text: str = ""
    exclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """The next step from one option to the next one up."""

    do: str
    effort: Effort


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a multi question; the first whose condition holds decides."""

    when: Condition
    risk: Risk | None = None
    points: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBand:
    """Points of a number that is at least `start` and below the next band's start."""

    start: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `critical` is the id of the least option that does not block (choice questions only)."""

    id: str
    text: str
    kind: Kind = Kind.CHOICE
    why: str = ""
    options: tuple[Option, ...] = ()
    weight: Fraction = Fraction(1)
    critical: str | None = None
    show_if: Condition | None = None
    evidence: str = ""
    prompts: tuple[str, ...] = ()
    improve: Mapping[str, Improvement] = field(default_factory=lambda: MappingProxyType({}))
    sources: tuple[str, ...] = ()
    combine: Combine | None = None
    rules: tuple[Rule, ...] = ()
    unit: str = ""
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    bands: tuple[NumberBand, ...] = ()
    most_points: Fraction = field(init=False, repr=False, compare=False)
    """The points of the best possible answer; 0 where the question is only context."""
    scored: bool = field(init=False, repr=False, compare=False)
    """Whether an answer counts in the score; text and questions without points are context."""

    def __post_init__(self) -> None:
        # Worked out once, not at each score: this halves the time of one.
        most = self._most_points()
        object.__setattr__(self, "most_points", most)
        object.__setattr__(self, "scored", self.kind is not Kind.TEXT and most > 0)

    def _most_points(self) -> Fraction:
        if self.kind is Kind.NUMBER:
            return max((band.points for band in self.bands), default=Fraction(0))
        if self.kind is Kind.MULTI and self.rules:
            return max((rule.points for rule in self.rules if rule.points is not None), default=Fraction(0))
        if self.kind is Kind.MULTI and self.combine is Combine.SHARE:
            return Fraction(len(self.options))
        points = [option.points for option in self.options if option.points is not None]
        if self.kind is Kind.MULTI and self.combine is Combine.SUM:
            return sum((p for p in points if p > 0), Fraction(0))
        return max(points, default=Fraction(0))

    def option(self, option_id: str) -> Option | None:
        """The option of this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)

    def next_step(self, option_id: str) -> Improvement | None:
        """What leads from this option to the next one up, where the questionnaire says it."""
        return self.improve.get(option_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A dimension: questions or sections, never both. `passes` is the fraction that passes it as a stage."""

    id: str
    title: str
    asks: str = ""
    weight: Fraction = Fraction(1)
    aggregate: Aggregate = Aggregate.MEAN
    out_of: Fraction = Fraction(100)
    show_if: Condition | None = None
    passes: Fraction = Fraction(1)
    questions: tuple[Question, ...] = ()
    sections: tuple[Section, ...] = ()

    def all_questions(self) -> Iterator[Question]:
        """Every question in and below this section, in order."""
        yield from self.questions
        for section in self.sections:
            yield from section.all_questions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One possible verdict: reached at `start`, or only above it when `exclusive`."""

    id: str
    title: str
    start: Fraction
    exclusive: bool = False

    def reached_by(self, fraction: Fraction) -> bool:
        return fraction > self.start if self.exclusive else fraction >= self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRule:
    """How a questionnaire comes to its verdict; `bands` run from worst to best, `cap` is a band's id."""

    basis: Basis = Basis.WEAKEST
    bands: tuple[Band, ...] = ()
    cap: str | None = None
    needs_coverage: Fraction = Fraction(0)

    @property
    def dimension_bands(self) -> tuple[Band, ...]:
        """Those that a dimension's score may be held against; with stages bands are shares of stages, so none."""
        return () if self.basis is Basis.STAGES else self.bands


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that questions come from."""

    id: str
    title: str
    author: str = ""
    publisher: str = ""
    year: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """Everything that one file in `questionnaires/` says. Words may change; ids never do."""

    id: str
    version: int
    title: str
    sections: tuple[Section, ...]
    verdict: VerdictRule
    summary: str = ""
    language: str = "en"
    minutes: int | None = None
    licence: str = ""
    sources: tuple[Source, ...] = ()
    out_of: Fraction = Fraction(100)
    aggregate: Aggregate = Aggregate.MEAN
    unanswered: Unanswered = Unanswered.LEAVE_OUT
    evidence_days: int = 180

    def questions(self) -> Iterator[Question]:
        """Every question, in the order in which it is asked."""
        for section in self.sections:
            yield from section.all_questions()

    def question(self, question_id: str) -> Question | None:
        """The question of this id, or None."""
        return next((question for question in self.questions() if question.id == question_id), None)

    def section_of(self, question_id: str) -> Section | None:
        """The top section that the question stands in, or None."""
        for section in self.sections:
            if any(question.id == question_id for question in section.all_questions()):
                return section
        return None
