"""What revisions 0004 and 0005 brought, put into a database: one of everything on the way to a decision, and what a
portfolio reads.

`fill_decisions` comes after `filled_restored.fill_restored`; the golden dump of 0005 holds what all of them write, so
none of them ever changes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import insert

from preflight.domain.action import Action, ActionOrigin, ActionStatus, QuestionLink
from preflight.domain.assessment import Evidence, State
from preflight.domain.criterion import Criterion, CriterionTerms, CriterionVersion, Direction, Measurement
from preflight.domain.decision import Condition, Decision, DecisionKind, Recommendation
from preflight.domain.path_setting import PathSetting
from preflight.domain.pilot import Confronting, Integration, PilotStep, StepKind
from preflight.domain.questionnaire import Effort
from preflight.storage import actions, criteria, decisions, path_settings, pilots
from preflight.storage.engine import Database
from preflight.storage.portfolio_tables import assessment_blocker, evidence_ageing
from tests.storage.filled import DAY, GUEST, NOW, OWNER

LATER = NOW + timedelta(days=2)
TERMS = CriterionTerms(
    metric="Invoices booked right at the first try; “日本”",
    unit="%",
    baseline=Fraction(141, 2),
    target=Fraction(92),
    direction=Direction.AT_LEAST,
    how="A clerk checks 50 drawn at random each week.\nNobody chooses them.",
    by_when=date(2027, 2, 1),
    business_owner="O'Neill",
)
FIRST = CriterionVersion(number=1, terms=TERMS, reason="", withdrawn=False, at=NOW, by=OWNER.id)
AMENDED = CriterionVersion(
    number=2,
    terms=replace(TERMS, target=Fraction(90)),
    reason="Two suppliers write by hand; “DROP TABLE”",
    withdrawn=False,
    at=LATER,
    by=GUEST.id,
)
TAKEN_BACK = CriterionVersion(
    number=2, terms=TERMS, reason="Nobody can count it", withdrawn=True, at=LATER, by=OWNER.id
)
LATE = replace(FIRST, reason="Asked for by the board", terms=replace(TERMS, baseline=None, direction=Direction.AT_MOST))
MEASURED = Measurement(
    id="m1",
    criterion_id="right",
    value=Fraction(365, 4),
    date=DAY,
    evidence=Evidence(text="The list of week 47", url="https://example.org/47", date=DAY),
    at=LATER,
    by=GUEST.id,
)
STRUCK = replace(
    MEASURED,
    id="m2",
    value=Fraction(999),
    at=LATER + timedelta(hours=1),
    struck_at=LATER + timedelta(hours=2),
    struck_by=OWNER.id,
    struck_why="A slip of the hand",
)
SEALED = Criterion(
    id="right",
    project_id="pilot",
    versions=(FIRST, AMENDED),
    sealed_at=NOW,
    sealed_by=OWNER.id,
    measurements=(MEASURED, STRUCK),
)
WITHDRAWN = Criterion(id="gone", project_id="pilot", versions=(FIRST, TAKEN_BACK), sealed_at=NOW, sealed_by=OWNER.id)
ADDED_LATE = Criterion(id="late", project_id="pilot", versions=(LATE,), late=True, sealed_at=LATER, sealed_by=GUEST.id)
UNSEALED = Criterion(id="open", project_id="second", versions=(FIRST,))
ACTION = Action(
    id="act",
    project_id="pilot",
    title="Name an owner; “日本”",
    detail="Line one\nLine two; DROP TABLE person; --",
    owner="O'Neill",
    due=date(2026, 12, 24),
    effort=Effort.M,
    status=ActionStatus.DONE,
    origin=ActionOrigin.PATH,
    link=QuestionLink(
        questionnaire_id="sample",
        question_id="alpha.one",
        state=State.ANSWERED,
        before=Fraction(1, 4),
        aim=Fraction(3, 4),
        assessment_id="first",
    ),
    version=3,
    created_at=NOW,
    created_by=OWNER.id,
    changed_at=LATER,
    changed_by=GUEST.id,
    done_at=LATER,
)
BY_HAND = Action(
    id="hand",
    project_id="pilot",
    title="Ask",
    created_at=LATER,
    created_by=OWNER.id,
    changed_at=LATER,
    changed_by=OWNER.id,
)
STEP = PilotStep(
    id="step",
    project_id="pilot",
    kind=StepKind.DECISION,
    title="Go or no-go; “日本”",
    start=DAY,
    end=DAY + timedelta(days=1),
    owner="O'Neill",
    done_on=DAY,
    position=3,
    version=2,
    changed_at=LATER,
    changed_by=GUEST.id,
)
SYSTEM = Integration(
    id="erp",
    project_id="pilot",
    system="ERP of 1997",
    interface="A nightly file",
    owner="O'Neill",
    confronting=Confronting.CONFRONTED,
    estimate=Fraction(25, 2),
    note="Who wrote it?\nNobody knows; “日本”",
    position=1,
    version=2,
    changed_at=LATER,
    changed_by=GUEST.id,
)
NO_GO = Decision(
    id="no",
    project_id="pilot",
    kind=DecisionKind.NO_GO,
    reasons="Nobody owns it\nyet",
    decided_by="Zoë Ångström",
    decided_on=DAY,
    recommended=Recommendation(kind=DecisionKind.NO_GO, rule="blocked", because=("One; “日本”", "Two")),
    assessment_id="first",
    picture='{"version":1}',
    at=NOW,
    by=OWNER.id,
)
GO = Decision(
    id="go",
    project_id="pilot",
    kind=DecisionKind.GO_WITH_CONDITIONS,
    reasons="It is needed",
    decided_by="O'Neill",
    decided_on=DAY + timedelta(days=2),
    recommended=Recommendation(kind=DecisionKind.NO_GO, rule="blocked", because=()),
    against_why="The board takes the risk",
    conditions=(Condition(text="Name an owner", owner="CIO", due=DAY), Condition(text="Then; “日本”")),
    supersedes="no",
    at=LATER,
    by=GUEST.id,
)
CONDITION = replace(BY_HAND, id="condition", title="Name an owner", origin=ActionOrigin.CONDITION, decision_id="go")
SETTING = PathSetting(small=2, medium=5, large=13, locked=("alpha.one", "beta.many"))


def fill_decisions(database: Database) -> None:
    """One of everything, as revisions 0004 and 0005 know it."""
    with database.writing() as connection:
        for decided in (NO_GO, GO):
            decisions.add_decision(connection, decided)
        actions.add_actions(connection, [ACTION, BY_HAND, CONDITION])
        for each in (SEALED, WITHDRAWN, ADDED_LATE, UNSEALED):
            criteria.add_criterion(connection, each)
            if each.sealed_at is not None and each.sealed_by is not None:
                criteria.seal(connection, each.id, at=each.sealed_at, by=each.sealed_by)
            for version in each.versions[1:]:
                criteria.add_version(connection, each.id, version)
            for measured in each.measurements:
                criteria.add_measurement(connection, measured)
        pilots.add_steps(connection, [STEP])
        pilots.add_integration(connection, SYSTEM)
        path_settings.keep_path_setting(connection, "pilot", "sample", SETTING, at=LATER, by=GUEST.id)
        connection.execute(
            insert(assessment_blocker).values(assessment_id="first", question_id="alpha.one", has="1", needs="2")
        )
        connection.execute(
            insert(evidence_ageing).values(
                assessment_id="first", from_day=DAY, evidenced=0.25, sections='{"alpha":0.5,"beta":null}', aged=1
            )
        )
