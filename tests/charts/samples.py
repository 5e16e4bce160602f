"""Radars, bands and labels for the tests of charts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from preflight.charts.history_radar import DatedRadar
from preflight.charts.series import RadarSeries, SeriesKind
from preflight.charts.theme import DARK, LIGHT
from preflight.domain.questionnaire import Band

PALETTES = (LIGHT, DARK)
BANDS = (
    Band(id="not-ready", title="Not ready", start=Fraction(0)),
    Band(id="conditional", title="Conditional", start=Fraction(1, 2)),
    Band(id="ready", title="Ready", start=Fraction(3, 4)),
)
HOSTILE = '<a href="https://x.example">L</a> & <b>B</b> $x$ %{y} \'"'
SIXTY = "Reliability on the full messy variety of real inputs, always"
NAMES = (
    "Reliability",
    "Integration",
    "Operations",
    "Governance",
    "Data readiness",
    "Security",
    "Adoption",
    "Value",
    "Cost and latency",
    "Monitoring",
    "Incident handling",
    "Ownership",
    "Rollback",
    "Compliance",
    "Change management",
)
DATES = tuple(date(2026, month, 1 + 2 * month) for month in range(1, 10))

fractions = st.fractions(min_value=0, max_value=1, max_denominator=60)
scores = st.one_of(st.none(), fractions)
any_text = st.text(max_size=70) | st.sampled_from([HOSTILE, SIXTY, "", "w" * 60, "日本語" * 20, "a\x00b\ud800c"])


def titles(count: int, *, long: bool = False) -> tuple[str, ...]:
    return tuple(f"{SIXTY[:57]} {place:02}" if long else NAMES[place] for place in range(count))


def values(names: Sequence[str], start: int = 3, gaps: Sequence[int] = ()) -> list[tuple[str, Fraction | None]]:
    return [(n, None if i in gaps else Fraction((i * 7 + start) % 11 + 4, 16)) for i, n in enumerate(names)]


def radar(count: int, *, long: bool = False, gaps: Sequence[int] = (), last: bool = True) -> list[RadarSeries]:
    """Last time, evidenced and claimed scores of so many dimensions."""
    names = titles(count, long=long)
    claimed = values(names, gaps=gaps)
    evidenced = [(name, None if score is None else score / 2) for name, score in claimed]
    series = [
        RadarSeries(name="With evidence", kind=SeriesKind.EVIDENCED, values=evidenced),
        RadarSeries(name="Claimed", kind=SeriesKind.CLAIMED, values=claimed),
    ]
    before = RadarSeries(name="Last time, 1 Mar 2026", kind=SeriesKind.LAST, values=values(names, start=5))
    return [before, *series] if last else series


def dated(count: int, dates: int) -> list[DatedRadar]:
    names = titles(count)
    return [
        DatedRadar(on=on, values=values(names, start=place), evidenced=[(n, Fraction(place, 20)) for n in names])
        for place, on in enumerate(DATES[:dates])
    ]


def texts_in(figure: Any) -> Iterator[str]:
    """Every string that Plotly reads as its small HTML: names, texts, hover texts, labels, titles, notes."""
    read = {"name", "text", "hovertext", "ticktext", "label", "prefix", "title"}

    def walk(part: Any, key: str) -> Iterator[str]:
        if isinstance(part, dict):
            for name, value in part.items():
                yield from walk(value, name)
        elif isinstance(part, (list, tuple)):
            for value in part:
                yield from walk(value, key)
        elif isinstance(part, str) and key in read:
            yield part

    yield from walk(figure.to_plotly_json(), "")


OURS = re.compile(r'<br>|<span style="color:#[0-9A-F]{6}">|</span>')


def without_our_tags(text: str) -> str:
    return OURS.sub("", text)
