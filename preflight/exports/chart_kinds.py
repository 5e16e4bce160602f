"""Which charts leave the house, each with the name that it has on screen and in files."""

from __future__ import annotations

from enum import StrEnum


class ChartKind(StrEnum):
    """A chart of an assessment or of its project's history."""

    RADAR = "radar"
    """The dimensions now: claimed, with evidence, last time, target."""
    HEAT = "heat"
    """Every question, by dimension, with its level or state."""
    TREND = "trend"
    """Each dimension over time."""
    RADARS = "radars"
    """Radars over time, laid over one another."""
    MOVED = "moved"
    """What moved between the assessment before and this one, by question."""


class PictureForm(StrEnum):
    """As what a single chart leaves."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"
    PPTX = "pptx"


class PictureSize(StrEnum):
    """How many pixels a PNG has: 1920 x 1080 or 3840 x 2160."""

    FULL_HD = "1080p"
    ULTRA_HD = "4k"


class Ground(StrEnum):
    """What is behind a chart."""

    WHITE = "white"
    TRANSPARENT = "transparent"


CHART_NAMES = {
    ChartKind.RADAR: "Radar",
    ChartKind.HEAT: "Every question",
    ChartKind.TREND: "Trend by dimension",
    ChartKind.RADARS: "Radars over time",
    ChartKind.MOVED: "What moved",
}
"""What each chart is called, on screen and in file names."""
