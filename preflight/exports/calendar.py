"""A project's dates as a calendar (RFC 5545): when actions are due, the pilot plan's steps, the day of the decision.

Each date is an event that takes the whole day and leaves everybody free. Its UID is made of what it is of, and its
SEQUENCE rises with each change: a calendar that is given the file again moves what it has, and adds only what is new.
What was dropped is in the file as cancelled, so that it leaves the calendars it had been put into.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from preflight.domain.action import Action, ActionStatus
from preflight.domain.errors import Refused
from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.pilot_plan import plan_start
from preflight.domain.plan_words import weeks_words
from preflight.domain.project import Project
from preflight.domain.wording import day
from preflight.exports.action_told import action_lines
from preflight.exports.files import ExportFile, export_file
from preflight.exports.orders import CALLED, Format
from preflight.services.pilot_file import PilotFile

_MAKER: Final = "-//Preflight//Preflight//EN"
_AT: Final = "preflight.invalid"  # a name that nobody can own, as RFC 2606 keeps it


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """Something that takes whole days, from `first` to `last`, both included.

    `uid` is the same in each file, `changed` when it was last changed, and `sequence` counts its changes from 0.
    """

    uid: str
    title: str
    first: date
    last: date
    category: str
    changed: datetime
    sequence: int = 0
    detail: str = ""
    cancelled: bool = False


def calendar_of(file: PilotFile) -> ExportFile:
    """Everything of a project that has a day. Raises Refused where nothing has."""
    events = all_events(file)
    if not events:
        raise Refused("Nothing has a day yet: give an action a due date, or plan the pilot.")
    return calendar_file(file.project, events, file.on)


def all_events(file: PilotFile) -> list[CalendarEvent]:
    """What has a day: the plan's steps, then actions."""
    return [*plan_events(file), *action_events(file)]


def calendar_file(project: Project, events: Sequence[CalendarEvent], on: date) -> ExportFile:
    """The events as a calendar with the project's name, in the order of their days; the file is named for `on`."""
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", project.name)
    for each in sorted(events, key=lambda event: (event.first, event.last, event.uid)):
        calendar.add_component(_event(project, each))
    return export_file(calendar.to_ical(), project.name, CALLED[Format.CALENDAR], on, kind="ics")


def action_events(file: PilotFile) -> list[CalendarEvent]:
    """The days on which actions are due; those without one are in no calendar."""
    return [_due(file, action, action.due) for action in file.actions if action.due is not None]


def plan_events(file: PilotFile) -> list[CalendarEvent]:
    """The steps of the pilot's plan; the decision is the one day on which it is to be taken."""
    start = plan_start(file.steps)
    return [_step(each, start or each.start) for each in file.steps]


def _due(file: PilotFile, action: Action, due: date) -> CalendarEvent:
    done = action.status is ActionStatus.DONE
    return CalendarEvent(
        uid=f"action-{action.id}@{_AT}",
        title=f"Done: {action.title}" if done else f"Due: {action.title}",
        first=due,
        last=due,
        category="Action",
        changed=action.changed_at,
        sequence=action.version - 1,
        detail="\n".join(action_lines(file, action)),
        cancelled=action.status is ActionStatus.DROPPED,
    )


def _step(step: PilotStep, start: date) -> CalendarEvent:
    decision = step.kind is StepKind.DECISION
    weeks = f"In the plan: {weeks_words(start, step.start, step.end)}"
    owner = f"Owner: {step.owner}" if step.owner else ""
    done = f"Done on {day(step.done_on)}" if step.done_on else ""
    return CalendarEvent(
        uid=f"step-{step.id}@{_AT}",
        title=step.title,
        first=step.start,
        last=step.start if decision else step.end,
        category="Decision" if decision else "Plan",
        changed=step.changed_at,
        sequence=step.version - 1,
        detail="\n".join(filter(None, (weeks, owner, done))),
    )


def _event(project: Project, event: CalendarEvent) -> Event:
    made = Event()
    made.add("uid", event.uid)
    made.add("dtstamp", event.changed.astimezone(UTC))
    made.add("last-modified", event.changed.astimezone(UTC))
    made.add("sequence", event.sequence)
    made.add("summary", f"{event.title} ({project.name})")
    made.add("dtstart", event.first)
    made.add("dtend", event.last + timedelta(days=1))  # RFC 5545 counts to the day after
    made.add("transp", "TRANSPARENT")
    made.add("categories", [event.category])
    if event.detail:
        made.add("description", event.detail)
    if event.cancelled:
        made.add("status", "CANCELLED")
    return made
