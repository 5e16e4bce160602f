"""The Portfolio screen: all projects in one view, where a row of it leads, and what can be taken along."""

from __future__ import annotations

from typing import Any

import streamlit as st

from preflight.access.permissions import Operation
from preflight.domain.wording import day, number_of
from preflight.services.portfolio import Portfolio
from preflight.services.worked_out import not_worked_out, work_out_some
from preflight.ui import drawn, project_dialogs, state
from preflight.ui.context import PageContext, go
from preflight.ui.export_arrivals import restore_dialog
from preflight.ui.how_it_works import how_it_works
from preflight.ui.markup import draw, html
from preflight.ui.pieces import empty
from preflight.ui.portfolio_data import portfolio_data
from preflight.ui.registry import ACTIONS, DECISION, HISTORY, PATH, PILOT, RESULTS

KEY = "portfolio"
OF_ASSESSMENT = {entry.name: entry for entry in (RESULTS, PATH)}
OF_PROJECT = {entry.name: entry for entry in (HISTORY, ACTIONS, PILOT, DECISION)}


def follow() -> None:
    """Go where a row leads to. It comes before anything is read: the portfolio is left behind."""
    sent: Any = (st.session_state.get(KEY) or {}).get("go")
    if not isinstance(sent, dict) or not isinstance(sent.get("to"), str):
        return
    to, project, assessment = (sent.get(name) for name in ("to", "project", "assessment"))
    if to in OF_ASSESSMENT and isinstance(assessment, str):
        go(OF_ASSESSMENT[to], **{state.ASSESSMENT_PARAM: assessment})
    if to in OF_PROJECT and isinstance(project, str):
        go(OF_PROJECT[to], **{state.PROJECT_PARAM: project})
    if to == "start" and isinstance(project, str):
        project_dialogs.start(project)


def work_out(context: PageContext) -> None:
    """Once, for assessments that were completed before there was a portfolio: what it reads of each is worked out."""
    left = not_worked_out(context.workspace, context.person)
    if not left:
        return
    done, words = 0, f"Reading the evidence of {number_of(left, 'assessment')}. This happens once."
    bar = st.progress(0.0, words)
    while found := work_out_some(context.workspace, context.person):
        done += found
        bar.progress(min(1.0, done / left), words)
    bar.empty()


def title(found: Portfolio) -> None:
    """What this is, and of which day."""
    draw(html('<p class="pf-kicker">Portfolio · {}</p><h1 class="pf-title">All projects</h1>', day(found.on)))


def board(found: Portfolio) -> None:
    """Every project: as a table, as small radars, as a heat map, and what holds the most of them up."""
    drawn.portfolio(portfolio_data(found), key=KEY)
    how_it_works("purgatory", "ageing", "build-once")


def invitation(context: PageContext) -> None:
    """What could stand here, while there is no project."""
    empty(
        "Every pilot in one view",
        "Where each stands, what holds it up, and by when it is decided. Add the first project, and it stands here.",
    )
    _, middle, _ = st.columns([1, 2, 1])
    with middle, st.container(horizontal=True, horizontal_alignment="center"):
        if context.may(Operation.START_PROJECTS):
            st.button("Add a project", type="primary", key="portfolio_first", on_click=project_dialogs.new_project)
        if context.may(Operation.RESTORE):
            st.button("Restore from a file", key="portfolio_restore", type="tertiary", on_click=restore_dialog)
