"""What the audit trail tells of a row, and what it never does.

Votes are never told, nor what opens a room or an invitation: a vote is nobody's to read before its reveal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Table

from preflight.storage.audit_tables import audit_event
from preflight.storage.people_tables import login_session
from preflight.storage.portfolio_tables import WORKED_OUT
from preflight.storage.room_tables import vote

LONGEST_VALUE: Final = 4_000
NOT_TOLD: Final = frozenset({vote.name, audit_event.name, login_session.name, *(t.name for t in WORKED_OUT)})
"""Votes; the trail itself; sign-ins, which tell themselves; and what is worked out from other rows."""
SECRET: Final = frozenset({("room", "token"), ("room", "code"), ("invitation", "digest")})
"""Values that open something: that there is one is told, not which."""
LEFT_OUT: Final = frozenset(
    {("participant", "secret_digest"), ("participant", "role"), ("assessment", "last_question")}
)
"""A role beside a number would say whose vote a breakdown shows; and where a draft was last looked at is no change."""

Row = Mapping[str, Any]


def told_pair(table: Table, before: Row | None, after: Row | None) -> dict[str, Any]:
    """One change: the row before and after, None where it was not there. Of a row that stayed, its key and what is
    different, None for what was or is empty."""
    was, now = told_row(table, before), told_row(table, after)
    if was is not None and now is not None:
        names = [each.name for each in table.c if each.primary_key or was.get(each.name) != now.get(each.name)]
        was, now = ({name: each.get(name) for name in names if name in was or name in now} for each in (was, now))
    return {"table": table.name, "before": was, "after": now}


def told_row(table: Table, row: Row | None) -> dict[str, Any] | None:
    """What may be told of a row, as plain values of JSON; what is empty is left out."""
    if row is None:
        return None
    return {
        each.name: _told(table.name, each.name, row[each.name])
        for each in table.c
        if (table.name, each.name) not in LEFT_OUT and row.get(each.name) is not None
    }


def _told(table: str, name: str, value: Any) -> Any:
    if (table, name) in SECRET:
        return "(not told)"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"bytes": len(value), "sha256": hashlib.sha256(value).hexdigest()}
    if isinstance(value, (tuple, list)):
        value = [str(each) for each in value]
        return value if len(str(value)) <= LONGEST_VALUE else _shortened(plain_json(value))
    if isinstance(value, str):
        return str(value) if len(value) <= LONGEST_VALUE else _shortened(value)
    return value if isinstance(value, (int, float, bool)) else str(value)


def _shortened(text: str) -> dict[str, Any]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"characters": len(text), "sha256": digest, "begins": text[:200]}


def plain_json(value: object) -> str:
    """As JSON, without a space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
