"""The small menu beside a chart that takes it along: as a picture, a slide or a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from preflight.domain.wording import day, listed
from preflight.exports.chart_kinds import CHART_NAMES, ChartKind
from preflight.services.results import History
from preflight.ui import drawn


@dataclass(frozen=True, slots=True)
class Taken:
    """Which chart the menu takes: its kind and its assessment's id. `beside` are the ids of the earlier ones that it is
    held against, none for the usual ones; `says` tells its dates."""

    kind: ChartKind
    assessment_id: str
    says: str = ""
    beside: tuple[str, ...] = ()


def taken_over_time(history: History, kind: ChartKind, chosen: Sequence[str] = ()) -> Taken:
    """The chart of the chosen runs (ids), of all where fewer than two are chosen; of those of the newest run's
    questionnaire where others join in, and the menu says so."""
    own = [run.assessment for run in history.runs if run.questionnaire.id == history.questionnaire.id]
    shown = [each for each in own if each.id in chosen]
    if len(shown) > 1 and len(shown) == len(chosen):
        *beside, last = shown
        return Taken(kind, last.id, listed([day(each.date) for each in shown]), tuple(each.id for each in beside))
    dates = f"{day(own[0].date)} to {day(own[-1].date)}"
    says = dates if len(own) == len(history.runs) else f"{history.questionnaire.title} alone, {dates}"
    return Taken(kind, own[-1].id, says)


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
