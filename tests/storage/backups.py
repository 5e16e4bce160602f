"""Backups in tests: where a database keeps them, and what is in one."""

from __future__ import annotations

import tempfile
from pathlib import Path

from preflight.storage.backup import extract_database
from preflight.storage.backup_place import BackupPlace, kept_backups
from tests.storage.dump import dump_of


def beside(path: Path) -> BackupPlace:
    """The place of a database's backups where nothing else is said."""
    return BackupPlace(folder=path.parent / "backups")


def files_in(place: BackupPlace, name: str = "preflight") -> list[Path]:
    """The backups' files, the newest first."""
    return [each.file for each in kept_backups(name, place.folder)]


def dump_in(backup: Path, *keys: bytes) -> list[str]:
    """The logical content of a SQLite backup."""
    with tempfile.TemporaryDirectory() as folder:
        extract_database(backup, keys, Path(folder, "unpacked.db"))
        return dump_of(Path(folder, "unpacked.db"))
