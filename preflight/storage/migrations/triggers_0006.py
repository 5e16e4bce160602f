"""The triggers of revision 0006: the audit trail is only ever written on. Once released, they change only through a
later revision.

`audit_event_no_gap` also closes SQLite's REPLACE: a row that is there already is never the next one.
"""

from __future__ import annotations

from preflight.storage.migrations.trigger_sql import Trigger

TRIGGERS: tuple[Trigger, ...] = (
    Trigger(
        "audit_event_no_gap",
        "INSERT",
        "audit_event",
        "NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_event)",
        "refused: An audit event is the next one, or none.",
    ),
    Trigger("audit_event_no_update", "UPDATE", "audit_event", "1", "immutable: An audit event stays as it is."),
    Trigger("audit_event_no_delete", "DELETE", "audit_event", "1", "immutable: An audit event can't be deleted."),
)
