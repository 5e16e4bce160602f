"""The plan as a picture: every step inside it with its days, text never markup, and a passed decision said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.charts.gantt import GanttChart, gantt_chart
from preflight.charts.svg import Drawing
from preflight.charts.svg_gantt import gantt_drawing, gantt_summary, gantt_svg
from preflight.charts.theme import DARK, LIGHT, Palette
from preflight.domain.pilot import PilotStep
from tests.charts.drawings import NS, outside, root_of, run_together, texts_of, words_of
from tests.charts.samples import HOSTILE, any_text
from tests.domain.plans import START, a_decision, a_plan, a_step

DUE = date(2026, 11, 2)
WIDTH, HEIGHT = 1200.0, 500.0


def _chart(steps: list[PilotStep], on: date = START, **more: int) -> GanttChart:
    chart = gantt_chart(steps, (), on, **more)
    assert chart is not None
    return chart


def test_a_chart_is_whole_weeks_of_the_plan_with_months_above() -> None:
    chart = _chart(a_plan())
    assert (chart.first, chart.days, chart.origin, chart.today, chart.review_until) == (START, 84, 0, 0, 28)
    assert [each.words for each in chart.weeks] == [f"{number}" for number in range(1, 13)]
    assert [each.words for each in chart.months] == ["September 2026", "October 2026", "November 2026"]
    assert sum(each.days for each in chart.months) == chart.days
    assert _chart(a_plan(), spare_weeks=2).days == 98
    assert gantt_chart([], (), START) is None


def test_what_begins_before_week_1_stands_to_its_left() -> None:
    chart = _chart([a_step(start=START - timedelta(days=10)), *a_plan()])
    assert (chart.first, chart.origin, chart.rows[0].at) == (START - timedelta(days=14), 14, 4)
    assert [each.words for each in chart.weeks][:3] == ["", "", "1"]


@pytest.mark.parametrize(
    ("on", "today", "days"),
    [
        (START - timedelta(days=1), None, 84),
        (START, 0, 84),
        (DUE + timedelta(days=60), 116, 119),
        (START + timedelta(days=83 + 182), 265, 266),
        (START + timedelta(days=83 + 183), None, 84),
    ],
)
def test_today_is_drawn_while_it_is_near(on: date, today: int | None, days: int) -> None:
    chart = _chart(a_plan(), on)
    assert (chart.today, chart.days) == (today, days)


def test_a_passed_decision_date_reaches_to_today_until_it_is_decided() -> None:
    chart = _chart(a_plan(), DUE + timedelta(days=12))
    assert chart.undecided is not None
    assert (chart.undecided.at, chart.undecided.days) == (56, 12)
    assert "2 Nov: 12 days ago, and nothing was decided" in texts_of(_drawn(chart))
    assert "12 days ago, and nothing was decided" in gantt_summary(chart)
    decided = gantt_chart(a_plan(), [a_decision(DUE)], DUE + timedelta(days=12))
    assert decided is not None
    assert decided.undecided is None


def _drawn(chart: GanttChart) -> Drawing:
    return gantt_drawing(chart, palette=LIGHT, width=WIDTH, height=HEIGHT)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda each: each.name)
def test_every_step_stands_in_the_picture_with_its_days(palette: Palette) -> None:
    chart = _chart(a_plan(review={"done_on": date(2026, 10, 1)}), date(2026, 10, 20))
    drawing = gantt_drawing(chart, palette=palette, width=WIDTH, height=HEIGHT)
    assert drawing.height <= HEIGHT
    assert not outside(drawing, WIDTH, HEIGHT)
    words = texts_of(drawing)
    for row in chart.rows:
        assert row.step.title in words
    assert {"7–20 Sep", "✓ 28 Sep – 4 Oct", "2 Nov", "Today", "Week"} <= set(words)
    bars = [each for each in root_of(drawing).iter(f"{NS}rect") if each.get("rx")]
    assert len(bars) == 6, "five bars and today's flag; the decision is a diamond"
    assert len([*root_of(drawing).iter(f"{NS}polygon")]) == 1


def test_where_there_is_little_room_less_is_said_but_never_over_a_name() -> None:
    chart = _chart(a_plan(), DUE + timedelta(days=12))
    drawing = gantt_drawing(chart, palette=LIGHT, width=420, height=400)
    name = next(word for word in words_of(drawing) if word.text == "Go or no-go")
    said = next(word for word in words_of(drawing) if word.text.startswith("2 Nov"))
    assert said.text in {"2 Nov: 12 days ago", "2 Nov"}
    assert said.left > name.right


@pytest.mark.parametrize(("width", "height", "letters"), [(1200, 300, 20), (600, 400, 20), (1200, 900, 30)])
def test_sixty_steps_over_three_years_stay_inside(width: float, height: float, letters: float) -> None:
    many = [a_step(start=START + timedelta(days=18 * n), id=f"{n}", title=f"Step {n}") for n in range(54)]
    chart = _chart([*a_plan(), *many], START)
    drawing = gantt_drawing(chart, palette=LIGHT, width=width, height=height, letters=letters)
    assert not outside(drawing, width, drawing.height)
    assert len(chart.weeks) < 30


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_from_people_is_never_markup(hostile: str) -> None:
    drawing = _drawn(_chart(a_plan(run={"title": hostile})))
    root_of(drawing)
    assert "".join(hostile.split()) in run_together(drawing) or not hostile.isprintable()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(any_text, st.integers(-400, 900), st.integers(0, 500), st.booleans()), max_size=8))
def test_any_plan_is_drawn(rows: list[tuple[str, int, int, bool]]) -> None:
    added = [
        a_step(
            start=START + timedelta(days=first),
            end=START + timedelta(days=first + days),
            id=f"{number}",
            title=title,
            done_on=START if done else None,
        )
        for number, (title, first, days, done) in enumerate(rows)
    ]
    chart = _chart([*a_plan(), *added], DUE)
    assert all(row.at >= 0 and row.at + row.days <= chart.days for row in chart.rows)
    root_of(_drawn(chart))


@given(st.integers(-3000, 3000))
def test_another_start_draws_the_same_chart(days: int) -> None:
    by = timedelta(days=days)
    shifted = [replace(each, start=each.start + by, end=each.end + by) for each in a_plan()]
    before, after = _chart(a_plan(), DUE), _chart(shifted, DUE + by)
    assert [row[1:3] for row in before.rows] == [row[1:3] for row in after.rows]
    assert (before.weeks, before.today, before.undecided) == (after.weeks, after.today, after.undecided)


def test_the_picture_tells_the_plan_to_who_can_not_see_it() -> None:
    picture = gantt_svg(_chart(a_plan()), palette=LIGHT)
    assert 'aria-label="Plan of the pilot"' in picture
    told = "Pilot run: 28 September to 1 November 2026, weeks 4 to 8."
    assert told in picture
