"""Plans, systems and decisions without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from preflight.domain.decision import Decision, DecisionKind, Recommendation
from preflight.domain.pilot import Confronting, Integration, PilotStep, StepKind
from preflight.domain.pilot_plan import laid_out

START = date(2026, 9, 7)
"""A Monday."""
THEN = datetime(2026, 9, 1, 9, tzinfo=UTC)


def a_plan(start: date = START, **changes: dict[str, Any]) -> list[PilotStep]:
    """The plan as it is laid out; `changes` are fields of its steps by kind: `a_plan(review={"done_on": …})`."""
    return [
        a_step(kind, **{"title": title, "start": first, "end": last, "position": place, **changes.get(kind.value, {})})
        for place, (kind, title, first, last) in enumerate(laid_out(start))
    ]


def a_step(
    kind: StepKind = StepKind.OTHER, *, start: date = START, end: date | None = None, **fields: Any
) -> PilotStep:
    fields.setdefault("id", f"step-{kind.value}")
    fields.setdefault("title", kind.value)
    return PilotStep(
        project_id="project", kind=kind, start=start, end=end or start, changed_at=THEN, changed_by="me", **fields
    )


def a_system(system: str = "ERP", estimate: Any = None, *, deferred: bool = True, **fields: Any) -> Integration:
    fields.setdefault("id", system)
    return Integration(
        project_id="project",
        system=system,
        estimate=estimate,
        confronting=Confronting.DEFERRED if deferred else Confronting.CONFRONTED,
        changed_at=THEN,
        changed_by="me",
        **fields,
    )


def a_decision(on: date, kind: DecisionKind = DecisionKind.GO) -> Decision:
    return Decision(
        id=f"decision-{on}",
        project_id="project",
        kind=kind,
        reasons="It holds.",
        decided_by="Ada",
        decided_on=on,
        recommended=Recommendation(kind=kind, rule="ready", because=()),
        at=THEN,
        by="me",
    )
