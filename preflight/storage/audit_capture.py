"""What a transaction changes, row by row, before and after: watched on its connection, so that no change goes untold.

Told is what the transaction comes to: a row that was there before and is not any more, one that is new, one that says
something else. What was taken back to a savepoint comes to nothing. What goes with a row that is deleted (ON DELETE
CASCADE) is told beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Any, Final
from weakref import WeakKeyDictionary, WeakSet

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Engine,
    Insert,
    Integer,
    Select,
    Table,
    Update,
    bindparam,
    event,
    select,
    tuple_,
)
from sqlalchemy.engine import CursorResult

from preflight.storage.audit_reach import CHANGED, DELETED, INSERTED, MOST_ROWS, Touched, count_of, set_by, touched_by
from preflight.storage.audit_values import NOT_TOLD, Row, plain_json, told_pair, told_row
from preflight.storage.tables import metadata

LONGEST_DETAIL: Final = 300_000

_ASKED_AT_ONCE = 100
_PARTS: Final = ("key_0", "key_1", "key_2", "key_3", "key_4", "key_5")

Key = tuple[Any, ...]
_watched: WeakKeyDictionary[Connection, Changes] = WeakKeyDictionary()
_listened: WeakSet[Engine] = WeakSet()


@contextmanager
def watching(connection: Connection) -> Iterator[Changes]:
    """Watch a connection within the block: what it holds at the end against what it held at the beginning."""
    if connection.engine not in _listened:
        _listened.add(connection.engine)
        event.listen(connection.engine, "before_execute", _before)
        event.listen(connection.engine, "after_execute", _after)
        event.listen(connection.engine, "rollback_savepoint", _taken_back)
    _watched[connection] = changes = Changes(connection)
    try:
        yield changes
    finally:
        del _watched[connection]


class Changes:
    """What was changed on one connection. `told` asks the database what became of the rows, so call it once, at the
    end."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._before: dict[Table, dict[Key, Row | None]] = {}
        self._now: dict[Table, dict[Key, Row]] = {}
        """As much of what the rows are now as nobody needs to ask for."""
        self._reached: list[Row] | None = None
        """The rows that the update under way is about to change, where they are known."""
        self._numbered: list[tuple[Table, Row]] = []
        """New rows whose numbers only the database knows: many at a time, into a table that counts by itself."""
        self._held = 0
        self._more: Counter[str] = Counter()

    def told(self) -> str | None:
        """As JSON: {"changes": [{"table", "before", "after"}, …]}, of more rows than MOST_ROWS {"rows": {"inserted
        answer": 1200}}; None where nothing was changed. Of a row that changed, its key and what is different."""
        rows = [(table, before, after) for table in self._before for before, after in self._pairs(table)]
        rows += [(table, None, row) for table, row in self._numbered]
        if not rows and not self._more:
            return None
        if not self._more:
            changes = [told_pair(table, before, after) for table, before, after in rows]
            detail = plain_json({"changes": changes})
            if len(detail) <= LONGEST_DETAIL:
                return detail
        counts = Counter(f"{_kind(before, after)} {table.name}" for table, before, after in rows) + self._more
        return plain_json({"rows": dict(sorted(counts.items()))})

    def new_project(self) -> str | None:
        """The id of the project that was made; None where there was none, and where there were several."""
        table = metadata.tables["project"]
        if table not in self._before:
            return None
        made = [after["id"] for before, after in self._pairs(table) if before is None and after is not None]
        return str(made[0]) if len(made) == 1 else None

    def add_inserted(self, table: Table, rows: Iterable[Row]) -> None:
        """Rows as they were given to the database."""
        columns = table.c.keys()
        rows = list(rows)
        room = max(0, MOST_ROWS - self._held)
        for row in islice(rows, room):
            if not row.keys() <= set(columns):
                raise RuntimeError(f"rows of {table.name} were written in a way that can't be told")
            if any(row.get(column.name) is None for column in table.primary_key):
                if not row or not _counts_by_itself(table):
                    raise RuntimeError(f"rows of {table.name} were written in a way that can't be told")
                self._numbered.append((table, row))
                self._held += 1
                continue
            key = _key(table, row)
            self._hold(table, key, None)
            if len(row) == len(columns):
                self._now.setdefault(table, {})[key] = row
        if len(rows) > room:
            self._more[f"{INSERTED} {table.name}"] += len(rows) - room

    def add_touched(self, these: Touched, given: Mapping[str, Any]) -> None:
        """The rows that are about to be changed or deleted, as they are; call it before."""
        table, rows, where, kind = these
        room = max(0, MOST_ROWS - self._held)
        found: list[Row] = [dict(row) for row in self._connection.execute(rows, given).mappings()]
        for row in found[:room]:
            key = _key(table, row)
            self._hold(table, key, row)
            self._now.get(table, {}).pop(key, None)
        self._reached = found if self._reached is None and len(found) <= room else None
        if len(found) > room:
            count: int = self._connection.execute(count_of(table, where), given).scalar_one()
            self._more[f"{kind} {table.name}"] += count - room

    def add_set(self, table: Table, values: Row | None, rows: int) -> None:
        """What the statement under way has set in so many rows; None where only the database knows."""
        if values is not None and self._reached is not None and rows == len(self._reached):
            for row in self._reached:
                self._now.setdefault(table, {})[_key(table, row)] = {**row, **values}

    def begin_statement(self) -> None:
        """Call it before `add_touched`."""
        self._reached = None

    def moves(self, table: Table, values: Row) -> bool:
        """Whether these values give a row another key than one that is held."""
        set_here = [(place, column.name) for place, column in enumerate(table.primary_key) if column.name in values]
        return any(
            all(key[place] != values[name] for key in self._before.get(table, {})) for place, name in set_here
        ) and bool(self._before.get(table))

    def forget_what_is_known(self) -> None:
        """Something was taken back: what became of the rows is asked for."""
        self._now.clear()

    def _hold(self, table: Table, key: Key, before: Row | None) -> None:
        rows = self._before.setdefault(table, {})
        if key not in rows:
            rows[key] = before
            self._held += 1

    def _pairs(self, table: Table) -> Iterator[tuple[Row | None, Row | None]]:
        held, now = self._before[table], dict(self._now.get(table, {}))
        unknown = [key for key in held if key not in now]
        for start in range(0, len(unknown), _ASKED_AT_ONCE):
            keys = unknown[start : start + _ASKED_AT_ONCE]
            single = _of_key(table.name) if len(keys) == 1 else None
            asked = (
                self._connection.execute(single, dict(zip(_PARTS, keys[0], strict=False)))
                if single is not None
                else self._connection.execute(select(table).where(_of_keys(table, keys)))
            )
            for row in map(dict, asked.mappings()):
                now[_key(table, row)] = row
        for key, before in held.items():
            after = now.get(key)
            if told_row(table, before) != told_row(table, after):
                yield before, after


def _before(connection: Connection, statement: Any, many: Any, given: Any, _options: Any) -> None:
    changes = _watched.get(connection)
    if changes is None or not isinstance(statement, (Update, Delete)) or not isinstance(statement.table, Table):
        return
    changes.begin_statement()
    for these in touched_by(statement):
        for each in many or [given or {}]:
            changes.add_touched(these, each)


def _after(
    connection: Connection, statement: Any, _many: Any, _given: Any, _options: Any, result: CursorResult[Any]
) -> None:
    changes = _watched.get(connection)
    if changes is None or not isinstance(statement, (Insert, Update)) or not isinstance(statement.table, Table):
        return
    table = statement.table
    if table.name in NOT_TOLD:
        return
    given = getattr(result.context, "compiled_parameters", None)
    if isinstance(statement, Insert):
        if not given:
            raise RuntimeError(f"rows of {table.name} were written in a way that can't be told")
        if len(given) == 1 and not getattr(result.context, "executemany", False):
            made = zip((column.name for column in table.primary_key), result.inserted_primary_key or (), strict=False)
            given = [dict(given[0]) | {name: value for name, value in made if value is not None}]
        changes.add_inserted(table, given)
    elif any(changes.moves(table, each) for each in given or ()):
        raise RuntimeError(f"a key of {table.name} was changed, which can't be told")
    elif given and len(given) == 1:
        changes.add_set(table, set_by(statement, given[0]), result.rowcount)


def _taken_back(connection: Connection, _name: str, _context: Any) -> None:
    changes = _watched.get(connection)
    if changes is not None:
        changes.forget_what_is_known()


def _counts_by_itself(table: Table) -> bool:
    return [isinstance(column.type, Integer) for column in table.primary_key] == [True]


def _key(table: Table, row: Row) -> Key:
    return tuple(row[column.name] for column in table.primary_key)


@cache
def _of_key(table: str) -> Select[Any]:
    """The row of one key, whose parts are the parameters _PARTS."""
    found = metadata.tables[table]
    parts = zip(found.primary_key, _PARTS, strict=False)
    return select(found).where(*(column == bindparam(part, type_=column.type) for column, part in parts))


def _of_keys(table: Table, keys: Sequence[Key]) -> ColumnElement[bool]:
    columns = list(table.primary_key)
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return tuple_(*columns).in_(keys)


def _kind(before: Row | None, after: Row | None) -> str:
    return INSERTED if before is None else DELETED if after is None else CHANGED
