"""All that a project keeps beside its assessments on the way to a decision, read at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.action import Action
from preflight.domain.action_standing import (
    ActionStanding,
    AskedQuestion,
    CompletedRun,
    asked_in,
    asked_question,
    standing_of_action,
    standing_words,
)
from preflight.domain.criterion import Criterion
from preflight.domain.decision import Decision
from preflight.domain.pilot import Integration, PilotStep
from preflight.domain.project import Person, Project
from preflight.domain.questionnaire import Questionnaire
from preflight.services.assessments import OpenAssessment, kept_questionnaire, opened
from preflight.services.names import names_here
from preflight.services.projects import in_order
from preflight.services.workspace import Workspace
from preflight.storage import actions as action_rows
from preflight.storage import assessments as assessment_rows
from preflight.storage import criteria as criterion_rows
from preflight.storage import decisions as decision_rows
from preflight.storage import pilots as pilot_rows
from preflight.storage import projects as project_rows
from preflight.storage import scores as score_rows
from preflight.storage.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotFile:
    """Actions in the order in which they were made, criteria, the plan's steps, systems, and decisions (the last one
    holds). `runs` are the completed assessments from oldest to newest, `newest` the last of them in full; `names` the
    names of everybody who is named by an id; `on` is the day on which it was read; `drafts` the questionnaires of the
    drafts that actions were made from, by the assessment's id.
    """

    project: Project
    actions: tuple[Action, ...]
    criteria: tuple[Criterion, ...]
    steps: tuple[PilotStep, ...]
    integrations: tuple[Integration, ...]
    decisions: tuple[Decision, ...]
    runs: tuple[CompletedRun, ...]
    newest: OpenAssessment | None
    names: Mapping[str, str]
    on: date
    drafts: Mapping[str, Questionnaire] = field(default_factory=dict)

    def asked(self, action: Action) -> AskedQuestion | None:
        """The question that an action is to raise, with its dimension; None without one, or where nobody knows it."""
        if action.link is None:
            return None
        draft = self.drafts.get(action.link.assessment_id or "")
        return asked_question(action.link, ([draft] if draft else []) + asked_in(action.link, self.runs))

    def standing(self, action: Action) -> ActionStanding:
        """What the completed assessments say about an action."""
        return standing_of_action(action, self.runs)

    def said(self, action: Action) -> str:
        """The same in words; empty where there is nothing to say yet."""
        asked = self.asked(action)
        return standing_words(action, self.standing(action), asked.question if asked else None)

    @property
    def decision(self) -> Decision | None:
        """The decision that holds: the last one."""
        return self.decisions[-1] if self.decisions else None


def pilot_file_of(workspace: Workspace, person: Person, project_id: str) -> PilotFile:
    """What a project keeps beside its assessments. Raises NotFound."""
    with workspace.reading(person, Operation.SEE, About("project", project_id)) as connection:
        return pilot_file(workspace, connection, project_id)


def pilot_file(workspace: Workspace, connection: Connection, project_id: str) -> PilotFile:
    """The same within a transaction that is under way."""
    project = project_rows.get_project(connection, project_id)
    found = assessment_rows.list_assessments(connection, project_id)
    completed = sorted((each for each in found if each.completed), key=in_order)
    kept = score_rows.kept_scores(connection, [each.id for each in completed])
    actions = action_rows.list_actions(connection, project_id)
    linked = {each.link.assessment_id for each in actions if each.link}
    criteria = criterion_rows.list_criteria(connection, project_id)
    steps = pilot_rows.list_steps(connection, project_id)
    integrations = pilot_rows.list_integrations(connection, project_id)
    decisions = decision_rows.list_decisions(connection, project_id)
    people = {each.created_by for each in actions} | {each.changed_by for each in actions}
    people |= {each.changed_by for each in steps} | {each.changed_by for each in integrations}
    people |= {each.by for each in decisions}.union(*(each.people for each in criteria))
    return PilotFile(
        project=project,
        actions=tuple(actions),
        criteria=tuple(criteria),
        steps=tuple(steps),
        integrations=tuple(integrations),
        decisions=tuple(decisions),
        runs=tuple(
            CompletedRun(
                assessment=each,
                questionnaire=kept_questionnaire(connection, each),
                questions=kept[each.id][0].questions,
            )
            for each in completed
            if each.id in kept
        ),
        newest=opened(workspace, connection, completed[-1]) if completed else None,
        names=names_here(workspace, connection, people),
        on=workspace.today(),
        drafts={each.id: kept_questionnaire(connection, each) for each in found if each.id in linked - kept.keys()},
    )
