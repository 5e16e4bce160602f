"""The calendar, read back by icalendar's own reader and held to the lines of RFC 5545."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from preflight.domain.action import ActionStatus
from preflight.domain.errors import Invalid, Refused
from preflight.domain.pilot import StepKind
from preflight.domain.text import LINE, NOTE, clean_text
from preflight.exports.calendar import calendar_of
from preflight.services.pilot_file import PilotFile
from tests.builders import TODAY
from tests.exports.pilot_files import THEN, a_pilot_file, an_action

MOST_OCTETS = 75


def events(file: PilotFile) -> dict[str, Any]:
    """From UID to event, in the file's order."""
    read = Calendar.from_ical(calendar_of(file).content)
    return {str(each["UID"]): each for each in read.walk("VEVENT")}


def test_the_file_is_a_calendar_of_the_project() -> None:
    made = calendar_of(a_pilot_file())
    assert (made.name, made.media_type) == (
        "Invoice triage - calendar - 2026-11-20.ics",
        "text/calendar; charset=utf-8",
    )
    read = Calendar.from_ical(made.content)
    assert (str(read["VERSION"]), str(read["X-WR-CALNAME"])) == ("2.0", "Invoice triage")
    assert read["PRODID"]


def test_every_line_ends_in_crlf_and_is_folded() -> None:
    long = an_action("Ü" * 200, id="one", due=TODAY, detail="漢字" * 400)
    lines = calendar_of(a_pilot_file(actions=[long])).content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= MOST_OCTETS
    assert not any(b"\n" in line for line in lines)
    for line in lines:
        line.decode("utf-8")


def test_a_due_date_takes_the_whole_day_and_nobodys_time() -> None:
    found = events(a_pilot_file(steps=(), actions=[an_action("Ask", id="one", due=TODAY), an_action("Never")]))
    (event,) = found.values()
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (TODAY, TODAY + timedelta(days=1))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert str(event["TRANSP"]) == "TRANSPARENT"
    assert str(event["SUMMARY"]) == "Due: Ask (Invoice triage)"
    assert event["DTSTAMP"].dt == THEN.astimezone(UTC)


def test_the_plan_is_in_it_and_the_decision_is_one_day() -> None:
    file = a_pilot_file(actions=())
    found = events(file)
    assert [str(each["SUMMARY"]) for each in found.values()] == [
        f"{each.title} (Invoice triage)" for each in sorted(file.steps, key=lambda each: (each.start, each.end))
    ]
    for step in file.steps:
        event = found[f"step-{step.id}@preflight.invalid"]
        last = step.start if step.kind is StepKind.DECISION else step.end
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (step.start, last + timedelta(days=1))


def test_the_same_thing_has_the_same_uid_and_a_change_a_higher_sequence() -> None:
    action = an_action("Ask", id="one", due=TODAY)
    later = replace(
        action,
        due=TODAY + timedelta(days=7),
        version=3,
        changed_at=datetime(2026, 11, 21, tzinfo=UTC),
        status=ActionStatus.DONE,
    )
    ((one, before),) = events(a_pilot_file(steps=(), actions=[action])).items()
    ((other, after),) = events(a_pilot_file(steps=(), actions=[later])).items()
    assert one == other
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
    assert str(after["SUMMARY"]).startswith("Done: ")
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert calendar_of(a_pilot_file()).content == calendar_of(a_pilot_file()).content, "the clock is not in it"


def test_a_dropped_action_leaves_the_calendars_that_have_it() -> None:
    dropped = an_action("Ask", due=TODAY, status=ActionStatus.DROPPED)
    (event,) = events(a_pilot_file(steps=(), actions=[dropped])).values()
    assert str(event["STATUS"]) == "CANCELLED"


def test_nothing_with_a_day_is_told() -> None:
    with pytest.raises(Refused, match="due date"):
        calendar_of(a_pilot_file(steps=(), actions=[an_action()]))


@given(st.text(max_size=120), st.text(max_size=300), st.dates(date(1970, 1, 1), date(2100, 12, 31)))
@settings(deadline=None)
def test_any_text_and_day_come_back_as_they_were(title: str, detail: str, due: date) -> None:
    try:
        title = clean_text(title, what="title", longest=LINE) or "x"
        detail = clean_text(detail, what="detail", longest=NOTE, lines=True)
    except Invalid:
        return
    (event,) = events(a_pilot_file(steps=(), actions=[an_action(title, id="one", detail=detail, due=due)])).values()
    assert str(event["SUMMARY"]) == f"Due: {title} (Invoice triage)"
    assert event["DTSTART"].dt == due
    kept = [line for line in detail.split("\n") if line.strip()]
    assert str(event.get("DESCRIPTION", "")).split("\n") == (kept or [""])
