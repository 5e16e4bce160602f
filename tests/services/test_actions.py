"""Actions as they are kept: made all or none, changed over the version that was seen, removed only as a mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.action import Action, ActionOrigin, ActionStatus
from preflight.domain.action_standing import ActionSaid
from preflight.domain.assessment import State
from preflight.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from preflight.domain.project import Person, Project
from preflight.domain.questionnaire import Effort
from preflight.services import answering
from preflight.services.action_drafts import disagreed, draft_of_disagreement, draft_of_gap
from preflight.services.actions import (
    MOST_ACTIONS,
    ActionDetails,
    ActionDraft,
    actions_of,
    change_action,
    link_to,
    make_actions,
    removable,
    remove_action,
    set_status,
)
from preflight.services.answering import Place
from preflight.services.assessments import (
    OpenAssessment,
    complete_assessment,
    discard_draft,
    open_assessment,
    start_assessment,
)
from preflight.services.pilot_file import pilot_file_of
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.results import result_of
from preflight.services.workspace import Workspace
from tests.builders import of_questions, question
from tests.exports.dossiers import a_dossier
from tests.workshops import Clock

OWNER_QUESTION = "operations.owner"
STRANGER = Person(id="x", issuer="https://id.example.org", subject="x", name="X")


def made(workspace: Workspace, project: Project, *drafts: ActionDraft) -> tuple[Action, ...]:
    return make_actions(workspace, LOCAL_OWNER, project.id, drafts or [ActionDraft(title="Name an owner")])


def assessed(workspace: Workspace, project: Project, option: str, *, complete: bool = True) -> OpenAssessment:
    """An assessment in which one question was answered."""
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id="pilot-to-production")
    place = Place(assessment_id=draft.id, question_id=OWNER_QUESTION, seen=0)
    answering.choose(workspace, LOCAL_OWNER, place, [option])
    if complete:
        complete_assessment(workspace, LOCAL_OWNER, draft.id)
    return open_assessment(workspace, LOCAL_OWNER, draft.id)


def test_actions_are_made_in_their_order_and_cleaned(workspace: Workspace, project: Project) -> None:
    one, two = made(
        workspace,
        project,
        ActionDraft(title=" Name\tan owner ", detail="a\r\nb", owner=" Mei ", due=date(2026, 4, 1), effort=Effort.S),
        ActionDraft(title="Rehearse", origin=ActionOrigin.GAP),
    )
    assert (one.title, one.detail, one.owner, one.status, one.version) == (
        "Name an owner",
        "a\nb",
        "Mei",
        ActionStatus.OPEN,
        1,
    )
    assert two.origin is ActionOrigin.GAP
    assert actions_of(workspace, LOCAL_OWNER, project.id) == (one, two)


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (ActionDraft(title="  "), "what is to be done"),
        (ActionDraft(title="x" * 301), "title"),
        (ActionDraft(title="x", owner="y" * 121), "owner"),
        (ActionDraft(title="x", detail="y" * 4001), "detail"),
        (ActionDraft(title="x", due=date(1969, 12, 31)), "due date"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_made(
    workspace: Workspace, project: Project, draft: ActionDraft, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        made(workspace, project, ActionDraft(title="Sound"), draft)
    assert actions_of(workspace, LOCAL_OWNER, project.id) == ()


def test_a_board_has_an_end(workspace: Workspace, project: Project) -> None:
    made(workspace, project, *[ActionDraft(title=f"{number}") for number in range(MOST_ACTIONS)])
    assert [each.title for each in actions_of(workspace, LOCAL_OWNER, project.id)][-1] == f"{MOST_ACTIONS - 1}"
    with pytest.raises(Invalid, match="at most"):
        made(workspace, project)


def test_a_link_says_where_its_question_stood(workspace: Workspace, project: Project) -> None:
    opened = assessed(workspace, project, "1")
    link = link_to(opened, OWNER_QUESTION, Fraction(1))
    assert (link.state, link.before, link.aim) == (
        State.ANSWERED,
        opened.score.questions[OWNER_QUESTION].fraction,
        Fraction(1),
    )
    open_one = link_to(opened, "reliability.spike")
    assert (open_one.state, open_one.before) == (State.UNANSWERED, None)
    with pytest.raises(NotFound):
        link_to(opened, "no.such")


def test_a_link_stays_within_its_project(workspace: Workspace, project: Project) -> None:
    link = link_to(assessed(workspace, project, "1"), OWNER_QUESTION)
    other = create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Other"))
    with pytest.raises(Invalid, match="another project"):
        made(workspace, other, ActionDraft(title="x", link=link))
    with pytest.raises(NotFound):
        made(workspace, project, ActionDraft(title="x", link=replace(link, question_id="no.such")))
    with pytest.raises(Invalid, match="aimed at"):
        made(workspace, project, ActionDraft(title="x", link=replace(link, aim=Fraction(2))))


def test_a_change_goes_over_the_version_that_was_seen(workspace: Workspace, project: Project) -> None:
    (action,) = made(workspace, project)
    changed = change_action(workspace, LOCAL_OWNER, action.id, ActionDetails(title="Name two"), seen=1)
    assert (changed.title, changed.version) == ("Name two", 2)
    with pytest.raises(Conflict):
        change_action(workspace, LOCAL_OWNER, action.id, ActionDetails(title="Name three"), seen=1)
    with pytest.raises(Conflict):
        set_status(workspace, LOCAL_OWNER, action.id, ActionStatus.DONE, seen=1)
    with pytest.raises(Conflict):
        remove_action(workspace, LOCAL_OWNER, action.id, seen=1)
    assert actions_of(workspace, LOCAL_OWNER, project.id) == (changed,)


def test_done_has_a_time_and_going_back_takes_it_away(workspace: Workspace, project: Project) -> None:
    (action,) = made(workspace, project)
    done = set_status(workspace, LOCAL_OWNER, action.id, ActionStatus.DONE, seen=1)
    assert done.done_at is not None
    assert set_status(workspace, LOCAL_OWNER, action.id, ActionStatus.DONE, seen=1) == done, "it stands there already"
    again = set_status(workspace, LOCAL_OWNER, action.id, ActionStatus.DOING, seen=2)
    assert (again.done_at, again.version) == (None, 3)


def test_only_a_mistake_is_removed(workspace: Workspace, project: Project, clock: Clock) -> None:
    mistake, begun, old = made(workspace, project, *[ActionDraft(title=name) for name in ("a", "b", "c")])
    remove_action(workspace, LOCAL_OWNER, mistake.id, seen=1)
    set_status(workspace, LOCAL_OWNER, begun.id, ActionStatus.DOING, seen=1)
    with pytest.raises(Refused, match="Drop this one"):
        remove_action(workspace, LOCAL_OWNER, begun.id, seen=2)
    clock.pass_days(2)
    assert not removable(workspace, old)
    with pytest.raises(Refused, match="stays on record"):
        remove_action(workspace, LOCAL_OWNER, old.id, seen=1)
    with pytest.raises(NotFound):
        remove_action(workspace, LOCAL_OWNER, mistake.id, seen=1)
    assert [each.title for each in actions_of(workspace, LOCAL_OWNER, project.id)] == ["b", "c"]


def test_the_next_assessment_confirms_what_rose(workspace: Workspace, project: Project, clock: Clock) -> None:
    opened = assessed(workspace, project, "1")
    clock.pass_days(1)
    (action,) = made(workspace, project, ActionDraft(title="x", link=link_to(opened, OWNER_QUESTION)))
    clock.pass_days(30)
    assessed(workspace, project, "3")
    file = pilot_file_of(workspace, LOCAL_OWNER, project.id)
    assert file.standing(action).said is ActionSaid.CONFIRMED
    assert file.said(action) == "Confirmed by the assessment of 2 April 2026"
    asked = file.asked(action)
    assert asked is not None
    assert asked.section.title == "Operations"


def test_an_action_of_a_draft_knows_its_question_and_outlives_it(workspace: Workspace, project: Project) -> None:
    opened = assessed(workspace, project, "1", complete=False)
    made(workspace, project, ActionDraft(title="x", link=link_to(opened, OWNER_QUESTION)))
    file = pilot_file_of(workspace, LOCAL_OWNER, project.id)
    asked = file.asked(file.actions[0])
    assert asked is not None
    assert asked.question.id == OWNER_QUESTION
    discard_draft(workspace, LOCAL_OWNER, opened.assessment.id)
    (left,) = actions_of(workspace, LOCAL_OWNER, project.id)
    assert left.link is not None
    assert (left.link.assessment_id, left.link.question_id) == (None, OWNER_QUESTION)
    assert pilot_file_of(workspace, LOCAL_OWNER, project.id).asked(left) is None


def test_a_gap_suggests_its_next_step_and_aims_one_level_up(workspace: Workspace, project: Project) -> None:
    opened = assessed(workspace, project, "1")
    result = result_of(workspace, LOCAL_OWNER, opened.assessment.id)
    finding = next(each for each in result.findings if each.question.id == OWNER_QUESTION)
    draft = draft_of_gap(opened, finding)
    assert finding.next_step is not None
    assert draft.title == finding.next_step.do.removesuffix(".")
    assert draft.effort is finding.next_step.effort
    assert draft.link is not None
    assert draft.link.aim == Fraction(2, 4)
    assert draft.origin is ActionOrigin.GAP


def test_a_disagreement_suggests_to_find_out(workspace: Workspace, project: Project) -> None:
    asked = of_questions(question("s.far-apart"), question("s.agreed"))
    dossier = a_dossier(asked, {}, votes={"s.far-apart": "000444", "s.agreed": "2222"}, agreed={"s.agreed": "2"})
    far, agreed = dossier.records
    assert (disagreed(far), disagreed(agreed)) == (True, False)
    draft = draft_of_disagreement(dossier.open, far)
    assert draft.title.startswith("Find out where we stand on ")
    assert draft.detail.startswith("The room was far apart: ")
    assert (draft.origin, draft.link is not None) == (ActionOrigin.DISAGREEMENT, True)


def test_who_may_not_is_told(workspace: Workspace, project: Project) -> None:
    (action,) = made(workspace, project)
    for act in (
        lambda: make_actions(workspace, STRANGER, project.id, [ActionDraft(title="x")]),
        lambda: actions_of(workspace, STRANGER, project.id),
        lambda: change_action(workspace, STRANGER, action.id, ActionDetails(title="x"), seen=1),
        lambda: set_status(workspace, STRANGER, action.id, ActionStatus.DONE, seen=1),
        lambda: remove_action(workspace, STRANGER, action.id, seen=1),
    ):
        with pytest.raises(NotAllowed):
            act()
