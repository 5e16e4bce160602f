"""What the sample keeps beside its assessments: a pilot that was planned well, never decided on, and is in purgatory.

Its criteria are written and not sealed, so that whoever looks round can take the next step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Final
from uuid import uuid4

from preflight.domain.action import Action, ActionOrigin, ActionStatus, QuestionLink
from preflight.domain.criterion import Criterion, CriterionTerms, CriterionVersion, Direction
from preflight.domain.pilot import Confronting, Integration, PilotStep, StepKind
from preflight.domain.pilot_plan import laid_out
from preflight.domain.project import Person, Project
from preflight.domain.questionnaire import Effort
from preflight.domain.scoring import Score
from preflight.services import sample_story as story
from preflight.services.workspace import Workspace
from preflight.storage import actions as action_rows
from preflight.storage import criteria as criterion_rows
from preflight.storage import pilots as pilot_rows
from preflight.storage.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """An action of the story: made some days after a run, due and done so many days from today (past: below 0)."""

    title: str
    owner: str
    made_after: int | None
    question: str | None = None
    aim: Fraction | None = None
    effort: Effort | None = None
    due: int
    done: int | None = None
    status: ActionStatus = ActionStatus.OPEN


_ACTIONS: Final = (
    _Told(
        title="Ask accounts payable to take the triage over in writing",
        owner="Head of accounts payable",
        made_after=2,
        question="operations.owner",
        aim=Fraction(1, 2),
        effort=Effort.M,
        due=-120,
        done=-118,
        status=ActionStatus.DONE,
    ),
    _Told(
        title="Set an alert on the cost of each page, and trip it once on purpose",
        owner="Platform engineering",
        made_after=3,
        question="operations.cost-latency",
        aim=Fraction(3, 4),
        effort=Effort.S,
        due=-100,
        done=-96,
        status=ActionStatus.DONE,
    ),
    _Told(
        title="Sit with five clerks for a morning, and mend what makes them go round it",
        owner="Head of accounts payable",
        made_after=4,
        question="integration.adoption",
        aim=Fraction(3, 4),
        effort=Effort.M,
        due=-15,
        status=ActionStatus.DOING,
    ),
    _Told(
        title="Replay a month end at ten times the load, with the ledger attached",
        owner="Finance automation",
        made_after=4,
        question="reliability.spike",
        aim=Fraction(3, 4),
        effort=Effort.M,
        due=-20,
    ),
    _Told(title="Invite internal audit to the next assessment", owner="Finance automation", made_after=None, due=18),
)

_SYSTEMS: Final = (
    ("Ledger of 1997", "Its new queue", "Platform engineering", Confronting.CONFRONTED, Fraction(15), ""),
    ("Document archive", "REST interface", "Archive team", Confronting.CONFRONTED, Fraction(6), ""),
    ("Identity provider", "A shared test account for now", "IT security", Confronting.DEFERRED, Fraction(8), ""),
    (
        "Payment approval",
        "Nobody has looked yet",
        "",
        Confronting.DEFERRED,
        None,
        "The supplier is asked for its interface.",
    ),
)

_CRITERIA: Final = (
    (
        "Invoices booked without a correction",
        "%",
        Fraction(71),
        Fraction(92),
        Direction.AT_LEAST,
        "A clerk checks fifty invoices drawn at random each week against the ledger.",
    ),
    (
        "Working time for an invoice",
        "minutes",
        Fraction(57, 5),
        Fraction(4),
        Direction.AT_MOST,
        "Time sheets of accounts payable, the mean of a calendar week.",
    ),
)
_DONE_STEPS: Final = frozenset({StepKind.REQUIREMENTS, StepKind.DESIGN, StepKind.REVIEW, StepKind.RUN})


def add_way(
    workspace: Workspace, connection: Connection, person: Person, project: Project, runs: Sequence[tuple[str, Score]]
) -> None:
    """Write the sample's plan, systems, criteria and actions within a transaction that is under way; `runs` are its
    assessments (id, score) from the oldest to the newest."""
    now = workspace.now()
    _add_plan(connection, person, project, now)
    for position, (system, interface, owner, confronting, estimate, note) in enumerate(_SYSTEMS):
        pilot_rows.add_integration(
            connection,
            Integration(
                id=uuid4().hex,
                project_id=project.id,
                system=system,
                interface=interface,
                owner=owner,
                confronting=confronting,
                estimate=estimate,
                note=note,
                position=position,
                changed_at=now,
                changed_by=person.id,
            ),
        )
    for metric, unit, baseline, target, direction, how in _CRITERIA:
        terms = CriterionTerms(
            metric=metric,
            unit=unit,
            baseline=baseline,
            target=target,
            direction=direction,
            how=how,
            by_when=workspace.today() + timedelta(days=42),
            business_owner=story.OWNER,
        )
        first = CriterionVersion(number=1, terms=terms, reason="", withdrawn=False, at=now, by=person.id)
        criterion_rows.add_criterion(connection, Criterion(id=uuid4().hex, project_id=project.id, versions=(first,)))
    action_rows.add_actions(connection, [_action(workspace, person, project, each, runs) for each in _ACTIONS])


def _add_plan(connection: Connection, by: Person, project: Project, now: datetime) -> None:
    if project.pilot_start is None:
        return
    pilot_rows.add_steps(
        connection,
        [
            PilotStep(
                id=uuid4().hex,
                project_id=project.id,
                kind=each.kind,
                title=each.title,
                start=each.start,
                end=each.end,
                done_on=each.end if each.kind in _DONE_STEPS else None,
                position=position,
                changed_at=now,
                changed_by=by.id,
            )
            for position, each in enumerate(laid_out(project.pilot_start))
        ],
    )


def _action(
    workspace: Workspace, by: Person, project: Project, told: _Told, runs: Sequence[tuple[str, Score]]
) -> Action:
    today = workspace.today()
    made = _at(today - story.AGO[told.made_after], 15) if told.made_after is not None else workspace.now()
    link = None
    if told.question is not None and told.made_after is not None:
        assessment_id, found = runs[told.made_after]
        question = found.questions[told.question]
        link = QuestionLink(
            questionnaire_id=story.QUESTIONNAIRE,
            question_id=told.question,
            state=question.state,
            before=question.fraction,
            aim=told.aim,
            assessment_id=assessment_id,
        )
    done = _at(today + timedelta(days=told.done), 9) if told.done is not None else None
    return Action(
        id=uuid4().hex,
        project_id=project.id,
        title=told.title,
        owner=told.owner,
        due=today + timedelta(days=told.due),
        effort=told.effort,
        status=told.status,
        origin=ActionOrigin.HAND if link is None else ActionOrigin.PATH,
        link=link,
        created_at=made,
        created_by=by.id,
        changed_at=done or made,
        changed_by=by.id,
        done_at=done,
    )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)
