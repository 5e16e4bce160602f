"""Which maker makes which format. Each is imported when it is first needed: one format's libraries don't slow the start
of another's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from preflight.domain.errors import Invalid
from preflight.exports.files import ExportFile
from preflight.exports.orders import Format, Order
from preflight.services.dossier import Dossier
from preflight.services.pilot_file import PilotFile


def made_of(dossier: Dossier, order: Order, template: bytes | None = None) -> ExportFile:
    """One file of a dossier that was read before: any format but JSON and the bundle. Raises Invalid."""
    return _MAKERS[order.format](dossier, order, template)


def made_of_project(file: PilotFile, made: Format) -> ExportFile:
    """A format of OF_PROJECT, of a project's file that was read before. Raises Refused where it would be empty."""
    return _PROJECT_MAKERS[made](file)


def _deck(dossier: Dossier, order: Order, template: bytes | None) -> ExportFile:
    from preflight.exports.deck.outline import deck_slides
    from preflight.exports.deck.writer import deck_file

    return deck_file(
        dossier, deck_slides(dossier, order.slides, history=order.history), template, history=order.history
    )


def _report(dossier: Dossier, order: Order, template: bytes | None) -> ExportFile:  # noqa: ARG001 - a maker
    from preflight.exports.report.report_file import report_file

    return report_file(dossier)


def _chart(dossier: Dossier, order: Order, template: bytes | None) -> ExportFile:
    from preflight.exports.pictures.chart_file import chart_file

    if order.chart is None:
        raise Invalid("Say which chart.")
    return chart_file(dossier, order.chart, order.form, order.size, order.ground, template=template)


def _workbook(dossier: Dossier, order: Order, template: bytes | None) -> ExportFile:  # noqa: ARG001 - a maker
    from preflight.exports.workbook.workbook_file import workbook_file

    return workbook_file(dossier)


def _csv(dossier: Dossier, order: Order, template: bytes | None) -> ExportFile:  # noqa: ARG001 - a maker
    from preflight.exports.answers_csv import csv_file

    return csv_file(dossier)


def _markdown(dossier: Dossier, order: Order, template: bytes | None) -> ExportFile:  # noqa: ARG001 - a maker
    from preflight.exports.summary_markdown import markdown_file

    return markdown_file(dossier)


def _form(dossier: Dossier, order: Order, template: bytes | None) -> ExportFile:  # noqa: ARG001 - a maker
    from preflight.exports.form_workbook import form_file

    return form_file(
        dossier.questionnaire,
        dossier.open.answers,
        dossier.project.name,
        assessed=dossier.assessment.date,
        on=dossier.on,
        open_to_change=not dossier.assessment.completed,
    )


def _jira(file: PilotFile) -> ExportFile:
    from preflight.exports.actions_csv import jira_file

    return jira_file(file)


def _github(file: PilotFile) -> ExportFile:
    from preflight.exports.actions_csv import github_file

    return github_file(file)


def _calendar(file: PilotFile) -> ExportFile:
    from preflight.exports.calendar import calendar_of

    return calendar_of(file)


def _decision(file: PilotFile) -> ExportFile:
    from preflight.exports.decision.decision_file import decision_file

    return decision_file(file)


_PROJECT_MAKERS: Final[dict[Format, Callable[[PilotFile], ExportFile]]] = {
    Format.JIRA: _jira,
    Format.GITHUB: _github,
    Format.CALENDAR: _calendar,
    Format.DECISION: _decision,
}
_MAKERS: Final[dict[Format, Callable[[Dossier, Order, bytes | None], ExportFile]]] = {
    Format.DECK: _deck,
    Format.REPORT: _report,
    Format.CHART: _chart,
    Format.WORKBOOK: _workbook,
    Format.CSV: _csv,
    Format.MARKDOWN: _markdown,
    Format.FORM: _form,
}
