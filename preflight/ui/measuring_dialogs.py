"""The dialogs about measurements: writing one down, and striking a mistake out."""

from __future__ import annotations

import streamlit as st

from preflight.domain.criterion import Criterion, Measurement
from preflight.domain.criterion_words import measurement_words, terms_words, value_words
from preflight.domain.errors import Refused
from preflight.domain.typed_numbers import reading_told
from preflight.domain.wording import day
from preflight.services.measuring import Measured, strike_measurement
from preflight.services.measuring import measure as write_down
from preflight.ui.context import page_context
from preflight.ui.frame import flash
from preflight.ui.markup import draw, html, md


@st.dialog("Write a measurement down")
def measure(criterion: Criterion) -> None:
    """Ask for a value, its day and where it can be looked up."""
    context = page_context()
    terms, today = criterion.newest.terms, context.workspace.today()
    draw(html('<p class="pf-kicker">{}</p>', terms_words(terms)))
    with st.form(f"measuring_{criterion.id}", border=False, enter_to_submit=False):
        left, right = st.columns(2, vertical_alignment="bottom")
        value = left.text_input(f"Value, in {md(terms.unit)}", key=f"measuring_value_{criterion.id}")
        on = right.date_input(
            "Measured on", key=f"measuring_day_{criterion.id}", value=today, max_value=today, format="YYYY-MM-DD"
        )
        evidence = st.text_input(
            "Where the number comes from",
            key=f"measuring_evidence_{criterion.id}",
            placeholder="Export of week 12, 214 tickets",
        )
        link = st.text_input("Link, if there is one", key=f"measuring_link_{criterion.id}", placeholder="https://")
        if not st.form_submit_button("Write it down", type="primary", width="stretch"):
            return
    said = Measured(value=value or "", date=on, evidence=evidence or "", link=link or "")
    try:
        kept = write_down(context.workspace, context.person, criterion.id, said)
    except Refused as refused:
        st.warning(md(str(refused)))
        return
    read = reading_told(said.value, unit=terms.unit)
    _done(" ".join(filter(None, (f"{measurement_words(terms, kept)}.", read))))


@st.dialog("Strike a measurement out")
def strike(criterion: Criterion) -> None:
    """Ask which measurement was a mistake, and why."""
    unit = criterion.newest.terms.unit
    standing = {each.id: each for each in reversed(criterion.measurements) if each.struck_at is None}

    def words(measurement_id: str) -> str:
        one: Measurement = standing[measurement_id]
        return f"{value_words(one.value, unit)} on {day(one.date)}"

    draw(html('<p class="pf-kicker">It stays to be seen, struck out, with what you say. It no longer counts.</p>'))
    with st.form(f"striking_{criterion.id}", border=False):
        chosen = st.selectbox("Which one?", list(standing), format_func=words, key=f"striking_which_{criterion.id}")
        why = st.text_area("What was wrong with it?", key=f"striking_why_{criterion.id}", height=80)
        if not st.form_submit_button("Strike it out", type="primary", width="stretch"):
            return
    context = page_context()
    try:
        strike_measurement(context.workspace, context.person, str(chosen), reason=why or "")
    except Refused as refused:
        st.warning(md(str(refused)))
        return
    _done("Struck out.")


def _done(sentence: str) -> None:
    flash(sentence)
    st.rerun()
