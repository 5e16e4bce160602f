"""Rows of a portfolio, with only what a test is about said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from preflight.domain.decision import Decided, DecisionKind
from preflight.domain.portfolio import Dimension, OpenBlocker, PastValue, PortfolioRow, Standing
from preflight.domain.project import Project, Stage

TODAY = date(2026, 11, 20)
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def a_blocker(question: str = "a.one", **fields: Any) -> OpenBlocker:
    told: dict[str, Any] = {"text": f"What about {question}?", "section": "A", "has": "“0”", "needs": "“2”"}
    return OpenBlocker(question=question, **(told | fields))


def a_dimension(name: str = "a", claimed: str | None = "1/2", today: str | None = "1/4") -> Dimension:
    said, now = (None if each is None else Fraction(each) for each in (claimed, today))
    return Dimension(
        id=name, title=name.upper(), out_of=Fraction(4), asked=True, claimed=said, evidenced=said, today=now
    )


def a_standing(days_ago: int = 10, *, place: int = 0, blockers: tuple[str, ...] = (), **fields: Any) -> Standing:
    told: dict[str, Any] = {
        "assessment_id": "run",
        "date": ago(days_ago),
        "questionnaire_id": "sample",
        "questionnaire": "Sample",
        "version": 1,
        "out_of": Fraction(4),
        "band": ("Not ready", "Ready with conditions", "Ready")[place],
        "place": place,
        "bands": 3,
        "provisional": False,
        "value": Fraction(1, 2),
        "coverage": Fraction(1),
        "evidenced": Fraction(21, 40),
        "today": Fraction(14, 40),
        "aged": 0,
        "weakest": a_dimension(),
        "dimensions": (a_dimension(), a_dimension("b", None, None)),
        "blockers": tuple(a_blocker(each) for each in blockers),
    }
    return Standing(**(told | fields))


def a_row(
    name: str = "Claims desk",
    *,
    stage: Stage = Stage.PILOT,
    pilot_days: int | None = None,
    decide_ago: int | None = None,
    plan_ago: int = 200,
    decided: tuple[DecisionKind, int] | None = None,
    standing: Standing | None = None,
    past: tuple[str | None, ...] = (),
    **project: Any,
) -> PortfolioRow:
    """`decide_ago` is how many days ago it was to be decided, `plan_ago` how many the plan began, `decided` what was
    decided and how many days ago."""
    return PortfolioRow(
        project=Project(
            id=name,
            name=name,
            stage=stage,
            pilot_start=None if pilot_days is None else ago(pilot_days),
            created_at=MADE,
            created_by="local-owner",
            **project,
        ),
        today=TODAY,
        standing=standing,
        past=tuple(
            PastValue(date=ago(30 * (len(past) - place)), value=None if value is None else Fraction(value))
            for place, value in enumerate(past)
        ),
        decision_date=None if decide_ago is None else ago(decide_ago),
        plan_start=None if decide_ago is None else ago(plan_ago),
        decided=decided and Decided(kind=decided[0], on=ago(decided[1]), latest=ago(decided[1])),
    )
