"""Backups of a database by its URL, whatever keeps it: making one, whose turn it is, and what each file is called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.engine import make_url

from preflight.storage.backup import back_up
from preflight.storage.backup_place import BackupPlace
from preflight.storage.sqlite import file_of


def make_backup_file(url: str, place: BackupPlace, *, at: datetime, label: str) -> Path:
    """Put what the database holds into one checked file in the place's folder, while people work; its path.

    Raises StorageError and its kinds; nothing is left in the folder then.
    """
    parsed = make_url(url)
    if _in_a_file(parsed):
        return back_up(file_of(parsed), place, at=at, label=label)
    from preflight.storage.postgres_backup import back_up_server

    return back_up_server(parsed, place, at=at, label=label)


def backup_name(url: str) -> str:
    """What the files of this database's backups begin with."""
    parsed = make_url(url)
    if _in_a_file(parsed):
        return file_of(parsed).stem
    from preflight.storage.postgres_backup import name_of

    return name_of(parsed)


def default_folder(url: str, data: Path) -> Path:
    """Where backups lie when nothing else is said: beside the SQLite file, else in the data folder."""
    parsed = make_url(url)
    return (file_of(parsed).parent if _in_a_file(parsed) else data) / "backups"


def keeps_a_file(url: str) -> bool:
    """Whether the database is a SQLite file."""
    return _in_a_file(make_url(url))


@contextmanager
def one_server_at_a_time(url: str) -> Iterator[bool]:
    """Whether it is this process's turn among the servers on the database; the others go on without waiting."""
    parsed = make_url(url)
    if _in_a_file(parsed):
        yield True
        return
    from preflight.storage.postgres_backup import turn_on_server

    with turn_on_server(parsed) as ours:
        yield ours


def _in_a_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"
