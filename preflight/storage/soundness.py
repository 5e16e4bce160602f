"""What stands at the database's place before it is opened. Nothing here changes a file that holds data.

A zero-length file opens as a healthy empty database, and a missing one is created: data that was lost would look like
a fresh start. So a small marker stands beside each database (`preflight.instance`), and where it or a backup says that
there was one, an empty or missing file is refused.

The file is read through SQLite only: opening and closing it in any other way drops the locks that SQLite holds on it
in this process (https://sqlite.org/howtocorrupt.html, 2.2).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from preflight.domain.errors import StorageDamaged, StorageNewer, StorageReadOnly
from preflight.storage.backup import last_good_backup
from preflight.storage.backup_file import sync
from preflight.storage.backup_place import BackupPlace, kept_backups
from preflight.storage.schema import OURS, Schema
from preflight.storage.sqlite import APPLICATION_ID
from preflight.storage.sqlite_errors import in_our_words, unwritable

_MARKER_TEXT = (
    "Preflight keeps its answers in the database file beside this one. While this file is here, Preflight refuses to\n"
    "start over with an empty database. It is made again by itself; delete it only to begin anew on purpose.\n"
)


def find_revision(path: Path, backups: BackupPlace, schema: Schema = OURS, *, unchanging: bool = False) -> str | None:
    """The revision of the database at this path; None where a new one may be created.

    Reads the file without changing it; `unchanging` says that nobody else does either, and needs no files beside it.
    Raises StorageDamaged with what was found and how to return to the last good
    backup, StorageNewer when the revision is unknown here, StorageBusy, and StorageReadOnly when it can't be read.
    """
    try:
        expected = marker_of(path).exists() or bool(kept_backups(path.stem, backups.folder))
        trace = _trace_of_emptiness(path)
        if trace is None:
            return _revision(path, expected, schema, unchanging=unchanging)
        if expected or _holds_something(path.with_name(path.name + "-wal")):
            raise _UnsoundError(trace)
        return None
    except _UnsoundError as finding:
        raise StorageDamaged(f"The database {path} {finding}. {way_back(path, backups)}") from None
    except PermissionError:
        raise unwritable(path) from None
    except sqlite3.Error as error:
        known = in_our_words(error, path)
        if known is not None and not isinstance(known, StorageDamaged):
            raise known from error
        foreign = error.sqlite_errorcode == sqlite3.SQLITE_NOTADB
        what = "is not an SQLite database (any more)" if foreign else f"is damaged ({error})"
        raise StorageDamaged(f"The database {path} {what}. {way_back(path, backups)}") from error


def marker_of(path: Path) -> Path:
    """The marker beside a database file: the same name, ending in `.instance`."""
    return path.with_suffix(".instance")


def leave_marker(path: Path) -> None:
    """Write the marker beside the database, where it is missing. Raises StorageReadOnly when it can't be written."""
    marker = marker_of(path)
    if marker.exists():
        return
    try:
        marker.write_text(_MARKER_TEXT, encoding="utf-8")
        sync(marker)
    except PermissionError:
        raise unwritable(path) from None
    except OSError as error:
        raise StorageReadOnly(f"The file {marker} could not be written: {error}.") from error


def way_back(path: Path, backups: BackupPlace) -> str:
    """What to do about a damaged database, with the last good backup by name."""
    good = last_good_backup(path, backups)
    if good is not None:
        return (
            f"It was not touched. The last good backup is {good}. Stop Preflight, then return to it: python -m "
            f"preflight restore {good}. What is there now is kept beside it."
        )
    unread = ""
    if not backups.keys and any(each.sealed for each in kept_backups(path.stem, backups.folder)):
        unread = " Encrypted ones are there: set PREFLIGHT_BACKUP_KEY, and start again."
    return (
        f"It was not touched, and there is no good backup in {backups.folder}.{unread} Stop Preflight and move {path} "
        f"(and {path.name}-wal and {path.name}-shm, if they are there) aside and keep them: sqlite3's .recover may "
        f"read them. To begin anew with nothing, remove {marker_of(path)} too."
    )


class _UnsoundError(Exception):
    """What is wrong, as the end of a sentence that begins with the database."""


def _trace_of_emptiness(path: Path) -> str | None:
    """In which way there is nothing at this path, None where there is something."""
    if not path.exists():
        return "is missing, although there was one"
    if not path.is_file():
        raise _UnsoundError("is not a file")
    if path.stat().st_size == 0:
        return "is an empty file, although it held something"
    return None


def _revision(path: Path, expected: bool, schema: Schema, *, unchanging: bool) -> str | None:
    address = f"{path.as_uri()}?mode=ro{'&immutable=1' if unchanging else ''}"
    with closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
        problems = [row[0] for row in connection.execute("PRAGMA quick_check(3)")]
        if problems != ["ok"]:
            raise _UnsoundError(f"is damaged ({'; '.join(problems)})")
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
        there: dict[str, set[str]] = {"table": set(), "trigger": set(), "index": set(), "view": set()}
        for kind, name in connection.execute("SELECT type, name FROM sqlite_master"):
            there[kind].add(name)
        if not any(there.values()) and mark == 0 and not expected:
            return None
        if not any(there.values()):
            raise _UnsoundError("holds no tables, although it held some")
        if mark != APPLICATION_ID:
            raise _UnsoundError("belongs to another program")
        if "alembic_version" not in there["table"]:
            raise _UnsoundError("does not say which version of Preflight wrote it")
        revisions = [row[0] for row in connection.execute("SELECT version_num FROM alembic_version")]
    if len(revisions) != 1:
        raise _UnsoundError("does not say which version of Preflight wrote it")
    if revisions[0] not in schema.revisions:
        raise StorageNewer(
            f"The database {path} was written by a newer Preflight (schema {revisions[0]}; this one knows up to "
            f"{schema.head}). It was not touched. Start the newer Preflight, or return to a backup of this version."
        )
    if revisions[0] == schema.head:
        missing = sorted((schema.tables - there["table"]) | (schema.triggers - there["trigger"]))
        if missing:
            raise _UnsoundError(f"lacks {', '.join(missing)}")
    return str(revisions[0])


def _holds_something(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0
