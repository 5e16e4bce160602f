"""The form in which a criterion is written or amended, and what keeps it from being measurable."""

from __future__ import annotations

import streamlit as st

from preflight.domain.criterion import Criterion, CriterionVersion, Direction
from preflight.domain.criterion_words import DIRECTION_WORDS
from preflight.domain.hopes import Says, said_by
from preflight.domain.measurable import MEASURABLE, TermsDraft, problems_of
from preflight.domain.measurable_example import SOMEBODY, example_for
from preflight.domain.typed_numbers import reading_told
from preflight.domain.wording import day
from preflight.ui.context import page_context
from preflight.ui.day_input import day_input
from preflight.ui.markup import draw, html, joined, md

_FIELDS = ("metric", "unit", "baseline", "target", "direction", "how", "by_when", "business_owner")


def asked(
    name: str,
    start: TermsDraft,
    *,
    button: str,
    reason: str = "",
    known: CriterionVersion | None = None,
) -> tuple[TermsDraft | None, str]:
    """The terms that were asked for, once they are measurable, and the reason; None before. `known` is what holds
    now, where it is amended: its unit stays, and a day that it bears may have passed."""
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
        unit.text_input("Unit", key=keys["unit"], placeholder=near.unit, disabled=known is not None)
        st.text_area("How it is measured", key=keys["how"], placeholder=near.how, height=80)
        when, owner = st.columns(2)
        with when:
            day_input("By when", None, key=keys["by_when"])
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


def name_of(criterion: Criterion) -> str:
    """Names the fields for one version alone: when somebody else changes it, they begin from what holds then."""
    return f"{criterion.id}_{criterion.newest.at.isoformat()}"


def forget() -> None:
    """Let the fields of every criterion begin anew."""
    for key in [name for name in st.session_state if str(name).startswith("criterion_")]:
        del st.session_state[key]


def readings(draft: TermsDraft) -> str:
    """How the draft's numbers were read, where others would read them otherwise."""
    told = (reading_told(each, unit=draft.unit) for each in (draft.baseline, draft.target))
    return " ".join(filter(None, told))


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
