"""What a person sees when a page failed."""

from __future__ import annotations

import streamlit as st

from preflight.ui.markup import md


def sentence(reference: str) -> str:
    """The whole text; it names nothing but the reference under which the log has the rest."""
    return (
        "Something went wrong on this page. What was shown as saved is safe. Reload the page; "
        f"if it happens again, pass on the reference {reference}."
    )


def show(reference: str) -> None:
    """Show the sentence in place of the rest of the page."""
    st.error(sentence(reference))


def show_refusal(why: str) -> None:
    """Say why something was refused, and offer the page as it is now."""
    st.warning(md(why), icon=":material/info:")
    st.button("Go on", key="refused_go_on")
