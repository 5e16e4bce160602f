"""Which rows a statement is about to change or delete, and which go with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, ColumnElement, Delete, Select, Table, Update, and_, exists, func, select, true

from preflight.storage.audit_values import LEFT_OUT, NOT_TOLD
from preflight.storage.tables import metadata

MOST_ROWS: Final = 200
"""Of so many rows the content is told; of more only how many they were, by table and kind of change."""
INSERTED, CHANGED, DELETED = "inserted", "changed", "deleted"

_thought_about: WeakKeyDictionary[Update | Delete, tuple[Touched, ...]] = WeakKeyDictionary()


class Touched(NamedTuple):
    """Rows that a statement is about to change: as a query, and the condition in it, with its parameters."""

    table: Table
    rows: Select[Any]
    where: ColumnElement[bool]
    kind: str


def touched_by(statement: Update | Delete) -> tuple[Touched, ...]:
    """Statements that are made once, and run again and again, are thought about once."""
    found = _thought_about.get(statement)
    if found is None:
        found = _thought_about[statement] = tuple(
            Touched(table, select(table).where(where).limit(MOST_ROWS + 1), where, kind)
            for table, where, kind in _rows_of(statement)
        )
    return found


def set_by(statement: Update, given: Mapping[str, Any]) -> dict[str, Any] | None:
    """What an update sets, by column, where each value is a parameter with a name; None where the database works one
    out. `given` are the parameters."""
    values: Mapping[Any, Any] = getattr(statement, "_values", None) or {}
    named = {
        str(getattr(column, "name", column)): value.key
        for column, value in values.items()
        if isinstance(value, BindParameter)
    }
    found = {name: given[key] for name, key in named.items() if key in given}
    return found if found and len(found) == len(values) else None


def count_of(table: Table, where: ColumnElement[bool]) -> Select[Any]:
    """How many they are."""
    return select(func.count()).select_from(table).where(where)


def _rows_of(statement: Update | Delete) -> Iterator[tuple[Table, ColumnElement[bool], str]]:
    table, deletes = statement.table, isinstance(statement, Delete)
    assert isinstance(table, Table)
    where = true() if statement.whereclause is None else statement.whereclause
    if table.name not in NOT_TOLD and not _sets_what_is_left_out(statement):
        yield table, where, DELETED if deletes else CHANGED
    if deletes:
        yield from _going_with(table, where)


def _sets_what_is_left_out(statement: Update | Delete) -> bool:
    """Whether an update sets columns that are never told, and no other."""
    values: Mapping[Any, Any] = getattr(statement, "_values", None) or {}
    names = {getattr(column, "name", None) for column in values}
    return bool(names) and all((getattr(statement.table, "name", ""), name) in LEFT_OUT for name in names)


def _going_with(table: Table, where: ColumnElement[bool]) -> Iterator[tuple[Table, ColumnElement[bool], str]]:
    """What the database deletes, or empties a reference of, together with these rows; each table with a condition."""
    for child, joined, deleted in _children(table.name):
        of_these = exists(select(1).select_from(table).where(joined, where).correlate(child))
        if child.name not in NOT_TOLD:
            yield child, of_these, DELETED if deleted else CHANGED
        if deleted:
            yield from _going_with(child, of_these)


@cache
def _children(table: str) -> tuple[tuple[Table, ColumnElement[bool], bool], ...]:
    """The tables that refer to this one, how, and whether their rows go with its rows."""
    return tuple(
        (child, and_(*(each.parent == each.column for each in constraint.elements)), constraint.ondelete == "CASCADE")
        for child in metadata.sorted_tables
        for constraint in sorted(child.foreign_key_constraints, key=lambda each: str(each.name))
        if constraint.referred_table.name == table != child.name and constraint.ondelete in {"CASCADE", "SET NULL"}
    )
