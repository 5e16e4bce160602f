"""Our own components: drawn by files under `components/assets`, so that the content security policy stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from preflight.ui.components import qualified


@cache
def _component(name: str) -> ComponentRenderer:
    return st.components.v2.component(qualified(name), js=f"{name}.js", css=f"{name}.css")


def answer_cards(data: dict[str, Any], *, key: str, on_acts: Callable[[], None]) -> None:
    """The questions being answered. `on_acts` finds what the person did under `st.session_state[key].acts`."""
    _component("answer_cards")(key=key, data=data, on_acts_change=on_acts)


def question_list(data: dict[str, Any], *, key: str, on_go: Callable[[], None]) -> None:
    """The list of all questions. `on_go` finds the chosen question's id under `st.session_state[key].go`."""
    _component("question_list")(key=key, data=data, on_go_change=on_go)


def heat_strip(data: dict[str, Any], *, key: str) -> None:
    """Every question as a cell that opens its details."""
    _component("heat_strip")(key=key, data=data)


def drawing(svg: str, *, key: str, most_width: str = "27rem") -> None:
    """A drawing of our own, as wide as its place allows and at most `most_width` (a CSS length)."""
    _component("drawing")(key=key, data={"svg": svg, "most_width": most_width})


def room_screen(data: dict[str, Any], *, key: str, on_leave: Callable[[], None]) -> None:
    """The shared screen of the open room `data["room"]`, over the whole window, in the theme `data["theme"]`.

    `on_leave` finds where the person goes on under `st.session_state[key].leave`: {"to": "results" | "assess" | "home",
    "assessment": its id}.
    """
    _component("room_screen")(key=key, data=data, on_leave_change=on_leave, height=1)


def export_menu(data: dict[str, Any], *, key: str) -> None:
    """The menu that takes a chart along: {"assessment": its id, "chart": its kind, "name": …, "says": …,
    "beside": ids of the assessments that it is held against}."""
    _component("export_menu")(key=key, data=data)


def deck_picker(data: dict[str, Any], *, key: str, on_look: Callable[[], None], on_forget: Callable[[], None]) -> None:
    """The deck's slides to tick and order. What it looks like stands under `st.session_state[key].look`:
    {"preset": "assessment" | "history", "template": its id or ""}; `on_forget` finds the id of a template to remove
    under `.forget`."""
    _component("deck_picker")(key=key, data=data, on_look_change=on_look, on_forget_change=on_forget)


def export_list(data: dict[str, Any], *, key: str) -> None:
    """Files that can be had, in groups: {"groups": [{"title": …, "files": rows of export_rows.file_row}]}."""
    _component("export_list")(key=key, data=data)


def action_board(data: dict[str, Any], *, key: str, on_acts: Callable[[], None], on_edit: Callable[[], None]) -> None:
    """Actions on a board or in a table (action_data.py says what it takes). `on_acts` finds what was moved under
    `st.session_state[key].acts` (action_moves.py reads it); `on_edit` the id of one to change under `.edit`."""
    _component("action_board")(key=key, data=data, on_acts_change=on_acts, on_edit_change=on_edit)


def portfolio(data: dict[str, Any], *, key: str) -> None:
    """All projects (portfolio_data.py says what it takes). Where a row leads to stands, for one run, under
    `st.session_state[key].go`: {"to": a page's name or "start", "project": …, "assessment": …}."""
    _component("portfolio")(key=key, data=data, on_go_change=_noted)


def arrival(data: dict[str, Any], *, key: str) -> dict[str, Any] | None:
    """The place where a file is brought in; what the server answered to its being kept, on that run alone."""
    sent = _component("arrival")(key=key, data=data, on_accepted_change=_noted).get("accepted")
    return sent if isinstance(sent, dict) else None


def _noted() -> None:
    """Streamlit tells of a trigger only where there is a callback for it."""


def path_stairs(data: dict[str, Any], *, key: str, on_go: Callable[[], None]) -> None:
    """The bands as steps. `on_go` finds the chosen band's id under `st.session_state[key].go`."""
    _component("path_stairs")(key=key, data=data, on_go_change=on_go)


def path_ladder(data: dict[str, Any], *, key: str, on_act: Callable[[], None]) -> None:
    """A path as rungs. `on_act` finds what was done under `st.session_state[key].act`: {"do": "make", "questions":
    ids}, {"do": "lock" | "unlock", "question": id} or {"do": "try"}."""
    _component("path_ladder")(key=key, data=data, on_act_change=on_act)


def path_tryout(data: dict[str, Any], *, key: str, on_tried: Callable[[], None]) -> None:
    """Every question with its levels to try. `on_tried` finds all that differs from today under
    `st.session_state[key].tried`, from question id to what is said (domain/saying.py)."""
    _component("path_tryout")(key=key, data=data, on_tried_change=on_tried)


def gantt(data: dict[str, Any], *, key: str, on_moved: Callable[[], None], on_opened: Callable[[], None]) -> None:
    """A plan on the calendar (plan_data.py says what it takes). `on_moved` finds a changed step under
    `st.session_state[key].moved`: {"nonce", "step", "seen", "start", "end"}; `on_opened` one's id under `.opened`."""
    _component("gantt")(key=key, data=data, on_moved_change=on_moved, on_opened_change=on_opened)


def systems_table(
    data: dict[str, Any], *, key: str, on_opened: Callable[[], None], on_moved: Callable[[], None]
) -> None:
    """The systems as rows (systems_view.py says what it takes). `on_opened` finds the id of one under
    `st.session_state[key].opened`; `on_moved` under `.moved` one and by how many places: {"system", "by"}."""
    _component("systems_table")(key=key, data=data, on_opened_change=on_opened, on_moved_change=on_moved)


def plot_keys(chart: str) -> None:
    """Let the keyboard reach the buttons inside a Plotly chart; `chart` is the key of the container around it."""
    _component("plot_keys")(key=f"keys_{chart}", data={"chart": chart}, height=1)
