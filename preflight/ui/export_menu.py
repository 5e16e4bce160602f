"""The small menu beside a chart that takes it along: as a picture, a slide or a document."""

from __future__ import annotations

from dataclasses import dataclass

from preflight.exports.chart_kinds import CHART_NAMES, ChartKind
from preflight.ui import drawn


@dataclass(frozen=True, slots=True)
class Taken:
    """Which chart the menu takes: its kind and its assessment's id. `beside` are the ids of the earlier ones that it is
    held against, none for the usual ones; `says` tells its dates."""

    kind: ChartKind
    assessment_id: str
    says: str = ""
    beside: tuple[str, ...] = ()


def take_menu(taken: Taken) -> None:
    """The menu, in the upper right corner of the container around it, where it takes no room."""
    data = {
        "assessment": taken.assessment_id,
        "chart": taken.kind.value,
        "name": CHART_NAMES[taken.kind],
        "says": taken.says,
        "beside": list(taken.beside),
    }
    drawn.export_menu(data, key=f"take_{taken.kind.value}")
