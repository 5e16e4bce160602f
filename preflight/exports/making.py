"""From an order to its file, and to what the audit trail tells of it: the command line and the app both come here."""

from __future__ import annotations

from typing import Final

from preflight.access.about import SOME, WHOLE, About
from preflight.access.permissions import Operation
from preflight.domain.portfolio_filter import read_filter
from preflight.domain.project import Person
from preflight.exports.files import ExportFile
from preflight.exports.makers import made_of, made_of_project
from preflight.exports.order_check import SPOKEN, about_of, check_order
from preflight.exports.orders import OF_AUDIT, OF_PORTFOLIO, OF_PROJECT, Format, Order, Progress
from preflight.exports.portfolio.portfolio_files import made_of_portfolio
from preflight.services.auditing import EXPORTED as AUDIT_EXPORTED
from preflight.services.dossier import dossier_of
from preflight.services.dossier_beside import held_against
from preflight.services.pilot_file import pilot_file_of
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
