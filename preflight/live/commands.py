"""The commands of a shared screen (docs/live-channel.md), each carried to its service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from preflight.domain.errors import Invalid
from preflight.domain.project import Person
from preflight.domain.room import Stage
from preflight.live.closing_message import closing_message
from preflight.live.qr import qr_path, wifi_text
from preflight.services import room_steps, rooms
from preflight.services.room_closing import closing_of
from preflight.services.rooms import RoomPlace
from preflight.services.workspace import Workspace

Command = Mapping[str, Any]
_MOST_OPTIONS = 200


def carry_out(workspace: Workspace, person: Person, room_id: str, command: Command) -> dict[str, Any]:
    """Do what a screen asks and return the answer, without its number. Raises Refused and its kinds."""
    what = command.get("what")
    if what == "qr":
        return _qr(command)
    doing = _COMMANDS.get(what) if isinstance(what, str) else None
    if doing is None:
        raise Invalid("This screen asks for something that is not known here. Reload it.")
    place = RoomPlace(room_id=room_id, seen=_whole(command, "seen"))
    doing(workspace, person, place, command)
    if what == "closing":
        return closing_message(closing_of(workspace, person, room_id), theme=_word(command, "theme"))
    return {"type": "done"}


def _go(workspace: Workspace, person: Person, place: RoomPlace, command: Command) -> None:
    room_steps.show_question(workspace, person, place, _word(command, "question"))


def _agree(workspace: Workspace, person: Person, place: RoomPlace, command: Command) -> None:
    said = command.get("said")
    room_steps.agree(workspace, person, place, said if isinstance(said, dict) else {}, _word(command, "why"))


def _hands(workspace: Workspace, person: Person, place: RoomPlace, command: Command) -> None:
    counts = command.get("counts")
    counts = {} if counts is None else counts
    if not isinstance(counts, dict) or len(counts) > _MOST_OPTIONS:
        raise Invalid("Type how many hands went up for each level.")
    read = {name: _whole(counts, name) for name in counts}
    unknown, not_applicable = (
        _whole(command, name) if name in command else 0 for name in ("unknown", "not_applicable")
    )
    room_steps.count_hands(workspace, person, place, read, unknown, not_applicable)


def _countdown(workspace: Workspace, person: Person, place: RoomPlace, command: Command) -> None:
    rooms.start_countdown(workspace, person, place, _whole_or_none(command, "seconds"))


def _clock(workspace: Workspace, person: Person, place: RoomPlace, command: Command) -> None:
    rooms.start_clock(workspace, person, place, _whole_or_none(command, "minutes"))


def _order(workspace: Workspace, person: Person, place: RoomPlace, command: Command) -> None:
    rooms.order_questions(workspace, person, place, _word(command, "order"))


def _lock(workspace: Workspace, person: Person, place: RoomPlace, command: Command) -> None:
    rooms.lock_room(workspace, person, place, _flag(command, "locked"))


def _blank(workspace: Workspace, person: Person, place: RoomPlace, command: Command) -> None:
    rooms.blank_room(workspace, person, place, _flag(command, "blank"))


def _remove(workspace: Workspace, person: Person, place: RoomPlace, command: Command) -> None:
    rooms.remove_participant(workspace, person, place, _whole(command, "number"))


def _closing(workspace: Workspace, person: Person, place: RoomPlace, _: Command) -> None:
    """A second screen that asks for the closing changes nothing."""
    if rooms.get_room(workspace, person, place.room_id).stage is not Stage.CLOSING:
        room_steps.to_closing(workspace, person, place)


def _plain(
    service: Callable[[Workspace, Person, RoomPlace], object],
) -> Callable[[Workspace, Person, RoomPlace, Command], None]:
    def do(workspace: Workspace, person: Person, place: RoomPlace, _: Command) -> None:
        service(workspace, person, place)

    return do


_COMMANDS: Mapping[str, Callable[[Workspace, Person, RoomPlace, Command], None]] = {
    "go": _go,
    "next": _plain(room_steps.next_question),
    "previous": _plain(room_steps.previous_question),
    "reveal": _plain(room_steps.reveal),
    "again": _plain(room_steps.vote_again),
    "agree": _agree,
    "hands": _hands,
    "countdown": _countdown,
    "clock": _clock,
    "order": _order,
    "lock": _lock,
    "remove": _remove,
    "blank": _blank,
    "closing": _closing,
    "complete": _plain(rooms.complete_room),
    "close": _plain(rooms.close_room),
}


def _qr(command: Command) -> dict[str, Any]:
    wifi = command.get("wifi")
    if isinstance(wifi, dict):
        text = wifi_text(_word(wifi, "name"), _word(wifi, "password"), hidden=wifi.get("hidden") is True)
    else:
        text = _word(command, "text")
    size, path = qr_path(text)
    return {"type": "qr", "size": size, "path": path}


def _word(command: Command, name: str) -> str:
    value = command.get(name, "")
    return value if isinstance(value, str) else ""


def _flag(command: Command, name: str) -> bool:
    value = command.get(name)
    if not isinstance(value, bool):
        raise Invalid("Yes or no is missing.")
    return value


def _whole(command: Command, name: str) -> int:
    value = command.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Invalid("A whole number is missing.")
    return value


def _whole_or_none(command: Command, name: str) -> int | None:
    return None if command.get(name) is None else _whole(command, name)
