"""One chart as a slide: what its picture shows, as a native chart or table over the whole of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from preflight.exports.chart_kinds import ChartKind
from preflight.exports.charted import heat_dimensions, movements, radar_outlines
from preflight.exports.deck.model import Layout, Part, Slide, SlideKind
from preflight.exports.deck.slides.changes import changes_chart
from preflight.exports.deck.slides.heat_columns import heat_tables
from preflight.exports.deck.slides.parts import dimension_chart, draft_words, slide
from preflight.exports.deck.slides.radars import radars_chart
from preflight.exports.deck.slides.trend import EVEN, trend_chart
from preflight.exports.deck.theme import DeckTheme
from preflight.exports.pictures.told import Told, told_of
from preflight.services.dossier import Dossier


class _Made(NamedTuple):
    """What is on the slide (each part has one of its own), and how to read it."""

    kind: SlideKind
    parts: tuple[Part, ...]
    reading: str


def chart_slides(dossier: Dossier, kind: ChartKind, theme: DeckTheme) -> tuple[Slide, ...]:
    """The chart, of which there must be something to draw, on one slide of the theme; a table of very many questions
    on as few as can be read."""
    told = told_of(dossier, kind)
    made = _MAKERS[kind](dossier, told, theme)
    layout = Layout.TABLE if kind is ChartKind.HEAT else Layout.CHART
    count = len(made.parts)
    return tuple(
        slide(
            dossier,
            made.kind,
            layout,
            told.title if count == 1 else f"{told.title} ({place} of {count})",
            part,
            notes=[f"{told.subtitle}.", told.summary, made.reading, draft_words(dossier)],
        )
        for place, part in enumerate(made.parts, start=1)
    )


def _radar(dossier: Dossier, told: Told, theme: DeckTheme) -> _Made:  # noqa: ARG001 - a maker
    chart = dimension_chart(radar_outlines(dossier), dossier.score.out_of, told.summary)
    return _Made(SlideKind.RADAR, (chart,), "Where there is no score there is a gap, not a zero.")


def _trend(dossier: Dossier, told: Told, theme: DeckTheme) -> _Made:  # noqa: ARG001 - a maker
    return _Made(SlideKind.TREND, (trend_chart(dossier, mean=True),), EVEN)


def _radars(dossier: Dossier, told: Told, theme: DeckTheme) -> _Made:  # noqa: ARG001 - a maker
    return _Made(SlideKind.RADARS, (radars_chart(dossier),), "The solid outline is the newest.")


def _heat(dossier: Dossier, told: Told, theme: DeckTheme) -> _Made:  # noqa: ARG001 - a maker
    reading = "The deeper the colour of a cell, the higher its level. One without colour is no level, and no low one."
    return _Made(SlideKind.HEAT, heat_tables(heat_dimensions(dossier), theme), reading)


def _moved(dossier: Dossier, told: Told, theme: DeckTheme) -> _Made:  # noqa: ARG001 - a maker
    chart = changes_chart(movements(dossier), dossier.score.out_of, theme)
    return _Made(SlideKind.MOVED, (chart,), "Gains go to the right, losses to the left.")


_MAKERS: Final[Mapping[ChartKind, Callable[[Dossier, Told, DeckTheme], _Made]]] = {
    ChartKind.RADAR: _radar,
    ChartKind.TREND: _trend,
    ChartKind.RADARS: _radars,
    ChartKind.HEAT: _heat,
    ChartKind.MOVED: _moved,
}
