"""Returning to a backup: what that would bring and give up, and doing it, whole or not at all.

It replaces the database itself, so it needs no open workspace, and nobody may have one open: it is for commands, by
whoever may read the database's file anyway.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from preflight.domain.audit import AuditKey, Head
from preflight.domain.errors import StorageError
from preflight.domain.project import Person
from preflight.services.backups import BackupPlan
from preflight.services.trail import Trail
from preflight.storage.backup_file import is_sealed_file
from preflight.storage.backup_manifest import Content, Manifest
from preflight.storage.backups import NEWEST_SCHEMA, GivenUp, content_in, restore_backup, state_here
from preflight.storage.engine import Connection
from preflight.storage.login_sessions import end_every_login_session
from preflight.storage.people import ensure_person

RESTORED = "restore_backup"
"""The operation under which the audit trail tells that the database was put back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPreview:
    """What a backup holds and what is here; `manifest` is None for a plain database file of an earlier release.

    `unproven`: it is open to everybody although backups here are sealed, so that nothing proves who made it.
    `unreadable` says why what is here can't be read, empty where it can; `given_up` is what was written here since the
    backup, None where nobody can tell.
    """

    manifest: Manifest | None
    content: Content
    here: Content | None
    unproven: bool
    unreadable: str
    given_up: GivenUp | None

    @property
    def upgraded(self) -> bool:
        """Whether it would be brought up to date."""
        return self.content.schema != NEWEST_SCHEMA

    @property
    def rows(self) -> Mapping[str, tuple[int, int]]:
        """From each table whose number of rows would change to how many it has in the backup, and here."""
        here = self.here.rows if self.here else {}
        names = sorted({*self.content.rows, *here})
        counted = {name: (self.content.rows.get(name, 0), here.get(name, 0)) for name in names}
        return {name: counts for name, counts in counted.items() if counts[0] != counts[1]}


def preview_return(plan: BackupPlan, file: Path) -> ReturnPreview:
    """Read the backup from end to end and hold it against what is here. Changes nothing.

    Raises StorageError where the backup can't be restored here.
    """
    manifest, content = content_in(file, plan.place, plan.database_url)
    here, unreadable, given_up = None, "", None
    try:
        here, given_up = state_here(plan.database_url, content.head)
    except StorageError as error:
        unreadable = str(error)
    return ReturnPreview(
        manifest=manifest,
        content=content,
        here=here,
        unproven=bool(plan.place.keys) and not is_sealed_file(file),
        unreadable=unreadable,
        given_up=given_up,
    )


def return_to(
    plan: BackupPlan,
    file: Path,
    person: Person,
    trail: Trail,
    keys: tuple[AuditKey, ...],
    *,
    now: datetime,
    new_audit_key: bool = False,
) -> Path | None:
    """Put the backup in the database's place, and tell so in its audit trail; where what was here is kept, None where
    nothing was.

    Raises StorageBusy while Preflight has the database open, and StorageError and its kinds: where the trail in the
    backup is signed with none of `keys`, too, unless `new_audit_key` says to go on with the first. Everything is then
    as it was before.
    """
    preview = preview_return(plan, file)
    signed = preview.content.audit_key
    if signed is not None and signed not in {key.id for key in keys} and not new_audit_key:
        raise StorageError(
            f"The audit trail in {file} is signed with a key that is not here. Bring the file audit.key of the folder "
            "that the backup was made in, or set PREFLIGHT_AUDIT_KEY; a backup never holds it. Where it is lost for "
            "good, add --new-audit-key: events from before can then not be checked any more. Nothing was changed."
        )
    heads: list[Head] = []
    # The head that is kept outside may be one that this backup does not reach: that is what a restore tells.
    within = Trail(key=trail.key, door=trail.door)

    def finish(connection: Connection) -> None:
        ensure_person(connection, person)
        # What was open when the backup was made may have been ended since.
        end_every_login_session(connection, at=now, because=RESTORED)
        heads.append(
            within.tell(
                connection,
                at=now,
                person=person,
                operation=RESTORED,
                about=f"backup {file.name}"[:200],
                detail=json.dumps(_facts(preview, file), ensure_ascii=False, separators=(",", ":")),
            )
        )

    kept = restore_backup(plan.database_url, file, plan.place, finish, now=now)
    trail.begin_again(heads[-1])
    return kept


def _facts(preview: ReturnPreview, file: Path) -> dict[str, object]:
    manifest, here = preview.manifest, preview.here
    return {
        "file": file.name,
        "made_at": manifest.made_at.isoformat() if manifest else None,
        "sha256": manifest.sha256 if manifest else None,
        "schema": preview.content.schema,
        "to": _named(preview.content.head),
        "given_up": _named(here.head) if here else None,
        "events_given_up": sum(preview.given_up.events.values()) if preview.given_up else None,
    }


def _named(head: Head | None) -> dict[str, object] | None:
    return {"seq": head.seq, "mac": head.mac} if head else None
