"""One order, one file: what can be asked for, and who makes it. The command line and the app both come through here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from preflight.exports.chart_kinds import ChartKind, Ground, PictureForm, PictureSize
from preflight.exports.deck.model import SlideKind


class Format(StrEnum):
    """What an order asks for."""

    DECK = "deck"
    REPORT = "report"
    CHART = "chart"
    WORKBOOK = "workbook"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"
    FORM = "form"
    """The questionnaire as an XLSX form to fill in offline, with the answers so far."""
    BUNDLE = "bundle"
    """A zip with every format of every assessment of a project, or of everything."""


Progress = Callable[[int, int, str], None]
"""Is told (steps done, steps in all, what is being made)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for. `assessment` and `project` are ids: a bundle of neither is of everything; JSON of a project
    holds all its assessments; each other format wants an assessment. `slides` empty means the usual ones, `history`
    the usual ones of a project's history. `template` is the id of a kept template. `beside` are the ids of the earlier
    assessments that a chart is held against, in place of the usual ones."""

    format: Format
    assessment: str | None = None
    project: str | None = None
    chart: ChartKind | None = None
    form: PictureForm = PictureForm.PNG
    size: PictureSize = PictureSize.FULL_HD
    ground: Ground = Ground.WHITE
    slides: tuple[SlideKind, ...] = ()
    history: bool = False
    template: str | None = None
    beside: tuple[str, ...] = ()
