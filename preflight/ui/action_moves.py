"""From what a person did on the board to the services, and back as an acknowledgement.

Each entry carries a nonce, the action's id (as `question`, for the outbox that cards use), the status that it is moved
to and the version that the person saw. It is carried out once; its outcome goes back under its nonce.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from preflight.domain.action import ActionStatus
from preflight.domain.errors import NotFound, Refused, SignedOut, StorageError
from preflight.services.actions import set_status
from preflight.ui import own_saves, state
from preflight.ui.context import PageContext

MOST_REMEMBERED = 100
MOST_AT_ONCE = 50
MOST_CHARACTERS = 100
HIGHEST_VERSION = 2**31
_UNREADABLE = "This could not be read, and nothing was moved. Load the page again."


def carry_out(context: PageContext, entries: object, *, actions: frozenset[str]) -> None:
    """Move what the board sent, where it is one of these actions (ids)."""
    if not isinstance(entries, list):
        return
    done: dict[str, dict[str, str]] = st.session_state.setdefault(state.ACTION_OUTCOMES, {})
    for entry in entries[:MOST_AT_ONCE]:
        nonce = entry.get("nonce") if isinstance(entry, dict) else None
        if isinstance(nonce, str) and len(nonce) <= MOST_CHARACTERS and nonce not in done:
            try:
                done[nonce] = _moved(context, entry, actions)
            except SignedOut:  # it waits in the tab until they are back
                return
    for nonce in list(done)[:-MOST_REMEMBERED]:
        del done[nonce]


def acknowledged() -> list[dict[str, str]]:
    """The outcomes that the board may still wait for."""
    done: dict[str, dict[str, str]] = st.session_state.get(state.ACTION_OUTCOMES, {})
    return [{"nonce": nonce, **outcome} for nonce, outcome in list(done.items())[-MOST_AT_ONCE:]]


def _moved(context: PageContext, entry: dict[str, Any], actions: frozenset[str]) -> dict[str, str]:
    action_id, to, seen = entry.get("question"), entry.get("value"), entry.get("seen")
    if not isinstance(action_id, str) or not isinstance(to, str) or to not in set(ActionStatus):
        return _outcome("refused", _UNREADABLE)
    if not isinstance(seen, int) or isinstance(seen, bool) or not 0 <= seen <= HIGHEST_VERSION:
        return _outcome("refused", _UNREADABLE)
    try:
        if action_id not in actions:
            raise NotFound("There is no such action (any more).")
        version = own_saves.seen_through(action_id, seen)
        kept = set_status(context.workspace, context.person, action_id, ActionStatus(to), seen=version)
    except SignedOut:
        raise
    except Refused as refused:
        return _outcome("refused", str(refused))
    except StorageError as failed:
        return _outcome("failed", f"Not moved. {failed}")
    own_saves.saved(action_id, version, kept.version)
    return _outcome("saved")


def _outcome(outcome: str, message: str = "") -> dict[str, str]:
    return {"outcome": outcome, "message": message}
