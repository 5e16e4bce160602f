"""The triggers of revision 0002: what a room keeps. Once released, they change only through a later revision.

- Once a round is revealed, its votes stay as they are; once a room is closed, nothing in it changes.
- Nothing of a room goes by itself, but for votes that nobody has seen yet. When an assessment goes, its rooms follow by
  ON DELETE CASCADE; the room's row is gone by then, and that is how these triggers know that it was allowed.
- `_no_replace` and `_keeps_its_key` close SQLite's REPLACE, which fires no delete trigger unless recursive_triggers is
  on (see 0001). A vote needs none: where one may not be deleted, none may be inserted or changed.
"""

from __future__ import annotations

from preflight.storage.migrations.trigger_sql import Trigger

_CLOSED = "immutable: This room is closed; what was said in it stays as it is."
_REVEALED = "immutable: This round is revealed; its votes stay as they are."
_STAYS = "refused: What a room has said goes only together with its assessment."
_TAKEN = "refused: A room has this already."
_FIXED = "refused: What a room has said stays where it is."


def _room(row: str, condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM room WHERE id = {row}.room_id{condition})"  # noqa: S608 - constants


def _settled(row: str) -> str:
    """The vote's round is revealed or its room is closed, and the room is there."""
    return (
        "EXISTS (SELECT 1 FROM room_round JOIN room ON room.id = room_round.room_id"  # noqa: S608 - constants
        f" WHERE room_round.room_id = {row}.room_id AND room_round.question_id = {row}.question_id"
        f" AND room_round.round = {row}.round AND (room_round.revealed_at IS NOT NULL OR room.closed_at IS NOT NULL))"
    )


def _closed(table: str, event: str, row: str) -> Trigger:
    name = f"{table}_closed_no_{event.lower()}"
    return Trigger(name, event, table, _room(row, " AND closed_at IS NOT NULL"), _CLOSED)


def _kept(table: str) -> Trigger:
    return Trigger(f"{table}_no_delete", "DELETE", table, _room("OLD", ""), _STAYS)


def _unique(table: str, *keys: tuple[str, ...]) -> tuple[Trigger, ...]:
    """No row takes the place of another one by any of these keys, and none changes a key."""
    columns = list(dict.fromkeys(column for key in keys for column in key))
    taken = " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys)
    changed = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608 - constants
    return (
        Trigger(f"{table}_no_replace", "INSERT", table, there, _TAKEN),
        Trigger(f"{table}_keeps_its_key", f"UPDATE OF {', '.join(columns)}", table, changed, _FIXED),
    )


TRIGGERS: tuple[Trigger, ...] = (
    Trigger(
        "assessment_completes_without_open_room",
        "UPDATE OF phase",
        "assessment",
        "NEW.phase = 'completed' AND EXISTS (SELECT 1 FROM room WHERE assessment_id = NEW.id AND closed_at IS NULL)",
        "refused: A room is open on this assessment; close it first.",
    ),
    Trigger(
        "room_opens_on_a_draft",
        "INSERT",
        "room",
        "EXISTS (SELECT 1 FROM assessment WHERE id = NEW.assessment_id AND phase = 'completed')",
        "immutable: A room opens on a draft; this assessment is completed.",
    ),
    Trigger("room_closed_no_update", "UPDATE", "room", "OLD.closed_at IS NOT NULL", _CLOSED),
    Trigger(
        "room_no_delete",
        "DELETE",
        "room",
        "EXISTS (SELECT 1 FROM assessment WHERE id = OLD.assessment_id)",
        _STAYS,
    ),
    *_unique("room", ("id",), ("code",), ("token",)),
    Trigger(
        "room_keeps_its_assessment",
        "UPDATE OF assessment_id",
        "room",
        "NEW.assessment_id <> OLD.assessment_id",
        _FIXED,
    ),
    *_unique("participant", ("id",), ("room_id", "number"), ("room_id", "secret_digest")),
    _closed("participant", "INSERT", "NEW"),
    _closed("participant", "UPDATE", "OLD"),
    _kept("participant"),
    *_unique("room_round", ("room_id", "question_id", "round")),
    _closed("room_round", "INSERT", "NEW"),
    Trigger(
        "room_round_revealed_no_update",
        "UPDATE",
        "room_round",
        "OLD.revealed_at IS NOT NULL OR " + _room("OLD", " AND closed_at IS NOT NULL"),
        _REVEALED,
    ),
    _kept("room_round"),
    Trigger("vote_revealed_no_insert", "INSERT", "vote", _settled("NEW"), _REVEALED),
    Trigger("vote_revealed_no_update", "UPDATE", "vote", f"{_settled('OLD')} OR {_settled('NEW')}", _REVEALED),
    Trigger("vote_revealed_no_delete", "DELETE", "vote", _settled("OLD"), _REVEALED),
    Trigger(
        "vote_removed_no_insert",
        "INSERT",
        "vote",
        "EXISTS (SELECT 1 FROM participant WHERE id = NEW.participant_id AND (removed = 1 OR room_id <> NEW.room_id))",
        "refused: This participant is not in the room any more.",
    ),
    *_unique("agreed_answer", ("room_id", "question_id")),
    _closed("agreed_answer", "INSERT", "NEW"),
    _closed("agreed_answer", "UPDATE", "OLD"),
    _kept("agreed_answer"),
)
