"""What a project keeps beside its assessments, through the services: one of everything that there can be.

pilot = begin_pilot(workspace, project_id, completed)      on the day of the first assessment
end_pilot(workspace, project_id, draft)                    a month later
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Final

from preflight.access.people import LOCAL_ISSUER, LOCAL_OWNER
from preflight.domain.action import ActionOrigin, ActionStatus
from preflight.domain.criterion import Criterion, Direction
from preflight.domain.decision import Condition, DecisionKind
from preflight.domain.measurable import TermsDraft, draft_of
from preflight.domain.path_setting import PathSetting
from preflight.domain.pilot import Confronting, StepKind
from preflight.domain.project import Person
from preflight.domain.questionnaire import Effort
from preflight.services.actions import ActionDraft, actions_of, change_action, link_to, make_actions, set_status
from preflight.services.assessments import open_assessment
from preflight.services.criteria import (
    add_late_criterion,
    amend_criterion,
    criteria_of,
    seal_criteria,
    withdraw_criterion,
    write_criterion,
)
from preflight.services.decisions import DecisionDetails, recommendation_for, record_decision
from preflight.services.integrations import SystemDetails, add_integration, move_integration
from preflight.services.measuring import Measured, measure, strike_measurement
from preflight.services.paths import keep_path_setting
from preflight.services.pilot_file import pilot_file_of
from preflight.services.pilot_plans import lay_plan, plan_of
from preflight.services.pilots import StepDetails, add_step, finish_step
from preflight.services.workspace import Workspace
from tests.workshops import DAYS, LAST, LEVEL, STORY

GUEST: Final = Person(id="guest-1", issuer=LOCAL_ISSUER, subject="zoë", name="Zoë Ångström 日本")
ODD: Final = 'Line one\nline two: =HYPERLINK("x") <b>&amp;</b>\t“日本” עברית العربية 👩‍🚀 ,;\''
ODD_LINE: Final = "=1+1 \u2028\ufeff<b>“日本”</b> עברית 👩‍🚀 @x"


def begin_pilot(workspace: Workspace, project_id: str, completed: str) -> None:
    """Criteria written down and sealed, the plan laid, systems listed, actions made, and a no-go against the rules."""
    today = workspace.today()
    for at, draft in enumerate(_drafts(workspace)):
        write_criterion(workspace, (LOCAL_OWNER, GUEST)[at % 2], project_id, draft)
    criteria = criteria_of(workspace, LOCAL_OWNER, project_id).criteria
    seal_criteria(workspace, GUEST, project_id, seen=criteria)
    lay_plan(workspace, LOCAL_OWNER, project_id, today)
    own = StepDetails(title=ODD_LINE[:100], start=today, end=today + timedelta(days=3), owner=ODD_LINE)
    add_step(workspace, GUEST, project_id, own)
    for system in (
        SystemDetails(
            system="ERP", interface="BAPI", owner="O'Neill", confronting=Confronting.CONFRONTED, estimate="2,5"
        ),
        SystemDetails(system=ODD_LINE[:100], interface=ODD_LINE, owner=ODD_LINE, estimate="0", note=ODD),
        SystemDetails(system="Archive"),
    ):
        last = add_integration(workspace, LOCAL_OWNER, project_id, system)
    move_integration(workspace, LOCAL_OWNER, last.id, -1)
    opened = open_assessment(workspace, LOCAL_OWNER, completed)
    drafts = [
        ActionDraft(
            title="Look at it again",
            detail=ODD,
            owner="Zoë",
            due=today + timedelta(days=9),
            effort=Effort.S,
            origin=ActionOrigin.PATH,
            link=link_to(opened, LEVEL, Fraction(1)),
        ),
        ActionDraft(title=ODD_LINE, effort=Effort.L, origin=ActionOrigin.DISAGREEMENT, link=link_to(opened, DAYS)),
        ActionDraft(title="Ask somebody", origin=ActionOrigin.GAP, link=link_to(opened, LAST)),
        ActionDraft(title="By hand"),
    ]
    first, second, _, fourth = make_actions(workspace, LOCAL_OWNER, project_id, drafts)
    set_status(workspace, GUEST, first.id, ActionStatus.DONE, seen=first.version)
    set_status(workspace, LOCAL_OWNER, second.id, ActionStatus.DOING, seen=second.version)
    set_status(workspace, LOCAL_OWNER, fourth.id, ActionStatus.DROPPED, seen=fourth.version)
    setting = PathSetting(small=2, medium=5, large=1_000, locked=(STORY, LEVEL))
    keep_path_setting(workspace, GUEST, completed, setting)
    _decide(workspace, project_id, DecisionKind.STOP, reasons=ODD, why="Nobody =1 wants it\nany more")


def end_pilot(workspace: Workspace, project_id: str, draft: str) -> None:
    """What was measured, amended, withdrawn and added late; another action, and a go with conditions."""
    today = workspace.today()
    kept, amended, gone = criteria_of(workspace, LOCAL_OWNER, project_id).criteria
    _measure(workspace, kept, ("8.25", 3), ("80", 2), ("9", 1))
    struck = criteria_of(workspace, LOCAL_OWNER, project_id).criteria[0].measurements[1]
    strike_measurement(workspace, GUEST, struck.id, reason=ODD)
    harder = replace(draft_of(amended.newest.terms), target="95", how=f"{ODD} of every week")
    amend_criterion(workspace, GUEST, amended.id, harder, reason=ODD, seen=amended.newest)
    _measure(workspace, amended, ("90.5", 2))
    withdraw_criterion(workspace, LOCAL_OWNER, gone.id, reason="Finance counts it\nfor all", seen=gone.newest)
    late = replace(_drafts(workspace)[0], metric="Calls from suppliers", baseline="", target="-1800.000001")
    add_late_criterion(workspace, GUEST, project_id, late, reason=ODD)
    review = next(each for each in plan_of(workspace, LOCAL_OWNER, project_id).steps if each.kind is StepKind.REVIEW)
    finish_step(workspace, LOCAL_OWNER, review.id, today - timedelta(days=1), seen=review.version)
    link = link_to(open_assessment(workspace, LOCAL_OWNER, draft), LEVEL, Fraction(3, 4))
    (made,) = make_actions(
        workspace, GUEST, project_id, [ActionDraft(title="Raise it", origin=ActionOrigin.PATH, link=link)]
    )
    change_action(workspace, LOCAL_OWNER, made.id, replace(ActionDraft(title="Raise it higher"), link=link), seen=1)
    conditions = [
        Condition(text=ODD_LINE, owner="Zoë", due=today + timedelta(days=30)),
        Condition(text="Sign the agreement"),
        Condition(text="Tell the auditors", owner=ODD_LINE[:100]),
    ]
    _decide(workspace, project_id, DecisionKind.GO_WITH_CONDITIONS, reasons="It holds", why=ODD, conditions=conditions)
    *_, closed = actions_of(workspace, LOCAL_OWNER, project_id)
    set_status(workspace, LOCAL_OWNER, closed.id, ActionStatus.DONE, seen=closed.version)


def _drafts(workspace: Workspace) -> list[TermsDraft]:
    minutes = TermsDraft(
        metric="Average handling time",
        unit="minutes",
        baseline="14",
        target="9",
        direction=Direction.AT_MOST,
        how="Time stamps of the ticket system\nall tickets of a week",
        by_when=workspace.today() + timedelta(days=60),
        business_owner="Zoë Ångström 日本",
    )
    odd = replace(
        minutes,
        metric=ODD_LINE[:100],
        unit="%",
        baseline="0",
        target="92.000001",
        direction=Direction.AT_LEAST,
        how=ODD,
        business_owner=ODD_LINE[:100],
    )
    return [minutes, odd, replace(minutes, metric="Cost of an invoice", unit="€ each", baseline="999,999,999,999.5")]


def _measure(workspace: Workspace, criterion: Criterion, *said: tuple[str, int]) -> None:
    """Each value so many days ago; the first with an address, the others with words."""
    for value, ago in said:
        on = workspace.today() - timedelta(days=ago)
        words, link = ("", "https://example.org/a?b=c") if ago == said[0][1] else (ODD_LINE, "")
        measure(workspace, GUEST, criterion.id, Measured(value=value, date=on, evidence=words, link=link))


def _decide(
    workspace: Workspace,
    project_id: str,
    kind: DecisionKind,
    *,
    reasons: str,
    why: str,
    conditions: list[Condition] | None = None,
) -> None:
    file = pilot_file_of(workspace, LOCAL_OWNER, project_id)
    details = DecisionDetails(
        kind=kind,
        reasons=reasons,
        decided_by="Zoë Ångström 日本",
        decided_on=workspace.today(),
        recommended_seen=recommendation_for(file),
        decision_seen=file.decision.id if file.decision else None,
        against_why=why,
        conditions=conditions or (),
    )
    record_decision(workspace, GUEST, project_id, details)
