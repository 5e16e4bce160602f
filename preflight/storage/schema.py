"""What a schema is, for starting and upgrading: its revisions in order, and what must be there at the newest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from preflight.storage.audit_tables import AUDIT_TRIGGERS
from preflight.storage.decision_tables import DECISION_TRIGGERS
from preflight.storage.export_tables import EXPORT_TRIGGERS
from preflight.storage.people_tables import login_session
from preflight.storage.portfolio_tables import WORKED_OUT
from preflight.storage.room_tables import ROOM_TRIGGERS
from preflight.storage.tables import TRIGGERS, metadata

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every migration's revision, oldest first; the last is the schema that this code reads and writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """`revisions` run from the first to the newest; `steps` are the folders of the scripts that lead there."""

    revisions: tuple[str, ...]
    tables: frozenset[str]
    triggers: frozenset[str]
    steps: tuple[Path, ...]

    @property
    def head(self) -> str:
        """The newest revision."""
        return self.revisions[-1]


OURS = Schema(
    revisions=REVISIONS,
    tables=frozenset(metadata.tables) | {table.name for table in (*WORKED_OUT, login_session)},
    triggers=TRIGGERS | ROOM_TRIGGERS | EXPORT_TRIGGERS | DECISION_TRIGGERS | AUDIT_TRIGGERS,
    steps=(Path(__file__).parent / "migrations" / "versions",),
)
