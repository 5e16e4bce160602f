"""Small pieces of markup with every text escaped, and text made plain for Streamlit's Markdown labels."""

from __future__ import annotations

import re

import streamlit as st
from markupsafe import Markup

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&=^\"'@/])")
_LINKED = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)


def md(text: str) -> str:
    """The text as it stands, in a place where Streamlit reads Markdown: nothing in it becomes a link or an image.

    A word joiner breaks what Markdown would turn into a link by itself (https://…, www., an address with @).
    """
    broken = _LINKED.sub("\u2060", " ".join(text.split()))
    return _MARKDOWN.sub(r"\\\1", broken)


def html(template: str, /, *args: object, **values: object) -> Markup:
    """A constant template with its values escaped; a value that is Markup already goes in as it is."""
    return Markup(template).format(*args, **values)  # noqa: S704 - templates are constants, a test holds them to it


def joined(parts: list[Markup]) -> Markup:
    """Several pieces one after another."""
    return Markup("").join(parts)


def draw(piece: Markup) -> None:
    """Put a piece on the page."""
    st.html(str(piece))
