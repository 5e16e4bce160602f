"""Projects: adding, changing, reading and removing them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from preflight.domain.assessment import Phase
from preflight.domain.errors import NotFound, Refused
from preflight.domain.project import Project, Stage
from preflight.storage.columns import UtcTime
from preflight.storage.tables import assessment
from preflight.storage.tables import project as table


class TouchedProject(NamedTuple):
    """A project's id, and how many assessments of it are completed and still drafts."""

    project_id: str
    completed: int
    drafts: int


_ONE = select(table).where(table.c.id == bindparam("project"))


def add_project(connection: Connection, project: Project) -> None:
    """Add a project. Raises Refused for an id that is taken, NotFound when `created_by` is nobody's id."""
    connection.execute(insert(table).values(_values(project)))


def update_project(connection: Connection, project: Project) -> None:
    """Change what is said about a project; its id, its origin and whether it is the sample stay. Raises NotFound."""
    values = _values(project)
    for fixed in ("id", "sample", "created_at", "created_by"):
        del values[fixed]
    if not connection.execute(update(table).where(table.c.id == project.id).values(values)).rowcount:
        raise _not_found()


def get_project(connection: Connection, project_id: str) -> Project:
    """One project. Raises NotFound."""
    row = connection.execute(_ONE, {"project": project_id}).one_or_none()
    if row is None:
        raise _not_found()
    return _project(row)


def list_projects(connection: Connection) -> list[Project]:
    """Every project, the oldest first."""
    return [_project(row) for row in connection.execute(select(table).order_by(table.c.created_at, table.c.id))]


def get_projects(connection: Connection, project_ids: Collection[str]) -> dict[str, Project]:
    """These projects by id. Raises NotFound where one is not there."""
    rows = connection.execute(select(table).where(table.c.id.in_(sorted(project_ids))))
    found = {row.id: _project(row) for row in rows}
    if len(found) < len(set(project_ids)):
        raise _not_found()
    return found


def touched(connection: Connection) -> list[TouchedProject]:
    """Every project, the one worked on last first: made, begun to be assessed, or assessed."""
    run = assessment.c
    completed = run.phase == Phase.COMPLETED.value
    rows = connection.execute(
        select(
            table.c.id,
            table.c.created_at,
            func.max(func.coalesce(run.completed_at, run.created_at), type_=UtcTime),
            func.count(run.id).filter(completed),
            func.count(run.id).filter(~completed),
        )
        .outerjoin(assessment, run.project_id == table.c.id)
        .group_by(table.c.id, table.c.created_at)
        .order_by(table.c.created_at, table.c.id)
    ).all()
    newest_first = sorted(rows, key=lambda row: max(row[1], row[2] or row[1]), reverse=True)
    return [TouchedProject(row[0], row[3], row[4]) for row in newest_first]


def remove_project(connection: Connection, project_id: str) -> None:
    """Remove a project with its drafts; the sample project goes with its completed assessments too.

    Raises NotFound, and Refused for any other project with a completed assessment.
    """
    project = get_project(connection, project_id)
    completed = select(assessment.c.id).where(
        assessment.c.project_id == project_id, assessment.c.phase == Phase.COMPLETED.value
    )
    if not project.sample and connection.execute(completed.limit(1)).first() is not None:
        raise Refused("A project with completed assessments can't be removed: what was found stays on record.")
    connection.execute(delete(table).where(table.c.id == project_id))


def _values(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "name": project.name,
        "summary": project.summary,
        "team": project.team,
        "owner": project.owner,
        "stage": project.stage.value,
        "pilot_start": project.pilot_start,
        "tags": project.tags,
        "sample": project.sample,
        "created_at": project.created_at,
        "created_by": project.created_by,
    }


def _project(row: Row[*tuple[Any, ...]]) -> Project:
    return Project(
        id=row.id,
        name=row.name,
        summary=row.summary,
        team=row.team,
        owner=row.owner,
        stage=Stage(row.stage),
        pilot_start=row.pilot_start,
        tags=row.tags,
        sample=row.sample,
        created_at=row.created_at,
        created_by=row.created_by,
    )


def _not_found() -> NotFound:
    return NotFound("There is no such project (any more).")
