"""Radars over time, laid over one another: the newest strong, the older ones ever fainter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import plotly.graph_objects as go

from preflight.charts.colour import mix
from preflight.charts.radar import readiness_figure
from preflight.charts.radar_board import WIDTH
from preflight.charts.series import DASHES, RadarSeries, SeriesKind, SeriesLook, align, look
from preflight.charts.series import radar_rows as series_rows
from preflight.charts.theme import Palette
from preflight.charts.words import day, shown_of
from preflight.domain.questionnaire import Band


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRadar:
    """The scores of one assessment by dimension, claimed and (where known) evidenced, each 0 to 1 or None."""

    on: date
    values: Mapping[str, Fraction | None] | Sequence[tuple[str, Fraction | None]]
    evidenced: Mapping[str, Fraction | None] | Sequence[tuple[str, Fraction | None]] | None = None
    name: str = ""

    @property
    def title(self) -> str:
        return self.name or day(self.on)


def history_radar_figure(
    radars: Sequence[DatedRadar],
    *,
    out_of: Fraction | int,
    palette: Palette,
    bands: Sequence[Band] = (),
    width: int = WIDTH,
    height: int | None = None,
    scale: float = 1.0,
) -> go.Figure:
    """The outlines of the dates over one another: the newest strong, with its scores, the older ones ever fainter."""
    series = dated_series(radars)
    return readiness_figure(
        series,
        out_of=out_of,
        palette=palette,
        bands=bands,
        styles=aged_looks(len(series), palette),
        width=width,
        height=height,
        scale=scale,
    )


def dated_series(radars: Sequence[DatedRadar]) -> list[RadarSeries]:
    """One outline for each date, the oldest first and the newest as the claimed one, named after their dates."""
    ordered = sorted(radars, key=lambda one: one.on)
    kinds = [SeriesKind.OTHER] * (len(ordered) - 1) + [SeriesKind.CLAIMED]
    return [
        RadarSeries(name=one.title, kind=kind, values=one.values) for one, kind in zip(ordered, kinds, strict=False)
    ]


def history_radar_rows(radars: Sequence[DatedRadar], out_of: Fraction | int) -> list[dict[str, str | float | None]]:
    """The dates as a table: a row for each dimension, a column for each date."""
    return series_rows(dated_series(radars), out_of)


def history_radar_summary(radars: Sequence[DatedRadar], out_of: Fraction | int) -> str:
    """The overlay in a sentence or two, for its accessible name."""
    series = dated_series(radars)
    if not series:
        return "Radars over time, without dates."
    lined = align(series)
    words = f"Radars of {len(lined.dimensions)} dimensions on {', '.join(one.name for one in series)}."
    newest = [(score, place) for place, score in enumerate(lined.scores[-1]) if score is not None]
    if not newest:
        return words
    least, place = min(newest)
    return f"{words} Weakest now: {lined.dimensions[place]}, {shown_of(least, out_of)}."


def aged_looks(count: int, palette: Palette) -> list[SeriesLook]:
    """The newest as a claimed outline; the older ones thinner and paler, each with a dash and marker of its own."""
    return [_aged(place, count, palette) for place in range(count)]


def _aged(place: int, count: int, palette: Palette) -> SeriesLook:
    newest = look(SeriesKind.CLAIMED, palette)
    age = count - 1 - place
    if age == 0:
        return newest
    dash, marker = _AGED[(age - 1) % len(_AGED)]
    share = place / (count - 1)
    return SeriesLook(
        colour=mix(palette.last, palette.claimed, share * 0.5),
        text=palette.muted,
        dash=dash,
        dashes=dict(DASHES)[dash],
        marker=marker,
        width=1.5 + share,
        fill=0,
        size=8 + share,
    )


_AGED = (
    ("dash", "diamond"),
    ("dot", "square"),
    ("dashdot", "triangle-up"),
    ("longdash", "triangle-down"),
    ("solid", "x"),
)
