"""What a preview's chart is drawn from, whatever its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from preflight.charts.series import SeriesLook
from preflight.charts.theme import Palette
from preflight.exports.deck.model import NativeChart
from preflight.exports.deck.theme import Rectangle

_MOST_TICKS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A chart and its place: `room` is that of the plot without its labels, `reach` that of all. `labels` are the
    categories in lines, `size` their letters in points."""

    chart: NativeChart
    room: Rectangle
    labels: tuple[tuple[str, ...], ...]
    size: float
    looks: tuple[SeriesLook, ...]
    palette: Palette
    unit: float
    reach: Rectangle

    @property
    def ticks(self) -> tuple[float, ...]:
        """The numbers of the scale, from 0 to its end."""
        most, step = self.chart.most, self.chart.step
        count = min(int(most / step + 1e-9), _MOST_TICKS) if step > 0 else 1
        return tuple(step * nth for nth in range(count + 1))

    def share(self, value: float) -> float:
        """A value's place on the scale, from 0 to 1."""
        return min(max(value / self.chart.most, 0.0), 1.0) if self.chart.most else 0.0
