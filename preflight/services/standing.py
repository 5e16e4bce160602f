"""Whether the workspace can be worked with now, in words that tell a stranger nothing."""

from __future__ import annotations

from preflight.domain.errors import PreflightError, StorageBusy, StorageError, StorageFull, StorageReadOnly
from preflight.services.workspace import Workspace
from preflight.storage.standing import at_head

OK = "ok"
GONE, BUSY, FULL, READ_ONLY, BEHIND, NONE = "gone", "busy", "full", "read-only", "behind", "none"


def reading_stands(workspace: Workspace) -> tuple[str, str]:
    """The words for the database and for its migrations: ok, gone, busy; and ok, behind."""
    try:
        with workspace.database.reading() as connection:
            return OK, OK if at_head(connection) else BEHIND
    except StorageBusy:
        return BUSY, OK
    except (StorageError, OSError):
        return GONE, OK


def writing_stands(workspace: Workspace) -> str:
    """The word for writing: ok, busy, full, read-only, gone. It takes the write lock and changes nothing."""
    try:
        workspace.database.prove_writable()
    except StorageBusy:
        return BUSY
    except StorageFull:
        return FULL
    except StorageReadOnly:
        return READ_ONLY
    except (PreflightError, OSError):
        return GONE
    return OK


def shelf_stands(workspace: Workspace) -> str:
    """The word for the questionnaires: ok, or none."""
    return OK if workspace.shelf.entries() else NONE
