"""A new, empty SQLite database without the wait: the migrations run once in a process, and every test gets a copy.

`ON_BOTH` are the parameters of a fixture whose tests run on SQLite and again, marked slow, on PostgreSQL; there the
fixture `server_url` is what a copy is here. `on_file("workspace")` is the mark of a test that keeps to SQLite: what the
bytes of the file hold, or a long search for a counterexample that is no other on PostgreSQL.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from preflight.storage.engine import open_database

ON_BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))


def on_file(fixture: str) -> pytest.MarkDecorator:
    """The mark of a test that runs on SQLite only, though its fixture would be on both."""
    return pytest.mark.parametrize(fixture, ["sqlite"], indirect=True)


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
