"""The Decision screen: what was decided, what the rules recommend, what stands for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.action import Action
from preflight.domain.decision import Decision
from preflight.domain.decision_picture import DecisionPicture, picture_from
from preflight.domain.decision_words import KIND_WORDS, conditions_told, stage_to_offer
from preflight.domain.project_words import STAGE_WORDS
from preflight.domain.wording import day
from preflight.exports.orders import Format
from preflight.services.decisions import recommendation_for
from preflight.services.pilot_file import PilotFile
from preflight.services.projects import ProjectOverview
from preflight.ui import decision_dialogs, drawn
from preflight.ui.allowed import look_only
from preflight.ui.context import PageContext, go
from preflight.ui.decision_looks import kind_style, kind_title, scale
from preflight.ui.decision_picture_view import picture_facts, picture_rules
from preflight.ui.export_rows import file_row
from preflight.ui.markup import draw, html, joined, md
from preflight.ui.pieces import heading
from preflight.ui.project_choice import project_title
from preflight.ui.registry import ACTIONS, DECISION, HOME, PATH, PILOT

_NEXT_STEPS = {
    "not-assessed": ("Start an assessment on Home", HOME),
    "no-criteria": ("Write success criteria down", PILOT),
    "not-measured": ("Write measurements down", PILOT),
    "worse-than-before": ("Look at the criteria", PILOT),
    "missed": ("Look at the criteria", PILOT),
    "blocked": ("See the cheapest path", PATH),
    "thin": ("See what is not answered", PATH),
    "conditions": ("See the plan and its systems", PILOT),
}
"""By the rule that decided: where something can be done about it."""


def title(context: PageContext, overview: ProjectOverview, file: PilotFile) -> None:
    """Whose decision it is, and the ways on."""
    ways = project_title(context, overview, kicker="Decision", current=DECISION)
    decides = context.may(Operation.DECIDE, About("project", file.project.id))
    with ways:
        if st.button("Pilot", key="decision_to_pilot", icon=":material/event_note:"):
            go(PILOT, project=file.project.id)
        if decides and st.button(
            md("Decide again" if file.decision else "Decide"),
            key="decision_decide",
            type="primary",
            icon=":material/gavel:",
        ):
            decision_dialogs.decide(file)
    if not decides:
        look_only(context, file.project.id, "To decide")


def standing(context: PageContext, file: PilotFile, picture: DecisionPicture) -> None:
    """The decision that holds beside what the rules recommend today; alone, where nothing was decided."""
    decision = file.decision
    if decision is None:
        draw(html('<div class="pf-decision-hero alone">{}</div>', _recommended(picture, alone=True)))
        with st.container(horizontal=True, key="decision_next"):
            _next_step(file)
        return
    draw(html('<div class="pf-decision-hero">{}{}</div>', _decided(decision, file), _recommended(picture, alone=False)))
    with st.container(horizontal=True, vertical_alignment="center", key="decision_next"):
        if context.may(Operation.MANAGE_PROJECT, About("project", file.project.id)):
            _offer_stage(file, decision)
        _next_step(file)
        if decision.conditions and st.button(
            "Conditions among the actions", key="decision_to_actions", icon=":material/task_alt:"
        ):
            go(ACTIONS, project=file.project.id)


def facts(picture: DecisionPicture) -> None:
    """Verdict and blockers, plan, open conditions, systems, criteria against measurements; every rule, folded."""
    heading("What stands today")
    draw(picture_facts(picture))
    with st.expander("Every rule, and whether it holds", icon=":material/rule:"):
        draw(html('<p class="pf-lead">They stand in an order, and the first that holds decides.</p>'))
        draw(picture_rules(picture))


@st.fragment
def records(file: PilotFile) -> None:
    """Every decision with what stood on the page when it was taken; superseded ones below the one that holds."""
    if not file.decisions:
        return
    with st.container(key="decision_records"):
        heading("On record")
        _records(file)


def _records(file: PilotFile) -> None:
    for place, each in enumerate(reversed(file.decisions)):
        holds = "holds" if place == 0 else "superseded"
        words = f"{KIND_WORDS[each.kind]} · {day(each.decided_on)} · {each.decided_by} · {holds}"
        with st.expander(md(words), icon=":material/history:", key=f"decision_{each.id}", on_change="rerun") as part:
            if part.open:
                draw(_record(each, file, whole=place > 0))


def paper(file: PilotFile) -> None:
    """The same on one page, to print and sign."""
    says = (
        "The decision that holds, with what stood when it was taken."
        if file.decision
        else "What stands, what is recommended, and blanks to fill in at the meeting."
    )
    name = "Decision record" if file.decision else "Preparation paper"
    row = file_row(name, "PDF", says, "paper", Format.DECISION, project=file.project.id)
    with st.container(key="decision_paper"):
        heading("On paper")
        drawn.export_list({"groups": [{"title": "", "files": [row]}]}, key="decision_files")


def _decided(decision: Decision, file: PilotFile) -> Markup:
    return html(
        '<section class="decided" style="{}" aria-label="The decision that holds"><p class="kicker">Decided on {} by '
        "<b>{}</b></p><h2>{}</h2>{}{}{}{}</section>",
        kind_style(decision.kind),
        day(decision.decided_on),
        decision.decided_by,
        KIND_WORDS[decision.kind],
        html('<p class="reasons">{}</p>', decision.reasons),
        _against(decision),
        _conditions(decision, file.actions),
        scale(recommended=decision.recommended.kind, decided=decision.kind),
    )


def _against(decision: Decision) -> Markup:
    if not decision.against:
        return Markup("")
    return html(
        '<div class="against"><p><b>Against the recommendation</b>, which was “{}”:</p><p class="reasons">{}</p></div>',
        KIND_WORDS[decision.recommended.kind],
        decision.against_why,
    )


def _conditions(decision: Decision, actions: Sequence[Action]) -> Markup:
    if not decision.conditions:
        return Markup("")
    rows = [
        html('<li class="{}"><b>{}</b> <span>· {}</span></li>', "closed" if each.closed else "", each.text, each.aside)
        for each in conditions_told(decision, actions)
    ]
    return html('<div class="conditions"><p><b>On condition that</b></p><ul>{}</ul></div>', joined(rows))


def _recommended(picture: DecisionPicture, *, alone: bool) -> Markup:
    rule = picture.deciding
    if rule is None:
        return Markup("")
    place = picture.rules.index(rule) + 1
    because = joined([html("<li>{}</li>", each) for each in rule.because])
    others = [f"{each.title[0].lower()}{each.title[1:]}" for each in picture.rules if each.because and each is not rule]
    return html(
        '<section class="recommended" style="{}" aria-label="What the rules recommend"><p class="kicker">{}{}</p>'
        '<h2>{}</h2><p class="rule">{} <span>Rule {} of {}</span></p><ul>{}</ul><p class="idea">{}</p>{}{}</section>',
        kind_style(rule.kind),
        html('<b class="pressing">{}</b> ', picture.decision_due) if picture.decision_pressing else Markup(""),
        "The rules recommend" if alone else "Today the rules recommend",
        kind_title(rule.kind),
        rule.title,
        place,
        len(picture.rules),
        because,
        rule.idea,
        html('<p class="idea">Further rules hold: {}.</p>', "; ".join(others)) if others else Markup(""),
        scale(recommended=rule.kind) if alone else Markup(""),
    )


def _next_step(file: PilotFile) -> None:
    """The way to where what decided can be changed; none where nothing stands in the way."""
    found = _NEXT_STEPS.get(recommendation_for(file).rule)
    if found is None:
        return
    words, entry = found
    if st.button(md(words), key="decision_next_step", icon=entry.icon):
        newest = file.newest.assessment.id if file.newest else ""
        go(entry, **({"assessment": newest} if entry is PATH else {"project": file.project.id}))


def _offer_stage(file: PilotFile, decision: Decision) -> None:
    stage = stage_to_offer(decision.kind, file.project.stage)
    if stage is None:
        return
    st.button(
        md(f"Change the stage from “{STAGE_WORDS[file.project.stage]}” to “{STAGE_WORDS[stage]}”"),
        key="decision_change_stage",
        icon=":material/flag:",
        on_click=partial(decision_dialogs.change_stage, file.project.id, stage),
    )


def _record(decision: Decision, file: PilotFile, *, whole: bool) -> Markup:
    """What stood on the page; the decision itself too, where it does not stand above already."""
    picture = picture_from(decision.picture)
    told = html('<div class="pf-decision-hero alone">{}</div>', _decided(decision, file)) if whole else Markup("")
    recommended = html(
        '<p class="pf-decision-then"><b>The rules recommended “{}”.</b> {}</p>',
        KIND_WORDS[decision.recommended.kind],
        " ".join(decision.recommended.because),
    )
    stood = (
        html(
            '<p class="pf-kicker">What stood on the page on {}</p>{}',
            day(picture.on),
            picture_facts(picture),
        )
        if picture
        else html('<p class="pf-kicker">What stood on the page was not kept in a way that this version reads.</p>')
    )
    return joined([told, recommended, stood])
