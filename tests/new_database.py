"""A new, empty SQLite database without the wait: the migrations run once in a process, and every test gets a copy."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from preflight.storage.engine import open_database


def new_database(path: Path) -> str:
    """The URL of a new, empty database in this file."""
    path.write_bytes(_empty())
    return url_of(path)


def url_of(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


@cache
def _empty() -> bytes:
    """A closed database is one whole file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "preflight.db"
        open_database(url_of(path)).close()
        return path.read_bytes()
