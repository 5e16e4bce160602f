"""A plan's steps as people say them: their days, their weeks, and how they stand."""

from __future__ import annotations

from datetime import date

from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.pilot_plan import week_of
from preflight.domain.wording import MONTHS, day

KIND_WORDS = {
    StepKind.REQUIREMENTS: "Requirements",
    StepKind.DESIGN: "Design",
    StepKind.REVIEW: "Review",
    StepKind.RUN: "Run",
    StepKind.DECISION: "Decision",
    StepKind.DEPLOYMENT: "Deployment",
    StepKind.OTHER: "The team's own",
}


def span_words(start: date, end: date) -> str:
    """From when to when: "7 to 20 September 2026", "28 September to 1 November 2026", "2 November 2026"."""
    if start == end:
        return day(start)
    if start.year != end.year:
        return f"{day(start)} to {day(end)}"
    if start.month != end.month:
        return f"{start.day} {MONTHS[start.month - 1]} to {day(end)}"
    return f"{start.day} to {day(end)}"


def short_span(start: date, end: date) -> str:
    """The same where there is little room and the year stands above: "7–20 Sep", "28 Sep – 1 Nov", "2 Nov"."""
    first, last = (f"{each.day} {MONTHS[each.month - 1][:3]}" for each in (start, end))
    if start == end:
        return last
    return f"{start.day}–{last}" if (start.year, start.month) == (end.year, end.month) else f"{first} – {last}"


def weeks_words(plan_start: date, start: date, end: date) -> str:
    """In which weeks of the plan: "weeks 4 to 8", "week 9"; what begins before week 1 says so."""
    first, last = week_of(plan_start, start), week_of(plan_start, end)
    if last < 1:
        return "before week 1"
    if first < 1:
        return f"from before week 1 to week {last}"
    return f"week {first}" if first == last else f"weeks {first} to {last}"


def standing_words(step: PilotStep, on: date) -> str:
    """How a step stands on a day. What nobody marked as done is not said to be under way: only its days are known."""
    if step.done_on:
        return f"Done {short_span(step.done_on, step.done_on)}"
    if on < step.start:
        return "Ahead"
    if step.kind is StepKind.DECISION:
        return "Today" if step.start == on else "Passed"
    return "Planned for now" if on <= step.end else "Not marked as done"
