"""The deck on the Export screen: its slides as they will look, in the house style or the company's template."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any, Final

import streamlit as st

from preflight.access.permissions import Operation
from preflight.domain.errors import Invalid, NotFound, Refused
from preflight.exports.deck.model import SlideKind
from preflight.exports.deck.outline import deck_slides, usual_kinds
from preflight.exports.deck.paging import paged
from preflight.exports.deck.preview import slide_svg
from preflight.exports.deck.template import read_template
from preflight.exports.deck.theme import HOUSE_THEME, DeckTheme
from preflight.services.dossier import dossier_of
from preflight.services.templates import remove_template, template_content, templates
from preflight.ui import drawn, state
from preflight.ui.context import PageContext, page_context
from preflight.ui.frame import flash

DECK: Final = "deck"
ASSESSMENT: Final = "assessment"
HOUSE: Final = ""
NAMES: Final = {
    SlideKind.TITLE: "Title",
    SlideKind.VERDICT: "Verdict",
    SlideKind.RADAR: "Radar",
    SlideKind.EVIDENCE: "Evidence",
    SlideKind.TREND: "Trend",
    SlideKind.RADARS: "Radars over time",
    SlideKind.MOVED: "What moved",
    SlideKind.HEAT: "Every question",
    SlideKind.GAPS: "Mend first",
    SlideKind.DISAGREEMENTS: "Where the room differed",
    SlideKind.PATH: "Path to ready",
    SlideKind.AFTER: "Before and after",
    SlideKind.PLAN: "Actions",
    SlideKind.CRITERIA: "Success criteria",
    SlideKind.PILOT: "Pilot plan",
    SlideKind.SYSTEMS: "Systems",
    SlideKind.DECISION: "Decision",
}


@st.fragment
def deck(context: PageContext, assessment_id: str) -> None:
    """The slides to tick, order and look at; another preset or template draws them anew, and nothing else."""
    look = (st.session_state.get(DECK) or {}).get("look") or {}
    kept = templates(context.workspace, context.person)
    template = next((each.id for each in kept if each.id == look.get("template")), HOUSE)
    theme, sentence = HOUSE_THEME, ""
    if template:
        try:
            theme = _theme(context, template)
        except Invalid as unfit:
            template, sentence = HOUSE, str(unfit)
    dossier = dossier_of(context.workspace, context.person, assessment_id)
    has_history = dossier.history is not None and len(dossier.history.runs) > 1
    history = has_history and st.query_params.get(state.DECK_PARAM) == state.DECK_OF_HISTORY
    slides = paged(deck_slides(dossier, usual_kinds(dossier, history=history), history=history), theme)
    data: dict[str, Any] = {
        "assessment": assessment_id,
        "preset": state.DECK_OF_HISTORY if history else ASSESSMENT,
        "has_history": has_history,
        "template": template,
        "templates": [{"id": each.id, "name": each.name} for each in kept],
        "keeps": context.may(Operation.MANAGE_TEMPLATES),
        "sentence": sentence,
        "shape": f"{theme.width:g} / {theme.height:g}",
        "slides": [
            {
                "kind": kind.value,
                "name": NAMES[kind],
                "pages": [{"title": page.title, "notes": page.notes, "svg": slide_svg(page, theme)} for page in pages],
            }
            for kind, pages in groupby(slides, key=lambda slide: slide.kind)
        ],
    }
    drawn.deck_picker(data, key=DECK, on_look=_looked, on_forget=_forget)


def _theme(context: PageContext, template_id: str) -> DeckTheme:
    return _read(template_content(context.workspace, context.person, template_id))


@lru_cache(maxsize=4)
def _read(content: bytes) -> DeckTheme:
    return read_template(content)


def _looked() -> None:
    """The address says which deck it is, so that a reload shows the same."""
    look = (st.session_state.get(DECK) or {}).get("look") or {}
    if look.get("preset") == state.DECK_OF_HISTORY:
        st.query_params[state.DECK_PARAM] = state.DECK_OF_HISTORY
    else:
        st.query_params.pop(state.DECK_PARAM, None)


def _forget() -> None:
    chosen = (st.session_state.get(DECK) or {}).get("forget")
    context = page_context()
    if isinstance(chosen, str):
        try:
            remove_template(context.workspace, context.person, chosen)
        except NotFound:
            return
        except Refused as refused:
            flash(str(refused))
