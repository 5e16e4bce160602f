"""The systems on the page Pilot: which the pilot confronts, which it defers, and what they usually cost."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import streamlit as st

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.errors import Refused, StorageError
from preflight.domain.integration_range import CONFRONTING_WORDS, MOST_TIMES, integration_picture, usual_range
from preflight.domain.pilot import Integration
from preflight.domain.rules_told import RULES
from preflight.domain.systems_words import estimate_sentence, not_estimated_sentence, systems_sentence
from preflight.domain.wording import typed_number
from preflight.services.integrations import integrations_of, move_integration
from preflight.services.pilot_file import PilotFile
from preflight.ui import drawn, systems_dialogs
from preflight.ui.context import PageContext, page_context
from preflight.ui.frame import flash
from preflight.ui.markup import draw, html, md

SYSTEMS = "systems_table"
NOTHING_YET = (
    "No system is named yet. Which ones does production need that the pilot may go round? Begin with one of these, or "
    "with your own."
)
EXAMPLES = ("ERP", "Identity provider", "Data warehouse", "Document archive", "Ticket system", "Security monitoring")


def systems(context: PageContext, file: PilotFile) -> None:  # noqa: ARG001 - the parts of this page are called alike
    """The systems of the file's project, or examples of what to look for."""
    _board(file.project.id)


@st.fragment
def _board(project_id: str) -> None:
    context = page_context()
    found = integrations_of(context.workspace, context.person, project_id)
    plans = context.may(Operation.PLAN, About("project", project_id))
    if not found:
        _invitation(project_id, plans=plans)
        return
    picture = integration_picture(found)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        sentences = (systems_sentence(picture), estimate_sentence(picture), not_estimated_sentence(picture))
        words = " ".join(filter(None, sentences))
        draw(html('<h2 class="pf-heading">Systems</h2><p class="pf-lead">{}</p>', words))
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        on_click = partial(systems_dialogs.add, project_id)
        if plans:
            st.button("Add a system", key="system_add", icon=":material/add:", on_click=on_click)
    by_id = {each.id: each for each in found}
    on_opened, on_moved = partial(_opened, by_id if plans else {}), partial(_moved, frozenset(by_id))
    drawn.systems_table(
        systems_data(found) | {"readonly": not plans}, key=SYSTEMS, on_opened=on_opened, on_moved=on_moved
    )
    _rule()


def systems_data(found: Sequence[Integration]) -> dict[str, Any]:
    """The rows and their sum; a row's bar is drawn in shares of the widest range."""
    picture = integration_picture(found)
    most = max((each.estimate * MOST_TIMES for each in found if each.estimate is not None), default=Fraction(1))
    return {
        "rows": [
            {
                "id": each.id,
                "system": each.system,
                "interface": each.interface,
                "owner": each.owner,
                "way": each.confronting.value,
                "words": CONFRONTING_WORDS[each.confronting],
                "note": each.note,
                **_range(each.estimate, most),
            }
            for each in found
        ],
        "total": {
            "words": f"{picture.confronted} of {picture.systems} confronted",
            **_range(picture.estimate, None),
        },
    }


def _range(estimate: Fraction | None, most: Fraction | None) -> dict[str, Any]:
    if estimate is None:
        return {"estimate": "", "usual": "", "share": None}
    usual = usual_range(estimate)
    words = typed_number(usual.least)
    if usual.most != usual.least:
        words = f"{words} to {typed_number(usual.most)}"
    share = [float(each / most) for each in (estimate, usual.least, usual.most)] if most else None
    return {"estimate": typed_number(estimate), "usual": words, "share": share}


def _invitation(project_id: str, *, plans: bool) -> None:
    if not plans:
        draw(html('<h2 class="pf-heading">Systems</h2><p class="pf-lead">No system is named yet.</p>'))
        return
    draw(html('<h2 class="pf-heading">Systems</h2><p class="pf-lead">{}</p>', NOTHING_YET))
    with st.container(horizontal=True):
        for number, name in enumerate(EXAMPLES):
            on_click = partial(systems_dialogs.add, project_id, name)
            st.button(md(name), key=f"system_example_{number}", icon=":material/add:", on_click=on_click)
        add = partial(systems_dialogs.add, project_id)
        st.button("Another system", key="system_add", type="primary", on_click=add)
    _rule()


def _rule() -> None:
    told = RULES["integrations"]
    with st.expander("How this works", icon=":material/help:", key="systems_rules"):
        draw(html("<p><b>{}.</b> {} <em>{}</em></p>", told.title, told.sentence, told.idea))


def _opened(found: dict[str, Integration]) -> None:
    chosen = (st.session_state.get(SYSTEMS) or {}).get("opened")
    if isinstance(chosen, str) and chosen in found:
        systems_dialogs.details(found[chosen])


def _moved(known: frozenset[str]) -> None:
    sent = (st.session_state.get(SYSTEMS) or {}).get("moved")
    match sent:
        case {"system": str(system), "by": -1 | 1 as by} if system in known:
            context = page_context()
            try:
                move_integration(context.workspace, context.person, system, int(by))
            except (Refused, StorageError) as error:
                flash(str(error))
