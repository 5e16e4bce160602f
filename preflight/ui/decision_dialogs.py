"""The form in which a decision is written down; what was typed stays until it is, whatever closes the form."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final, Literal

import streamlit as st

from preflight.access.people import Visitor
from preflight.domain.decision import Condition, DecisionKind
from preflight.domain.decision_words import KIND_MEANS, KIND_WORDS, kind_spoken
from preflight.domain.errors import Conflict, Refused
from preflight.domain.project import Stage
from preflight.domain.project_words import STAGE_WORDS
from preflight.domain.text import NAME
from preflight.services.decisions import MOST_CONDITIONS, DecisionDetails, recommendation_for, record_decision
from preflight.services.pilot_file import PilotFile
from preflight.services.projects import ProjectDetails, change_project, get_project
from preflight.ui import state
from preflight.ui.context import page_context
from preflight.ui.day_input import EARLIEST, LATEST
from preflight.ui.decision_looks import kind_style
from preflight.ui.frame import flash
from preflight.ui.keeping import told
from preflight.ui.markup import draw, html, joined, md

_KINDS: Final = [each.value for each in DecisionKind]
_MEANINGS: Final = [KIND_MEANS[each] for each in DecisionKind]
_FIELDS: Final = ("kind", "reasons", "against", "name", "on")


@st.dialog("Write the decision down", width="large")
def decide(file: PilotFile) -> None:
    """Ask what was decided, by whom, when and why. `file` is what the page showed: where something else stands by the
    time that it is written down, nothing is."""
    if st.session_state.pop(state.DECISION_STALE, False):
        st.rerun()
    recommended, draft = recommendation_for(file), file.project.id
    because = joined([html("<li>{}</li>", each) for each in recommended.because])
    draw(
        html(
            '<div class="pf-decision-asked" style="{}"><p>The rules recommend <b>{}</b>.</p><ul>{}</ul></div>',
            kind_style(recommended.kind),
            kind_spoken(recommended.kind),
            because,
        )
    )
    kind = _kind(draft, recommended.kind)
    reasons = st.text_area(
        "Reasons",
        key=_key(draft, "reasons"),
        height=110,
        placeholder="What weighed most, for somebody who was not there",
        persist_state="session",
    )
    against = ""
    if kind is not None and kind is not recommended.kind:
        against = st.text_area(
            "Why against the recommendation?",
            key=_key(draft, "against"),
            height=90,
            help="It stays beside the decision, so that a year later everybody can see what was weighed.",
            persist_state="session",
        )
    conditions = _conditions(draft) if kind is DecisionKind.GO_WITH_CONDITIONS else ()
    left, right = st.columns([2, 1])
    _seed_name(draft)
    name = left.text_input(
        "Decided by",
        key=_key(draft, "name"),
        placeholder=file.project.owner or "Who answers for it",
        persist_state="session",
    )
    on = right.date_input(
        "Decided on",
        value=file.on,
        min_value=EARLIEST,
        max_value=LATEST,
        key=_key(draft, "on"),
        format="YYYY-MM-DD",
        persist_state="session",
    )
    draw(html('<p class="pf-kicker">It stays as it is written down. A later decision can supersede it.</p>'))
    if not st.button("Write it down", type="primary", key="decision_write", width="stretch"):
        return
    if kind is None:
        st.warning("Choose what is decided.")
        return
    _write(
        file,
        DecisionDetails(
            kind=kind,
            reasons=reasons or "",
            decided_by=name or "",
            decided_on=on,
            recommended_seen=recommended,
            decision_seen=file.decision.id if file.decision else None,
            against_why=against or "",
            conditions=conditions,
        ),
    )


def change_stage(project_id: str, stage: Stage) -> None:
    """Move the project to another stage; everything else that is said about it stays."""
    context = page_context()
    found = get_project(context.workspace, context.person, project_id)
    details = ProjectDetails(
        name=found.name,
        summary=found.summary,
        team=found.team,
        owner=found.owner,
        stage=stage,
        pilot_start=found.pilot_start,
        tags=found.tags,
    )
    told(
        lambda: change_project(context.workspace, context.person, project_id, details),
        f"The stage is now “{STAGE_WORDS[stage]}”.",
    )


def _write(file: PilotFile, details: DecisionDetails) -> None:
    context = page_context()
    try:
        record_decision(context.workspace, context.person, file.project.id, details)
    except Refused as refused:
        st.warning(md(str(refused)))
        if isinstance(refused, Conflict):
            st.button("Look again", key="decision_look_again", on_click=_look_again)
        return
    _forget(file.project.id)
    flash(f"Written down: {kind_spoken(details.kind)}.")
    st.rerun()


def _seed_name(draft: str) -> None:
    """Whoever is signed in writes it down in their own name, unless they type another."""
    person = page_context().person
    if isinstance(person, Visitor):
        st.session_state.setdefault(_key(draft, "name"), person.name[:NAME])


def _look_again() -> None:
    st.session_state[state.DECISION_STALE] = True


def _kind(draft: str, recommended: DecisionKind) -> DecisionKind | None:
    chosen = st.radio(
        "What is decided?",
        _KINDS,
        index=None,
        format_func=lambda value: _choice(DecisionKind(value), recommended),
        captions=_MEANINGS,
        key=_key(draft, "kind"),
        persist_state="session",
    )
    return DecisionKind(chosen) if chosen else None


def _choice(kind: DecisionKind, recommended: DecisionKind) -> str:
    return f"**{KIND_WORDS[kind]}**" + (" · recommended" if kind is recommended else "")


def _conditions(draft: str) -> tuple[Condition, ...]:
    """Rows of a condition, who sees to it, and by when; there is always one to fill in."""
    rows: list[int] = st.session_state.setdefault(f"{state.DECISION_ROWS}_{draft}", [0])
    found = []
    with st.container(key="decision_conditions", gap="small"):
        for place, row in enumerate(rows):
            found.append(_condition(draft, row, first=place == 0, alone=len(rows) == 1))
        st.button(
            "Another condition",
            key="decision_add_condition",
            icon=":material/add:",
            type="tertiary",
            on_click=partial(_add, rows),
            disabled=len(rows) >= MOST_CONDITIONS,
        )
    return tuple(found)


def _condition(draft: str, row: int, *, first: bool, alone: bool) -> Condition:
    looks: Literal["visible", "collapsed"] = "visible" if first else "collapsed"
    text, owner, due, remove = st.columns([6, 3, 3, 1], vertical_alignment="bottom", gap="small")
    said = text.text_input(
        "On condition that",
        key=_key(draft, f"text_{row}"),
        label_visibility=looks,
        placeholder="What has to be done",
        persist_state="session",
    )
    by = owner.text_input(
        "Owner", key=_key(draft, f"owner_{row}"), label_visibility=looks, placeholder="Who", persist_state="session"
    )
    until = due.date_input(
        "Due",
        value=None,
        min_value=EARLIEST,
        max_value=LATEST,
        key=_key(draft, f"due_{row}"),
        label_visibility=looks,
        format="YYYY-MM-DD",
        persist_state="session",
    )
    remove.button(
        "Take this condition away",
        key=f"decision_remove_{row}",
        icon=":material/close:",
        type="tertiary",
        disabled=alone,
        on_click=partial(_take_away, draft, row),
    )
    return Condition(text=said or "", owner=by or "", due=until if isinstance(until, date) else None)


def _add(rows: list[int]) -> None:
    rows.append(max(rows) + 1)


def _take_away(draft: str, row: int) -> None:
    rows: list[int] = st.session_state.get(f"{state.DECISION_ROWS}_{draft}", [])
    if row in rows and len(rows) > 1:
        rows.remove(row)
    for name in ("text", "owner", "due"):
        st.session_state.pop(_key(draft, f"{name}_{row}"), None)


def _forget(draft: str) -> None:
    """Empty the form once it is written down."""
    rows = st.session_state.pop(f"{state.DECISION_ROWS}_{draft}", [])
    inside = [f"{name}_{row}" for row in rows for name in ("text", "owner", "due")]
    for name in (*_FIELDS, *inside):
        st.session_state.pop(_key(draft, name), None)


def _key(draft: str, name: str) -> str:
    return f"decision_{name}_{draft}"
