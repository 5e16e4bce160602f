"""The pilot's plan: laid out, changed step by step, moved as a whole. No change makes the review late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import uuid4

from preflight.access.permissions import Operation, require
from preflight.domain.decision import Decision
from preflight.domain.errors import Conflict, Invalid, Refused
from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.pilot_plan import NEEDED, STEP_TITLES, laid_out, refuse_late_review, step_of
from preflight.domain.project import Person, Project
from preflight.domain.text import LINE, NAME, clean_text
from preflight.services.projects import YEARS
from preflight.services.workspace import Workspace
from preflight.storage import decisions as decision_rows
from preflight.storage import people as people_rows
from preflight.storage import pilots as rows
from preflight.storage import projects as project_rows
from preflight.storage.engine import Connection

MOST_STEPS: Final = 60
MOST_DAYS: Final = 1_100
"""The longest step, about three years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDetails:
    """What a person says about a step; cleaned and checked before it is kept. A decision ends on the day it starts, and
    is never `done_on` a day: it is done once it is written down."""

    title: str
    start: date | None
    end: date | None
    owner: str = ""
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotPlan:
    """A project's plan as its screen shows it, read at one moment, and the day on which it was read."""

    project: Project
    steps: tuple[PilotStep, ...]
    decisions: tuple[Decision, ...]
    on: date


def plan_of(workspace: Workspace, person: Person, project_id: str) -> PilotPlan:
    """A project's plan; without steps while none was laid. Raises NotFound."""
    require(person, Operation.SEE)
    with workspace.database.reading() as connection:
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
    require(person, Operation.PLAN)
    with workspace.database.writing() as connection:
        people_rows.ensure_person(connection, person)
        project = project_rows.get_project(connection, project_id)
        if rows.list_steps(connection, project_id):
            raise Refused("This project has a plan already. Change its steps, or move it as a whole.")
        first = start or project.pilot_start
        if first is None:
            raise Invalid("Say on which day the pilot starts; the plan is laid from it.")
        _check_days(first, first)
        steps = _laid(project_id, first, now=workspace.now(), by=person.id)
        _check_days(first, max(each.end for each in steps))
        rows.add_steps(connection, steps)
    return steps


def add_step(
    workspace: Workspace, person: Person, project_id: str, details: StepDetails, kind: StepKind = StepKind.OTHER
) -> PilotStep:
    """Add a step after those that start before it: one of the team's own, or one of the usual ones that was removed.

    Raises NotFound, Invalid for what can't be kept or a review that would be late, and Refused without a plan, for a
    kind that is there already, and beyond MOST_STEPS.
    """
    require(person, Operation.PLAN)
    with workspace.database.writing() as connection:
        people_rows.ensure_person(connection, person)
        project_rows.get_project(connection, project_id)
        before = rows.list_steps(connection, project_id)
        if not before:
            raise Refused("Lay the plan first, and then add to it.")
        if len(before) >= MOST_STEPS:
            raise Refused(f"A plan holds at most {MOST_STEPS} steps; remove one first.")
        if kind is not StepKind.OTHER and step_of(before, kind):
            raise Refused(f"“{STEP_TITLES[kind]}” is in this plan already.")
        new = PilotStep(
            id=uuid4().hex,
            project_id=project_id,
            kind=kind,
            changed_at=workspace.now(),
            changed_by=person.id,
            **_checked(workspace, details, kind),  # type: ignore[arg-type]
        )
        refuse_late_review(before, [*before, new])
        place = sum(each.start <= new.start for each in before)
        ordered = [*before[:place], new, *before[place:]]
        for number, each in enumerate(ordered):
            if each is not new and each.position != number:
                rows.update_step(connection, replace(each, position=number), seen=each.version)
        new = replace(new, position=place)
        rows.add_steps(connection, [new])
    return new


def change_step(workspace: Workspace, person: Person, step_id: str, details: StepDetails, *, seen: int) -> PilotStep:
    """Change what is said about a step, over the version that was seen.

    Raises NotFound, Conflict, and Invalid for what can't be kept or a change that would make the review late.
    """
    require(person, Operation.PLAN)
    with workspace.database.writing() as connection:
        now = rows.get_step(connection, step_id)
        return _changed(workspace, connection, person, replace(now, **_checked(workspace, details, now.kind)), seen)  # type: ignore[arg-type]


def move_step(workspace: Workspace, person: Person, step_id: str, start: date, end: date, *, seen: int) -> PilotStep:
    """Change only the days of a step. Raises as `change_step` does."""
    require(person, Operation.PLAN)
    with workspace.database.writing() as connection:
        now = rows.get_step(connection, step_id)
        end = start if now.kind is StepKind.DECISION else end
        _check_days(start, end)
        return _changed(workspace, connection, person, replace(now, start=start, end=end), seen)


def finish_step(workspace: Workspace, person: Person, step_id: str, on: date | None = None, *, seen: int) -> PilotStep:
    """Mark a step as done on a day, by default today. Raises NotFound, Conflict, Invalid for a day to come, and Refused
    for the decision, which is done once it is written down."""
    require(person, Operation.PLAN)
    with workspace.database.writing() as connection:
        now = rows.get_step(connection, step_id)
        done = _checked_done(workspace, on or workspace.today(), now.kind)
        return _changed(workspace, connection, person, replace(now, done_on=done), seen)


def reopen_step(workspace: Workspace, person: Person, step_id: str, *, seen: int) -> PilotStep:
    """Take back that a step is done. Raises NotFound and Conflict."""
    require(person, Operation.PLAN)
    with workspace.database.writing() as connection:
        now = rows.get_step(connection, step_id)
        return _changed(workspace, connection, person, replace(now, done_on=None), seen)


def remove_step(workspace: Workspace, person: Person, step_id: str, *, seen: int) -> None:
    """Remove a step. Raises NotFound, Conflict, and Refused for the run, the review and the decision."""
    require(person, Operation.PLAN)
    with workspace.database.writing() as connection:
        now = rows.get_step(connection, step_id)
        if now.kind in NEEDED:
            raise Refused(_KEPT[now.kind])
        if now.version != seen:
            raise Conflict("Someone else changed this step in the meantime; look again before you remove it.")
        before = rows.list_steps(connection, now.project_id)
        refuse_late_review(before, [each for each in before if each.id != step_id])
        rows.remove_step(connection, step_id)


def move_plan(
    workspace: Workspace, person: Person, project_id: str, days: int, *, seen: Mapping[str, int]
) -> tuple[PilotStep, ...]:
    """Move every step that is not done by so many days, earlier where negative. `seen` has every step's version by id.

    Raises NotFound, Conflict, Invalid where the review would be late, and Refused where nothing is left to move.
    """
    require(person, Operation.PLAN)
    if abs(days) > MOST_DAYS:
        raise Invalid(f"A plan can be moved by at most {MOST_DAYS:,} days at once.")
    with workspace.database.writing() as connection:
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
            _check_days(each.start, each.end)
        refuse_late_review(before, after)
        for each in after:
            if not each.done_on:
                rows.update_step(connection, each, seen=each.version - 1)
    return tuple(after)


_KEPT: Final = {
    StepKind.RUN: "The run stays: without it there is nothing to decide on. Change its days instead.",
    StepKind.REVIEW: (
        "The review stays: left out of the pilot, it comes after it, and costs months. Change its days instead."
    ),
    StepKind.DECISION: (
        "The decision stays: a pilot without a decision date is neither stopped nor taken further. "
        "Set another day instead."
    ),
}


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


def _changed(workspace: Workspace, connection: Connection, person: Person, changed: PilotStep, seen: int) -> PilotStep:
    people_rows.ensure_person(connection, person)
    before = rows.list_steps(connection, changed.project_id)
    refuse_late_review(before, _with(before, changed))
    kept = replace(changed, version=seen + 1, changed_at=workspace.now(), changed_by=person.id)
    rows.update_step(connection, kept, seen=seen)
    return kept


def _with(steps: Sequence[PilotStep], changed: PilotStep) -> list[PilotStep]:
    return [changed if each.id == changed.id else each for each in steps]


def _checked(workspace: Workspace, details: StepDetails, kind: StepKind) -> dict[str, object]:
    title = clean_text(details.title, what="The title", longest=NAME)
    if not title:
        raise Invalid("Give the step a title.")
    start = details.start
    end = start if kind is StepKind.DECISION else details.end
    if start is None or end is None:
        raise Invalid("Say on which day it starts and on which it ends.")
    _check_days(start, end)
    owner = clean_text(details.owner, what="The owner", longest=LINE)
    done = None if details.done_on is None else _checked_done(workspace, details.done_on, kind)
    return {"title": title, "start": start, "end": end, "owner": owner, "done_on": done}


def _checked_done(workspace: Workspace, on: date, kind: StepKind) -> date:
    if kind is StepKind.DECISION:
        raise Refused("The decision is done once it is written down, with its reasons; do that on the page Decision.")
    if on > workspace.today() or on.year not in YEARS:
        raise Invalid("Say on which day it was finished; that day can't lie ahead.")
    return on


def _check_days(start: date, end: date) -> None:
    if start.year not in YEARS or end.year not in YEARS:
        raise Invalid(f"A step lies between {YEARS[0]} and {YEARS[-1]}.")
    if end < start:
        raise Invalid("A step can't end before it starts.")
    if (end - start).days >= MOST_DAYS:
        raise Invalid(f"A step takes at most {MOST_DAYS:,} days; split it where it is longer.")
