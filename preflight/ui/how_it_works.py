"""The rules behind a screen, folded away: each in a sentence, with the idea behind it."""

from __future__ import annotations

import streamlit as st

from preflight.domain.rules_told import RULES
from preflight.ui.markup import draw, html, joined


def how_it_works(*names: str) -> None:
    """The rules of these short names (see domain/rules_told), for whoever opens them."""
    with st.expander("How this works", icon=":material/help:"):
        told = [RULES[name] for name in names]
        items = [
            html("<li><b>{}</b><em>{}</em><br><span>{}</span></li>", each.title, each.sentence, each.idea)
            for each in told
        ]
        draw(html('<ul class="pf-list">{}</ul>', joined(items)))
