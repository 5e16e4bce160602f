"""The frame of every screen: its title, its style, its navigation, and what shows when the store can't be used."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from preflight.domain.errors import Refused, SignedOut, StorageError
from preflight.ui import outside, state
from preflight.ui.account import account_menu
from preflight.ui.appearance import dress
from preflight.ui.context import visit
from preflight.ui.markup import md
from preflight.ui.registry import PAGES, new_page

ICON = Path(__file__).parent / "static" / "icon.svg"


def run() -> None:
    """Draw the chosen page within the frame; nothing of any page runs for somebody who is not signed in."""
    st.set_page_config(page_title="Preflight", page_icon=str(ICON), layout="wide")
    try:
        context = visit()
        outsider = not context.sees_anything()
    except SignedOut as gone:
        chosen = _navigation("hidden")
        dress()
        outside.signed_out(gone, chosen.url_path)
        return
    except StorageError as error:
        _navigation("top")
        dress()
        _say_storage(error)
        return
    chosen = _navigation("hidden" if outsider else "top")
    dress()
    try:
        account_menu(context)
        _flash()
        if outsider and chosen.url_path not in {entry.name for entry in PAGES if entry.for_everybody}:
            outside.no_role(context)
        else:
            chosen.run()
    except StorageError as error:
        _say_storage(error)
    except SignedOut:
        st.rerun()
    except Refused as refused:
        st.warning(md(str(refused)), icon=":material/info:")


def _navigation(position: Literal["top", "hidden"]) -> StreamlitPage:
    """The page that was asked for; it is named to Streamlit whoever asks, and run by `run` alone."""
    return st.navigation([new_page(entry) for entry in PAGES], position=position)


def _say_storage(error: StorageError) -> None:
    st.error(md(str(error)), icon=":material/database_off:")


def flash(sentence: str) -> None:
    """Say something on the next screen that is drawn."""
    st.session_state[state.FLASH] = sentence


def _flash() -> None:
    sentence = st.session_state.pop(state.FLASH, None)
    if sentence:
        st.toast(md(str(sentence)))
