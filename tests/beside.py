"""A workspace in this process beside a real server on the same data, so that both sign one audit trail with one key.

A server on a SQLite file has the key of its data folder. Servers that share a PostgreSQL database have a data folder
each, and are given the key: `on_server` is what their environment says.
"""

from __future__ import annotations

from pathlib import Path

from preflight.opening import open_workspace
from preflight.services.workspace import Workspace
from preflight.settings import ROOT, Settings

AUDIT_KEY = bytes(range(32))


def on_server(database_url: str) -> dict[str, str]:
    """The environment of each of several servers on this PostgreSQL database."""
    return {"PREFLIGHT_DATABASE_URL": database_url, "PREFLIGHT_AUDIT_KEY": AUDIT_KEY.hex()}


def workspace_beside(
    data: Path, *, database_url: str = "", questionnaires: Path = ROOT / "questionnaires"
) -> Workspace:
    """The workspace of the servers with this data folder, or on this PostgreSQL database; to be closed."""
    key = (AUDIT_KEY,) if database_url.startswith("postgresql") else ()
    settings = Settings(data=data, database_url=database_url, questionnaires=questionnaires, audit_key=key)
    return open_workspace(settings, door="tests", local=True)
