"""The dialogs about success criteria: writing one down, sealing them, and changing them on record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from preflight.domain.criterion import Criterion
from preflight.domain.criterion_words import terms_words
from preflight.domain.errors import Refused
from preflight.domain.measurable import TermsDraft, draft_of
from preflight.services import criteria as service
from preflight.ui.context import page_context
from preflight.ui.criterion_form import asked, forget, name_of, readings
from preflight.ui.frame import flash
from preflight.ui.markup import draw, html, joined, md


@st.dialog("Write a success criterion", width="medium")
def write(project_id: str) -> None:
    """Write a criterion down, to be sealed with the others."""
    draft, _ = asked("new", TermsDraft(), button="Write it down")
    if draft is not None:
        _said("Written down", draft, _acted(service.write_criterion, project_id, draft))


@st.dialog("Add a criterion late", width="medium")
def add_late(project_id: str) -> None:
    """Add a criterion to sealed ones, with its reason."""
    draw(html('<p class="pf-kicker">The others are sealed. This one is marked as added later, and sealed at once.</p>'))
    draft, why = asked("late", TermsDraft(), button="Add and seal it", reason="Why was it missing?")
    if draft is not None:
        _said("Added and sealed", draft, _acted(partial(service.add_late_criterion, reason=why), project_id, draft))


@st.dialog("Change the criterion", width="medium")
def change(criterion: Criterion) -> None:
    """Change a criterion that is not sealed."""
    draft, _ = asked(name_of(criterion), draft_of(criterion.newest.terms), button="Save")
    if draft is not None:
        act = partial(service.change_criterion, seen=criterion.newest)
        _said("Saved", draft, _acted(act, criterion.id, draft))


@st.dialog("Remove the criterion")
def remove(criterion: Criterion) -> None:
    """Remove a criterion that is not sealed."""
    draw(html("<p>{}</p>", terms_words(criterion.newest.terms)))
    draw(html('<p class="pf-kicker">It is not sealed yet, so it goes without a trace.</p>'))
    if st.button("Remove it", type="primary", key="criterion_remove", width="stretch"):
        act = partial(service.remove_criterion, seen=criterion.newest)
        _close("Removed.", _acted(act, criterion.id))


@st.dialog("Seal the criteria", width="medium")
def seal(project_id: str, unsealed: tuple[Criterion, ...]) -> None:
    """Ask once, say what sealing means, and seal."""
    rows = joined([html("<li>{}</li>", terms_words(each.newest.terms)) for each in unsealed])
    draw(html('<ul class="pf-pilot-sealing">{}</ul>', rows))
    draw(
        html(
            "<p>Written down first, measured after. From here on nothing can be changed unseen: an amendment stands "
            "beside what was sealed, with its reason and its date, and the decision shows both.</p>"
        )
    )
    if st.button(
        "Seal it" if len(unsealed) == 1 else f"Seal these {len(unsealed)}",
        type="primary",
        key="criteria_seal_now",
        icon=":material/approval:",
        width="stretch",
    ):
        act = partial(service.seal_criteria, seen=unsealed)
        _close("Sealed. Now the pilot can be measured.", _acted(act, project_id))


@st.dialog("Amend the criterion", width="medium")
def amend(criterion: Criterion) -> None:
    """Change a sealed criterion on record."""
    draw(html('<p class="pf-kicker">Sealed first, and kept: {}.</p>', terms_words(criterion.first.terms)))
    draft, why = asked(
        name_of(criterion),
        draft_of(criterion.newest.terms),
        button="Amend it",
        reason="Why is it amended?",
        known=criterion.newest,
    )
    if draft is not None:
        act = partial(service.amend_criterion, reason=why, seen=criterion.newest)
        _said("Amended", draft, _acted(act, criterion.id, draft))


@st.dialog("Withdraw the criterion")
def withdraw(criterion: Criterion) -> None:
    """Take a sealed criterion back on record."""
    draw(html("<p>{}</p>", terms_words(criterion.newest.terms)))
    draw(html('<p class="pf-kicker">It no longer counts, and stays to be seen as withdrawn.</p>'))
    with st.form("criterion_withdrawing", border=False):
        why = st.text_area("Why is it withdrawn?", key=f"criterion_why_{name_of(criterion)}", height=80)
        if not st.form_submit_button("Withdraw it", type="primary", width="stretch"):
            return
    act = partial(service.withdraw_criterion, reason=why or "", seen=criterion.newest)
    _close("Withdrawn; it stays to be seen.", _acted(act, criterion.id))


def _acted(act: Callable[..., object], *what: object) -> object:
    """Let a service act on behalf of this visit; say why where it refuses, and give the refusal."""
    context = page_context()
    try:
        return act(context.workspace, context.person, *what)
    except Refused as refused:
        st.warning(md(str(refused)))
        return refused


def _said(done: str, draft: TermsDraft, kept: object) -> None:
    """Close with what is kept now, and how its numbers were read."""
    if isinstance(kept, Criterion):
        _close(f"{done}: {terms_words(kept.newest.terms)}. {readings(draft)}".strip(), kept)


def _close(sentence: str, kept: object) -> None:
    """Unless it was refused: say it on the next screen, and close."""
    if not isinstance(kept, Refused):
        forget()
        flash(sentence)
        st.rerun()
