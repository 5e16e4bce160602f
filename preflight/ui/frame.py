"""The frame of every screen: its title, its style, its navigation, and what shows when the store can't be used."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from preflight.domain.errors import Refused, StorageError
from preflight.ui import state
from preflight.ui.appearance import dress
from preflight.ui.markup import md
from preflight.ui.registry import PAGES, page

ICON = Path(__file__).parent / "static" / "icon.svg"


def run() -> None:
    """Draw the chosen page within the frame."""
    st.set_page_config(page_title="Preflight", page_icon=str(ICON), layout="wide")
    chosen = st.navigation([page(entry) for entry in PAGES], position="top")
    dress()
    try:
        _flash()
        chosen.run()
    except StorageError as error:
        st.error(md(str(error)), icon=":material/database_off:")
    except Refused as refused:
        st.warning(md(str(refused)), icon=":material/info:")


def flash(sentence: str) -> None:
    """Say something on the next screen that is drawn."""
    st.session_state[state.FLASH] = sentence


def _flash() -> None:
    sentence = st.session_state.pop(state.FLASH, None)
    if sentence:
        st.toast(md(str(sentence)))
