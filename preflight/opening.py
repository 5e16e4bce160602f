"""From settings to a workspace: the one way in which the server, the process beside it and commands open theirs."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

from preflight.access.about import WHOLE
from preflight.access.admission import Access
from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.audit import AuditKey
from preflight.domain.errors import StorageError
from preflight.services.backups import BackupPlan, plan_backups
from preflight.services.trail import Trail
from preflight.services.workspace import Workspace, opened_workspace
from preflight.settings import Settings, variable
from preflight.storage import audit as audit_rows

KEY_FILE = "audit.key"
BEGUN = "trail_begun"
"""The operation of the first event: it tells nothing but whose key the trail is signed with."""


def open_workspace(
    settings: Settings, *, door: str, local: bool | None = None, whosever_key: bool = False
) -> Workspace:
    """Open what the settings name; `door` says in the audit trail which way somebody came in.

    The local owner may do everything where nobody signs in, or where `local` says so: whoever types commands on the
    machine reads the database anyway. `whosever_key` opens one whose audit trail another key has signed, for finding
    out what is in it. Raises StorageError and its kinds.
    """
    keys = audit_keys(settings)
    workspace = opened_workspace(
        settings.database_url,
        Shelf(settings.questionnaires),
        backups=backup_plan(settings).place,
        owner=LOCAL_OWNER,
        access=Access(
            local=not settings.signing_in if local is None else local,
            mapping=settings.roles,
            claim=settings.roles_claim,
            idle=timedelta(minutes=settings.sign_in_idle),
            longest=timedelta(hours=settings.sign_in_longest),
        ),
        trail=trail_of(settings, keys, door=door),
    )
    try:
        if not whosever_key:
            _agree_on_the_key(workspace, keys, settings)
    except BaseException:
        workspace.database.close()
        raise
    return workspace


def _agree_on_the_key(workspace: Workspace, keys: tuple[AuditKey, ...], settings: Settings) -> None:
    """Begin the trail where it is empty, and refuse one that another key has signed.

    Its first event is written under the write lock by whoever opens the database first, before anything else is done:
    so of servers that start together on an empty database, each with a key of its own, only one goes on.
    """
    with workspace.database.reading() as connection:
        signed = audit_rows.newest_key_id(connection)
    if signed is None:
        begun = None
        with workspace.database.writing() as connection:
            signed = audit_rows.newest_key_id(connection)
            if signed is None:
                begun = workspace.trail.tell(
                    connection, at=workspace.now(), person=None, operation=BEGUN, about=str(WHOLE)
                )
                signed = workspace.trail.key.id
        if begun is not None:
            workspace.trail.keep(begun)
    if signed not in {key.id for key in keys}:
        raise StorageError(
            f"The audit trail of {workspace.database.name} is signed with another key. Bring the file {KEY_FILE} of "
            f"the data folder in which it began to {settings.data}, or set {variable('audit_key')} to the same key on "
            "every server; keys that were used before follow after a comma."
        )


def trail_of(settings: Settings, keys: tuple[AuditKey, ...], *, door: str) -> Trail:
    """The audit trail of a process that comes in by this door; the first of the keys signs."""
    return Trail(key=keys[0], earlier=keys[1:], door=door, head_file=settings.audit_head)


def backup_plan(settings: Settings) -> BackupPlan:
    """Where this database's backups lie, how often they are made, and which are kept."""
    return plan_backups(
        settings.database_url,
        data=settings.data,
        folder=settings.backups,
        keys=settings.backup_key,
        before_upgrade=settings.backup_before_upgrade,
        keep=settings.backup_keep,
        every_h=settings.backup_every,
    )


def audit_keys(settings: Settings) -> tuple[AuditKey, ...]:
    """The keys of the audit trail, the one that signs first: of the settings, else the data folder's, made where there
    is none. Raises StorageError where it can't be kept."""
    if settings.audit_key:
        return tuple(AuditKey(secret) for secret in settings.audit_key)
    file = settings.data / KEY_FILE
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        return (AuditKey(_kept(file)),)
    except (OSError, ValueError) as error:
        raise StorageError(f"The key of the audit trail can't be kept in {file}: {error}.") from error


def _kept(file: Path) -> bytes:
    """The key in the file; made there where it is not yet, so that nobody reads half of one."""
    if not file.exists():
        partial = file.with_name(f"{file.name}.{os.getpid()}")
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as written:
            written.write(secrets.token_hex(32) + "\n")
            written.flush()
            os.fsync(written.fileno())
        try:
            os.link(partial, file)
        except FileExistsError:
            pass  # another process was first
        finally:
            partial.unlink()
    key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    if len(key) < 32:
        raise ValueError("it holds no key")
    return key
