"""What the database is like, looked at without opening it for work: nothing is made, upgraded or locked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from preflight.services.trail import kept_head
from preflight.storage.backups import state_here
from preflight.storage.schema import OURS


class TrailFound(Enum):
    """How the audit trail stands to the head that is kept outside the database."""

    MATCHES = "matches"
    NOT_KEPT = "not kept"
    OLDER = "older, or another"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseFound:
    """`revision` is the schema that it has, None where there is no database yet; `head` the one that this code needs;
    `events` how many were told since the head was kept."""

    revision: str | None
    head: str
    trail: TrailFound
    events: int = 0


def look_at_database(url: str, head_file: Path | None) -> DatabaseFound:
    """Look, for whoever types commands on the machine. Raises StorageError when it can't be read."""
    kept = kept_head(head_file) if head_file is not None else None
    content, since = state_here(url, kept)
    if content is None:
        return DatabaseFound(revision=None, head=OURS.head, trail=TrailFound.OLDER if kept else TrailFound.EMPTY)
    if content.head is None:
        trail = TrailFound.OLDER if kept else TrailFound.EMPTY
    elif kept is None:
        trail = TrailFound.NOT_KEPT
    else:
        trail = TrailFound.OLDER if since is None else TrailFound.MATCHES
    events = sum(since.events.values()) if since and trail is TrailFound.MATCHES else 0
    return DatabaseFound(revision=content.schema, head=OURS.head, trail=trail, events=events)
