"""The dialogs about the plan: a step's details, one more step, moving all of it."""

from __future__ import annotations

import streamlit as st

from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.pilot_plan import NEEDED, STEP_TITLES, step_of
from preflight.domain.plan_words import KIND_WORDS
from preflight.domain.rules_told import RULES
from preflight.domain.wording import day
from preflight.services.pilot_plans import PilotPlan, move_plan
from preflight.services.pilots import StepDetails, add_step, change_step, remove_step
from preflight.ui.context import page_context
from preflight.ui.day_input import day_input
from preflight.ui.keeping import keep
from preflight.ui.markup import draw, html

_HINTS = {StepKind.REVIEW: RULES["review"].sentence, StepKind.DECISION: RULES["decision"].idea}


@st.dialog("Change this step")
def details(step: PilotStep) -> None:
    """What a step is called, when it is, who answers for it, and whether it is done. `step` is as it was seen."""
    if step.kind in _HINTS:
        draw(html('<p class="pf-kicker">{}</p>', _HINTS[step.kind]))
    said = _ask(step, step.kind, key=f"plan_step_{step.id}_{step.version}")
    context = page_context()
    if said is not None:
        keep(lambda: change_step(context.workspace, context.person, step.id, said, seen=step.version), "Saved.")
    if step.kind not in NEEDED and st.button(
        "Remove this step", key="plan_step_remove", type="tertiary", icon=":material/delete:"
    ):
        keep(lambda: remove_step(context.workspace, context.person, step.id, seen=step.version), "Removed.")


@st.dialog("Add a step")
def add(plan: PilotPlan) -> None:
    """One more step of the team's own, or one of the usual ones that was removed."""
    missing = [kind for kind in STEP_TITLES if step_of(plan.steps, kind) is None]
    kind = StepKind.OTHER
    if missing:
        kinds = [StepKind.OTHER, *missing]
        kind = st.selectbox("What is it?", kinds, format_func=KIND_WORDS.__getitem__, key="plan_new_kind")
    said = _ask(None, kind, key=f"plan_new_{kind.value}")
    if said is not None:
        context = page_context()
        keep(lambda: add_step(context.workspace, context.person, plan.project.id, said, kind), "It is in the plan.")


@st.dialog("Move the plan")
def move(plan: PilotPlan) -> None:
    """Every step that is not done, earlier or later by as many days. `plan` is as it was seen."""
    left = [each for each in plan.steps if not each.done_on]
    if not left:
        draw(html("<p>Every step is done; there is nothing left to move.</p>"))
        return
    first = min(left, key=lambda each: (each.start, each.position))
    done = " What is done stays where it is." if len(left) < len(plan.steps) else ""
    draw(html("<p>All steps keep their length and their order.{}</p>", done))
    with st.form("plan_move", border=False):
        label, now = f"{first.title} starts on", f"Now it starts on {day(first.start)}."
        said = plan.project.pilot_start if len(left) == len(plan.steps) else None
        to = day_input(label, said or first.start, key=f"plan_move_{first.id}_{first.version}", help=now)
        if not st.form_submit_button("Move the plan", type="primary", width="stretch"):
            return
    context = page_context()
    days = (to - first.start).days if to else 0
    seen = {each.id: each.version for each in plan.steps}
    keep(lambda: move_plan(context.workspace, context.person, plan.project.id, days, seen=seen), "The plan has moved.")


def _ask(step: PilotStep | None, kind: StepKind, *, key: str) -> StepDetails | None:
    end = done = None
    with st.form(f"{key}_form", border=False):
        named = step.title if step else STEP_TITLES.get(kind, "")
        title = st.text_input("Title", value=named, key=f"{key}_title", placeholder="Train the service desk")
        left, right = st.columns(2)
        with left:
            label = "Decided on" if kind is StepKind.DECISION else "First day"
            start = day_input(label, step.start if step else None, key=f"{key}_start")
        with right:
            if kind is not StepKind.DECISION:
                end = day_input("Last day", step.end if step else None, key=f"{key}_end")
        owner = st.text_input(
            "Owner", value=step.owner if step else "", key=f"{key}_owner", placeholder="Who answers for it?"
        )
        if step is not None and kind is not StepKind.DECISION:
            done = day_input("Done on", step.done_on, key=f"{key}_done", help="Empty while it is not done.")
        saved = st.form_submit_button("Save" if step else "Add step", type="primary", width="stretch")
        turned = step is not None and kind is not StepKind.DECISION and _turned(step)
    if turned:
        done = None if step and step.done_on else page_context().workspace.today()
    if not saved and not turned:
        return None
    return StepDetails(title=title or "", start=start, end=end, owner=owner or "", done_on=done)


def _turned(step: PilotStep) -> bool:
    """The short way between done and not done; what else was changed is saved along."""
    icon = ":material/undo:" if step.done_on else ":material/check:"
    return st.form_submit_button(
        "Save, not done after all" if step.done_on else "Save, and done today", icon=icon, width="stretch"
    )
