"""The plan on the page Pilot: laid out, looked at as a Gantt, changed, warned of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import streamlit as st
from markupsafe import Markup

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.charts.gantt import gantt_chart
from preflight.charts.svg_gantt import gantt_svg
from preflight.domain.errors import Refused
from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.pilot_plan import (
    PlanProblem,
    PlanWarning,
    decision_date,
    plan_start,
    plan_warnings,
    step_of,
    week_of,
)
from preflight.domain.plan_words import span_words, standing_words, weeks_words
from preflight.domain.rules_told import RULES
from preflight.domain.wording import day
from preflight.exports.orders import Format
from preflight.services.pilot_file import PilotFile
from preflight.services.pilot_plans import PilotPlan, lay_plan, plan_if_laid, plan_of
from preflight.ui import drawn, plan_dialogs, state
from preflight.ui.appearance import palette
from preflight.ui.context import PageContext, go, page_context
from preflight.ui.day_input import day_input
from preflight.ui.export_rows import file_row
from preflight.ui.frame import flash
from preflight.ui.markup import draw, html, joined, md
from preflight.ui.pieces import table
from preflight.ui.plan_data import Outcomes, carry_out, gantt_data
from preflight.ui.registry import DECISION

GANTT = "plan_gantt"
NOTHING_YET = (
    "No plan yet. It begins with what production requires, has the review in week 4, and ends the pilot with a "
    "decision in week 9."
)
_LAST = date(2100, 1, 1)
_DECISION = {PlanProblem.DECISION_PASSED, PlanProblem.NO_DECISION}
_RULES = ("plan", "review", "purgatory")


def plan(context: PageContext, file: PilotFile) -> None:  # noqa: ARG001 - the parts of this page are called alike
    """The plan of the file's project, or the way to lay one out."""
    _board(file.project.id)


@st.fragment
def _board(project_id: str) -> None:
    context = page_context()
    found = plan_of(context.workspace, context.person, project_id)
    plans = context.may(Operation.PLAN, About("project", project_id))
    if not found.steps:
        _invitation(found, plans=plans)
        return
    _standing(found, plans=plans)
    warnings = plan_warnings(found.steps, found.decisions, found.on)
    _undecided(found, warnings, plans=plans)
    by_id = {each.id: each for each in found.steps}
    on_moved, on_opened = partial(_moved, frozenset(by_id)), partial(_opened, by_id if plans else {})
    shown = gantt_data(found, _outcomes()) | {"readonly": not plans}
    drawn.gantt(shown, key=GANTT, on_moved=on_moved, on_opened=on_opened)
    _beside_that(warnings)
    _twin(found)
    _calendar(project_id)
    _rules()


def _invitation(found: PilotPlan, *, plans: bool) -> None:
    if not plans:
        draw(html('<h2 class="pf-heading">Plan</h2><p class="pf-lead">No plan was laid out yet.</p>'))
        return
    draw(html('<h2 class="pf-heading">Plan</h2><p class="pf-lead">{}</p>', NOTHING_YET))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        begins = found.project.pilot_start or _next_monday(found.on)
        start = day_input("The pilot starts on", begins, key="plan_start", wide=220)
        if st.button("Lay out the plan", type="primary", key="plan_lay", icon=":material/event_note:"):
            _lay(found, start)
    if start and start < _LAST:
        with st.container(key="plan_preview"):
            chart = gantt_chart(plan_if_laid(found, start).steps, (), found.on)
            assert chart is not None, "a plan that is laid out has steps"
            drawn.drawing(gantt_svg(chart, palette=palette()), key="plan_picture", most_width="72rem")
    _rules()


def _lay(found: PilotPlan, start: date | None) -> None:
    context = page_context()
    try:
        lay_plan(context.workspace, context.person, found.project.id, start)
    except Refused as refused:
        st.warning(md(str(refused)))
        return
    flash("The plan stands. Drag its bars, or open them.")
    st.rerun()


def _standing(found: PilotPlan, *, plans: bool) -> None:
    start, end = plan_start(found.steps), max(each.end for each in found.steps)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        words = _standing_words(found, start, end)
        draw(html('<h2 class="pf-heading">Plan</h2><p class="pf-lead">{}</p>', words))
    if not plans:
        return
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        st.button("Add a step", key="plan_add", icon=":material/add:", on_click=partial(plan_dialogs.add, found))
        st.button(
            "Move the plan", key="plan_move", icon=":material/swap_horiz:", on_click=partial(plan_dialogs.move, found)
        )


def _standing_words(found: PilotPlan, start: date | None, end: date) -> str:
    decided = decision_date(found.steps)
    words = f"{span_words(start or end, end)}."
    if start and start <= found.on <= end:
        words += f" Today is in week {week_of(start, found.on)}."
    if decided and decided >= found.on:
        away = (decided - found.on).days
        when = "today" if not away else "tomorrow" if away == 1 else f"in {away} days"
        words += f" The decision is on {day(decided)}, {when}."
    said = found.project.pilot_start
    if said and said != start and not any(each.done_on for each in found.steps):
        words += f" The project says that its pilot starts on {day(said)}."
    return words


def _undecided(found: PilotPlan, warnings: Sequence[PlanWarning], *, plans: bool) -> None:
    """Above the chart: that there is no decision, and the two ways out of that."""
    told = [each for each in warnings if each.problem in _DECISION]
    if not told:
        return
    draw(_warning_list(told))
    decision = step_of(found.steps, StepKind.DECISION)
    with st.container(horizontal=True):
        if st.button("Go to the decision", key="plan_decide", type="primary", icon=":material/gavel:"):
            go(DECISION, project=found.project.id)
        if plans and decision is not None:
            st.button("Set a new day", key="plan_new_day", on_click=partial(plan_dialogs.details, decision))


def _beside_that(warnings: Sequence[PlanWarning]) -> None:
    """Below the chart, so that it does not leave the hand that moves a bar."""
    told = [each for each in warnings if each.problem not in _DECISION]
    if told:
        draw(_warning_list(told))


def _warning_list(warnings: Sequence[PlanWarning]) -> Markup:
    items = [html('<li class="{}">{}</li>', each.problem.value, each.sentence) for each in warnings]
    return html('<ul class="pf-plan-warnings">{}</ul>', joined(items))


def _twin(found: PilotPlan) -> None:
    with st.expander("As a table", icon=":material/table:", key="plan_table"):
        columns = ["Step", "Days", "Weeks", "Owner", "Standing"]
        rows = [_table_row(each, plan_start(found.steps), found.on) for each in found.steps]
        draw(table(columns, rows, numeric=frozenset(), caption="The plan as a table"))


def _table_row(step: PilotStep, start: date | None, on: date) -> dict[str, object]:
    weeks = weeks_words(start or step.start, step.start, step.end)
    return {
        "Step": html("<b>{}</b>", step.title),
        "Days": span_words(step.start, step.end),
        "Weeks": weeks[0].upper() + weeks[1:],
        "Owner": step.owner or None,
        "Standing": standing_words(step, on),
    }


def _calendar(project_id: str) -> None:
    says = "The steps, the day of the decision and the actions’ due dates. Import it again, and nothing stands twice."
    row = file_row("Calendar", "ICS", says, "days", Format.CALENDAR, project=project_id)
    drawn.export_list({"groups": [{"title": "", "files": [row]}]}, key="plan_calendar")


def _rules() -> None:
    with st.expander("How this works", icon=":material/help:", key="plan_rules"):
        told = [RULES[name] for name in _RULES]
        draw(joined([html("<p><b>{}.</b> {} <em>{}</em></p>", each.title, each.sentence, each.idea) for each in told]))


def _moved(steps: frozenset[str]) -> None:
    sent = st.session_state.get(GANTT)
    if sent is not None:
        carry_out(page_context(), sent.get("moved"), _outcomes(), steps=steps)


def _opened(steps: dict[str, PilotStep]) -> None:
    chosen = (st.session_state.get(GANTT) or {}).get("opened")
    if isinstance(chosen, str) and chosen in steps:
        plan_dialogs.details(steps[chosen])


def _outcomes() -> Outcomes:
    found: Outcomes = st.session_state.setdefault(state.PLAN_OUTCOMES, {})
    return found


def _next_monday(on: date) -> date:
    return on + timedelta(days=(7 - on.weekday()) % 7)
