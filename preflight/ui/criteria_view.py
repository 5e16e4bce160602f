"""Success criteria on the Pilot screen: what was written down first, what holds now, and what was measured."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from preflight.access.permissions import Operation
from preflight.charts.svg_criterion import criterion_svg
from preflight.domain.criteria_summary import CriteriaSummary, criteria_summary
from preflight.domain.criterion import Criterion
from preflight.domain.criterion_days import overdue_on
from preflight.domain.criterion_words import DIRECTION_WORDS
from preflight.domain.measurable_example import examples
from preflight.domain.wording import counted, day, listed
from preflight.services.pilot_file import PilotFile
from preflight.ui import criteria_dialogs, measuring_dialogs
from preflight.ui.allowed import Allowed
from preflight.ui.appearance import palette
from preflight.ui.context import PageContext
from preflight.ui.criterion_card import criterion_card, measurements, versions
from preflight.ui.drawn import drawing
from preflight.ui.how_it_works import how_it_works
from preflight.ui.markup import draw, html, joined

NOTHING_YET = (
    "What would have to be true for the pilot to be a success? Write it down before anything is measured, in numbers "
    "that two people would count the same."
)
AMEND, WITHDRAW, STRIKE = "Amend it", "Withdraw it", "Strike a measurement out"


def criteria(context: PageContext, file: PilotFile) -> None:
    """The whole part: where the criteria stand together, each of them, and how this works."""
    summary = criteria_summary(file.criteria)
    may = Allowed(context, file.project.id, (Operation.SET_CRITERIA, Operation.MEASURE))
    _head(file, summary, sets=may(Operation.SET_CRITERIA))
    if not file.criteria and may(Operation.SET_CRITERIA):
        _nothing_yet(file)
    for each in (*summary.open, *summary.sealed, *summary.withdrawn):
        _criterion(each, file, may)
    how_it_works("measurable", "sealed")


def _head(file: PilotFile, summary: CriteriaSummary, *, sets: bool) -> None:
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        lead = _sentence(summary, file.on) if file.criteria else NOTHING_YET if sets else "None is written down yet."
        draw(html('<h2 class="pf-heading" id="criteria">Success criteria</h2><p class="pf-lead">{}</p>', lead))
    if not sets:
        return
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        if summary.sealed or summary.withdrawn:
            late = partial(criteria_dialogs.add_late, file.project.id)
            st.button("Add one late", key="pilot_add_late", type="tertiary", on_click=late)
        elif file.criteria:
            st.button("Write another", key="pilot_write", on_click=partial(criteria_dialogs.write, file.project.id))
        if summary.open:
            st.button(
                "Seal it" if len(summary.open) == 1 else f"Seal these {len(summary.open)}",
                key="pilot_seal",
                type="primary",
                icon=":material/approval:",
                on_click=partial(criteria_dialogs.seal, file.project.id, summary.open),
            )


def _sentence(summary: CriteriaSummary, on: date) -> str:
    """Where they stand together, in a sentence or two."""
    if summary.open and not summary.sealed:
        written = "One is" if len(summary.open) == 1 else f"{counted(len(summary.open)).capitalize()} are"
        it = "it" if len(summary.open) == 1 else "them"
        return f"{written} written down, and not sealed yet. Seal {it} before anything is measured."
    parts = [
        f"{counted(len(group))} {words}"
        for group, words in (
            (summary.met, "met"),
            (summary.missed, "not met"),
            (summary.unmeasured, "not measured yet"),
            (summary.withdrawn, "withdrawn"),
            (summary.open, "not sealed yet"),
        )
        if group
    ]
    late = [each for each in summary.sealed if overdue_on(each, on)]
    overdue = f" {counted(len(late)).capitalize()} overdue." if late else ""
    return f"{listed(parts)}.".capitalize() + overdue


def _nothing_yet(file: PilotFile) -> None:
    one, other = examples(on=file.on)
    cards = joined(
        [
            html(
                "<li><b>{}</b><span>from {} to {} {} {}</span><small>{} · {}</small></li>",
                each.metric,
                each.baseline,
                DIRECTION_WORDS[each.direction] if each.direction else "",
                each.target,
                each.unit,
                each.how,
                f"by {day(each.by_when)}" if each.by_when else "",
            )
            for each in (one, other)
        ]
    )
    draw(html('<div class="pf-pilot-none"><ul>{}</ul></div>', cards))
    st.button(
        "Write the first criterion",
        type="primary",
        key="pilot_write",
        on_click=partial(criteria_dialogs.write, file.project.id),
    )


def _criterion(criterion: Criterion, file: PilotFile, may: Allowed) -> None:
    with st.container(border=True, key=f"pilot_criterion_{criterion.id}"):
        draw(criterion_card(criterion, file))
        if criterion.amended:
            draw(versions(criterion, file))
        if criterion.measurements:
            _measured(criterion, file)
        if not criterion.withdrawn:
            _ways_on(criterion, may)


def _measured(criterion: Criterion, file: PilotFile) -> None:
    if criterion.measured is None:
        measurements(criterion, file)
        return
    picture, table = st.columns([5, 6], gap="medium")
    with picture:
        svg = criterion_svg(criterion, palette=palette())
        drawing(svg, key=f"pilot_line_{criterion.id}", most_width="34rem")
    with table:
        measurements(criterion, file)


def _ways_on(criterion: Criterion, may: Allowed) -> None:
    sets, measures = may(Operation.SET_CRITERIA), may(Operation.MEASURE)
    if not (sets or (measures and criterion.sealed)):
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if not criterion.sealed:
            st.button(
                "Change", key=f"pilot_change_{criterion.id}", on_click=partial(criteria_dialogs.change, criterion)
            )
            st.button(
                "Remove",
                key=f"pilot_remove_{criterion.id}",
                type="tertiary",
                on_click=partial(criteria_dialogs.remove, criterion),
            )
            return
        st.button(
            "Measure",
            key=f"pilot_measure_{criterion.id}",
            icon=":material/straighten:",
            type="secondary" if criterion.measured else "primary",
            on_click=partial(measuring_dialogs.measure, criterion),
        )
        ways = {AMEND: criteria_dialogs.amend, WITHDRAW: criteria_dialogs.withdraw} if sets else {}
        if criterion.measured:
            ways[STRIKE] = measuring_dialogs.strike
        if not ways:
            return
        chosen = st.menu_button("More", list(ways), key=f"pilot_more_{criterion.id}", type="tertiary")
        if chosen:
            ways[str(chosen)](criterion)
