"""The pilot's plan as a whole: read, laid out, moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import uuid4

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.decision import Decision
from preflight.domain.errors import Conflict, Invalid, Refused
from preflight.domain.pilot import PilotStep
from preflight.domain.pilot_plan import laid_out, refuse_late_review
from preflight.domain.project import Person, Project
from preflight.services.projects import YEARS
from preflight.services.workspace import Workspace
from preflight.storage import decisions as decision_rows
from preflight.storage import people as people_rows
from preflight.storage import pilots as rows
from preflight.storage import projects as project_rows

MOST_DAYS: Final = 1_100
"""The longest step, about three years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotPlan:
    """A project's plan as its screen shows it, read at one moment, and the day on which it was read."""

    project: Project
    steps: tuple[PilotStep, ...]
    decisions: tuple[Decision, ...]
    on: date


def plan_of(workspace: Workspace, person: Person, project_id: str) -> PilotPlan:
    """A project's plan; without steps while none was laid. Raises NotFound."""
    with workspace.reading(person, Operation.SEE, About("project", project_id)) as connection:
        return PilotPlan(
            project=project_rows.get_project(connection, project_id),
            steps=tuple(rows.list_steps(connection, project_id)),
            decisions=tuple(decision_rows.list_decisions(connection, project_id)),
            on=workspace.today(),
        )


def plan_if_laid(plan: PilotPlan, start: date) -> PilotPlan:
    """The plan as it would be laid out from a day; nothing is kept."""
    now = datetime.combine(plan.on, time(), UTC)
    return replace(plan, steps=_laid(plan.project.id, start, now=now, by=plan.project.created_by))


def lay_plan(workspace: Workspace, person: Person, project_id: str, start: date | None = None) -> tuple[PilotStep, ...]:
    """Lay the usual plan out from a start date, by default the day on which the project's pilot started.

    Raises NotFound, Invalid without a date or beyond 1970 to 2100, and Refused where there is a plan already.
    """
    with workspace.writing(person, Operation.PLAN, About("project", project_id)) as connection:
        people_rows.ensure_person(connection, person)
        project = project_rows.get_project(connection, project_id)
        if rows.list_steps(connection, project_id):
            raise Refused("This project has a plan already. Change its steps, or move it as a whole.")
        first = start or project.pilot_start
        if first is None:
            raise Invalid("Say on which day the pilot starts; the plan is laid from it.")
        check_days(first, first)
        steps = _laid(project_id, first, now=workspace.now(), by=person.id)
        check_days(first, max(each.end for each in steps))
        rows.add_steps(connection, steps)
    return steps


def move_plan(
    workspace: Workspace, person: Person, project_id: str, days: int, *, seen: Mapping[str, int]
) -> tuple[PilotStep, ...]:
    """Move every step that is not done by so many days, earlier where negative. `seen` has every step's version by id.

    Raises NotFound, Conflict, Invalid where the review would be late, and Refused where nothing is left to move.
    """
    if abs(days) > MOST_DAYS:
        raise Invalid(f"A plan can be moved by at most {MOST_DAYS:,} days at once.")
    with workspace.writing(person, Operation.PLAN, About("project", project_id)) as connection:
        people_rows.ensure_person(connection, person)
        project_rows.get_project(connection, project_id)
        before = rows.list_steps(connection, project_id)
        if {each.id: each.version for each in before} != dict(seen):
            raise Conflict("Someone else changed this plan in the meantime; look again before you move it.")
        if all(each.done_on for each in before):
            raise Refused("Nothing is left to move: every step is done.")
        by, now = timedelta(days=days), workspace.now()
        after = [
            each
            if each.done_on
            else replace(
                each,
                start=each.start + by,
                end=each.end + by,
                version=each.version + 1,
                changed_at=now,
                changed_by=person.id,
            )
            for each in before
        ]
        for each in after:
            check_days(each.start, each.end)
        refuse_late_review(before, after)
        for each in after:
            if not each.done_on:
                rows.update_step(connection, each, seen=each.version - 1)
    return tuple(after)


def check_days(start: date, end: date) -> None:
    """Raise Invalid unless a step can take these days."""
    if start.year not in YEARS or end.year not in YEARS:
        raise Invalid(f"A step lies between {YEARS[0]} and {YEARS[-1]}.")
    if end < start:
        raise Invalid("A step can't end before it starts.")
    if (end - start).days >= MOST_DAYS:
        raise Invalid(f"A step takes at most {MOST_DAYS:,} days; split it where it is longer.")


def _laid(project_id: str, start: date, *, now: datetime, by: str) -> tuple[PilotStep, ...]:
    return tuple(
        PilotStep(
            id=uuid4().hex,
            project_id=project_id,
            kind=each.kind,
            title=each.title,
            start=each.start,
            end=each.end,
            position=place,
            changed_at=now,
            changed_by=by,
        )
        for place, each in enumerate(laid_out(start))
    )
