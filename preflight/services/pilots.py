"""The steps of a pilot's plan: added, changed, finished, removed. No change makes the review late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import uuid4

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.errors import Conflict, Invalid, Refused
from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.pilot_plan import NEEDED, STEP_TITLES, refuse_late_review, step_of
from preflight.domain.project import Person
from preflight.domain.text import LINE, NAME, clean_text
from preflight.services.pilot_plans import check_days
from preflight.services.projects import YEARS
from preflight.services.workspace import Workspace
from preflight.storage import people as people_rows
from preflight.storage import pilots as rows
from preflight.storage import projects as project_rows
from preflight.storage.engine import Connection

MOST_STEPS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDetails:
    """What a person says about a step; cleaned and checked before it is kept. A decision ends on the day it starts, and
    is never `done_on` a day: it is done once it is written down."""

    title: str
    start: date | None
    end: date | None
    owner: str = ""
    done_on: date | None = None


def add_step(
    workspace: Workspace, person: Person, project_id: str, details: StepDetails, kind: StepKind = StepKind.OTHER
) -> PilotStep:
    """Add a step after those that start before it: one of the team's own, or one of the usual ones that was removed.

    Raises NotFound, Invalid for what can't be kept or a review that would be late, and Refused without a plan, for a
    kind that is there already, and beyond MOST_STEPS.
    """
    with workspace.writing(person, Operation.PLAN, About("project", project_id)) as connection:
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
    with workspace.writing(person, Operation.PLAN, About("pilot_step", step_id)) as connection:
        now = rows.get_step(connection, step_id)
        return _changed(workspace, connection, person, replace(now, **_checked(workspace, details, now.kind)), seen)  # type: ignore[arg-type]


def move_step(workspace: Workspace, person: Person, step_id: str, start: date, end: date, *, seen: int) -> PilotStep:
    """Change only the days of a step. Raises as `change_step` does."""
    with workspace.writing(person, Operation.PLAN, About("pilot_step", step_id)) as connection:
        now = rows.get_step(connection, step_id)
        end = start if now.kind is StepKind.DECISION else end
        check_days(start, end)
        return _changed(workspace, connection, person, replace(now, start=start, end=end), seen)


def finish_step(workspace: Workspace, person: Person, step_id: str, on: date | None = None, *, seen: int) -> PilotStep:
    """Mark a step as done on a day, by default today. Raises NotFound, Conflict, Invalid for a day to come, and Refused
    for the decision, which is done once it is written down."""
    with workspace.writing(person, Operation.PLAN, About("pilot_step", step_id)) as connection:
        now = rows.get_step(connection, step_id)
        done = _checked_done(workspace, on or workspace.today(), now.kind)
        return _changed(workspace, connection, person, replace(now, done_on=done), seen)


def reopen_step(workspace: Workspace, person: Person, step_id: str, *, seen: int) -> PilotStep:
    """Take back that a step is done. Raises NotFound and Conflict."""
    with workspace.writing(person, Operation.PLAN, About("pilot_step", step_id)) as connection:
        now = rows.get_step(connection, step_id)
        return _changed(workspace, connection, person, replace(now, done_on=None), seen)


def remove_step(workspace: Workspace, person: Person, step_id: str, *, seen: int) -> None:
    """Remove a step. Raises NotFound, Conflict, and Refused for the run, the review and the decision."""
    with workspace.writing(person, Operation.PLAN, About("pilot_step", step_id)) as connection:
        now = rows.get_step(connection, step_id)
        if now.kind in NEEDED:
            raise Refused(_KEPT[now.kind])
        if now.version != seen:
            raise Conflict("Someone else changed this step in the meantime; look again before you remove it.")
        before = rows.list_steps(connection, now.project_id)
        refuse_late_review(before, [each for each in before if each.id != step_id])
        rows.remove_step(connection, step_id)


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


def _changed(workspace: Workspace, connection: Connection, by: Person, changed: PilotStep, seen: int) -> PilotStep:
    people_rows.ensure_person(connection, by)
    before = rows.list_steps(connection, changed.project_id)
    refuse_late_review(before, _with(before, changed))
    kept = replace(changed, version=seen + 1, changed_at=workspace.now(), changed_by=by.id)
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
    check_days(start, end)
    owner = clean_text(details.owner, what="The owner", longest=LINE)
    done = None if details.done_on is None else _checked_done(workspace, details.done_on, kind)
    return {"title": title, "start": start, "end": end, "owner": owner, "done_on": done}


def _checked_done(workspace: Workspace, on: date, kind: StepKind) -> date:
    if kind is StepKind.DECISION:
        raise Refused("The decision is done once it is written down, with its reasons; do that on the page Decision.")
    if on > workspace.today() or on.year not in YEARS:
        raise Invalid("Say on which day it was finished; that day can't lie ahead.")
    return on
