"""Triggers that refuse: one description, written out for SQLite and for PostgreSQL.

A description belongs to the revision that brings it; how it is written out belongs here, and changes no more than a
step does, since a step that is run again must build the same.
"""

from __future__ import annotations

from typing import NamedTuple


class Trigger(NamedTuple):
    """Before `event` on a row of `table`, refuse it with `message` where `when` holds.

    `event` is INSERT, UPDATE, UPDATE OF columns or DELETE. `when` is SQL that both databases read, about NEW and OLD;
    "1" always holds. `message` is `word: sentence`, and of the words `immutable` and `refused` the database modules
    make Immutable and Refused.
    """

    name: str
    event: str
    table: str
    when: str
    message: str


def statements(trigger: Trigger, dialect_name: str) -> tuple[str, ...]:
    """What creates the trigger, in the SQL of `sqlite` or `postgresql`.

    On PostgreSQL a function of the same name comes with it, and where the trigger keeps rows from being deleted,
    TRUNCATE is refused altogether: it deletes every row and asks no trigger about any.
    """
    return _postgresql(trigger) if dialect_name == "postgresql" else _sqlite(trigger)


def _sqlite(trigger: Trigger) -> tuple[str, ...]:
    name, event, table, when, message = trigger
    created = f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when}\n"
    return (f"{created}BEGIN\n  SELECT RAISE(ABORT, {_quoted(message)});\nEND",)


def _postgresql(trigger: Trigger) -> tuple[str, ...]:
    name, event, table, when, message = trigger
    condition = "TRUE" if when == "1" else when
    refuse = f"RAISE EXCEPTION USING MESSAGE = {_quoted(message)};"
    body = f"IF ({condition}) THEN\n    {refuse}\n  END IF;\n"
    each_row = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    if event != "DELETE":
        return _function(name, f"{body}  RETURN NEW;"), each_row
    # Of a TRUNCATE there is no OLD, and an expression that names it is read only when its turn comes.
    function = _function(name, f"IF TG_OP = 'TRUNCATE' THEN\n    {refuse}\n  END IF;\n  {body}  RETURN OLD;")
    return function, each_row, f"CREATE TRIGGER {name}_at_once BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {name}()"


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $trigger$\nBEGIN\n  {body}\nEND\n$trigger$"


def _quoted(message: str) -> str:
    return "'" + message.replace("'", "''") + "'"
