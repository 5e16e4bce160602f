"""What a phone is told of its room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from preflight.domain.room import Participant, Stage, Vote
from preflight.live.shown import (
    agreed_message,
    left_ms,
    question_message,
    role_word,
    shown_message,
    vote_message,
)
from preflight.live.wire import packed
from preflight.services.room_view import RoomView

REMOVED, CLOSED, UNKNOWN = "removed", "closed", "unknown"
SIGNED_OUT = "signed_out"
"""Of a shared screen: whoever looked at it is signed out."""


def shared_state(view: RoomView, now: datetime) -> str:
    """The part of the state that all phones are told alike: JSON that stands open at its end, for `phone_state`."""
    room, question = view.room, view.question
    on_the_wall = question is not None and room.stage not in {Stage.LOBBY, Stage.CLOSING}
    message: dict[str, Any] = {
        "type": "state",
        "version": room.version,
        "stage": room.stage.value,
        "title": view.open.questionnaire.title,
        "project": view.open.project.name,
        "question": None,
        "round": room.round,
        "place": None,
        "of": len(view.agenda),
        "countdown_ms": left_ms(room.countdown_until, now),
        "shown": None,
        "agreed": None,
    }
    if question is not None and on_the_wall:
        message["question"] = question_message(question, view.section)
        message["place"] = view.agenda.index(question.id) + 1 if question.id in view.agenda else None
        newest = view.revealed.get(question.id, ())
        if room.stage in {Stage.REVEALED, Stage.AGREED} and newest:
            message["shown"] = shown_message(question, newest[-1])
        if room.stage is Stage.AGREED and question.id in view.agreed:
            agreed = agreed_message(question, view.agreed[question.id])
            message["agreed"] = {"words": agreed["words"], "why": agreed["why"]}
    return packed(message)[:-1]


def phone_state(shared: str, you: Participant, vote: Vote | None) -> str:
    """The whole state for one phone: what all are told, its number, and its own vote."""
    own = {"you": {"number": you.number, "role": role_word(you.role)}, "vote": vote_message(vote)}
    return f"{shared},{packed(own)[1:]}"


def gone(reason: str, sentence: str) -> dict[str, Any]:
    """The last message: it is over for this phone or screen."""
    return {"type": "gone", "reason": reason, "sentence": sentence}
