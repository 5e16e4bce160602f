"""Putting a backup in a SQLite file's place, whole: at any moment either the old database stands there or the new one.

The backup becomes a file beside the database, is checked, brought up to date and told of in its own audit trail there;
one rename then puts it in place. The old file stays beside it under another name.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from preflight.domain.errors import StorageBusy, StorageError, StorageNewer, UnsoundBackup
from preflight.storage import sqlite
from preflight.storage.backup import extract_database
from preflight.storage.backup_content import content_of, is_sound, reading_file
from preflight.storage.backup_file import sync
from preflight.storage.backup_manifest import Content, Manifest
from preflight.storage.backup_place import BackupPlace, need_space
from preflight.storage.schema import OURS, Schema
from preflight.storage.soundness import leave_marker
from preflight.storage.sqlite_errors import unwritable
from preflight.storage.upgrade import upgrade_file

Finish = Callable[[Connection], None]
_BESIDE = ("-wal", "-shm", "-journal")
_LOCKED_FROM, _LOCKED = 0x40000000, 512
"""Where SQLite holds its locks on a file (https://sqlite.org/fileformat2.html, “The Lock-Byte Page”)."""


def restore_file(
    backup: Path,
    path: Path,
    place: BackupPlace,
    finish: Finish,
    *,
    schema: Schema = OURS,
    step: Callable[[str], None] = lambda _: None,
) -> Path | None:
    """Put the backup in the database's place; returns where the old file is kept, None where there was none.

    `finish` writes what must be in the restored database from its first moment, within one transaction; `step` hears
    what is done next. Raises StorageBusy while another process has the database open, and StorageError and its kinds;
    the database is then as it was. Call it in a process that has not opened this database.
    """
    refuse_while_open(path)
    staging = path.with_name(f".{path.name}.restoring")
    try:
        _clear(staging)
        step("unpack")
        with _in_our_words(backup, path):
            path.parent.mkdir(parents=True, exist_ok=True)
            need_space(path.parent, backup.stat().st_size, f"what is restored from {backup}")
            stage(backup, place.keys, staging, schema=schema)
            step("upgrade")
            upgrade_file(staging, backups=BackupPlace(folder=path.parent, before_upgrade=False), schema=schema)
            step("finish")
            _finish(staging, path, finish)
            step("swap")
            kept = _swap(staging, path, step)
        leave_marker(path)
        step("done")
    finally:
        _clear(staging)
    return kept


def stage(backup: Path, keys: tuple[bytes, ...], into: Path, *, schema: Schema = OURS) -> Content:
    """Make a new file of the database in a backup, and hold it against what the backup says of itself; what is in it.

    Raises UnsoundBackup, and StorageNewer where a newer Preflight made it.
    """
    manifest = extract_database(backup, keys, into)
    if not is_sound(into):
        raise UnsoundBackup(f"The backup {backup} can't be used: the database in it is not sound.")
    try:
        with reading_file(into) as connection:
            mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
            content = content_of(connection)
    except DBAPIError as error:
        raise UnsoundBackup(f"The backup {backup} can't be used: it holds no database of Preflight's.") from error
    if mark != sqlite.APPLICATION_ID:
        raise UnsoundBackup(f"The backup {backup} can't be used: it holds no database of Preflight's.")
    hold_against(backup, manifest, content, schema)
    return content


def hold_against(backup: Path, manifest: Manifest | None, content: Content, schema: Schema = OURS) -> None:
    """Raises UnsoundBackup where a backup holds something else than it says, StorageNewer where it is too new."""
    if content.schema not in schema.revisions:
        raise StorageNewer(
            f"The backup {backup} was made by a newer Preflight (schema {content.schema}; this one knows up to "
            f"{schema.head}). Nothing was changed. Restore it with the newer Preflight."
        )
    if manifest is not None and manifest.content != content:
        raise UnsoundBackup(f"The backup {backup} can't be used: it holds something else than it says of itself.")


def refuse_while_open(path: Path) -> None:
    """Raises StorageBusy while another process has the database open.

    Whoever has a database in WAL mode open holds a shared lock on it. Only for a process that hasn't: its own locks
    would be dropped (https://sqlite.org/howtocorrupt.html, 2.2). Windows refuses the rename itself.
    """
    with _held(path):
        pass


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Nobody else has the database open, or can open it, within this block."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    if not path.is_file():
        yield
        return
    with path.open("r+b") as opened:
        try:
            fcntl.lockf(opened, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKED, _LOCKED_FROM)
        except OSError:
            raise StorageBusy(
                f"Preflight, or another program, has the database {path} open. Stop it, then restore again. Nothing "
                "was changed."
            ) from None
        yield


def _finish(staging: Path, path: Path, finish: Finish) -> None:
    engine = sqlite.migration_engine(staging, sqlite.BUSY_TIMEOUT_MS)
    try:
        with engine.begin() as connection:
            finish(connection)
    finally:
        engine.dispose()
    _fold(staging)
    _belong_as(path, staging)
    sync(staging)


def _belong_as(path: Path, staging: Path) -> None:
    """Whoever could use the old file can use the new one, also when an administrator restores."""
    like = path.stat() if path.is_file() else path.parent.stat()
    if path.is_file():
        staging.chmod(like.st_mode & 0o777)
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(staging, like.st_uid, like.st_gid)


def _fold(path: Path) -> None:
    """Make the database one file: what stands in its log goes into it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
            raise StorageBusy(f"Another process holds the database {path}. Nothing was changed; stop it first.")


def _swap(staging: Path, path: Path, step: Callable[[str], None]) -> Path | None:
    if not path.exists():
        _move_log_aside(path, path)
        os.replace(staging, path)
        sync(path.parent)
        return None
    sound = path.is_file() and _sound_with_its_log(path)
    if sound:
        # A damaged file's log may hold the only good copy of a page: it is kept as it is.
        _fold(path)
    step("folded")
    kept = _free(path.with_name(f"{path.name}.before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"))
    with _held(path):
        _link(path, kept)
        step("kept")
        if not sound:
            _move_log_aside(path, kept)
            step("log moved")
        os.replace(staging, path)
        sync(path.parent)
    step("swapped")
    return kept


def _sound_with_its_log(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def _link(path: Path, kept: Path) -> None:
    """Another name for the same file: at no moment is there none under the first."""
    if path.is_dir():
        path.rename(kept)
        return
    for left in path.parent.glob(f"{path.name}.before-restore-*"):
        if left.samefile(path):  # by a restore that was killed right here
            left.unlink()
    try:
        kept.hardlink_to(path)
    except OSError:  # a file system without links
        shutil.copyfile(path, kept)
        sync(kept)
    sync(path.parent)


def _move_log_aside(path: Path, kept: Path) -> None:
    """A log that stayed would be taken for the new file's."""
    for ending in _BESIDE:
        log = path.with_name(path.name + ending)
        if log.exists():
            log.replace(_free(kept.with_name(kept.name + (".left" if kept == path else "") + ending)))


def _free(path: Path) -> Path:
    number = 1
    found = path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found


def _clear(staging: Path) -> None:
    for ending in ("", *_BESIDE):
        staging.with_name(staging.name + ending).unlink(missing_ok=True)


@contextmanager
def _in_our_words(backup: Path, path: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError:
        raise unwritable(path) from None
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            f"The backup {backup} could not be restored: {error}. The database {path} is as it was before."
        ) from error
