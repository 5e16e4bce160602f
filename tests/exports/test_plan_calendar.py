"""The plan in a calendar: every step on its days, the decision on one; what changes is moved, never doubled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import icalendar

from preflight.domain.pilot import PilotStep
from preflight.exports.calendar import calendar_of
from tests.builders import TODAY, question, questionnaire, section
from tests.domain.plans import a_plan
from tests.exports.dossiers import a_dossier


def _events(steps: Sequence[PilotStep]) -> dict[str, Any]:
    file = a_dossier(questionnaire(section("a", question("a.q"))), {"a.q": "3"}, on=TODAY).pilot
    made = calendar_of(replace(file, steps=tuple(steps)))
    calendar = icalendar.Calendar.from_ical(made.content)
    return {str(each["UID"]): each for each in calendar.walk("VEVENT")}


def test_every_step_takes_its_days_and_the_decision_one() -> None:
    found = {str(each["SUMMARY"]).split(" (")[0]: each for each in _events(a_plan()).values()}
    assert len(found) == 6
    days = {name: (each["DTSTART"].dt, each["DTEND"].dt) for name, each in found.items()}
    assert days["Go or no-go"] == (date(2026, 11, 2), date(2026, 11, 3))
    assert days["Pilot run"] == (date(2026, 9, 28), date(2026, 11, 2)), "the end is the day after"
    assert "weeks 4 to 8" in str(found["Pilot run"]["DESCRIPTION"])


def test_a_step_that_moved_is_the_same_event_with_a_higher_sequence() -> None:
    steps = a_plan()
    moved = replace(steps[4], start=steps[4].start + timedelta(days=7), end=steps[4].end + timedelta(days=7), version=2)
    before, after = _events(steps), _events([*steps[:4], moved, steps[5]])
    assert before.keys() == after.keys()
    (changed,) = (uid for uid in before if before[uid]["DTSTART"].dt != after[uid]["DTSTART"].dt)
    assert (before[changed]["SEQUENCE"], after[changed]["SEQUENCE"]) == (0, 1)
