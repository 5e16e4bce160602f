"""All projects side by side: where each stands, since when, and until when it is to be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from preflight.domain.decision import Decided, DecisionKind
from preflight.domain.figures import shown
from preflight.domain.pilot_plan import days_undecided
from preflight.domain.project import Project, Stage
from preflight.domain.wording import number_of

UNDER_WAY = frozenset({Stage.PILOT, Stage.PRODUCTIONISING})
"""The stages in which a pilot's days are counted: a go does not end it, production does."""
CLOSED = frozenset({Stage.PRODUCTION, Stage.STOPPED})
SETTLED = frozenset({DecisionKind.GO, DecisionKind.GO_WITH_CONDITIONS, DecisionKind.STOP})
"""After these nothing waits for a date; a no-go asks for the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A top section of the newest assessment, in fractions from 0 to 1 (None: no score): what is claimed, what of it
    was evidenced then, and what still is today. `asked` is False where none of its questions was asked or applied."""

    id: str
    title: str
    out_of: Fraction
    asked: bool
    claimed: Fraction | None
    evidenced: Fraction | None
    today: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBlocker:
    """A critical question below its minimum; `has`, `needs` and `step` (what leads on from it) are words."""

    question: str
    text: str
    section: str
    has: str
    needs: str
    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The newest completed assessment of a project.

    `band` is its verdict's title, and `place` that band's among `bands` (0 is the worst). `value` was held against the
    bands. `evidenced` is of the whole questionnaire when it was assessed, `today` what is left of it, and `aged` counts
    the answers whose evidence has grown old since.
    """

    assessment_id: str
    date: date
    questionnaire_id: str
    questionnaire: str
    version: int
    out_of: Fraction
    band: str | None
    place: int
    bands: int
    provisional: bool
    value: Fraction | None
    coverage: Fraction | None
    evidenced: Fraction | None
    today: Fraction | None
    aged: int
    weakest: Dimension | None
    dimensions: tuple[Dimension, ...]
    blockers: tuple[OpenBlocker, ...]

    @property
    def ready(self) -> bool:
        """In the best of several bands, firmly, and nothing blocks."""
        return self.bands > 1 and self.place == self.bands - 1 and not self.provisional and not self.blockers


@dataclass(frozen=True, slots=True, kw_only=True)
class PastValue:
    """What a completed assessment came to, of those that asked with the questionnaire of the newest one."""

    date: date
    value: Fraction | None


class Trend(StrEnum):
    """Where the value went since the assessment before."""

    UP = "up"
    LEVEL = "level"
    DOWN = "down"
    UNKNOWN = "unknown"
    """There is nothing before that it could be held against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRow:
    """A project as it stands on the day `today`. `past` runs from the oldest to the newest; `decision_date` is the day
    on which it is decided by its plan, `plan_start` the one on which that plan begins."""

    project: Project
    today: date
    standing: Standing | None = None
    past: tuple[PastValue, ...] = ()
    decision_date: date | None = None
    plan_start: date | None = None
    decided: Decided | None = None

    @property
    def days_in_pilot(self) -> int | None:
        """Days since the pilot began; None where it has not, is over, or nobody said when it began."""
        start = self.project.pilot_start
        if self.project.stage not in UNDER_WAY or start is None or start > self.today:
            return None
        return (self.today - start).days

    @property
    def purgatory_days(self) -> int:
        """Days since a pilot should have been decided, while nothing was (see days_undecided); else 0."""
        if self.project.stage is not Stage.PILOT or self.decision_date is None:
            return 0
        start = self.plan_start or self.decision_date
        return days_undecided(self.decision_date, start, self.decided, self.today) or 0

    @property
    def undated(self) -> bool:
        """Whether it is a pilot that nobody has said when to decide."""
        settled = self.decided is not None and self.decided.kind in SETTLED
        return self.project.stage is Stage.PILOT and self.decision_date is None and not settled

    @property
    def closed(self) -> bool:
        """Whether it is in production or stopped: nothing more is to be decided."""
        return self.project.stage in CLOSED

    @property
    def ready(self) -> bool:
        return self.standing is not None and self.standing.ready

    @property
    def blockers(self) -> tuple[OpenBlocker, ...]:
        return self.standing.blockers if self.standing else ()

    @property
    def aged(self) -> int:
        """Answers whose evidence has grown old since the newest assessment."""
        return self.standing.aged if self.standing else 0

    @property
    def age_days(self) -> int | None:
        """Days since the newest assessment; None where there is none."""
        return None if self.standing is None else max(0, (self.today - self.standing.date).days)

    @property
    def change(self) -> Fraction | None:
        """What the value moved by since the assessment before; None where there is nothing to hold it against."""
        before, last = ([None, None, *(each.value for each in self.past)])[-2:]
        return None if before is None or last is None else last - before

    @property
    def trend(self) -> Trend:
        change = self.change
        if change is None:
            return Trend.UNKNOWN
        return Trend.UP if change > 0 else Trend.DOWN if change < 0 else Trend.LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many projects there are, and how many of them stand how."""

    projects: int
    purgatory: int
    undated: int
    ready: int


def in_order_of_attention(rows: Sequence[PortfolioRow]) -> tuple[PortfolioRow, ...]:
    """What is longest in purgatory first, then what most blocks, then what has no decision date, then what was never or
    longest ago assessed; what is in production or stopped comes last."""
    return tuple(sorted(rows, key=_attention))


def counts(rows: Sequence[PortfolioRow]) -> Counts:
    """How the projects stand."""
    return Counts(
        projects=len(rows),
        purgatory=sum(row.purgatory_days > 0 for row in rows),
        undated=sum(row.undated for row in rows),
        ready=sum(row.ready for row in rows),
    )


def counts_words(found: Counts) -> str:
    """The line above a portfolio: "14 projects · 5 in purgatory · 3 without a decision date · 2 ready"."""
    parts = (
        number_of(found.projects, "project"),
        f"{found.purgatory} in purgatory" if found.purgatory else "",
        f"{found.undated} without a decision date" if found.undated else "",
        f"{found.ready} ready",
    )
    return " · ".join(filter(None, parts))


def purgatory_words(days: int) -> str:
    """ "In purgatory 47 days"."""
    return f"In purgatory {number_of(days, 'day')}"


def ageing_words(standing: Standing) -> str:
    """What evidence is worth today, "2.1 when assessed, 1.4 today: the evidence of 5 answers has grown old"; empty
    while none has."""
    if not standing.aged:
        return ""
    then, today = (shown(each, standing.out_of) for each in (standing.evidenced, standing.today))
    return f"{then} when assessed, {today} today: the evidence of {number_of(standing.aged, 'answer')} has grown old"


def _attention(row: PortfolioRow) -> tuple[bool, int, int, bool, float, str, str]:
    age = float("inf") if row.age_days is None else float(row.age_days)
    name = row.project.name.casefold()
    return row.closed, -row.purgatory_days, -len(row.blockers), not row.undated, -age, name, row.project.id
