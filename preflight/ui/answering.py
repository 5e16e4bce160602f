"""From what a person did on a question's card to the services, and back as an acknowledgement.

Each entry from a card carries a nonce, the question and the version of the answer that the person saw. It is carried
out once; the outcome goes back under its nonce: saved, conflict, refused (the sentence says why) or failed. Going to
another question is left out (stayed) while something before it was not saved, so that the person sees that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from preflight.domain.errors import Conflict, Refused, SignedOut, StorageError
from preflight.services import answering
from preflight.services.answering import Place
from preflight.ui import own_saves, state
from preflight.ui.context import PageContext

MOST_REMEMBERED = 200
MOST_AT_ONCE = 50
MOST_CHARACTERS = 200
HIGHEST_VERSION = 2**31
ANSWERS = {
    "choose",
    "unknown",
    "not_applicable",
    "take_back",
    "number",
    "text",
    "note",
    "add_evidence",
    "remove_evidence",
}


def carry_out(context: PageContext, assessment_id: str, entries: object, *, questions: frozenset[str]) -> None:
    """Carry out what the cards sent; outcomes are kept for the cards, and the place in the list moves along."""
    if not isinstance(entries, list):
        return
    done: dict[str, dict[str, str]] = st.session_state.setdefault(state.ACKNOWLEDGED, {})
    held = False
    for entry in entries[:MOST_AT_ONCE]:
        nonce = entry.get("nonce") if isinstance(entry, dict) else None
        if not isinstance(nonce, str) or len(nonce) > MOST_CHARACTERS:
            continue
        if nonce not in done:
            try:
                done[nonce] = _carried_out(context, assessment_id, entry, questions=questions, held=held)
            except SignedOut:  # it waits in the tab until they are back
                return
        held = held or done[nonce]["outcome"] not in {"saved", "stayed"}
    for nonce in list(done)[:-MOST_REMEMBERED]:
        del done[nonce]


def _carried_out(
    context: PageContext, assessment_id: str, entry: dict[str, Any], *, questions: frozenset[str], held: bool
) -> dict[str, str]:
    if not _well_formed(entry) or entry["question"] not in questions:
        return {"outcome": "refused", "message": "This could not be read, and nothing was saved. Reload the page."}
    return _go(entry, held=held) if entry["do"] == "go" else _outcome(context, assessment_id, entry)


def acknowledged() -> list[dict[str, str]]:
    """The outcomes that the cards may still wait for."""
    done: dict[str, dict[str, str]] = st.session_state.get(state.ACKNOWLEDGED, {})
    return [{"nonce": nonce, **outcome} for nonce, outcome in list(done.items())[-MOST_AT_ONCE:]]


def _well_formed(entry: dict[str, Any]) -> bool:
    return all(
        isinstance(entry.get(name), str) and len(entry[name]) <= MOST_CHARACTERS for name in ("do", "question")
    ) and (entry["do"] == "go" or (entry["do"] in ANSWERS and _is_version(entry.get("seen", 0))))


def _is_version(seen: object) -> bool:
    """Whether it can be the version of an answer: JSON also brings true, 1e999 and numbers of a thousand digits."""
    return isinstance(seen, int) and not isinstance(seen, bool) and 0 <= seen <= HIGHEST_VERSION


def _go(entry: Mapping[str, Any], *, held: bool) -> dict[str, str]:
    if not held:
        st.session_state[state.QUESTION] = entry["question"]
    return {"outcome": "stayed" if held else "saved", "message": ""}


def _outcome(context: PageContext, assessment_id: str, entry: Mapping[str, Any]) -> dict[str, str]:
    question_id = str(entry["question"])
    # The same question stands in many assessments, each with versions of its own.
    answer = f"{assessment_id}/{question_id}"
    seen = own_saves.seen_through(answer, entry.get("seen", 0))
    place = Place(assessment_id=assessment_id, question_id=question_id, seen=seen)
    try:
        kept = _act(context, place, str(entry["do"]), entry.get("value"))
    except Conflict as conflict:
        return {"outcome": "conflict", "message": str(conflict)}
    except SignedOut:
        raise
    except Refused as refused:
        return {"outcome": "refused", "message": str(refused)}
    except StorageError as failed:
        return {"outcome": "failed", "message": f"Not saved. {failed}"}
    own_saves.saved(answer, seen, kept.version)
    return {"outcome": "saved", "message": ""}


def _act(context: PageContext, place: Place, do: str, value: object) -> Any:
    workspace, person = context.workspace, context.person
    text = _words(value)
    match do:
        case "choose":
            options = [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
            return answering.choose(workspace, person, place, options)
        case "unknown":
            return answering.say_unknown(workspace, person, place)
        case "not_applicable":
            return answering.say_not_applicable(workspace, person, place, text)
        case "take_back":
            return answering.take_back(workspace, person, place)
        case "number":
            return answering.say_number(workspace, person, place, text)
        case "text":
            return answering.say_text(workspace, person, place, text)
        case "note":
            return answering.write_note(workspace, person, place, text)
        case "remove_evidence":
            return answering.remove_evidence(workspace, person, place, text)
    parts = value if isinstance(value, dict) else {}
    return answering.add_evidence(
        workspace,
        person,
        place,
        text=_words(parts.get("text")),
        url=_words(parts.get("url")),
        dated=_day(_words(parts.get("date"))),
    )


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
