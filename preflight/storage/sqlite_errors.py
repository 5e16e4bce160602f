"""What SQLite's errors mean for a person: which of ours it is, where, and what to do."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from preflight.domain.errors import (
    Immutable,
    Invalid,
    NotFound,
    PreflightError,
    Refused,
    StorageBusy,
    StorageDamaged,
    StorageError,
    StorageFull,
    StorageReadOnly,
)


def in_our_words(error: sqlite3.Error, path: Path, *, statement: str = "") -> PreflightError | None:
    """The error of ours that an error of SQLite comes to; None where it is a bug, which stays as it is."""
    code = getattr(error, "sqlite_errorcode", 0)
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StorageBusy(
                f"Another process holds the database {path}. Nothing was written; try again in a moment, and close "
                "other programs that have this file open."
            )
        case sqlite3.SQLITE_FULL:
            return StorageFull(f"Not saved: no space is left for the database {path}. Free some, then save again.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return unwritable(path)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StorageDamaged(
                f"The database {path} is damaged ({error}). Stop Preflight and start it again: it will check the file, "
                "name the last good backup and say how to return to it."
            )
        case sqlite3.SQLITE_IOERR:
            return StorageError(
                f"The disk under the database {path} refused to read or write ({error}). Nothing was saved; check the "
                "disk and its free space, then try again."
            )
        case sqlite3.SQLITE_CONSTRAINT:
            return _of_constraint(error, code, statement)
    return None


def unwritable(path: Path) -> StorageReadOnly:
    """What to say where the file or its folder can't be written, or is not there any more."""
    if os.access(path.parent, os.W_OK | os.X_OK) and not path.exists():
        return StorageReadOnly(f"The database {path} is not there any more. Stop Preflight, and put the file back.")
    user = f"user id {os.getuid()}" if hasattr(os, "getuid") else "the user who runs Preflight"
    return StorageReadOnly(
        f"The database {path} can't be written by {user}. Let this user write the file and its folder {path.parent} "
        "(SQLite keeps two more files beside it), or point PREFLIGHT_DATA to a folder that can be written."
    )


def _of_constraint(error: sqlite3.Error, code: int, statement: str) -> PreflightError | None:
    message = str(error)
    if code == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
        word, _, sentence = message.partition(": ")
        kinds: dict[str, type[Refused]] = {"immutable": Immutable, "refused": Refused}
        return kinds[word](sentence) if word in kinds else None
    if code == sqlite3.SQLITE_CONSTRAINT_CHECK:
        return Invalid(f"A value is outside its allowed length, range or set ({message.partition(': ')[2]}).")
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        if statement.lstrip().upper().startswith("DELETE"):
            return Refused("Something else still refers to this.")
        return NotFound("What this refers to is not there (any more).")
    return None
