"""Telling whoever looks at a room that something in it changed; they read the room anew. A note never holds a vote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from preflight.domain.room import Room
from preflight.services.workspace import Workspace

STATE = "state"
"""The room itself changed: another question, a reveal, an agreement, the end."""
VOTES = "votes"
"""Somebody voted."""
PEOPLE = "people"
"""Somebody joined, went, or said what their role is."""


class RoomNote(NamedTuple):
    """Something of this kind changed in this room."""

    room_id: str
    what: str


def announce(workspace: Workspace, room_id: str, what: str) -> None:
    """Tell every process that looks at this room. What it tells of is on the disk already."""
    workspace.database.notices.publish(f"{what} {room_id}")


def announce_end(workspace: Workspace, rooms: Iterable[Room]) -> None:
    """Tell whoever looks at these rooms that they are closed, or gone with their assessment."""
    for room in rooms:
        announce(workspace, room.id, STATE)


def read_note(text: str) -> RoomNote | None:
    """The note that was announced; None for a text that is none."""
    what, _, room_id = text.partition(" ")
    return RoomNote(room_id, what) if what in {STATE, VOTES, PEOPLE} and room_id else None
