"""What the Gantt is told, and what came of what it sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from preflight.charts.gantt import GanttChart, GanttRow, Stretch, gantt_chart, is_milestone
from preflight.domain.errors import Conflict, Refused, StorageError
from preflight.domain.pilot import StepKind
from preflight.domain.pilot_plan import LATEST_REVIEW_WEEK
from preflight.domain.plan_words import standing_words
from preflight.services.pilot_plans import PilotPlan
from preflight.services.pilots import move_step
from preflight.ui.context import PageContext

MOST_REMEMBERED = 20
MOST_CHARACTERS = 100
HIGHEST_VERSION = 2**31
Outcomes = dict[str, dict[str, Any]]
"""From the nonce of what was sent to what came of it: "saved" with the version that it made, or why it was not."""


def gantt_data(plan: PilotPlan, outcomes: Outcomes) -> dict[str, Any]:
    """The chart in days from its left edge, with one week to spare on the right: there a step can be dragged to."""
    chart = gantt_chart(plan.steps, plan.decisions, plan.on, spare_weeks=1)
    assert chart is not None, "a plan without steps is not drawn"
    return {
        "first": chart.first.isoformat(),
        "days": chart.days,
        "origin": chart.origin,
        "today": chart.today,
        "months": [_placed(each) for each in chart.months],
        "weeks": [_placed(each) for each in chart.weeks],
        "rows": [_row(each, chart, plan.on) for each in chart.rows],
        "outcomes": [{"nonce": nonce, **outcome} for nonce, outcome in outcomes.items()],
    }


def carry_out(context: PageContext, entry: object, done: Outcomes, *, steps: frozenset[str]) -> None:
    """Keep the days that the Gantt sent for one of these steps, once for each nonce; the outcome goes into `done`."""
    if not isinstance(entry, dict) or not _well_formed(entry) or entry["step"] not in steps:
        return
    if entry["nonce"] in done:
        return
    done[entry["nonce"]] = _outcome(context, entry)
    for old in list(done)[:-MOST_REMEMBERED]:
        del done[old]


def _outcome(context: PageContext, entry: dict[str, Any]) -> dict[str, Any]:
    try:
        start, end = (date.fromisoformat(entry[name]) for name in ("start", "end"))
        kept = move_step(context.workspace, context.person, entry["step"], start, end, seen=entry["seen"])
    except ValueError:
        return {"outcome": "refused", "message": "There is no such day.", "version": 0}
    except Conflict as conflict:
        return {"outcome": "conflict", "message": str(conflict), "version": 0}
    except Refused as refused:
        return {"outcome": "refused", "message": str(refused), "version": 0}
    except StorageError as failed:
        return {"outcome": "failed", "message": f"Not saved. {failed}", "version": 0}
    return {"outcome": "saved", "message": "", "version": kept.version}


def _well_formed(entry: dict[str, Any]) -> bool:
    seen = entry.get("seen")
    return (
        all(
            isinstance(entry.get(name), str) and len(entry[name]) <= MOST_CHARACTERS
            for name in ("nonce", "step", "start", "end")
        )
        and isinstance(seen, int)
        and not isinstance(seen, bool)
        and 0 <= seen <= HIGHEST_VERSION
    )


def _row(row: GanttRow, chart: GanttChart, on: date) -> dict[str, Any]:
    step = row.step
    standing = standing_words(step, on)
    undecided = chart.undecided if step.kind is StepKind.DECISION else None
    if undecided is not None:
        standing = "Not decided"
    late = None
    if step.kind is StepKind.REVIEW and step.done_on is None and chart.review_until < chart.days:
        words = f"too late to start after week {LATEST_REVIEW_WEEK}"
        late = _placed(Stretch(chart.review_until, chart.days - chart.review_until, words))
    return {
        "id": step.id,
        "version": step.version,
        "kind": step.kind.value,
        "title": step.title,
        "about": " · ".join(each for each in (standing, step.owner) if each),
        "standing": standing,
        "at": row.at,
        "days": row.days,
        "done": step.done_on is not None,
        "milestone": is_milestone(step),
        "too_late": late,
        "undecided": None if undecided is None else _placed(undecided),
    }


def _placed(stretch: Stretch) -> dict[str, Any]:
    return {"at": stretch.at, "days": stretch.days, "words": stretch.words}
