"""The rows of the audit trail: writing the next event, reading them, and the newest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, cast, exists, func, insert, select

from preflight.domain.audit import AuditEvent, AuditKey, Head, Outcome, chained
from preflight.storage.audit_tables import audit_event as table

_HEAD = select(table.c.seq, table.c.mac).order_by(table.c.seq.desc()).limit(1)
_NEWEST = _HEAD.subquery()
_APPEND = insert(table)
_APPEND_AFTER = (
    insert(table)
    .from_select(
        list(table.c),
        select(*(cast(bindparam(each.name, type_=each.type), each.type) for each in table.c)).where(
            exists().where(_NEWEST.c.seq == bindparam("_last_seq"), _NEWEST.c.mac == bindparam("_last_mac"))
        ),
    )
    .returning(table.c.seq)
)
"""Nothing where the newest event is another one."""


def append(connection: Connection, event: AuditEvent, key: AuditKey, last: Head | None = None) -> AuditEvent:
    """Write the event as the next one, within the transaction of what it tells. Its place and MAC are made here.

    `last` is the newest event as far as the caller knows: where it still is, nobody needs to ask the database.
    """
    if last is not None:
        written = chained(event, key, last)
        of_last = _values(written) | {"_last_seq": last.seq, "_last_mac": last.mac}
        if connection.execute(_APPEND_AFTER, of_last).one_or_none() is not None:
            return written
    written = chained(event, key, head(connection))
    connection.execute(_APPEND, _values(written))
    return written


def head(connection: Connection) -> Head | None:
    """The newest event's number and MAC; None where nothing was written yet."""
    row = connection.execute(_HEAD).one_or_none()
    return None if row is None else Head(seq=row.seq, mac=row.mac)


def mac_of(connection: Connection, seq: int) -> str | None:
    """The MAC of one event; None where there is none of this number."""
    return connection.execute(select(table.c.mac).where(table.c.seq == seq)).scalar_one_or_none()


def newest_key_id(connection: Connection) -> str | None:
    """Which key signed the newest event; None where nothing was written yet."""
    return connection.execute(select(table.c.key_id).order_by(table.c.seq.desc()).limit(1)).scalar_one_or_none()


def newest_of(connection: Connection, operation: str) -> datetime | None:
    """When the newest event of this operation was written; None where there is none."""
    told = select(table.c.at).where(table.c.operation == operation).order_by(table.c.seq.desc()).limit(1)
    return connection.execute(told).scalar_one_or_none()


def since(connection: Connection, head: Head | None) -> tuple[dict[str, int] | None, datetime | None]:
    """How many events of each operation were written after this one, and when the newest; (None, None) where this very
    event is not in the trail."""
    after = head.seq if head else 0
    if head is not None:
        mac = connection.execute(select(table.c.mac).where(table.c.seq == head.seq)).scalar_one_or_none()
        if mac != head.mac:
            return None, None
    later = table.c.seq > after
    counts = select(table.c.operation, func.count()).where(later).group_by(table.c.operation)
    newest = connection.execute(select(func.max(table.c.at)).where(later)).scalar_one()
    return {row[0]: row[1] for row in connection.execute(counts)}, newest


def _values(event: AuditEvent) -> dict[str, Any]:
    return {column.name: getattr(event, column.name) for column in table.c}


def event_of(row: Row[Any]) -> AuditEvent:
    """The event that a whole row of the table is."""
    return AuditEvent(**{**row._mapping, "outcome": Outcome(row.outcome)})  # noqa: SLF001 - SQLAlchemy's public name


def events(connection: Connection, *, after: int = 0, batch: int = 1_000) -> Iterator[AuditEvent]:
    """Every event after this number, in its order, read a batch at a time."""
    while True:
        found = batch_of(connection, after=after, most=batch)
        yield from found
        if len(found) < batch:
            return
        after = found[-1].seq


def batch_of(connection: Connection, *, after: int, most: int) -> list[AuditEvent]:
    """The next events after this number, in their order, at most so many."""
    rows = connection.execute(select(table).where(table.c.seq > after).order_by(table.c.seq).limit(most))
    return [event_of(row) for row in rows]
