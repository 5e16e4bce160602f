"""What this visit itself changed last: whoever acts fast is in no conflict with themselves."""

from __future__ import annotations

import streamlit as st

from preflight.ui import state

MOST_REMEMBERED = 200


def seen_through(thing: str, seen: int) -> int:
    """The newest version that this visit itself made out of the one seen. `thing` names what has these versions."""
    own: dict[str, int] = st.session_state.get(state.OWN_SAVES, {})
    while (following := own.get(f"{thing}@{seen}")) is not None:
        seen = following
    return seen


def saved(thing: str, seen: int, version: int) -> None:
    """Remember that this visit made `version` out of the one it saw."""
    if version != seen + 1:
        return
    own: dict[str, int] = st.session_state.setdefault(state.OWN_SAVES, {})
    own[f"{thing}@{seen}"] = version
    for old in list(own)[:-MOST_REMEMBERED]:
        del own[old]
