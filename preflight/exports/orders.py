"""One order, one file: what can be asked for, and who makes it. The command line and the app both come through here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from preflight.exports.chart_kinds import CHART_NAMES, ChartKind, Ground, PictureForm, PictureSize
from preflight.exports.deck.model import SlideKind
from preflight.exports.files import file_name


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
    JIRA = "jira"
    """A project's actions as the CSV that Jira's importer takes."""
    GITHUB = "github"
    """A project's actions as CSV with the columns that GitHub's tools know."""
    CALENDAR = "calendar"
    """Everything of a project that has a day, as iCalendar."""
    DECISION = "decision"
    """The record of a project's decision on a page, or while nothing was decided the paper that prepares it."""
    PORTFOLIO_DECK = "portfolio-deck"
    PORTFOLIO_REPORT = "portfolio-report"
    PORTFOLIO_CSV = "portfolio-csv"
    AUDIT_JSON = "audit-jsonl"
    AUDIT_CSV = "audit-csv"
    BUNDLE = "bundle"
    """A zip with every format of every assessment of a project, or of everything."""


CALLED: Final = {
    Format.DECK: "deck",
    Format.REPORT: "report",
    Format.WORKBOOK: "workbook",
    Format.CSV: "answers",
    Format.JSON: "copy",
    Format.MARKDOWN: "summary",
    Format.FORM: "form",
    Format.JIRA: "actions for Jira",
    Format.GITHUB: "actions for GitHub",
    Format.CALENDAR: "calendar",
    Format.DECISION: "decision",
    Format.PORTFOLIO_DECK: "portfolio deck",
    Format.PORTFOLIO_REPORT: "portfolio",
    Format.PORTFOLIO_CSV: "portfolio",
    Format.AUDIT_JSON: "audit trail",
    Format.AUDIT_CSV: "audit trail",
    Format.BUNDLE: "everything",
}
"""What each format is called in its file's name; a chart bears its own name."""
OF_PROJECT: Final = (Format.JIRA, Format.GITHUB, Format.CALENDAR, Format.DECISION)
"""What is made of a project, not of one of its assessments."""
OF_PORTFOLIO: Final = (Format.PORTFOLIO_DECK, Format.PORTFOLIO_REPORT, Format.PORTFOLIO_CSV)
"""What is made of all projects, or of those that a filter leaves."""
OF_AUDIT: Final = (Format.AUDIT_JSON, Format.AUDIT_CSV)
"""What is made of the whole audit trail, and asks for Operation.AUDIT."""
PRODUCT: Final = "Preflight"
"""What stands in a file's name where it is of no single project."""
HISTORY_DECK: Final = "history deck"
_SUFFIXES: Final = {
    Format.DECK: "pptx",
    Format.REPORT: "pdf",
    Format.WORKBOOK: "xlsx",
    Format.CSV: "csv",
    Format.JSON: "json",
    Format.MARKDOWN: "md",
    Format.FORM: "xlsx",
    Format.JIRA: "csv",
    Format.GITHUB: "csv",
    Format.CALENDAR: "ics",
    Format.DECISION: "pdf",
    Format.PORTFOLIO_DECK: "pptx",
    Format.PORTFOLIO_REPORT: "pdf",
    Format.PORTFOLIO_CSV: "csv",
    Format.AUDIT_JSON: "jsonl",
    Format.AUDIT_CSV: "csv",
    Format.BUNDLE: "zip",
}

Progress = Callable[[int, int, str], None]
"""Is told (steps done, steps in all, what is being made)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for. `assessment` and `project` are ids: a bundle of neither is of everything; JSON of a project
    holds all its assessments; what is in OF_PROJECT wants a project, what is in OF_PORTFOLIO or OF_AUDIT neither, each
    other format an assessment. `which` is a filter of the portfolio, as its page's address says it (`stage=pilot`).
    `slides` empty means the usual ones, `history` the usual ones of a project's history. `template` is the id of a kept
    template. `beside`: ids of the earlier assessments that a chart is held against, in place of the usual ones."""

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
    which: str = ""


def name_of(order: Order, project: str, on: date) -> str:
    """What the file of an order that can be made will be called, of a project of this name and a day."""
    if order.format is Format.CHART and order.chart is not None:
        return file_name(project, chart_called(order.chart, order.form, order.size, order.ground), on, kind=order.form)
    what = HISTORY_DECK if order.format is Format.DECK and order.history else CALLED[order.format]
    return file_name(project, what, on, kind=_SUFFIXES[order.format])


def chart_called(kind: ChartKind, form: PictureForm, size: PictureSize, ground: Ground) -> str:
    """A chart's name in that of its file; where it is larger or clearer than usual it says so."""
    large = " 4K" if form is PictureForm.PNG and size is PictureSize.ULTRA_HD else ""
    clear = " transparent" if form is not PictureForm.PPTX and ground is Ground.TRANSPARENT else ""
    return f"{CHART_NAMES[kind].lower()}{large}{clear}"
