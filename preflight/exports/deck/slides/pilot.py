"""The pilot's plan on a calendar that can be edited, with the day of the decision and the review beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import ceil

from preflight.charts.series import SeriesKind
from preflight.domain.headlines_to_decide import pilot_headline
from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.pilot_plan import (
    WEEK,
    PlanProblem,
    decision_date,
    passed_words,
    plan_start,
    plan_warnings,
    review_step,
    undecided_days,
    week_of,
)
from preflight.domain.plan_words import span_words
from preflight.domain.wording import counted, day, number_of
from preflight.exports.deck.model import (
    ChartForm,
    ChartSeries,
    Layout,
    NativeChart,
    Paragraph,
    Size,
    Slide,
    SlideKind,
    Tone,
    Words,
    day_number,
)
from preflight.exports.deck.slides.parts import heading, plain_slide, remark, slide
from preflight.services.dossier import Dossier

MOST_TICKS = 6


def pilot_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """The steps as native bars from day to day; what has to be decided when, in words."""
    file = dossier.pilot
    title = pilot_headline(file.steps, file.decisions, file.on)
    if not file.steps:
        return plain_slide(dossier, SlideKind.PILOT, title, "Lay the plan out from the pilot’s first day.")
    return (
        slide(
            dossier,
            SlideKind.PILOT,
            Layout.CHART_AND_WORDS,
            title,
            plan_chart(file.steps),
            Words(paragraphs=tuple(_words(dossier))),
            notes=[
                "The plan is laid out from production backwards: what that requires comes first.",
                "The review comes while there is still time to change what it finds.",
                *(_told(step) for step in _in_order(file.steps)),
                *(each.sentence for each in plan_warnings(file.steps, file.decisions, file.on)),
                f"As it stood on {day(file.on)}.",
            ],
        ),
    )


def plan_chart(steps: Sequence[PilotStep]) -> NativeChart:
    """The steps by their first day, over whole weeks of the plan; at least one."""
    ordered = _in_order(steps)
    start = min(each.start for each in ordered)
    start = min(start, plan_start(ordered) or start)
    weeks = max(week_of(start, each.end) for each in ordered)
    step = WEEK * ceil(weeks / MOST_TICKS)
    most = day_number(start) + step * ceil(weeks * WEEK / step)
    return NativeChart(
        form=ChartForm.SPANS,
        categories=tuple(map(_label, ordered)),
        series=(
            ChartSeries(name="Begins", values=tuple(float(day_number(each.start)) for each in ordered)),
            ChartSeries(
                name="Days",
                values=tuple(float((each.end - each.start).days + 1) for each in ordered),
                kinds=tuple(map(_kind, ordered)),
            ),
        ),
        least=float(day_number(start)),
        most=float(most),
        step=float(step),
        alt=f"Calendar of {number_of(len(ordered), 'step')}. {' '.join(map(_told, ordered))}",
    )


def _in_order(steps: Sequence[PilotStep]) -> list[PilotStep]:
    return sorted(steps, key=lambda each: (each.start, each.end, each.position))


def _label(step: PilotStep) -> str:
    """A step as its bar is called; whether it is done is not told by a colour alone."""
    return f"{step.title}, done" if step.done_on else step.title


def _kind(step: PilotStep) -> SeriesKind:
    if step.kind is StepKind.DECISION:
        return SeriesKind.TARGET
    return SeriesKind.EVIDENCED if step.done_on else SeriesKind.CLAIMED


def _told(step: PilotStep) -> str:
    """A step in a sentence: "Pilot run: 12 October to 15 November 2026, Ada Quispe."."""
    done = f", done on {day(step.done_on)}" if step.done_on else ""
    return f"{step.title}: {span_words(step.start, step.end)}{f', {step.owner}' if step.owner else ''}{done}."


def _words(dossier: Dossier) -> Iterator[Paragraph]:
    file = dossier.pilot
    due, start = decision_date(file.steps), plan_start(file.steps)
    assert start is not None, "a plan with steps has a start"
    yield heading("Go or no-go")
    if due is None:
        yield Paragraph(text="No day is set", size=Size.LEAD, tone=Tone.WARN)
    else:
        passed = undecided_days(file.steps, file.decisions, file.on)
        yield Paragraph(text=day(due), size=Size.LEAD, tone=Tone.INK if passed is None else Tone.BAD)
        yield remark(f"Week {week_of(start, due)}, {_standing(dossier, due, passed)}.")
    yield heading("Review by security and compliance")
    yield from _review(file.steps, start, file.on)
    yield heading("Today")
    week, last = week_of(start, file.on), max(week_of(start, each.end) for each in file.steps)
    yield Paragraph(text=_today(week, last), size=Size.LEAD)
    yield remark(f"{day(file.on)}.")
    for each in plan_warnings(file.steps, file.decisions, file.on):
        if each.problem is PlanProblem.DECISION_BEFORE_END:
            yield Paragraph(text=each.sentence, tone=Tone.WARN)


def _review(steps: Sequence[PilotStep], start: date, on: date) -> Iterator[Paragraph]:
    review = review_step(steps)
    if review is None:
        yield Paragraph(text="None is planned", size=Size.LEAD, tone=Tone.WARN)
    elif review.done_on:
        yield Paragraph(text=f"Done on {day(review.done_on)}", size=Size.LEAD)
    else:
        late = review.end < on
        week = week_of(start, review.start)
        yield Paragraph(text=f"Week {week}: {day(review.start)}", size=Size.LEAD, tone=Tone.BAD if late else Tone.INK)
        if late:
            yield remark(f"Planned to end on {day(review.end)}, and not marked as done.")


def _today(week: int, last: int) -> str:
    if week < 1:
        return f"{counted(1 - week).capitalize()} week{'' if week == 0 else 's'} before it begins"
    return f"Week {week} of {last}" if week <= last else "After the last week"


def _standing(dossier: Dossier, due: date, passed: int | None) -> str:
    """Whether it is still to be decided, was, or ought to have been."""
    if passed is not None:
        return passed_words(passed)
    decisions, on = dossier.pilot.decisions, dossier.pilot.on
    return f"decided on {day(decisions[-1].decided_on)}" if due < on and decisions else _away(due, on)


def _away(due: date, on: date) -> str:
    days = (due - on) // timedelta(days=1)
    if days == 0:
        return "today"
    return f"in {number_of(days, 'day')}" if days > 0 else f"{number_of(-days, 'day')} ago"
