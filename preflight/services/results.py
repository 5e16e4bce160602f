"""Results: one assessment beside the one before it, and a project's history over time."""

from __future__ import annotations

from dataclasses import dataclass

from preflight.access.about import SOME, About
from preflight.access.permissions import Operation
from preflight.domain.assessment import NO_ANSWERS, Answers, Assessment
from preflight.domain.comparison import Comparison, Run, compare, restricted, shared_questions
from preflight.domain.errors import NotFound
from preflight.domain.findings import Finding, find
from preflight.domain.project import Person, Project
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.scoring import Score
from preflight.domain.verdict import Verdict, judge
from preflight.services.assessments import OpenAssessment, kept_questionnaire, opened
from preflight.services.names import names_here
from preflight.services.projects import in_order
from preflight.services.workspace import Workspace
from preflight.storage import assessments as assessment_rows
from preflight.storage import projects as project_rows
from preflight.storage import scores as score_rows
from preflight.storage.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An assessment with what stands out in it, and how it differs from the completed one before it."""

    open: OpenAssessment
    findings: tuple[Finding, ...]
    previous: Assessment | None
    last_answers: Answers
    comparison: Comparison | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedBetween:
    """A comparison with the answers on both sides, in the words of the later questionnaire."""

    comparison: Comparison
    questionnaire: Questionnaire
    before: Answers
    after: Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """One completed assessment in a history. `score` counts only the questions that all runs of the history share."""

    assessment: Assessment
    questionnaire: Questionnaire
    score: Score
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Runs of one project from oldest to newest, comparable with one another.

    `questionnaire` is the newest run's; `shared` are the questions that all runs ask, of `asked` in all.
    `others` are the questionnaires whose runs could join because they share questions.
    """

    project: Project
    questionnaire: Questionnaire
    runs: tuple[PastRun, ...]
    shared: tuple[str, ...]
    asked: int
    others: tuple[str, ...]

    @property
    def narrowed(self) -> bool:
        """Whether some run asked questions that are left out of the comparison."""
        return len(self.shared) < self.asked


def result_of(workspace: Workspace, person: Person, assessment_id: str) -> Result:
    """One assessment's result, completed or so far. Raises NotFound."""
    with workspace.reading(person, Operation.SEE, About("assessment", assessment_id)) as connection:
        assessment = assessment_rows.get_assessment(connection, assessment_id)
        now = opened(workspace, connection, assessment)
        previous = _previous(connection, assessment, now.questionnaire)
        comparison, last_answers = None, NO_ANSWERS
        if previous is not None:
            before = opened(workspace, connection, previous)
            compared = compare(_run(before), _run(now), so_far=not assessment.completed)
            comparison, last_answers = compared if compared.shared else None, before.answers
    return Result(
        open=now,
        findings=find(now.questionnaire, now.answers, now.score, now.verdict),
        previous=previous,
        last_answers=last_answers,
        comparison=comparison,
    )


def moved_between(workspace: Workspace, person: Person, earlier_id: str, later_id: str) -> MovedBetween:
    """What moved between two assessments of one project. Raises NotFound."""
    with workspace.reading(person, Operation.SEE, About("assessment", later_id)) as connection:
        found = [assessment_rows.get_assessment(connection, name) for name in (earlier_id, later_id)]
        if found[0].project_id != found[1].project_id:
            raise NotFound("There is no such assessment in this project.")
        earlier, later = (opened(workspace, connection, each) for each in found)
    return MovedBetween(
        comparison=compare(_run(earlier), _run(later)),
        questionnaire=later.questionnaire,
        before=earlier.answers,
        after=later.answers,
    )


def history_of(
    workspace: Workspace, person: Person, project_id: str, *, questionnaire_id: str | None = None, joined: bool = True
) -> History | None:
    """A project's completed assessments over time; None while it has none.

    Without `questionnaire_id` it follows the newest assessment's questionnaire. `joined` lets runs of other
    questionnaires with the same questions (a quick variant) stand beside it, all on the questions they share.
    """
    with workspace.reading(person, Operation.SEE, About("project", project_id)) as connection:
        project = project_rows.get_project(connection, project_id)
        completed = sorted(
            (each for each in assessment_rows.list_assessments(connection, project_id) if each.completed), key=in_order
        )
        mine = [each for each in completed if questionnaire_id in {None, each.questionnaire_id}]
        if not mine:
            return None
        main = kept_questionnaire(connection, mine[-1])
        known = {each.id: kept_questionnaire(connection, each) for each in completed}
        others = {
            each.questionnaire_id
            for each in completed
            if each.questionnaire_id != main.id and shared_questions((known[each.id], main))
        }
        chosen = {main.id, *others} if joined else {main.id}
        assessments = [each for each in completed if each.questionnaire_id in chosen]
        kept = score_rows.kept_scores(connection, [each.id for each in assessments])
    distinct = list({id(known[each.id]): known[each.id] for each in assessments}.values())
    shared = shared_questions((*(each for each in distinct if each is not main), main))
    asked = {question.id for each in distinct for question in each.questions()}
    runs = tuple(_past_run(each, known[each.id], kept[each.id], shared, len(asked)) for each in assessments)
    return History(
        project=project, questionnaire=main, runs=runs, shared=shared, asked=len(asked), others=tuple(sorted(others))
    )


def names_of(workspace: Workspace, person: Person, person_ids: set[str]) -> dict[str, str]:
    """The names of people, by id."""
    with workspace.reading(person, Operation.SEE, SOME) as connection:
        return names_here(workspace, connection, person_ids)


def _past_run(
    assessment: Assessment,
    questionnaire: Questionnaire,
    kept: tuple[Score, Verdict],
    shared: tuple[str, ...],
    asked: int,
) -> PastRun:
    score, verdict = kept
    if len(shared) < asked:
        score = restricted(questionnaire, score, shared)
        verdict = judge(questionnaire, score, tuple(each for each in verdict.blockers if each.question in shared))
    return PastRun(assessment=assessment, questionnaire=questionnaire, score=score, verdict=verdict)


def _previous(connection: Connection, assessment: Assessment, questionnaire: Questionnaire) -> Assessment | None:
    """The newest completed assessment of the project before this one that shares questions with it."""
    completed = [
        each
        for each in assessment_rows.list_assessments(connection, assessment.project_id)
        if each.completed and each.id != assessment.id and in_order(each) < in_order(assessment)
    ]
    for each in sorted(completed, key=in_order, reverse=True):
        if shared_questions((kept_questionnaire(connection, each), questionnaire)):
            return each
    return None


def _run(open_assessment: OpenAssessment) -> Run:
    return Run(
        questionnaire=open_assessment.questionnaire, answers=open_assessment.answers, score=open_assessment.score
    )
