"""Rooms and their participants: adding, finding and changing them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from preflight.domain.errors import NotFound
from preflight.domain.room import Order, Participant, Role, Room, Stage
from preflight.storage.room_tables import participant, room

# Asked at each change of a room, of all who are in it.
_OF_ROOM = select(participant).where(participant.c.room_id == bindparam("room")).order_by(participant.c.number)

_FIXED = ("id", "assessment_id", "code", "token", "opened_at", "opened_by")


def add_room(connection: Connection, new: Room) -> None:
    """Add a room. Raises Immutable for a completed assessment, NotFound when that or `opened_by` is not there."""
    connection.execute(insert(room).values(_values(new)))


def update_room(connection: Connection, changed: Room) -> None:
    """Write what may change of a room. Raises NotFound, and Immutable once it is closed."""
    values = {name: value for name, value in _values(changed).items() if name not in _FIXED}
    if not connection.execute(update(room).where(room.c.id == changed.id).values(values)).rowcount:
        raise _no_room()


def get_room(connection: Connection, room_id: str) -> Room:
    """One room. Raises NotFound."""
    row = connection.execute(select(room).where(room.c.id == room_id)).one_or_none()
    if row is None:
        raise _no_room()
    return _room(row)


def find_room(connection: Connection, *, code: str | None = None, token: str | None = None) -> Room | None:
    """The room of this token, or of this code, open or closed; None where there is none."""
    wanted = room.c.token == token if token is not None else room.c.code == code
    row = connection.execute(select(room).where(wanted)).one_or_none()
    return None if row is None else _room(row)


def rooms_of(connection: Connection, assessment_id: str) -> list[Room]:
    """An assessment's rooms, the oldest first."""
    wanted = select(room).where(room.c.assessment_id == assessment_id).order_by(room.c.opened_at, room.c.id)
    return [_room(row) for row in connection.execute(wanted)]


def open_rooms(connection: Connection) -> list[Room]:
    """Every room that is not closed, the newest first."""
    wanted = select(room).where(room.c.closed_at.is_(None)).order_by(room.c.opened_at.desc(), room.c.id)
    return [_room(row) for row in connection.execute(wanted)]


def open_rooms_on(connection: Connection, assessment_ids: Iterable[str]) -> list[Room]:
    """The rooms of these assessments that are not closed."""
    wanted = select(room).where(room.c.assessment_id.in_(list(assessment_ids)), room.c.closed_at.is_(None))
    return [_room(row) for row in connection.execute(wanted.order_by(room.c.id))]


def add_participant(connection: Connection, participant_id: str, room_id: str, secret_digest: str) -> Participant:
    """Add a participant under the next free number. Raises Immutable when the room is closed, NotFound without it."""
    last = connection.execute(select(func.max(participant.c.number)).where(participant.c.room_id == room_id)).scalar()
    number = (last or 0) + 1
    connection.execute(
        insert(participant).values(
            id=participant_id, room_id=room_id, number=number, secret_digest=secret_digest, role=None, removed=False
        )
    )
    return Participant(id=participant_id, room_id=room_id, number=number)


def find_participant(connection: Connection, room_id: str, secret_digest: str) -> Participant | None:
    """Whoever holds this secret in this room, removed or not; None where nobody does."""
    wanted = select(participant).where(participant.c.room_id == room_id, participant.c.secret_digest == secret_digest)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _participant(row)


def participants_of(connection: Connection, room_id: str) -> list[Participant]:
    """Everyone who joined, the removed ones too, by their numbers."""
    return [_participant(row) for row in connection.execute(_OF_ROOM, {"room": room_id})]


def count_participants(connection: Connection, room_id: str) -> int:
    """How many joined, the removed ones too."""
    wanted = select(func.count()).select_from(participant).where(participant.c.room_id == room_id)
    return int(connection.execute(wanted).scalar_one())


def set_role(connection: Connection, participant_id: str, role: Role | None) -> None:
    """Keep a participant's role. Raises NotFound, and Immutable when the room is closed."""
    _change_participant(connection, participant_id, role=role.value if role else None)


def set_removed(connection: Connection, participant_id: str) -> None:
    """Mark a participant as removed. Raises NotFound, and Immutable when the room is closed."""
    _change_participant(connection, participant_id, removed=True)


def _change_participant(connection: Connection, participant_id: str, **values: Any) -> None:
    if not connection.execute(update(participant).where(participant.c.id == participant_id).values(values)).rowcount:
        raise NotFound("There is no such participant (any more).")


def _values(each: Room) -> dict[str, Any]:
    return {
        "id": each.id,
        "assessment_id": each.assessment_id,
        "code": each.code,
        "token": each.token,
        "version": each.version,
        "stage": each.stage.value,
        "question_id": each.question_id,
        "round": each.round,
        "question_since": each.question_since,
        "countdown_until": each.countdown_until,
        "clock_since": each.clock_since,
        "minutes": each.minutes,
        "ordering": each.order.value,
        "locked": each.locked,
        "blank": each.blank,
        "opened_at": each.opened_at,
        "opened_by": each.opened_by,
        "closed_at": each.closed_at,
    }


def _room(row: Row[*tuple[Any, ...]]) -> Room:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    values["stage"], values["order"] = Stage(values["stage"]), Order(values.pop("ordering"))
    return Room(**values)


def _participant(row: Row[*tuple[Any, ...]]) -> Participant:
    role = Role(row.role) if row.role is not None else None
    return Participant(id=row.id, room_id=row.room_id, number=row.number, role=role, removed=row.removed)


def _no_room() -> NotFound:
    return NotFound("There is no such room (any more).")
