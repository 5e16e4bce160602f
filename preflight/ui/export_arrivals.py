"""What comes back in: a form that was filled in offline, and an assessment from a JSON file."""

from __future__ import annotations

from typing import Any

import streamlit as st

from preflight.exports.orders import Format
from preflight.ui import drawn
from preflight.ui.export_rows import file_row
from preflight.ui.frame import flash
from preflight.ui.markup import draw, html


def form(assessment_id: str, says: str) -> None:
    """The questionnaire as a workbook to fill in."""
    row = file_row("Form", "Excel", says, "form", Format.FORM, label="Download the form", assessment=assessment_id)
    drawn.export_list({"groups": [{"title": "", "files": [row]}]}, key="form")


def bring_answers(assessment_id: str, *, beside: bool = True) -> None:
    """The form of a draft, and `beside` or beneath it the place where it comes back: nothing is kept before it was
    shown what changes."""
    first, then = st.columns([1, 1], gap="large") if beside else (st.container(), st.container())
    with first:
        form(assessment_id, "Every question with its levels and the answers so far. Fill it in anywhere, with anyone.")
    with then:
        data: dict[str, Any] = {
            "kind": "answers",
            "assessment": assessment_id,
            "accept": ".xlsx,.csv",
            "choose": "Choose the file",
            "invites": "Bring the filled form back: drop it here. You see what changes before anything is kept.",
        }
        answer = drawn.arrival(data, key="bring_answers")
        if answer:
            if not beside:  # the dialog closes, and its words with it
                flash("1 answer is in." if answer.get("changed") == 1 else f"{answer.get('changed')} answers are in.")
            st.rerun()


@st.dialog("Fill in offline", width="medium")
def offline_dialog(assessment_id: str) -> None:
    """The form and its way back, over the questions."""
    bring_answers(assessment_id, beside=False)


@st.dialog("Restore from a file", width="medium")
def restore_dialog() -> None:
    """Bring an assessment, or a whole project, back from the JSON file that Preflight wrote."""
    words = "A JSON file from the Export page comes back exactly as it was, beside what is here."
    draw(html("<p>{}</p>", words))
    data: dict[str, Any] = {
        "kind": "document",
        "accept": ".json",
        "choose": "Choose the file",
        "invites": "Drop the JSON file here. You see what is in it first.",
    }
    answer = drawn.arrival(data, key="restore")
    if answer:
        flash(f"“{answer.get('name')}” is back.")
        st.rerun()
