"""What the page showed when it was decided: words and figures as they were read, without the rules of a later day.

The page of today and the record of an old decision are drawn from the same value, so both look alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from preflight.domain.criterion import CriterionStanding
from preflight.domain.plain_json import PlainError, from_plain, read_json, to_plain, written

VERSION: Final = 1
"""Rises when the fields change; what was kept under another number is not read as if it were this one."""
MOST_LETTERS: Final = 1_000_000
"""As many as the database keeps of one picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionShown:
    """A dimension; `claimed` and `evidenced` from 0 to 1 (None: a gap), `figure` and `proven` the words for them."""

    title: str
    claimed: Fraction | None
    evidenced: Fraction | None
    figure: str
    proven: str
    coverage: str

    @property
    def shares(self) -> tuple[float, float] | None:
        """How long the bars of claimed and evidenced are, from 0 to 1; None for a gap."""
        if self.claimed is None:
            return None
        none, all_ = Fraction(0), Fraction(1)
        claimed, evidenced = (min(max(each or none, none), all_) for each in (self.claimed, self.evidenced))
        return float(claimed), float(evidenced)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentShown:
    """The newest completed assessment. `place` counts its band from 0, the worst, among `bands`; None without one."""

    on: date
    questionnaire: str
    verdict: str
    evidence: str
    provisional: str
    band: str
    place: int | None
    bands: int
    coverage: str
    dimensions: tuple[DimensionShown, ...]
    blockers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentShown:
    """A change of a sealed criterion: the goal from then on, or that it was withdrawn."""

    on: date
    by: str
    goal: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionShown:
    """A criterion as it was sealed (`first_goal`) and as it holds (`goal`). `standing` is a CriterionStanding's value.

    `first_says` is what the measurement would say of the first goal where that differs, else empty; `measured`,
    `evidence` and `link` are empty without a measurement. `late` says why it was added after the others.
    """

    metric: str
    first_goal: str
    goal: str
    by_when: date
    how: str
    owner: str
    sealed_on: date | None
    late: str
    amendments: tuple[AmendmentShown, ...]
    measured: str
    evidence: str
    link: str
    standing: str
    says: str
    first_says: str

    def place(self, on: date) -> int | None:
        """How well it stands on a day, of three: 2 met, 1 not met yet, 0 once its day has passed without; else None."""
        if self.standing == CriterionStanding.MET:
            return 2
        if self.by_when < on and self.standing in {CriterionStanding.MISSED, CriterionStanding.NOT_MEASURED}:
            return 0
        return 1 if self.standing == CriterionStanding.MISSED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionShown:
    """A condition of an earlier decision that nobody had closed."""

    text: str
    owner: str
    due: date | None
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemShown:
    """A system with its own estimate and what usually comes of it, in working days: "15", "45 to 75"; both empty where
    nobody has estimated it."""

    system: str
    interface: str
    owner: str
    confronted: bool
    estimate: str
    usual: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShown:
    """A rule as it read then, and what it saw: nothing where it did not hold."""

    title: str
    sentence: str
    idea: str
    kind: str
    because: tuple[str, ...]
    decides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPicture:
    """Everything that stood on the page on a day. `decision_due` and `review` are sentences, each with whether it
    presses; `estimate` and `usual` are of all systems together, in words."""

    on: date
    project: str
    owner: str
    assessed: AssessmentShown | None
    criteria: tuple[CriterionShown, ...]
    conditions: tuple[ConditionShown, ...]
    systems: tuple[SystemShown, ...]
    estimate: str
    usual: str
    decision_due: str
    decision_pressing: bool
    review: str
    review_pressing: bool
    rules: tuple[RuleShown, ...]

    @property
    def deciding(self) -> RuleShown | None:
        """The rule that decided."""
        return next((each for each in self.rules if each.decides), None)


def picture_json(picture: DecisionPicture) -> str:
    """The picture as canonical JSON: equal pictures are equal texts."""
    return written({"version": VERSION, "picture": to_plain(picture)})


def picture_from(text: str) -> DecisionPicture | None:
    """The picture that `picture_json` wrote; None for none, for one of another version, and for anything else."""
    try:
        kept = read_json(text)
        if not isinstance(kept, dict) or kept.get("version") != VERSION:
            return None
        return from_plain(DecisionPicture, kept.get("picture"))
    except PlainError:
        return None
