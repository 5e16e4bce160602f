"""Looking for events of the audit trail, the newest first, however long it has become."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, or_, select

from preflight.domain.audit import AuditEvent, Outcome
from preflight.storage.audit import event_of, head
from preflight.storage.audit_tables import audit_event as table


class Wanted(NamedTuple):
    """Which events are looked for; what is None or empty chooses nothing. Times are [since, until). `text` is looked
    for in what an event is about, in its person, address and detail, whatever its case."""

    person_id: str | None = None
    project_id: str | None = None
    operation: str | None = None
    outcome: Outcome | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


def found(
    connection: Connection, wanted: Wanted, *, below: int | None = None, most: int, look_at: int
) -> tuple[list[AuditEvent], int]:
    """The newest events that are wanted, of numbers below this one, at most so many; and the number above which every
    event was looked at, 0 for all. So many events are looked at for what no index finds."""
    top, bottom = _bounds(connection, wanted, below)
    if top <= bottom:
        return [], 0
    lowest = bottom if _by_index(wanted) else max(bottom, top - look_at)
    query = select(table).where(table.c.seq <= top, table.c.seq > lowest, *_conditions(wanted))
    rows = connection.execute(query.order_by(table.c.seq.desc()).limit(most)).all()
    looked_to = rows[-1].seq - 1 if len(rows) == most else lowest
    return [event_of(row) for row in rows], (0 if looked_to <= bottom else looked_to)


def choices(connection: Connection) -> tuple[list[str], dict[str, str], list[str]]:
    """The operations, the people by id with a name of theirs, and the projects' ids that stand in the trail."""
    operations = connection.execute(select(table.c.operation).distinct().order_by(table.c.operation)).scalars()
    newest = select(func.max(table.c.seq)).where(table.c.person_id != "").group_by(table.c.person_id)
    people = connection.execute(select(table.c.person_id, table.c.person).where(table.c.seq.in_(newest)))
    projects = connection.execute(select(table.c.project_id).where(table.c.project_id != "").distinct()).scalars()
    return list(operations), {row.person_id: row.person for row in people}, sorted(projects)


def _bounds(connection: Connection, wanted: Wanted, below: int | None) -> tuple[int, int]:
    """The numbers (bottom, top] among which every wanted event stands. Times say it only roughly: clocks go back."""
    newest = head(connection)
    top = newest.seq if newest else 0
    bottom = 0
    if wanted.since is not None or wanted.until is not None:
        times = [table.c.at >= wanted.since] if wanted.since is not None else []
        times += [table.c.at < wanted.until] if wanted.until is not None else []
        first, last = connection.execute(select(func.min(table.c.seq), func.max(table.c.seq)).where(*times)).one()
        bottom, top = (first - 1, last) if first is not None else (0, 0)
    return min(top, below - 1) if below is not None else top, bottom


def _by_index(wanted: Wanted) -> bool:
    """Whether an index finds them, or there are so many of them that a page is full at once."""
    return not wanted.text and (
        wanted.outcome is None or bool(wanted.person_id or wanted.project_id or wanted.operation)
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    chosen = {
        "person_id": wanted.person_id,
        "project_id": wanted.project_id,
        "operation": wanted.operation,
        "outcome": wanted.outcome.value if wanted.outcome else None,
    }
    conditions: list[ColumnElement[bool]] = [table.c[name] == value for name, value in chosen.items() if value]
    if wanted.since is not None:
        conditions.append(table.c.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(table.c.at < wanted.until)
    if wanted.text:
        texts = (table.c.about, table.c.person, table.c.address, table.c.operation, table.c.detail)
        conditions.append(or_(*(column.icontains(wanted.text, autoescape=True) for column in texts)))
    return conditions
