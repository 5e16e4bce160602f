"""One or two real servers as processes of their own, and a room that was opened before they started."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from preflight.access.people import LOCAL_OWNER
from preflight.services.assessments import open_assessment, start_assessment
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.rooms import open_room
from preflight.services.workspace import Workspace
from tests.beside import on_server, workspace_beside
from tests.browser.server import Server
from tests.load.venue import Venue

QUESTIONNAIRE = "pilot-to-production"


@contextlib.contextmanager
def open_house(folder: Path, *, servers: int = 1, database_url: str = "") -> Iterator[Venue]:
    """Open a room, start the servers over its database, and stop them at the end.

    Without a URL the database is a SQLite file in `folder`. Several servers need one that they share: PostgreSQL.
    """
    allow_many_files()
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    url = database_url or sqlite_url(data)
    environ = on_server(database_url) if database_url else {}
    doors = [Server(data=data, environ=environ) for _ in range(servers)]
    venue = open_venue(url, *(server.url for server in doors), servers=doors)
    with contextlib.ExitStack() as running:
        for server in doors:
            running.enter_context(server)
        yield venue


def open_venue(database_url: str, *urls: str, servers: list[Server] | None = None) -> Venue:
    """A project with a draft and a room around it, in a database that may be in use; the servers need not run yet."""
    with _workspace(database_url) as workspace:
        details = ProjectDetails(name=f"Room under load {uuid4().hex[:8]}")
        project = create_project(workspace, LOCAL_OWNER, details)
        draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUESTIONNAIRE)
        room = open_room(workspace, LOCAL_OWNER, draft.id)

    def agreed() -> dict[str, str | None] | None:
        with _workspace(database_url) as workspace:
            kept = open_assessment(workspace, LOCAL_OWNER, draft.id)
        return {name: said.choice for name, said in kept.answers.items()} if kept.assessment.completed else None

    return Venue(
        urls=urls,
        room=room.id,
        code=room.code,
        token=room.token,
        assessment=draft.id,
        database_url=database_url,
        agreed=agreed,
        servers=tuple(servers or ()),
    )


def sqlite_url(data: Path) -> str:
    """The database of a data folder."""
    return f"sqlite:///{(data / 'preflight.db').as_posix()}"


def allow_many_files() -> None:
    """As many open connections as the system lets us have; the servers inherit it."""
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@contextlib.contextmanager
def _workspace(database_url: str) -> Iterator[Workspace]:
    file = database_url.removeprefix("sqlite:///")
    with tempfile.TemporaryDirectory() as nowhere:
        data = Path(nowhere) if file == database_url else Path(file).parent
        workspace = workspace_beside(data, database_url=database_url)
        try:
            yield workspace
        finally:
            workspace.database.close()
