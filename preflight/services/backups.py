"""Backups of the whole: making one, looking at those that are there, and removing what the rule leaves over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from preflight.domain.backup_keeping import BY_HAND, KeepRule, left_over
from preflight.domain.project import Person
from preflight.services.workspace import Workspace
from preflight.storage.backup_manifest import Manifest
from preflight.storage.backup_place import BackupPlace, KeptBackup, checked, kept_backups, told
from preflight.storage.backups import backup_name, default_folder, keeps_a_file, make_backup_file

MADE = "make_backup"
MADE_BY_SCHEDULE = "make_scheduled_backup"
REMOVED = "remove_backups"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPlan:
    """Which database, where its backups lie, which are kept, and how often one is made; 0 for never."""

    database_url: str
    place: BackupPlace
    keep: KeepRule
    every: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One backup, with what it says of itself; None where that can't be read."""

    kept: KeptBackup
    size: int
    manifest: Manifest | None


def plan_backups(
    database_url: str,
    *,
    data: Path,
    folder: Path | None,
    keys: tuple[bytes, ...],
    before_upgrade: bool,
    keep: KeepRule,
    every_h: int | None,
) -> BackupPlan:
    """The plan for a database, in hours: where nothing is said, one a day of a SQLite file, beside it; none of a
    PostgreSQL database, which many have backups of already, and those that are made in the folder `data`."""
    every_h = (24 if keeps_a_file(database_url) else 0) if every_h is None else every_h
    place = BackupPlace(folder=folder or default_folder(database_url, data), keys=keys, before_upgrade=before_upgrade)
    return BackupPlan(database_url=database_url, place=place, keep=keep, every=timedelta(hours=every_h))


def make_backup(
    workspace: Workspace, person: Person | None, plan: BackupPlan, *, label: str = BY_HAND, operation: str = MADE
) -> Path:
    """Make a backup while people work, and put it into the audit trail; its file, read back and whole.

    Whoever may start this reads the database anyway: it is for commands and the server itself, never for a screen.
    Raises StorageError and its kinds; there is no file then.
    """
    file = make_backup_file(plan.database_url, plan.place, at=workspace.now(), label=label)
    manifest = told(file, plan.place.keys)
    facts = {"file": file.name, "bytes": file.stat().st_size, "sealed": plan.place.key is not None}
    if manifest is not None:
        facts |= {"sha256": manifest.sha256, "schema": manifest.content.schema}
    workspace.tell(person, operation, f"backup {label}", facts)
    return file


def list_backups(plan: BackupPlan) -> Iterator[Listed]:
    """The backups of this database, the newest first."""
    for each in kept_backups(backup_name(plan.database_url), plan.place.folder):
        yield Listed(kept=each, size=each.file.stat().st_size, manifest=told(each.file, plan.place.keys))


def remove_left_over(workspace: Workspace, person: Person | None, plan: BackupPlan) -> list[Path]:
    """Remove the backups that the rule leaves over, and say so in the audit trail; those files.

    Call it when a backup was made just now: the newest stays, whatever the rule says.
    """
    there = kept_backups(backup_name(plan.database_url), plan.place.folder)
    gone = [
        each.file
        for each in left_over(
            there, plan.keep, workspace.now(), made_at=lambda each: each.made_at, label=lambda each: each.label
        )
    ]
    if gone:
        for file in gone:
            file.unlink(missing_ok=True)
        facts = {"rule": str(plan.keep), "files": [file.name for file in gone]}
        workspace.tell(person, REMOVED, "backups", facts)
    return gone


def verify_backup(file: Path, keys: tuple[bytes, ...]) -> Manifest:
    """What the backup says of itself, once each of its bytes was read and found right. Raises UnsoundBackup."""
    return checked(file, keys)
