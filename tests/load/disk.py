"""The votes as another process finds them in the database: plain SQL, none of Preflight's code."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.load.ledger import Disk, Place, plain

ONE = """
    SELECT vote.n, vote.said FROM participant JOIN vote ON vote.participant_id = participant.id
    WHERE participant.room_id = ? AND participant.number = ?
    AND vote.room_id = ? AND vote.question_id = ? AND vote.round = ?
"""
ALL = """
    SELECT participant.number, vote.said FROM vote JOIN participant ON participant.id = vote.participant_id
    WHERE vote.room_id = ? AND vote.question_id = ? AND vote.round = ?
"""


def disk_of(database_url: str, room_id: str) -> Disk:
    """The votes of a room in the database at this URL, sqlite:////absolute/path or postgresql://…"""
    if database_url.startswith("sqlite:///"):
        return SqliteDisk(Path(database_url.removeprefix("sqlite:///")), room_id)
    return PostgresDisk(database_url, room_id)


class SqliteDisk:
    """Opened for reading only. Each question is a transaction of its own: it sees what is committed by then."""

    def __init__(self, file: Path, room_id: str) -> None:
        self._room = room_id
        self._connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, isolation_level=None)

    def vote(self, place: Place, number: int) -> tuple[int, str] | None:
        """See Disk."""
        question, round_ = place
        rows = self._connection.execute(ONE, (self._room, number, self._room, question, round_)).fetchall()
        return (rows[0][0], _read(rows[0][1])) if rows else None

    def votes(self, place: Place) -> Sequence[tuple[int, str]]:
        """See Disk."""
        rows = self._connection.execute(ALL, (self._room, *place)).fetchall()
        return [(number, _read(said)) for number, said in rows]

    def close(self) -> None:
        """See Disk."""
        self._connection.close()


class PostgresDisk:
    """A connection of its own that commits each question at once."""

    def __init__(self, database_url: str, room_id: str) -> None:
        import psycopg

        scheme, _, rest = database_url.partition("://")
        self._room = room_id
        self._connection: Any = psycopg.connect(f"{scheme.partition('+')[0]}://{rest}", autocommit=True)

    def vote(self, place: Place, number: int) -> tuple[int, str] | None:
        """See Disk."""
        question, round_ = place
        found = self._ask(ONE, (self._room, number, self._room, question, round_))
        return (found[0][0], _read(found[0][1])) if found else None

    def votes(self, place: Place) -> Sequence[tuple[int, str]]:
        """See Disk."""
        return [(number, _read(said)) for number, said in self._ask(ALL, (self._room, *place))]

    def close(self) -> None:
        """See Disk."""
        self._connection.close()

    def _ask(self, question: str, values: tuple[Any, ...]) -> list[tuple[Any, Any]]:
        return list(self._connection.execute(question.replace("?", "%s"), values).fetchall())


def _read(said: str) -> str:
    return plain(json.loads(said))
