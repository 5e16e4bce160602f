"""What a command names: the workspace of the settings, a project by name or id, an assessment by id."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.problems import quoted
from preflight.cli.commands import SEE_LIST
from preflight.domain.assessment import Assessment
from preflight.domain.errors import Invalid
from preflight.domain.project import Project
from preflight.opening import open_workspace
from preflight.services.dossier import assessments_to_export
from preflight.services.projects import list_projects
from preflight.services.workspace import Workspace
from preflight.settings import from_environment

Found = TypeVar("Found")
LEAST_OF_ID = 4
"""So many characters of an id are enough where only one begins with them."""


@contextmanager
def workspace_of_settings() -> Iterator[Workspace]:
    """The workspace of the settings; the app may run beside it. Raises StorageError and UnsoundSettings."""
    workspace = open_workspace(from_environment(os.environ), door="command line", local=True)
    try:
        yield workspace
    finally:
        workspace.finish()
        workspace.database.close()


@contextmanager
def workspace_to_audit() -> Iterator[Workspace]:
    """The workspace of the settings, whosever key its audit trail is signed with. Raises as `workspace_of_settings`."""
    workspace = open_workspace(from_environment(os.environ), door="command line", local=True, whosever_key=True)
    try:
        yield workspace
    finally:
        workspace.finish()
        workspace.database.close()


def all_projects(workspace: Workspace) -> list[tuple[Project, list[Assessment]]]:
    """Every project by name, with its assessments from the oldest to the newest."""
    assessments = assessments_to_export(workspace, LOCAL_OWNER)
    projects = sorted(
        list_projects(workspace, LOCAL_OWNER),
        key=lambda project: (project.name.casefold(), project.id),
    )
    return [(project, [each for each in assessments if each.project_id == project.id]) for project in projects]


def find_assessment(workspace: Workspace, wanted: str) -> Assessment:
    """The assessment of this id, or of one that begins so. Raises Invalid."""
    found = [each for each in assessments_to_export(workspace, LOCAL_OWNER) if _is(each.id, wanted)]
    return _one(found, f"assessment {quoted(wanted)}")


def find_project(workspace: Workspace, wanted: str) -> Project:
    """The project of this name, whatever its case, or of this id. Raises Invalid."""
    projects = [project for project, _ in all_projects(workspace)]
    named = [each for each in projects if each.name.casefold() == wanted.strip().casefold()]
    return _one(named or [each for each in projects if _is(each.id, wanted)], f"project {quoted(wanted)}")


def newest_assessment(workspace: Workspace, project: Project, *, draft_first: bool = False) -> Assessment:
    """The project's newest completed assessment, else its newest draft, or the other way round. Raises Invalid where it
    has none."""
    found = assessments_to_export(workspace, LOCAL_OWNER, project.id)
    if not found:
        raise Invalid(f"The project {quoted(project.name)} has no assessment yet.")
    return max(enumerate(found), key=lambda each: (each[1].completed is not draft_first, each[0]))[1]


def _is(found: str, wanted: str) -> bool:
    return found == wanted or (len(wanted) >= LEAST_OF_ID and found.startswith(wanted))


def _one(found: list[Found], what: str) -> Found:
    if len(found) != 1:
        many = "More than one begins like" if found else "There is no"
        raise Invalid(f"{many} {what}. {SEE_LIST}")
    return found[0]
