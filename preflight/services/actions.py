"""Actions: making, changing, moving and removing them. An action is dropped, not removed, once it has begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.action import Action, ActionOrigin, ActionStatus, QuestionLink
from preflight.domain.errors import Conflict, Invalid, NotFound, Refused
from preflight.domain.project import Person
from preflight.domain.questionnaire import Effort
from preflight.domain.text import LINE, NAME, NOTE, clean_text
from preflight.services.assessments import OpenAssessment, kept_questionnaire
from preflight.services.projects import YEARS
from preflight.services.workspace import Workspace
from preflight.storage import actions as action_rows
from preflight.storage import assessments as assessment_rows
from preflight.storage import people as people_rows
from preflight.storage import projects as project_rows
from preflight.storage.belonging import project_of
from preflight.storage.engine import Connection

MOST_ACTIONS = 1_000
"""Actions that one project may have; a board with more of them plans nothing."""
MISTAKEN = timedelta(days=1)
"""So long after it was made an action that was a mistake can still be removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDetails:
    """What a person says about an action; cleaned and checked before it is kept.

    At most 300 characters of title, 4,000 of detail and 120 of owner.
    """

    title: str
    detail: str = ""
    owner: str = ""
    due: date | None = None
    effort: Effort | None = None
    link: QuestionLink | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDraft(ActionDetails):
    """An action to be made, and what it is made from, which stays."""

    origin: ActionOrigin = ActionOrigin.HAND
    decision_id: str | None = None


def make_actions(
    workspace: Workspace, person: Person, project_id: str, drafts: Sequence[ActionDraft]
) -> tuple[Action, ...]:
    """Make actions, all or none, in their order. Raises NotFound and Invalid."""
    with workspace.writing(person, Operation.ACT, About("project", project_id)) as connection:
        return add_actions_within(workspace, connection, person, project_id, drafts)


def add_actions_within(
    workspace: Workspace, connection: Connection, person: Person, project_id: str, drafts: Sequence[ActionDraft]
) -> tuple[Action, ...]:
    """The same within a transaction that is under way; its caller has asked for the permission."""
    project_rows.get_project(connection, project_id)
    if len(action_rows.list_actions(connection, project_id)) + len(drafts) > MOST_ACTIONS:
        raise Invalid(f"A project may have at most {MOST_ACTIONS:,} actions; close some, and go on with those.")
    by = people_rows.ensure_person(connection, person).id
    now = workspace.now()
    made = []
    for place, draft in enumerate(drafts):
        if draft.decision_id is not None and project_of(connection, "decision", draft.decision_id) != project_id:
            raise Invalid("That decision is none of this project’s.")
        details = _checked(connection, project_id, draft)
        at = now + timedelta(microseconds=place)  # so that they stay in their order
        made.append(
            Action(
                id=uuid4().hex,
                project_id=project_id,
                title=details.title,
                detail=details.detail,
                owner=details.owner,
                due=details.due,
                effort=details.effort,
                origin=draft.origin,
                link=details.link,
                decision_id=draft.decision_id,
                created_at=at,
                created_by=by,
                changed_at=at,
                changed_by=by,
            )
        )
    action_rows.add_actions(connection, made)
    return tuple(made)


def actions_of(workspace: Workspace, person: Person, project_id: str) -> tuple[Action, ...]:
    """The actions of a project in the order in which they were made. Raises NotFound."""
    with workspace.reading(person, Operation.SEE, About("project", project_id)) as connection:
        project_rows.get_project(connection, project_id)
        return tuple(action_rows.list_actions(connection, project_id))


def change_action(workspace: Workspace, person: Person, action_id: str, details: ActionDetails, *, seen: int) -> Action:
    """Change what is said about an action over the version that was seen. Raises NotFound, Invalid and Conflict."""
    with workspace.writing(person, Operation.ACT, About("action", action_id)) as connection:
        action = action_rows.get_action(connection, action_id)
        found = _checked(connection, action.project_id, details, linked=action.link)
        said = replace(
            action,
            title=found.title,
            detail=found.detail,
            owner=found.owner,
            due=found.due,
            effort=found.effort,
            link=found.link,
        )
        by = people_rows.ensure_person(connection, person).id
        return _written(workspace, connection, said, by=by, seen=seen)


def set_status(workspace: Workspace, person: Person, action_id: str, status: ActionStatus, *, seen: int) -> Action:
    """Move an action to another column; where it stands there already, nothing changes. Raises NotFound, Conflict."""
    with workspace.writing(person, Operation.ACT, About("action", action_id)) as connection:
        action = action_rows.get_action(connection, action_id)
        if action.status is status:
            return action
        done_at = workspace.now() if status is ActionStatus.DONE else None
        by = people_rows.ensure_person(connection, person).id
        return _written(workspace, connection, replace(action, status=status, done_at=done_at), by=by, seen=seen)


def remove_action(workspace: Workspace, person: Person, action_id: str, *, seen: int) -> None:
    """Remove an action that was made by mistake. Raises NotFound, Conflict, and Refused where `removable` says no."""
    with workspace.writing(person, Operation.ACT, About("action", action_id)) as connection:
        action = action_rows.get_action(connection, action_id)
        if action.version != seen:
            raise Conflict("Someone else changed this action in the meantime; look again before you remove it.")
        if action.decision_id is not None:
            raise Refused("This action is a condition of a decision; it stays. Drop it if it is not needed any more.")
        if not removable(workspace, action):
            raise Refused(
                "An action can be removed within a day of being made, while nobody has begun it. "
                "Drop this one instead: it stays on record."
            )
        action_rows.remove_action(connection, action_id)


def removable(workspace: Workspace, action: Action) -> bool:
    """Whether it may be removed as a mistake: open, made less than a day ago, and no condition of a decision."""
    fresh = workspace.now() - action.created_at < MISTAKEN
    return fresh and action.status is ActionStatus.OPEN and action.decision_id is None


def link_to(opened: OpenAssessment, question_id: str, aim: Fraction | None = None) -> QuestionLink:
    """The link to a question as it stands in this assessment; `aim` is the fraction to reach (0 to 1).

    Raises NotFound for a question that is not in it.
    """
    found = opened.score.questions.get(question_id)
    if found is None:
        raise NotFound("This assessment does not ask that question.")
    return QuestionLink(
        questionnaire_id=opened.questionnaire.id,
        question_id=question_id,
        state=found.state,
        before=found.fraction,
        aim=aim,
        assessment_id=opened.assessment.id,
    )


def _written(workspace: Workspace, connection: Connection, action: Action, *, by: str, seen: int) -> Action:
    changed = replace(action, version=seen + 1, changed_at=workspace.now(), changed_by=by)
    action_rows.update_action(connection, changed, seen=seen)
    return changed


def _checked(
    connection: Connection, project_id: str, details: ActionDetails, *, linked: QuestionLink | None = None
) -> ActionDetails:
    title = clean_text(details.title, what="The action's title", longest=LINE)
    if not title:
        raise Invalid("Say in a few words what is to be done; everything else can wait.")
    if details.due is not None and details.due.year not in YEARS:
        raise Invalid(f"The due date should be between {YEARS[0]} and {YEARS[-1]}.")
    if details.link is not None and details.link != linked:
        _check_link(connection, project_id, details.link)
    return ActionDetails(
        title=title,
        detail=clean_text(details.detail, what="The detail", longest=NOTE, lines=True),
        owner=clean_text(details.owner, what="The owner", longest=NAME),
        due=details.due,
        effort=details.effort,
        link=details.link,
    )


def _check_link(connection: Connection, project_id: str, link: QuestionLink) -> None:
    if link.aim is not None and not 0 <= link.aim <= 1:
        raise Invalid("What is aimed at should be between nothing and all of the question's points.")
    if link.assessment_id is None:
        return
    assessment = assessment_rows.get_assessment(connection, link.assessment_id)
    if assessment.project_id != project_id:
        raise Invalid("That question was asked of another project; choose one of this project's assessments.")
    if kept_questionnaire(connection, assessment).question(link.question_id) is None:
        raise NotFound("This assessment does not ask that question.")
