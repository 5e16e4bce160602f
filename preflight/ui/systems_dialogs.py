"""The dialogs about the systems that a pilot has to live with."""

from __future__ import annotations

import streamlit as st

from preflight.domain.integration_range import CONFRONTING_WORDS
from preflight.domain.pilot import Confronting, Integration
from preflight.domain.wording import typed_number
from preflight.services.integrations import SystemDetails, add_integration, change_integration, remove_integration
from preflight.ui.context import page_context
from preflight.ui.keeping import keep


@st.dialog("Add a system")
def add(project_id: str, named: str = "") -> None:
    """One more system; `named` is what it may be called."""
    said = _ask(None, named=named, key=f"system_new_{named}")
    if said is not None:
        context = page_context()
        keep(
            lambda: add_integration(context.workspace, context.person, project_id, said),
            f"{said.system.strip()} is in the list.",
        )


@st.dialog("Change this system")
def details(system: Integration) -> None:
    """What is said about a system; `system` is as it was seen."""
    said = _ask(system, named=system.system, key=f"system_{system.id}_{system.version}")
    context = page_context()
    if said is not None:
        keep(
            lambda: change_integration(context.workspace, context.person, system.id, said, seen=system.version),
            "Saved.",
        )
    if st.button("Remove this system", key="system_remove", type="tertiary", icon=":material/delete:"):
        keep(
            lambda: remove_integration(context.workspace, context.person, system.id, seen=system.version),
            f"{system.system} is no longer in the list.",
        )


def _ask(system: Integration | None, *, named: str, key: str) -> SystemDetails | None:
    ways = [Confronting.CONFRONTED, Confronting.DEFERRED]
    with st.form(f"{key}_form", border=False):
        name = st.text_input("System", value=named, key=f"{key}_name", placeholder="ERP")
        confronting = st.radio(
            "In the pilot",
            ways,
            index=ways.index(system.confronting if system else Confronting.DEFERRED),
            format_func=CONFRONTING_WORDS.__getitem__,
            captions=[
                "The pilot connects to it the way production will.",
                "The pilot goes round it: exported files, copied data, a test account.",
            ],
            key=f"{key}_way",
        )
        left, right = st.columns(2)
        interface = left.text_input(
            "Interface",
            value=system.interface if system else "",
            key=f"{key}_interface",
            placeholder="REST API, queue, nightly file",
        )
        owner = right.text_input(
            "Owner", value=system.owner if system else "", key=f"{key}_owner", placeholder="Who knows it?"
        )
        estimate = st.text_input(
            "Estimate in working days",
            value="" if system is None or system.estimate is None else typed_number(system.estimate),
            key=f"{key}_estimate",
            placeholder="10",
            help="The team’s own, for one person, to connect it as production needs it. Empty where nobody knows yet.",
        )
        note = st.text_area("Note", value=system.note if system else "", key=f"{key}_note", height=80)
        if not st.form_submit_button("Save" if system else "Add system", type="primary", width="stretch"):
            return None
    return SystemDetails(
        system=name or "",
        interface=interface or "",
        owner=owner or "",
        confronting=confronting,
        estimate=estimate or "",
        note=note or "",
    )
