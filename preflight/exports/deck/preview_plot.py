"""What a preview's chart is drawn from, whatever its form."""

from __future__ import annotations

from dataclasses import dataclass

from preflight.charts.series import SeriesLook
from preflight.charts.theme import Palette
from preflight.exports.deck.model import NativeChart
from preflight.exports.deck.radar_scale import scale_ticks
from preflight.exports.deck.theme import Rectangle


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A chart and its place: `room` is that of the plot without its labels, `reach` that of all. `labels` are the
    categories in lines, of which each `skip`th is drawn, `size` their letters in points and
    `figure_size` those behind bars."""

    chart: NativeChart
    room: Rectangle
    labels: tuple[tuple[str, ...], ...]
    size: float
    looks: tuple[SeriesLook, ...]
    palette: Palette
    unit: float
    reach: Rectangle
    skip: int = 1
    figure_size: float = 0.0

    @property
    def ticks(self) -> tuple[float, ...]:
        """The numbers of the scale, from one end to the other."""
        return scale_ticks(self.chart)

    def share(self, value: float) -> float:
        """A value's place on the scale, from 0 to 1."""
        whole = self.chart.most - self.chart.least
        return min(max((value - self.chart.least) / whole, 0.0), 1.0) if whole else 0.0
