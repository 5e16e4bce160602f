"""An order as it was typed, carried out: what it is of, in which template. Loaded only when something is exported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.problems import quoted
from preflight.cli.commands import DONE, SEE_LIST
from preflight.cli.files import content_of
from preflight.cli.places import (
    all_projects,
    find_assessment,
    find_project,
    newest_assessment,
    workspace_of_settings,
)
from preflight.domain.errors import Invalid
from preflight.exports.files import ExportFile
from preflight.exports.making import make_file
from preflight.exports.orders import OF_PORTFOLIO, OF_PROJECT, Format, Order, Progress
from preflight.services.templates import MOST_TEMPLATE_BYTES, templates
from preflight.services.workspace import Workspace

_WHOLE_PROJECTS = {Format.JSON, Format.BUNDLE, *OF_PROJECT}


def make_ordered(
    order: Order, *, assessment: str | None, project: str | None, template: str | None, tell: Progress
) -> ExportFile:
    """Make the order's file of what was typed: an assessment by its id or the beginning of it, a project by its name or
    id, a template as a file or a kept one's id. Raises Invalid."""
    with workspace_of_settings() as workspace:
        kept, content = _template(workspace, template)
        scoped = _scoped(workspace, replace(order, template=kept), assessment, project)
        return make_file(workspace, LOCAL_OWNER, scoped, tell, template=content)


def list_all() -> int:
    """Print projects by name, each with its assessments."""
    with workspace_of_settings() as workspace:
        return _list(workspace)


def _list(workspace: Workspace) -> int:
    """Projects by name, each with its assessments."""
    projects = all_projects(workspace)
    if not projects:
        print(f"There is no project yet in {workspace.database.name}.")
    for project, assessments in projects:
        print(f"{project.name}{' (sample)' if project.sample else ''}  [{project.id}]")
        for each in assessments:
            state = "completed" if each.completed else "draft    "
            asked = f"{each.questionnaire_id}, version {each.questionnaire_version}"
            print(f"  {each.date.isoformat()}  {state}  {asked}  [{each.id}]")
        if not assessments:
            print("  no assessment yet")
    return DONE


def _scoped(workspace: Workspace, order: Order, assessment: str | None, project: str | None) -> Order:
    """The order with the id of what it is of. Raises Invalid."""
    if assessment is not None and project is not None:
        raise Invalid("Give --assessment or --project, not both.")
    if assessment is not None:
        return replace(order, assessment=find_assessment(workspace, assessment).id)
    if project is not None:
        found = find_project(workspace, project)
        if order.format in _WHOLE_PROJECTS:
            return replace(order, project=found.id)
        return replace(
            order, assessment=newest_assessment(workspace, found, draft_first=order.format is Format.FORM).id
        )
    if order.format is Format.BUNDLE or order.format in OF_PORTFOLIO:
        return order
    raise Invalid(f"Say of what: --assessment ID or --project NAME. {SEE_LIST}")


def _template(workspace: Workspace, wanted: str | None) -> tuple[str | None, bytes | None]:
    """A kept template's id, or the content of a file that can serve as one. Raises Invalid."""
    if wanted is None:
        return None, None
    if wanted in {each.id for each in templates(workspace, LOCAL_OWNER)}:
        return wanted, None
    if not Path(wanted).is_file():
        kept = "".join(f"\n  {each.name}  [{each.id}]" for each in templates(workspace, LOCAL_OWNER))
        raise Invalid(
            f"There is no template {quoted(wanted)}, neither a file nor a kept one. Kept are:{kept or ' none'}"
        )
    from preflight.exports.deck.template import read_template

    content = content_of(Path(wanted), most=MOST_TEMPLATE_BYTES)
    read_template(content)
    return None, content
