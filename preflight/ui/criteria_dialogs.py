"""The dialogs about success criteria: writing one down, sealing them, and changing them on record."""

from __future__ import annotations

import streamlit as st

from preflight.domain.criterion import Criterion, CriterionVersion, Direction
from preflight.domain.criterion_words import DIRECTION_WORDS, terms_words
from preflight.domain.errors import Refused
from preflight.domain.hopes import Says, said_by
from preflight.domain.measurable import MEASURABLE, TermsDraft, draft_of, problems_of
from preflight.domain.measurable_example import SOMEBODY, example_for
from preflight.domain.typed_numbers import reading_told
from preflight.domain.wording import day
from preflight.services import criteria as service
from preflight.ui.context import page_context
from preflight.ui.frame import flash
from preflight.ui.markup import draw, html, joined, md

_FIELDS = ("metric", "unit", "baseline", "target", "direction", "how", "by_when", "business_owner")


@st.dialog("Write a success criterion", width="medium")
def write(project_id: str) -> None:
    """Write a criterion down, to be sealed with the others."""
    draft, _ = _asked("new", TermsDraft(), button="Write it down")
    if draft is not None:
        context = page_context()
        try:
            written = service.write_criterion(context.workspace, context.person, project_id, draft)
        except Refused as refused:
            st.warning(md(str(refused)))
            return
        _done(f"Written down: {terms_words(written.newest.terms)}.", draft)


@st.dialog("Add a criterion late", width="medium")
def add_late(project_id: str) -> None:
    """Add a criterion to sealed ones, with its reason."""
    draw(html('<p class="pf-kicker">The others are sealed. This one is marked as added later, and sealed at once.</p>'))
    draft, why = _asked("late", TermsDraft(), button="Add and seal it", reason="Why was it missing?")
    if draft is not None:
        context = page_context()
        try:
            added = service.add_late_criterion(context.workspace, context.person, project_id, draft, reason=why)
        except Refused as refused:
            st.warning(md(str(refused)))
            return
        _done(f"Added and sealed: {terms_words(added.newest.terms)}.", draft)


@st.dialog("Change the criterion", width="medium")
def change(criterion: Criterion) -> None:
    """Change a criterion that is not sealed."""
    draft, _ = _asked(criterion.id, draft_of(criterion.newest.terms), button="Save")
    if draft is not None:
        context = page_context()
        try:
            changed = service.change_criterion(
                context.workspace, context.person, criterion.id, draft, seen=criterion.newest
            )
        except Refused as refused:
            st.warning(md(str(refused)))
            return
        _done(f"Saved: {terms_words(changed.newest.terms)}.", draft)


@st.dialog("Remove the criterion")
def remove(criterion: Criterion) -> None:
    """Remove a criterion that is not sealed."""
    draw(html("<p>{}</p>", terms_words(criterion.newest.terms)))
    draw(html('<p class="pf-kicker">It is not sealed yet, so it goes without a trace.</p>'))
    if st.button("Remove it", type="primary", key="criterion_remove", width="stretch"):
        context = page_context()
        try:
            service.remove_criterion(context.workspace, context.person, criterion.id, seen=criterion.newest)
        except Refused as refused:
            st.warning(md(str(refused)))
            return
        _done("Removed.")


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
        context = page_context()
        try:
            service.seal_criteria(context.workspace, context.person, project_id, seen=unsealed)
        except Refused as refused:
            st.warning(md(str(refused)))
            return
        _done("Sealed. Now the pilot can be measured.")


@st.dialog("Amend the criterion", width="medium")
def amend(criterion: Criterion) -> None:
    """Change a sealed criterion on record."""
    first = criterion.first.terms
    draw(html('<p class="pf-kicker">Sealed first, and kept: {}.</p>', terms_words(first)))
    draft, why = _asked(
        criterion.id,
        draft_of(criterion.newest.terms),
        button="Amend it",
        reason="Why is it amended?",
        unit_stays=True,
        known=criterion.newest,
    )
    if draft is not None:
        context = page_context()
        try:
            amended = service.amend_criterion(
                context.workspace, context.person, criterion.id, draft, reason=why, seen=criterion.newest
            )
        except Refused as refused:
            st.warning(md(str(refused)))
            return
        _done(f"Amended: {terms_words(amended.newest.terms)}.", draft)


@st.dialog("Withdraw the criterion")
def withdraw(criterion: Criterion) -> None:
    """Take a sealed criterion back on record."""
    draw(html("<p>{}</p>", terms_words(criterion.newest.terms)))
    draw(html('<p class="pf-kicker">It no longer counts, and stays to be seen as withdrawn.</p>'))
    with st.form("criterion_withdrawing", border=False):
        why = st.text_area("Why is it withdrawn?", key=f"criterion_why_{criterion.id}", height=80)
        if not st.form_submit_button("Withdraw it", type="primary", width="stretch"):
            return
    context = page_context()
    try:
        service.withdraw_criterion(
            context.workspace, context.person, criterion.id, reason=why or "", seen=criterion.newest
        )
    except Refused as refused:
        st.warning(md(str(refused)))
        return
    _done("Withdrawn; it stays to be seen.")


def _asked(
    name: str,
    start: TermsDraft,
    *,
    button: str,
    reason: str = "",
    unit_stays: bool = False,
    known: CriterionVersion | None = None,
) -> tuple[TermsDraft | None, str]:
    """The terms that were asked for, once they are measurable, and the reason; None before. `known` is what holds now:
    a day that it bears may have passed."""
    keys = {field: f"criterion_{field}_{name}" for field in _FIELDS}
    for field, key in keys.items():
        if key not in st.session_state:
            st.session_state[key] = getattr(start, field)
    on = page_context().workspace.today()
    near = example_for(start, on=on)
    with st.form(f"criterion_terms_{name}", border=False, enter_to_submit=False):
        st.text_input("What is counted", key=keys["metric"], placeholder=near.metric)
        before, way, target, unit = st.columns([1, 1, 1, 1.3], vertical_alignment="bottom")
        before.text_input(
            "Today",
            key=keys["baseline"],
            placeholder=near.baseline,
            help="The number without the pilot: the baseline. Leave it empty while nobody has measured it, or where "
            "the number only has to hold.",
        )
        way.selectbox(
            "Success is",
            list(Direction),
            key=keys["direction"],
            index=None,
            placeholder="Choose",
            format_func=DIRECTION_WORDS.__getitem__,
        )
        target.text_input("Target", key=keys["target"], placeholder=near.target)
        unit.text_input("Unit", key=keys["unit"], placeholder=near.unit, disabled=unit_stays)
        st.text_area("How it is measured", key=keys["how"], placeholder=near.how, height=80)
        when, owner = st.columns(2)
        when.date_input("By when", key=keys["by_when"], format="YYYY-MM-DD", value=None)
        owner.text_input(
            "Business owner",
            key=keys["business_owner"],
            placeholder=SOMEBODY,
            help="The person in the business who stands for it, and will take the process over when it is met.",
        )
        why = st.text_area(md(reason), key=f"criterion_reason_{name}", height=80) if reason else ""
        told = st.container()
        sent = st.form_submit_button(md(button), type="primary", width="stretch")
        draft = TermsDraft(**{field: st.session_state[key] for field, key in keys.items()})
        since = on if known is None else min(on, known.terms.by_when)
        problems = problems_of(draft, on=since) if sent else ()
        if problems:
            with told:
                _tell(problems)
                if said_by(draft.metric) is not Says.SOMETHING:
                    _offer(example_for(draft, on=on), keys)
    return (draft if sent and not problems else None), str(why or "")


def _tell(problems: tuple[str, ...]) -> None:
    rows = joined([html("<li>{}</li>", each) for each in problems])
    head = "Not measurable yet" if len(problems) > 1 else "Almost measurable"
    draw(html('<div class="pf-pilot-problems" role="alert"><b>{}</b><ul>{}</ul></div>', head, rows))


def _offer(example: TermsDraft, keys: dict[str, str]) -> None:
    """An example near to what was meant, and the way to begin from it."""
    assert example.direction is not None, "every example has one"
    assert example.by_when is not None, "every example has one"
    said = (
        f"{example.metric}: from {example.baseline} to {DIRECTION_WORDS[example.direction]} {example.target} "
        f"{example.unit}, by {day(example.by_when)}. {example.how}. {example.business_owner} stands for it."
    )
    draw(html('<p class="pf-kicker">{}</p><p class="pf-pilot-example"><b>For example</b> {}</p>', MEASURABLE, said))

    def fill() -> None:
        for field, key in keys.items():
            st.session_state[key] = getattr(example, field)

    st.form_submit_button("Start from this example", key="criterion_example", on_click=fill)


def _done(sentence: str, draft: TermsDraft | None = None) -> None:
    """Say it on the next screen with how the draft's numbers were read, and close: the fields begin empty again."""
    if draft is not None:
        read = (reading_told(each, unit=draft.unit) for each in (draft.baseline, draft.target))
        sentence = " ".join(filter(None, (sentence, *read)))
    for key in [name for name in st.session_state if str(name).startswith("criterion_")]:
        del st.session_state[key]
    flash(sentence)
    st.rerun()
