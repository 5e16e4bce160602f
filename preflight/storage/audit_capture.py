"""What a transaction changes, row by row, before and after: watched on its connection, so that no change goes untold.

Votes are never told here, nor what opens a room or an invitation: a vote is nobody's to read before its reveal.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Delete, Insert, Table, Update, and_, event, or_, select
from sqlalchemy.engine import CursorResult

from preflight.storage.audit_tables import audit_event
from preflight.storage.people_tables import login_session
from preflight.storage.portfolio_tables import WORKED_OUT
from preflight.storage.room_tables import participant, vote

MOST_ROWS: Final = 200
"""Of so many rows the content is told; of the rest only how many there were."""
LONGEST_VALUE: Final = 4_000
LONGEST_DETAIL: Final = 300_000
NOT_TOLD: Final = frozenset(
    {vote.name, participant.name, audit_event.name, login_session.name, *(t.name for t in WORKED_OUT)}
)
SECRET: Final = frozenset({"token", "secret_digest", "code"})
"""Columns whose values open something; of an invitation's `digest`, see `_told`."""

Row = Mapping[str, Any]


class Changes:
    """What was changed on one connection since `watch` was called."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.counts: Counter[tuple[str, str]] = Counter()

    def __bool__(self) -> bool:
        return bool(self.counts)

    def detail(self) -> str:
        """As JSON: {"changes": [{"table", "before", "after"}, …]}; of too many, {"rows": {"inserted answer": 12}}."""
        told = json.dumps({"changes": self.rows}, ensure_ascii=False, separators=(",", ":"))
        if self.counts.total() <= MOST_ROWS and len(told) <= LONGEST_DETAIL:
            return told
        rows = {f"{how} {table}": count for (how, table), count in sorted(self.counts.items())}
        digest = hashlib.sha256(told.encode()).hexdigest()
        return json.dumps({"rows": rows, "sha256": digest}, ensure_ascii=False, separators=(",", ":"))

    def add(self, how: str, table: str, before: Row | None, after: Row | None) -> None:
        """One row; the values that stayed the same are left out, but for the key."""
        if before is not None and after is not None and before == after:
            return
        self.counts[how, table] += 1
        if len(self.rows) < MOST_ROWS:
            self.rows.append({"table": table, "before": _told_row(table, before), "after": _told_row(table, after)})


def watch(connection: Connection) -> Changes:
    """Watch a connection until it is closed."""
    changes = Changes()
    waiting: list[tuple[Any, Table, list[Row]]] = []

    def before(_connection: Connection, statement: Any, many: Any, given: Any, _options: Any) -> None:
        if isinstance(statement, (Update, Delete)) and _is_told(statement):
            table = _table(statement)
            where = statement.whereclause
            query = select(table) if where is None else select(table).where(where)
            found = (connection.execute(query, each).mappings() for each in many or [given or {}])
            waiting.append((statement, table, [dict(row) for rows in found for row in rows]))

    def after(
        _connection: Connection, statement: Any, _many: Any, _given: Any, _options: Any, result: CursorResult[Any]
    ) -> None:
        if isinstance(statement, Insert) and _is_told(statement):
            for given in getattr(result.context, "compiled_parameters", ()):
                changes.add("inserted", _table(statement).name, None, dict(given))
        elif waiting and waiting[-1][0] is statement:
            _, table, rows = waiting.pop()
            if isinstance(statement, Delete):
                for row in rows:
                    changes.add("deleted", table.name, row, None)
            else:
                now = _now(connection, table, rows)
                for row in rows:
                    changes.add("changed", table.name, row, now.get(_key(table, row)))

    event.listen(connection, "before_execute", before)
    event.listen(connection, "after_execute", after)
    return changes


def _is_told(statement: Insert | Update | Delete) -> bool:
    return isinstance(statement.table, Table) and statement.table.name not in NOT_TOLD


def _table(statement: Insert | Update | Delete) -> Table:
    assert isinstance(statement.table, Table)
    return statement.table


def _key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _now(connection: Connection, table: Table, rows: Sequence[Row]) -> dict[tuple[Any, ...], Row]:
    if not rows:
        return {}
    keys = list(table.primary_key)
    if len(keys) == 1:
        these = keys[0].in_([row[keys[0].name] for row in rows])
        found = connection.execute(select(table).where(these)).mappings()
    else:
        each = [and_(*(column == row[column.name] for column in keys)) for row in rows]
        found = connection.execute(select(table).where(or_(*each))).mappings()
    return {_key(table, row): row for row in map(dict, found)}


def _told_row(table: str, row: Row | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {name: _told(table, name, value) for name, value in row.items() if value is not None}


def _told(table: str, name: str, value: Any) -> Any:
    if name in SECRET or (table, name) == ("invitation", "digest"):
        return "(not told)"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"bytes": len(value), "sha256": hashlib.sha256(value).hexdigest()}
    if isinstance(value, (tuple, list)):
        value = [str(each) for each in value]
        return value if len(str(value)) <= LONGEST_VALUE else _shortened(json.dumps(value, ensure_ascii=False))
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return _shortened(value)
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def _shortened(text: str) -> dict[str, Any]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"characters": len(text), "sha256": digest, "begins": text[:200]}
