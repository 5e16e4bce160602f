"""What stands behind trend lines: the bands as soft zones with their names, and the dates of the axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from preflight.charts.geometry import axis_ticks, spread
from preflight.charts.house import LEADING, Part
from preflight.charts.lettering import text_width, wrapped
from preflight.charts.theme import BandColour, Palette, band_colour
from preflight.charts.timeline import Timeline
from preflight.charts.words import MONTHS, literal
from preflight.domain.figures import scale_end
from preflight.domain.questionnaire import Band


def date_span(timeline: Timeline) -> tuple[date, date]:
    """The first and the last day of the axis: a little room before the first, two weeks round a single date."""
    first, last = timeline.slots[0][0], timeline.slots[-1][0]
    if first == last:
        return first - timedelta(days=14), last + timedelta(days=14)
    return first - max((last - first) * 0.03, timedelta(days=1)), last


def date_ticks(dates: Sequence[date], first: date, last: date, width: float, letters: float) -> list[tuple[date, str]]:
    """As many of the dates as have room for their words, from the newest back; the year where it begins or changes."""
    room = letters * 4.2 / max(width, 1) * (last - first).days
    chosen: list[date] = []
    for on in sorted(set(dates), reverse=True):
        if not chosen or (chosen[-1] - on).days >= room:
            chosen.append(on)
    chosen.reverse()
    words = []
    for place, on in enumerate(chosen):
        year = f"<br>{on.year}" if place == 0 or chosen[place - 1].year != on.year else ""
        words.append((on, f"{on.day} {MONTHS[on.month - 1]}{year}"))
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A band behind the lines, from `start` to `end` (0 to 1 up the plot), with its name in lines."""

    start: float
    end: float
    words: tuple[str, ...]
    colours: BandColour


def zones_of(bands: Sequence[Band], palette: Palette, *, plot: float, letters: float) -> list[Zone]:
    """A zone for each band that covers a part of the scale; `plot` is the height of it all, `letters` of the names."""
    zones = []
    for place, band in enumerate(bands):
        start = min(max(float(band.start), 0.0), 1.0)
        end = min(float(bands[place + 1].start), 1.0) if place + 1 < len(bands) else 1.0
        if end > start:
            room = max(1, min(3, int((end - start) * plot / (letters * LEADING))))
            words = wrapped(band.title, 18, room)
            zones.append(Zone(start=start, end=end, words=words, colours=band_colour(place, len(bands), palette)))
    return zones


def band_zones(
    bands: Sequence[Band], *, out_of: Fraction | int, palette: Palette, plot: float, letters: float
) -> tuple[list[Part], list[Part], float]:
    """A soft zone for each band, its name to the left of it, and the room to the left that names and ticks take."""
    numbers = max(text_width(scale_end(tick), letters) for tick in axis_ticks(out_of)) + letters * 1.2
    small = letters * 0.9
    zones: list[Part] = []
    named: list[tuple[float, tuple[str, ...], str]] = []
    for zone in zones_of(bands, palette, plot=plot, letters=small):
        edges: Part = {"type": "rect", "xref": "paper", "yref": "paper", "x0": 0, "x1": 1}
        place: Part = {"y0": zone.start, "y1": zone.end, "fillcolor": zone.colours.fill}
        zones.append({**edges, **place, "line": {"width": 0}, "layer": "below"})
        named.append(((zone.start + zone.end) / 2, zone.words, zone.colours.text))
    sizes = [len(words) * small * LEADING for _, words, _ in named]
    middles = spread([share * plot for share, _, _ in named], sizes, 0, plot)
    notes: list[Part] = [
        {
            "text": "<br>".join(map(literal, words)),
            "x": 0,
            "xref": "paper",
            "xanchor": "right",
            "xshift": -numbers,
            "y": middle / plot,
            "yref": "paper",
            "yanchor": "middle",
            "align": "right",
            "borderpad": 0,
            "showarrow": False,
            "font": {"color": colour, "size": small, "weight": 600},
        }
        for (_, words, colour), middle in zip(named, middles, strict=True)
    ]
    wide = max((text_width(line, small) for _, words, _ in named for line in words), default=0)
    return zones, notes, numbers + wide + letters * 0.6
