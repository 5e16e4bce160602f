"""Rooms: opening and closing them, and everything about them but the walk through the questions (room_steps)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from preflight.access.about import SOME, About
from preflight.access.permissions import Operation
from preflight.domain.assessment import Assessment
from preflight.domain.errors import Conflict, Immutable, Invalid, NotFound
from preflight.domain.project import Person
from preflight.domain.room import Order, Room, Stage, new_code
from preflight.services.assessments import finish
from preflight.services.room_notes import STATE, announce, announce_end
from preflight.services.workspace import Workspace
from preflight.storage import assessments as assessment_rows
from preflight.storage import people as people_rows
from preflight.storage import rooms as room_rows
from preflight.storage import votes as vote_rows
from preflight.storage.engine import Connection

LONGEST_MINUTES = 24 * 60
LONGEST_COUNTDOWN_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPlace:
    """Which room a change is for, and the version of it that was on the screen."""

    room_id: str
    seen: int


def open_room(workspace: Workspace, person: Person, assessment_id: str, *, minutes: int | None = None) -> Room:
    """Open a room on a draft, or return the one that is open on it. Raises NotFound and Immutable."""
    with workspace.writing(person, Operation.FACILITATE, About("assessment", assessment_id)) as connection:
        if assessment_rows.get_assessment(connection, assessment_id).completed:
            raise Immutable("A room opens on a draft; this assessment is completed.")
        people_rows.ensure_person(connection, person)
        expired = []
        for room in room_rows.open_rooms_on(connection, [assessment_id]):
            if room.admits_at(workspace.now()):
                return room
            room_rows.update_room(connection, replace(room, closed_at=workspace.now(), version=room.version + 1))
            expired.append(room)
        now = workspace.now()
        room = Room(
            id=uuid4().hex,
            assessment_id=assessment_id,
            code=_free_code(connection),
            token=secrets.token_urlsafe(16),
            version=1,
            stage=Stage.LOBBY,
            minutes=_checked_minutes(minutes),
            opened_at=now,
            opened_by=person.id,
            clock_since=now,
        )
        room_rows.add_room(connection, room)
    announce_end(workspace, expired)
    return room


def get_room(workspace: Workspace, person: Person, room_id: str) -> Room:
    """One room, open or closed. Raises NotFound."""
    with workspace.reading(person, Operation.FACILITATE, About("room", room_id)) as connection:
        return room_rows.get_room(connection, room_id)


def list_open_rooms(workspace: Workspace, person: Person) -> list[tuple[Room, Assessment]]:
    """Every open room with its assessment, the newest first."""
    with workspace.reading(person, Operation.SEE, SOME) as connection:
        seen = workspace.seen(connection, person, Operation.SEE)
        found = [
            (room, assessment_rows.get_assessment(connection, room.assessment_id))
            for room in room_rows.open_rooms(connection)
        ]
    return [(room, each) for room, each in found if seen is None or each.project_id in seen]


def close_room(workspace: Workspace, person: Person, place: RoomPlace) -> Room:
    """Close a room: its code and its phones are done, the assessment stays a draft with what was agreed."""
    return change_room(workspace, person, place, lambda _, room: replace(room, closed_at=workspace.now()))


def complete_room(workspace: Workspace, person: Person, place: RoomPlace) -> Assessment:
    """Complete the room's assessment as `complete_assessment` does, and close the room with it."""
    with workspace.writing(person, Operation.ASSESS, About("room", place.room_id)) as connection:
        room = seen_room(connection, place)
        completed = finish(workspace, connection, person, room.assessment_id)
    announce(workspace, place.room_id, STATE)
    return completed


def lock_room(workspace: Workspace, person: Person, place: RoomPlace, locked: bool) -> Room:
    """Let no newcomers in, or let them in again; who joined stays."""
    return change_room(workspace, person, place, lambda _, room: replace(room, locked=locked))


def blank_room(workspace: Workspace, person: Person, place: RoomPlace, blank: bool) -> Room:
    """Black out the shared screens, or light them again."""
    return change_room(workspace, person, place, lambda _, room: replace(room, blank=blank))


def order_questions(workspace: Workspace, person: Person, place: RoomPlace, order: str) -> Room:
    """Take the questions by section or by disagreement. Raises Invalid for any other word."""

    def ordered(_: Connection, room: Room) -> Room:
        if order not in set(Order):
            raise Invalid("The questions come by section or by disagreement.")
        return replace(room, order=Order(order))

    return change_room(workspace, person, place, ordered)


def start_clock(workspace: Workspace, person: Person, place: RoomPlace, minutes: int | None) -> Room:
    """Say how long the room takes from now on, in minutes; None stops the clock."""

    def timed(_: Connection, room: Room) -> Room:
        return replace(room, minutes=_checked_minutes(minutes), clock_since=workspace.now())

    return change_room(workspace, person, place, timed)


def start_countdown(workspace: Workspace, person: Person, place: RoomPlace, seconds: int | None) -> Room:
    """Count down for the question on the wall; None stops it."""

    def counting(_: Connection, room: Room) -> Room:
        if seconds is None:
            return replace(room, countdown_until=None)
        if not 1 <= seconds <= LONGEST_COUNTDOWN_S:
            raise Invalid(f"A countdown takes from 1 to {LONGEST_COUNTDOWN_S} seconds.")
        return replace(room, countdown_until=workspace.now() + timedelta(seconds=seconds))

    return change_room(workspace, person, place, counting)


def remove_participant(workspace: Workspace, person: Person, place: RoomPlace, number: int) -> Room:
    """Remove a participant with the votes of theirs that nobody has seen yet. Raises NotFound."""

    def without(connection: Connection, room: Room) -> Room:
        everyone = room_rows.participants_of(connection, room.id)
        found = next((each for each in everyone if each.number == number and not each.removed), None)
        if found is None:
            raise NotFound(f"There is no participant {number} in the room (any more).")
        vote_rows.drop_unrevealed_votes(connection, room.id, found.id)
        room_rows.set_removed(connection, found.id)
        return room

    return change_room(workspace, person, place, without)


def change_room(
    workspace: Workspace, person: Person, place: RoomPlace, change: Callable[[Connection, Room], Room]
) -> Room:
    """Change a room in one transaction, and tell everyone who looks at it.

    Raises Conflict when the room is not any more as it was seen, Immutable when it is closed, NotFound, and what
    `change` raises; nothing is written then.
    """
    with workspace.writing(person, Operation.FACILITATE, About("room", place.room_id)) as connection:
        room = seen_room(connection, place)
        changed = replace(change(connection, room), version=room.version + 1)
        room_rows.update_room(connection, changed)
    announce(workspace, place.room_id, STATE)
    return changed


def seen_room(connection: Connection, place: RoomPlace) -> Room:
    """The open room as it was on the screen. Raises Conflict, Immutable and NotFound."""
    room = room_rows.get_room(connection, place.room_id)
    if room.closed_at is not None:
        raise Immutable("This room is closed.")
    if room.version != place.seen:
        raise Conflict("The room went on in the meantime.")
    return room


def _free_code(connection: Connection) -> str:
    while True:
        code = new_code(secrets.randbelow)
        if room_rows.find_room(connection, code=code) is None:
            return code


def _checked_minutes(minutes: int | None) -> int | None:
    if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
        raise Invalid(f"A room takes from 1 to {LONGEST_MINUTES} minutes.")
    return minutes
