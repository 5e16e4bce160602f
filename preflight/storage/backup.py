"""Whole, checked backups of a SQLite database, made while others write, and the way back from one.

A plain copy of a live file is bad two times in three (FACTS.md); SQLite's backup API reads a consistent state.
"""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from preflight.domain.errors import StorageDamaged, StorageError, StorageFull, UnsoundBackup
from preflight.storage.backup_content import content_of, finished_file, is_sound, reading_file
from preflight.storage.backup_file import PARTIAL, extract, for_us_alone, sha256_of, write_backup
from preflight.storage.backup_manifest import Kind, Manifest
from preflight.storage.backup_place import (
    FULL,
    BackupPlace,
    checked,
    kept_backups,
    need_space,
    new_file,
    sweep,
)
from preflight.storage.sqlite_errors import in_our_words


def back_up(path: Path, place: BackupPlace, *, at: datetime, label: str) -> Path:
    """Put the database's committed state into one file in the place's folder, checked, and return its path.

    It is called `<name>-<UTC time>-<label>.tar.gz`, with `.sealed` behind it where it is encrypted, and appears only
    when it is whole. Raises StorageFull when there is no space for it, and StorageDamaged when what was copied is not
    sound.
    """
    try:
        final = new_file(path.stem, place, at=at, label=label)
        sweep(place.folder)
        size = path.stat().st_size + _size_of(path.with_name(path.name + "-wal"))
        need_space(path.parent, size, f"the copy that a backup of {path} is made from")
        need_space(place.folder, size, f"a backup of {path}")
        with _beside(path) as copy:
            _copy(path, copy)
            with reading_file(copy) as connection:
                content = content_of(connection)
            with copy.open("rb") as data:
                sha256, size = sha256_of(data)
                data.seek(0)
                manifest = Manifest(
                    kind=Kind.SQLITE, made_at=at, label=label, content=content, sha256=sha256, size=size
                )
                write_backup(final, manifest, data, place.key)
    except OSError as error:
        raise _not_made(path, place, error) from error
    except (sqlite3.Error, DBAPIError) as error:
        raise _of_sqlite(error, path, f"No backup of {path} could be made") from error
    return final


def bring_back(backup: Path, path: Path, keys: tuple[bytes, ...] = ()) -> None:
    """Make the database's content that of the backup again, in one transaction. Raises StorageError."""
    try:
        with _beside(path) as copy:
            extract_database(backup, keys, copy)
            with closing(finished_file(copy)) as source, closing(sqlite3.connect(path)) as target:
                source.backup(target)
    except sqlite3.Error as error:
        raise _of_sqlite(error, path, f"{path} could not be brought back") from error


def extract_database(backup: Path, keys: tuple[bytes, ...], into: Path) -> Manifest | None:
    """Make a new file of the database in a backup, checked; what the backup says of itself, None where it is a plain
    database file, as earlier releases made them. Raises StorageError; what was written is worth nothing then."""
    if backup.name.endswith(".db"):
        if not is_sound(backup):
            raise UnsoundBackup(f"The backup {backup} can't be used: it is no sound database.")
        open(into, "xb", opener=for_us_alone).close()
        with closing(finished_file(backup)) as source, closing(sqlite3.connect(into)) as target:
            source.backup(target)
        return None
    try:
        with open(into, "xb", opener=for_us_alone) as data:
            manifest = extract(backup, keys, data)
    except OSError as error:
        raise StorageError(f"The backup {backup} could not be unpacked into {into}: {error.strerror}.") from error
    if manifest.kind is not Kind.SQLITE:
        raise UnsoundBackup(
            f"The backup {backup} is one of a PostgreSQL database; it can't be restored into a SQLite file."
        )
    return manifest


def last_good_backup(path: Path, place: BackupPlace) -> Path | None:
    """The newest backup of which each byte is as it was written, None where there is none."""
    for each in kept_backups(path.stem, place.folder):
        with contextlib.suppress(StorageError):
            if not each.file.name.endswith(".db"):
                checked(each.file, place.keys)
                return each.file
            if is_sound(each.file):
                return each.file
    return None


def _copy(path: Path, copy: Path) -> None:
    open(copy, "xb", opener=for_us_alone).close()
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy, isolation_level=None)) as target,
    ):
        target.execute("PRAGMA synchronous = OFF")  # nobody needs this copy after a power cut
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        if target.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise StorageDamaged(f"The backup of {path} is not sound, so it was not kept. The database needs a look.")


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """The path of a file to make beside the database, where it may lie unencrypted; gone afterwards."""
    sweep(path.parent)
    copy = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PARTIAL}")
    try:
        yield copy
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            copy.with_name(copy.name + ending).unlink(missing_ok=True)


def _of_sqlite(error: Exception, path: Path, what: str) -> Exception:
    original = error.orig if isinstance(error, DBAPIError) else error
    known = in_our_words(original, path) if isinstance(original, sqlite3.Error) else None
    return known or StorageError(f"{what}: {original}.")


def _not_made(path: Path, place: BackupPlace, error: OSError) -> StorageError:
    if error.errno in FULL:
        return StorageFull(
            f"No backup of {path} was made: no space is left in {place.folder}. Free some, then try again."
        )
    return StorageError(f"No backup of {path} could be made in {place.folder}: {error}.")


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
