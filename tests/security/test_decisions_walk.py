"""The screens from score to decision, and every other page, over texts that are all payloads (A1, A2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.action import ActionOrigin
from preflight.domain.criterion import Direction
from preflight.domain.decision import Condition, DecisionKind
from preflight.domain.measurable import TermsDraft
from preflight.domain.pilot import Confronting
from preflight.domain.questionnaire import Effort
from preflight.services.actions import ActionDraft, link_to, make_actions
from preflight.services.assessments import open_assessment
from preflight.services.criteria import criteria_of, seal_criteria, withdraw_criterion, write_criterion
from preflight.services.decisions import DecisionDetails, recommendation_for, record_decision
from preflight.services.integrations import SystemDetails, add_integration
from preflight.services.measuring import Measured, measure
from preflight.services.pilot_file import pilot_file_of
from preflight.services.pilot_plans import lay_plan
from preflight.services.pilots import StepDetails, add_step
from preflight.services.workspace import Workspace
from preflight.ui import registry
from tests.beside import workspace_beside
from tests.browser.server import Server
from tests.security.hostile_data import Hostile, make_hostile
from tests.security.listener import Listener
from tests.security.payloads import Texts
from tests.security.test_walk import Walk, missing, walking
from tests.signed_in import signed_in

SHOWN = {
    "criterion.metric", "step.title", "system.name", "action.title", "decision.reasons", "condition",
}  # fmt: skip
"""What stands on the pages as they open; the rest is behind dialogs."""

ENTRIES = [entry for entry in vars(registry).values() if isinstance(entry, registry.PageEntry)]
"""Those of the row, and those of the account menu: who sits at the machine alone may open all of them."""

EVERYTHING = "[data-testid=stMain] [data-testid=stElementContainer]"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with Listener() as running:
        yield running


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, listener: Listener) -> Hostile:
    return make_hostile(tmp_path_factory.mktemp("hostile"), listener.url)


@pytest.fixture(scope="module")
def written(hostile: Hostile, listener: Listener) -> Texts:
    """A pilot with one of everything, in payloads; the texts that were written."""
    texts = Texts(listener.url)
    workspace = workspace_beside(hostile.data, questionnaires=hostile.questionnaires)
    write_pilot(workspace, hostile, texts)
    signed_in(workspace, "someone", name=texts("person", longest=120))
    workspace.database.close()
    return texts


def write_pilot(workspace: Workspace, hostile: Hostile, say: Texts) -> None:
    project, today = hostile.project, workspace.today()
    terms = TermsDraft(
        metric=say("criterion.metric", longest=120),
        unit="minutes",
        baseline="14",
        target="9",
        direction=Direction.AT_MOST,
        how=say("criterion.how"),
        by_when=today + timedelta(days=60),
        business_owner=say("criterion.owner", longest=120),
    )
    write_criterion(workspace, LOCAL_OWNER, project, terms)
    write_criterion(workspace, LOCAL_OWNER, project, replace(terms, metric=say("gone.metric", longest=120)))
    seal_criteria(workspace, LOCAL_OWNER, project, seen=criteria_of(workspace, LOCAL_OWNER, project).criteria)
    kept, gone = criteria_of(workspace, LOCAL_OWNER, project).criteria
    measured = Measured(value="8", date=today, evidence=say("measured.evidence", longest=300), link="")
    measure(workspace, LOCAL_OWNER, kept.id, measured)
    withdraw_criterion(workspace, LOCAL_OWNER, gone.id, reason=say("gone.reason"), seen=gone.newest)
    lay_plan(workspace, LOCAL_OWNER, project, today)
    owner = say("step.owner", longest=120)
    step = StepDetails(title=say("step.title", longest=120), start=today, end=today + timedelta(days=3), owner=owner)
    add_step(workspace, LOCAL_OWNER, project, step)
    system = SystemDetails(
        system=say("system.name", longest=120),
        interface=say("system.interface", longest=300),
        owner=say("system.owner", longest=120),
        confronting=Confronting.CONFRONTED,
        estimate="2.5",
        note=say("system.note"),
    )
    add_integration(workspace, LOCAL_OWNER, project, system)
    opened = open_assessment(workspace, LOCAL_OWNER, hostile.completed[-1])
    action = ActionDraft(
        title=say("action.title", longest=300),
        detail=say("action.detail"),
        owner=say("action.owner", longest=120),
        due=today + timedelta(days=9),
        effort=Effort.S,
        origin=ActionOrigin.PATH,
        link=link_to(opened, "first.q1"),
    )
    make_actions(workspace, LOCAL_OWNER, project, [action])
    file = pilot_file_of(workspace, LOCAL_OWNER, project)
    details = DecisionDetails(
        kind=DecisionKind.GO_WITH_CONDITIONS,
        reasons=say("decision.reasons"),
        decided_by=say("decision.by", longest=120),
        decided_on=today,
        recommended_seen=recommendation_for(file),
        decision_seen=None,
        against_why=say("decision.why"),
        conditions=[Condition(text=say("condition", longest=300), owner=say("condition.owner", longest=120))],
    )
    record_decision(workspace, LOCAL_OWNER, project, details)


def pages(walk: Walk) -> None:
    """Each page of the registry, with its project; every part unfolded, every tab opened."""
    for entry in ENTRIES:
        address = "" if entry.default else entry.name
        walk.open(f"{address}?project={walk.hostile.project}")
        walk.page.wait_for_selector(EVERYTHING, state="attached")
        walk.fold_out()
        walk.look(entry.name)
        if entry is not registry.EXPORT:
            for tab in walk.page.get_by_role("tab").all():
                tab.click()
                walk.fold_out()
                walk.look(f"{entry.name}, {tab.text_content()}")


def test_no_text_of_a_pilot_becomes_more_than_text(
    start_server: Callable[..., Server],
    new_page: Callable[..., Any],
    hostile: Hostile,
    written: Texts,
    listener: Listener,
) -> None:
    server = start_server(data=hostile.data, environ=hostile.environ)
    with walking(new_page, server, hostile, csp=False) as walk:  # with a policy a browser can only refuse more
        pages(walk)
    shown = [each for each in written.given.items() if each[0] in SHOWN]
    assert missing(shown, walk.seen) == []
    assert listener.hits == []
