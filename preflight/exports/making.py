"""From an order to its file: the command line and the app both come through here.

Each maker is imported when it is first needed: one format's libraries don't slow the start of another's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from preflight.access.about import SOME, WHOLE, About
from preflight.access.permissions import Operation
from preflight.domain.errors import Invalid
from preflight.domain.portfolio_filter import read_filter
from preflight.domain.project import Person
from preflight.exports.files import ExportFile
from preflight.exports.orders import OF_AUDIT, OF_PORTFOLIO, OF_PROJECT, Format, Order, Progress
from preflight.exports.portfolio.portfolio_files import made_of_portfolio
from preflight.services.auditing import EXPORTED as AUDIT_EXPORTED
from preflight.services.dossier import Dossier, dossier_of
from preflight.services.dossier_beside import held_against
from preflight.services.pilot_file import PilotFile, pilot_file_of
from preflight.services.portfolio import portfolio
from preflight.services.templates import template_content
from preflight.services.worked_out import work_out_all
from preflight.services.workspace import Workspace

EXPORTED: Final = "export"
"""The operation under which the audit trail tells of a file; of its own files it tells AUDIT_EXPORTED."""


def untold(done: int, steps: int, what: str) -> None:
    """A progress that nobody listens to."""


def make_file(
    workspace: Workspace, person: Person, order: Order, progress: Progress = untold, *, template: bytes | None = None
) -> ExportFile:
    """Make what is ordered, and put into the audit trail that it was. `template` is one that was read before, in place
    of a kept one.

    Raises Invalid for an order that can't be made, NotFound for an id that nothing has, and NotAllowed. `progress` is
    told before each step and at the end, within this call and its thread.
    """
    check_order(order)
    made = _made(workspace, person, order, progress, template)
    facts = {"format": order.format.value, "file": made.name, "bytes": len(made.content)}
    if order.which:
        facts["which"] = order.which
    told = AUDIT_EXPORTED if order.format in OF_AUDIT else EXPORTED
    workspace.tell(person, told, about_of(order), facts)
    return made


def about_of(order: Order) -> About:
    """What an order takes out: of an assessment, of a project, of all that the person may see, or of everything."""
    if order.format in OF_AUDIT:
        return WHOLE
    if order.assessment is not None:
        return About("assessment", order.assessment)
    return SOME if order.project is None else About("project", order.project)


def _made(workspace: Workspace, person: Person, order: Order, progress: Progress, template: bytes | None) -> ExportFile:
    if order.format is Format.JSON:
        return _json(workspace, person, order, progress)
    if order.format in OF_AUDIT:
        from preflight.exports.audit_file import audit_file

        workspace.require(person, Operation.AUDIT, WHOLE)
        return audit_file(workspace, person, order.format, progress)
    if order.format in OF_PROJECT:
        progress(0, 1, f"Making the {SPOKEN[order.format]}")
        workspace.require(person, Operation.EXPORT, About("project", order.project or ""))
        file = made_of_project(pilot_file_of(workspace, person, order.project or ""), order.format)
        progress(1, 1, "Ready")
        return file
    if order.template is not None:
        template = template_content(workspace, person, order.template)
    if order.format in OF_PORTFOLIO:
        return _of_portfolio(workspace, person, order, progress, template)
    if order.format is Format.BUNDLE:
        from preflight.exports.bundle import bundle_file

        return bundle_file(workspace, person, order, progress, template=template)
    progress(0, 2, "Reading what was answered")
    dossier = dossier_of(workspace, person, order.assessment or "")
    if order.beside:
        dossier = held_against(workspace, person, dossier, order.beside)
    progress(1, 2, f"Making the {SPOKEN[order.format]}")
    made = made_of(dossier, order, template)
    progress(2, 2, "Ready")
    return made


def made_of(dossier: Dossier, order: Order, template: bytes | None = None) -> ExportFile:
    """One file of a dossier that was read before: any format but JSON and the bundle. Raises Invalid."""
    return _MAKERS[order.format](dossier, order, template)


def made_of_project(file: PilotFile, made: Format) -> ExportFile:
    """A format of OF_PROJECT, of a project's file that was read before. Raises Refused where it would be empty."""
    return _PROJECT_MAKERS[made](file)


SPOKEN: Final = {
    Format.DECK: "deck",
    Format.REPORT: "report",
    Format.CHART: "chart",
    Format.WORKBOOK: "workbook",
    Format.CSV: "CSV file",
    Format.JSON: "JSON file",
    Format.MARKDOWN: "Markdown summary",
    Format.FORM: "form to fill in",
    Format.JIRA: "table for Jira",
    Format.GITHUB: "table for GitHub",
    Format.CALENDAR: "calendar",
    Format.DECISION: "decision record",
    Format.PORTFOLIO_DECK: "portfolio’s deck",
    Format.PORTFOLIO_REPORT: "portfolio’s report",
    Format.PORTFOLIO_CSV: "portfolio’s table",
    Format.AUDIT_JSON: "audit trail",
    Format.AUDIT_CSV: "audit trail’s table",
    Format.BUNDLE: "zip file",
}
"""What each format is called in a sentence."""


def check_order(order: Order) -> None:
    """Raises Invalid with a sentence for an order that nothing can be made from."""
    spoken = SPOKEN[order.format]
    if order.assessment is not None and order.project is not None:
        raise Invalid(f"Ask for the {spoken} of an assessment or of a project, not of both.")
    if order.format in OF_PORTFOLIO:
        if order.assessment is not None or order.project is not None:
            raise Invalid(f"The {spoken} is of all projects: ask for it without an assessment or a project.")
        read_filter(order.which)
        return
    if order.format in OF_AUDIT:
        if order.assessment is not None or order.project is not None or order.which:
            raise Invalid(f"The {spoken} is of everything: ask for it without an assessment, a project or a filter.")
        return
    if order.which:
        raise Invalid("Only the portfolio can be filtered.")
    if order.format is Format.BUNDLE:
        return
    if order.format is Format.JSON:
        if order.assessment is None and order.project is None:
            raise Invalid("Say which assessment or which project the JSON file is of.")
        return
    if order.format in OF_PROJECT:
        if order.project is None:
            raise Invalid(f"Say which project the {spoken} is of.")
        return
    if order.assessment is None:
        raise Invalid(f"Say which assessment the {spoken} is of.")
    if order.format is Format.CHART and order.chart is None:
        raise Invalid("Say which chart: radar, heat, trend, radars or moved.")
    if len(set(order.slides)) != len(order.slides):
        raise Invalid("Each slide can stand in the deck once.")


def _of_portfolio(
    workspace: Workspace, person: Person, order: Order, progress: Progress, template: bytes | None
) -> ExportFile:
    progress(0, 2, "Reading the projects")
    workspace.require(person, Operation.EXPORT, SOME)
    work_out_all(workspace, person)
    found = portfolio(workspace, person, read_filter(order.which))
    progress(1, 2, f"Making the {SPOKEN[order.format]}")
    file = made_of_portfolio(found, order.format, template)
    progress(2, 2, "Ready")
    return file


def _json(workspace: Workspace, person: Person, order: Order, progress: Progress) -> ExportFile:
    from preflight.exports.document_json import json_file

    progress(0, 1, "Making the JSON file")
    made = json_file(workspace, person, assessment=order.assessment, project=order.project)
    progress(1, 1, "Ready")
    return made


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
