"""Where backups are kept: their folder, their names, and which of them are there."""

from __future__ import annotations

import errno
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from preflight.domain.errors import StorageFull, UnsoundBackup
from preflight.storage.backup_file import PARTIAL, SEALED, extract, read_manifest
from preflight.storage.backup_manifest import Manifest

FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What a disk says that is full."""

ENDING: Final = ".tar.gz"
_SPARE_BYTES: Final = 1 << 20
_NAME: Final = re.compile(r"(\d{8}T\d{6}Z)-([a-z0-9-]{1,60})(?:\.tar\.gz(?:\.sealed)?|\.db)")
_STALE_S: Final = 6 * 3600
"""What is still unfinished after so long was left by a process that was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPlace:
    """`folder` keeps them. The first of `keys` seals new ones, any opens those that are there; without, none is sealed.

    `before_upgrade` says whether one must be made before a schema is upgraded.
    """

    folder: Path
    keys: tuple[bytes, ...] = ()
    before_upgrade: bool = True

    @property
    def key(self) -> bytes | None:
        """What seals a new backup."""
        return self.keys[0] if self.keys else None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBackup:
    """One file in the folder, as its name tells."""

    file: Path
    made_at: datetime
    label: str
    sealed: bool


def kept_backups(name: str, folder: Path) -> list[KeptBackup]:
    """The backups of the database of this name, the newest first; files of earlier releases (.db) among them."""
    return sorted(_found(name, folder), key=lambda each: (each.made_at, each.file.name), reverse=True)


def new_file(name: str, place: BackupPlace, *, at: datetime, label: str) -> Path:
    """A free name for a backup that is made now. Raises OSError when the folder can't be made."""
    place.folder.mkdir(parents=True, exist_ok=True)
    ending = ENDING + (SEALED if place.key else "")
    stem = f"{name}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{label}"
    names = (place.folder / f"{stem}{f'-{n}' if n > 1 else ''}{ending}" for n in count(1))
    return next(path for path in names if not path.exists())


def sweep(folder: Path) -> None:
    """Remove what a process that was killed left unfinished."""
    for left in folder.glob(f".*{PARTIAL}*"):
        if left.is_file() and time.time() - left.stat().st_mtime > _STALE_S:
            left.unlink(missing_ok=True)


def need_space(folder: Path, size: int, what: str) -> None:
    """Raises StorageFull where the folder's disk has not so many bytes free."""
    if shutil.disk_usage(folder).free < size + _SPARE_BYTES:
        raise StorageFull(f"There is no space for {what} ({size / 1e6:.1f} MB) in {folder}. Free some space first.")


def checked(file: Path, keys: tuple[bytes, ...]) -> Manifest:
    """What the backup says of itself, once each of its bytes was read and found right. Raises UnsoundBackup."""
    return extract(file, keys, None)


def told(file: Path, keys: tuple[bytes, ...]) -> Manifest | None:
    """What the backup says of itself; None where it can't be read."""
    try:
        return read_manifest(file, keys)
    except UnsoundBackup:
        return None


def _found(name: str, folder: Path) -> Iterator[KeptBackup]:
    for file in folder.glob(f"{name}-*"):
        match = _NAME.fullmatch(file.name.removeprefix(f"{name}-"))
        if match is None:
            continue
        try:
            made_at = datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            continue
        yield KeptBackup(file=file, made_at=made_at, label=match[2], sealed=file.name.endswith(SEALED))
