"""Backups of a database by its URL, whatever keeps it: making one, whose turn it is, and what each file is called."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from preflight.domain.audit import Head
from preflight.domain.errors import StorageError, UnsoundBackup
from preflight.storage import audit
from preflight.storage.backup import back_up
from preflight.storage.backup_content import content_of, is_sound, reading_file, reading_live_file
from preflight.storage.backup_file import extract
from preflight.storage.backup_manifest import Content, Kind, Manifest
from preflight.storage.backup_place import BackupPlace, checked
from preflight.storage.restore import Finish, hold_against, restore_file
from preflight.storage.schema import OURS
from preflight.storage.sqlite import file_of

NEWEST_SCHEMA: Final = OURS.head
"""The revision that this Preflight reads and writes."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """What was written since a moment: how many events of each operation, and when the newest was written."""

    events: Mapping[str, int]
    newest: datetime | None


def state_here(url: str, since: Head | None) -> tuple[Content | None, GivenUp | None]:
    """What the database holds now, None where there is none, or it is empty; and what was written since that event.

    None for the latter, where the audit trail here does not hold that event. Raises StorageError when it can't be read.
    """
    with _looking_at(url) as connection:
        if connection is None:
            return None, GivenUp(events={}, newest=None)
        content = content_of(connection)
        if content.head is None:
            return content, None
        events, newest = audit.since(connection, since)
        return content, None if events is None else GivenUp(events=events, newest=newest)


@contextmanager
def _looking_at(url: str) -> Iterator[Connection | None]:
    """A connection that sees one state; None where there is nothing yet."""
    parsed = make_url(url)
    if not _in_a_file(parsed):
        from preflight.storage.postgres_backup import looking_at_server

        with looking_at_server(parsed) as connection:
            yield connection
        return
    path = file_of(parsed)
    if not path.exists() or not path.stat().st_size:
        yield None
        return
    try:
        with reading_live_file(path) as connection:
            yield connection
    except (sqlite3.Error, DBAPIError) as error:
        raise StorageError(f"The database {path} can't be read ({getattr(error, 'orig', error)}).") from error


def content_in(file: Path, place: BackupPlace, url: str) -> tuple[Manifest | None, Content]:
    """What a backup says of itself, None where it is a plain database file, and what it holds, read to its last byte.

    Raises StorageError where it is no backup for this kind of database, or not sound.
    """
    if file.suffix == ".db":
        if not keeps_a_file(url):
            raise UnsoundBackup(f"The backup {file} is a SQLite file; it can't be restored into a PostgreSQL database.")
        if not file.is_file() or not is_sound(file):
            raise UnsoundBackup(f"The backup {file} can't be used: it is no sound database.")
        try:
            with reading_file(file) as connection:
                return None, content_of(connection)
        except DBAPIError as error:
            raise UnsoundBackup(f"The backup {file} can't be used: it holds no database of Preflight's.") from error
    manifest = checked(file, place.keys)
    if (manifest.kind is Kind.SQLITE) != keeps_a_file(url):
        here = "SQLite" if keeps_a_file(url) else "PostgreSQL"
        raise UnsoundBackup(
            f"The backup {file} is one of {manifest.kind.value}, and the database here is {here}. It can't be restored "
            "here."
        )
    hold_against(file, None, manifest.content)
    return manifest, manifest.content


def restore_backup(url: str, file: Path, place: BackupPlace, finish: Finish, *, now: datetime) -> Path | None:
    """Put the backup in the database's place, whole; returns where what was there is kept, None where nothing was.

    `finish` writes into what was restored, before anybody sees it. Raises StorageBusy while servers have the database
    open, and StorageError and its kinds; everything is then as it was before.
    """
    parsed = make_url(url)
    if _in_a_file(parsed):
        return restore_file(file, file_of(parsed), place, finish)
    from preflight.storage.postgres_backup import back_up_server, looking_at_server
    from preflight.storage.postgres_restore import restore_server

    place.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=place.folder) as dump:
        manifest = extract(file, place.keys, dump)
        if manifest.kind is not Kind.POSTGRESQL:
            raise UnsoundBackup(f"The backup {file} is one of SQLite; it can't be restored into a PostgreSQL database.")
        dump.seek(0)
        kept = None
        with looking_at_server(parsed) as connection:
            empty = connection is None
        if not empty:
            kept = back_up_server(parsed, place, at=now, label="before-restore")
        restore_server(file, manifest, dump, parsed, finish)
    return kept
