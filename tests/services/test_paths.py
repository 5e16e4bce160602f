"""The path to ready: read as if completed, with the kept setting; answers tried out; moves made into actions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.action import ActionOrigin, ActionStatus
from preflight.domain.assessment import State
from preflight.domain.errors import Invalid, NotAllowed, NotFound
from preflight.domain.path_setting import PathSetting
from preflight.domain.paths.improvement import NoPath, Path
from preflight.domain.project import Person, Project
from preflight.services.actions import actions_of, make_actions, set_status
from preflight.services.answering import Place, choose, say_unknown, write_note
from preflight.services.assessments import complete_assessment, open_assessment, start_assessment
from preflight.services.path_actions import drafts_of
from preflight.services.paths import Ways, keep_path_setting, paths_of, said_of, tried, what_if
from preflight.services.workspace import Workspace

QUICK = "pilot-to-production-quick"
OWNER, REAL = "operations.owner", "reliability.real-inputs"


def a_draft(workspace: Workspace, project: Project, level: int = 1, but: dict[str, str] | None = None) -> str:
    """A draft of the quick check with every question at one level, but those of `but`; "" leaves one out."""
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    entry = workspace.shelf.get(QUICK)
    assert entry is not None
    for question in entry.questionnaire.questions():
        said = (but or {}).get(question.id, question.options[level].id)
        place = Place(assessment_id=draft.id, question_id=question.id, seen=0)
        if said:
            choose(workspace, LOCAL_OWNER, place, [said])
    return draft.id


def ways_of(workspace: Workspace, assessment_id: str) -> Ways:
    return paths_of(workspace, LOCAL_OWNER, assessment_id)


def first_path(ways: Ways) -> Path:
    found = ways.paths[0]
    assert isinstance(found, Path)
    return found


def test_there_is_a_path_to_each_band_above_and_its_end_is_what_completing_it_would_keep(
    workspace: Workspace, project: Project
) -> None:
    assessment = a_draft(workspace, project)
    complete_assessment(workspace, LOCAL_OWNER, assessment)
    ways = ways_of(workspace, assessment)
    assert [path.band.id for path in ways.paths] == ["conditional", "ready"]
    for path in ways.paths:
        assert isinstance(path, Path)
        assert what_if(ways.open, path.answers, on=ways.on) == (path.score, path.verdict)
        assert path.verdict.band == path.band


def test_a_draft_is_judged_as_if_it_were_completed(workspace: Workspace, project: Project) -> None:
    assessment = a_draft(workspace, project, but={OWNER: ""})
    ways = ways_of(workspace, assessment)
    assert OWNER not in {blocker.question for blocker in ways.open.verdict.blockers}
    assert OWNER in {blocker.question for blocker in ways.verdict.blockers}
    assert OWNER in {move.question.id for move in first_path(ways).moves}


def test_at_the_best_band_there_is_no_path(workspace: Workspace, project: Project) -> None:
    assert ways_of(workspace, a_draft(workspace, project, level=4)).paths == ()


def test_efforts_and_locks_are_kept_for_the_project_and_the_paths_follow_them(
    workspace: Workspace, project: Project
) -> None:
    assessment = a_draft(workspace, project)
    before = first_path(ways_of(workspace, assessment))
    moved = before.moves[0].question.id
    kept = keep_path_setting(workspace, LOCAL_OWNER, assessment, PathSetting(small=10, medium=30, large=80))
    assert first_path(ways_of(workspace, assessment)).effort == before.effort * 10
    keep_path_setting(workspace, LOCAL_OWNER, assessment, PathSetting(locked=(moved, moved)))
    ways = ways_of(workspace, assessment)
    assert ways.setting == PathSetting(locked=(moved,)) != kept
    assert not any(isinstance(path, Path) and moved in said_of(path) for path in ways.paths)
    complete_assessment(workspace, LOCAL_OWNER, assessment)
    again = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK, from_last=True)
    assert ways_of(workspace, again.id).setting == ways.setting


def test_what_is_critical_and_locked_leaves_no_path_and_says_so(workspace: Workspace, project: Project) -> None:
    assessment = a_draft(workspace, project, level=3, but={OWNER: "1"})
    keep_path_setting(workspace, LOCAL_OWNER, assessment, PathSetting(locked=(OWNER,)))
    found = ways_of(workspace, assessment).paths[0]
    assert isinstance(found, NoPath)
    assert found.locked == (OWNER,)


@pytest.mark.parametrize(
    "setting",
    [PathSetting(small=0), PathSetting(large=1_001), PathSetting(locked=("no.such-question",))],
    ids=["too little", "too much", "unknown question"],
)
def test_what_can_not_be_a_setting_is_refused_and_changes_nothing(
    workspace: Workspace, project: Project, setting: PathSetting
) -> None:
    assessment = a_draft(workspace, project)
    with pytest.raises(Invalid):
        keep_path_setting(workspace, LOCAL_OWNER, assessment, setting)
    assert ways_of(workspace, assessment).setting == PathSetting()


def test_a_stranger_may_neither_see_nor_set_and_what_is_gone_is_not_found(
    workspace: Workspace, project: Project
) -> None:
    assessment, stranger = a_draft(workspace, project), Person(id="x", issuer="elsewhere", subject="x", name="X")
    with pytest.raises(NotAllowed):
        paths_of(workspace, stranger, assessment)
    with pytest.raises(NotAllowed):
        keep_path_setting(workspace, stranger, assessment, PathSetting())
    with pytest.raises(NotFound):
        paths_of(workspace, LOCAL_OWNER, "gone")


def test_answers_are_tried_over_todays_and_nothing_of_it_is_kept(workspace: Workspace, project: Project) -> None:
    assessment = a_draft(workspace, project)
    place = Place(assessment_id=assessment, question_id=OWNER, seen=1)
    write_note(workspace, LOCAL_OWNER, place, "Asked twice")
    before = open_assessment(workspace, LOCAL_OWNER, assessment)
    answers, differs = tried(before, {OWNER: {"choices": ["4"]}, REAL: {"choices": ["1"]}})
    assert differs == {OWNER}, "what says the same as today is no trial"
    assert (answers[OWNER].choice, answers[OWNER].note) == ("4", "Asked twice")
    assert what_if(before, answers, on=workspace.today())[0].questions[OWNER].fraction == 1
    assert open_assessment(workspace, LOCAL_OWNER, assessment) == before


@pytest.mark.parametrize(
    "said",
    [{OWNER: {"choices": ["9"]}}, {OWNER: {"number": "3"}}, {OWNER: {}}, {"no.such": {"choices": ["1"]}}],
    ids=["no such level", "no number", "nothing", "no such question"],
)
def test_what_can_not_be_said_is_not_tried(workspace: Workspace, project: Project, said: dict[str, object]) -> None:
    opened = open_assessment(workspace, LOCAL_OWNER, a_draft(workspace, project))
    assert tried(opened, said) == (opened.answers, frozenset())  # type: ignore[arg-type]


def test_a_tried_path_reaches_what_it_promised(workspace: Workspace, project: Project) -> None:
    ways = ways_of(workspace, a_draft(workspace, project))
    path = first_path(ways)
    answers, differs = tried(ways.open, said_of(path))
    assert differs == {move.question.id for move in path.moves}
    assert what_if(ways.open, answers, on=ways.on) == (path.score, path.verdict)


def test_a_paths_moves_become_actions_that_know_where_their_questions_stood(
    workspace: Workspace, project: Project
) -> None:
    assessment = a_draft(workspace, project, but={OWNER: ""})
    say_unknown(workspace, LOCAL_OWNER, Place(assessment_id=assessment, question_id=OWNER, seen=0))
    ways = ways_of(workspace, assessment)
    path = first_path(ways)
    made = make_actions(workspace, LOCAL_OWNER, project.id, drafts_of(ways, path, path.moves, owner="Mara"))
    assert [action.link.question_id for action in made if action.link] == [move.question.id for move in path.moves]
    assert {(action.origin, action.owner, action.status) for action in made} == {
        (ActionOrigin.PATH, "Mara", ActionStatus.OPEN)
    }
    for move, action in zip(path.moves, made, strict=True):
        assert action.link is not None
        assert action.link.aim == path.score.questions[move.question.id].fraction
        assert all(step is None or step.do.removesuffix(".") in action.title + action.detail for step in move.steps)
    owner = next(action.link for action in made if action.link and action.link.question_id == OWNER)
    assert (owner.state, owner.before) == (State.UNKNOWN, Fraction(0))


def test_a_question_with_an_open_action_is_under_way_until_that_is_closed(
    workspace: Workspace, project: Project
) -> None:
    assessment = a_draft(workspace, project)
    ways = ways_of(workspace, assessment)
    path = first_path(ways)
    (action,) = make_actions(workspace, LOCAL_OWNER, project.id, drafts_of(ways, path, path.moves[:1]))
    moved = path.moves[0].question.id
    assert ways_of(workspace, assessment).under_way == {moved: action}
    set_status(workspace, LOCAL_OWNER, action.id, ActionStatus.DONE, seen=action.version)
    assert ways_of(workspace, assessment).under_way == {}
    assert len(actions_of(workspace, LOCAL_OWNER, project.id)) == 1
