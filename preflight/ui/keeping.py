"""How a click is carried out: done and said, or refused with the reason and nothing lost."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from preflight.domain.errors import Refused
from preflight.ui.frame import flash
from preflight.ui.markup import md


def keep(act: Callable[[], object], said: str) -> None:
    """Carry it out, close the dialog and say so on the screen; what is refused stays open and says why."""
    try:
        act()
    except Refused as refused:
        st.warning(md(str(refused)))
        return
    flash(said)
    st.rerun()


def told(act: Callable[[], object], said: str) -> None:
    """Carry a callback out, and say on the screen that follows what came of it."""
    try:
        act()
    except Refused as refused:
        flash(str(refused))
        return
    flash(said)
