"""What a screen shows while it has nothing to show: words, and the way to the first step."""

from __future__ import annotations

import streamlit as st

from preflight.ui.context import go
from preflight.ui.pieces import empty
from preflight.ui.registry import HOME


def to_start(title: str, words: str) -> None:
    """An empty state whose button leads to the projects."""
    empty(title, words)
    _, middle, _ = st.columns([2, 1, 2])
    if middle.button("Go to your projects", type="primary", width="stretch", key="to_projects"):
        go(HOME)
