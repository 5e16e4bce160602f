"""What a shared screen is told of its room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from preflight.domain.agenda import after, before
from preflight.domain.questionnaire import Question
from preflight.domain.room import Room, Stage
from preflight.domain.wording import short_name
from preflight.live.shown import (
    agreed_message,
    hands_message,
    left_ms,
    question_message,
    role_word,
    shown_message,
    spread_number,
)
from preflight.services.room_view import RoomView


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinAddresses:
    """Where phones join: candidates, the best first, and whether this server hears other machines at all."""

    addresses: Sequence[str]
    reachable: bool


def room_message(view: RoomView, now: datetime, *, join: JoinAddresses, here: int) -> dict[str, Any]:
    """The whole room; of the round on the wall only what was revealed."""
    room, question = view.room, view.question
    in_order = view.agenda
    place = in_order.index(room.question_id) + 1 if room.question_id in in_order else None
    message: dict[str, Any] = {
        "type": "room",
        "version": room.version,
        "id": room.id,
        "stage": room.stage.value,
        "code": room.code,
        "title": view.open.questionnaire.title,
        "project": view.open.project.name,
        "assessment": room.assessment_id,
        "join": {"addresses": list(join.addresses), "reachable": join.reachable, "path": f"/join#{room.token}"},
        "locked": room.locked,
        "blank": room.blank,
        "order": room.order.value,
        "clock": _clock(view, now),
        "countdown_ms": left_ms(room.countdown_until, now),
        "question": None if question is None else _question(question, view),
        "round": room.round,
        "place": place,
        "of": len(in_order),
        "previous": before(in_order, room.question_id),
        "next": after(room.order, in_order, room.question_id, view.agreed.keys()),
        "rounds": [],
        "suggestion": None,
        "agreed": None,
        "questions": [_listed(view, name) for name in in_order],
        "people": [
            {"number": each.number, "role": role_word(each.role), "voted": each.id in view.voters}
            for each in view.people
        ],
        "by_hand": hands_message(view.hands),
        **counts(view, here=here),
    }
    if question is not None:
        revealed = view.revealed.get(question.id, ())
        message["rounds"] = [{"round": each.number, "shown": shown_message(question, each)} for each in revealed]
        message["suggestion"] = revealed[-1].shown.suggestion if revealed else None
        if question.id in view.agreed:
            message["agreed"] = agreed_message(question, view.agreed[question.id])
    return message


def count_message(view: RoomView, *, here: int) -> dict[str, Any]:
    """How many have voted, and which numbers; never what."""
    who = [each.number for each in view.people if each.id in view.voters]
    return {"type": "count", "version": view.room.version, "who": who, **counts(view, here=here)}


def counts(view: RoomView, *, here: int) -> dict[str, int]:
    """Who has voted, is here and has joined, as numbers."""
    return {"voted": len(view.voters), "here": here, "joined": len(view.people)}


def _question(question: Question, view: RoomView) -> dict[str, Any]:
    return {
        **question_message(question, view.section),
        "evidence": question.evidence,
        "critical": question.critical,
        "prompts": list(question.prompts),
    }


def _listed(view: RoomView, name: str) -> dict[str, Any]:
    questionnaire = view.open.questionnaire
    question, section = questionnaire.question(name), questionnaire.section_of(name)
    revealed = view.revealed.get(name, ())
    standing = "agreed" if name in view.agreed else "revealed" if revealed else "open"
    if standing == "open" and name in view.voted:
        standing = "voted"
    return {
        "id": name,
        "section": section.title if section else "",
        "short": short_name(question) if question else name,
        "standing": standing,
        "rounds": len(view.rounds.get(name, ())),
        "spread": spread_number(revealed[-1].shown.spread) if revealed else None,
        "words": revealed[-1].shown.words if revealed else "",
    }


def _clock(view: RoomView, now: datetime) -> dict[str, Any]:
    room = view.room
    elapsed = _seconds(room, now)
    planned = None if room.minutes is None else room.minutes * 60
    open_questions = sum(name not in view.agreed for name in view.agenda)
    each = None
    if planned is not None and open_questions and room.stage is not Stage.CLOSING:
        each = max(0, planned - elapsed) // open_questions
    since = room.question_since
    return {
        "elapsed_s": elapsed,
        "planned_s": planned,
        "question_s": None if since is None else max(0, round((now - since).total_seconds())),
        "per_question_s": each,
    }


def _seconds(room: Room, now: datetime) -> int:
    return max(0, round((now - room.clock_since).total_seconds()))
