"""Success criteria: written down first, sealed, then measured; changed only by amendments that say why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from preflight.domain.assessment import Evidence


class Direction(StrEnum):
    """Which way is better."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionTerms:
    """What would count as success. `baseline` is where it stands without the pilot, None while nobody has measured it.

    Numbers are in `unit`; `how` says how it is measured, `by_when` by which day the target is to be reached.
    """

    metric: str
    unit: str
    baseline: Fraction | None
    target: Fraction
    direction: Direction
    how: str
    by_when: datetime.date
    business_owner: str

    def met_by(self, value: Fraction) -> bool:
        """Whether a measured value reaches the target."""
        return value >= self.target if self.direction is Direction.AT_LEAST else value <= self.target

    def better_than_baseline(self, value: Fraction) -> bool | None:
        """Whether a measured value is past the baseline in the right direction; None without a baseline."""
        if self.baseline is None:
            return None
        return value > self.baseline if self.direction is Direction.AT_LEAST else value < self.baseline


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionVersion:
    """One wording of a criterion. Number 1 is what was written first; each later one is an amendment with its reason.

    `withdrawn` is an amendment that takes the criterion back; its terms are those before.
    """

    number: int
    terms: CriterionTerms
    reason: str
    withdrawn: bool
    at: datetime.datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A measured value in the criterion's unit on a day, with its evidence. A struck one was a mistake and says why."""

    id: str
    criterion_id: str
    value: Fraction
    date: datetime.date
    evidence: Evidence
    at: datetime.datetime
    by: str
    struck_at: datetime.datetime | None = None
    struck_by: str | None = None
    struck_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion with all its versions (oldest first) and measurements (oldest first).

    Until it is sealed it has one version, which can still be changed, and no measurement. `late` means that it was
    added when others had been sealed already; its first version then bears a reason.
    """

    id: str
    project_id: str
    versions: tuple[CriterionVersion, ...]
    late: bool = False
    sealed_at: datetime.datetime | None = None
    sealed_by: str | None = None
    measurements: tuple[Measurement, ...] = ()

    @property
    def first(self) -> CriterionVersion:
        """What was sealed, before any amendment."""
        return self.versions[0]

    @property
    def newest(self) -> CriterionVersion:
        """What holds now."""
        return self.versions[-1]

    @property
    def sealed(self) -> bool:
        return self.sealed_at is not None

    @property
    def amended(self) -> bool:
        return len(self.versions) > 1

    @property
    def withdrawn(self) -> bool:
        return self.newest.withdrawn

    @property
    def measured(self) -> Measurement | None:
        """The newest measurement that was not struck: by its day, then by when it was written down."""
        standing = [each for each in self.measurements if each.struck_at is None]
        return max(standing, key=lambda each: (each.date, each.at), default=None)

    @property
    def people(self) -> set[str]:
        """The ids of everybody whom it names."""
        found = {each.by for each in self.versions} | {each.by for each in self.measurements}
        found |= {each.struck_by for each in self.measurements if each.struck_by}
        return found | ({self.sealed_by} if self.sealed_by else set())


class CriterionStanding(StrEnum):
    """What a criterion says about success."""

    NOT_SEALED = "not_sealed"
    NOT_MEASURED = "not_measured"
    MET = "met"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


def standing_of(criterion: Criterion, version: CriterionVersion | None = None) -> CriterionStanding:
    """What the newest measurement says about the newest version, or about another one of its versions."""
    held = version or criterion.newest
    if held.withdrawn:
        return CriterionStanding.WITHDRAWN
    if not criterion.sealed:
        return CriterionStanding.NOT_SEALED
    if criterion.measured is None:
        return CriterionStanding.NOT_MEASURED
    return CriterionStanding.MET if held.terms.met_by(criterion.measured.value) else CriterionStanding.MISSED
