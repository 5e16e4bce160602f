"""A field for a day, as every dialog asks for one."""

from __future__ import annotations

from datetime import date

import streamlit as st

from preflight.services.projects import YEARS
from preflight.ui.markup import md

EARLIEST, LATEST = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
"""Streamlit's date field fails within ten years of the calendar's ends."""


def day_input(label: str, value: date | None, *, key: str, help: str = "", wide: int | None = None) -> date | None:  # noqa: A002 - Streamlit's word
    """A field for a day between 1970 and 2100; `wide` in pixels, else as wide as its place."""
    return st.date_input(
        md(label),
        value=value,
        min_value=EARLIEST,
        max_value=LATEST,
        format="YYYY-MM-DD",
        key=key,
        help=md(help) if help else None,
        width=wide or "stretch",
    )
