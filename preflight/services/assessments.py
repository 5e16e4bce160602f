"""Assessments: starting, opening, completing and discarding them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from preflight.access.about import SOME, About
from preflight.access.permissions import Operation
from preflight.catalog.shelf import ShelfEntry, questionnaire_from
from preflight.domain.assessment import Answer, Answers, Assessment, Phase, RecordedAnswer, State
from preflight.domain.comparison import shared_questions
from preflight.domain.errors import Invalid, NotFound, Refused
from preflight.domain.project import Person, Project
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.scoring import Score, score
from preflight.domain.verdict import Verdict, decide
from preflight.services.projects import in_order
from preflight.services.room_notes import announce_end
from preflight.services.worked_out import keep_for_portfolio
from preflight.services.workspace import Workspace
from preflight.storage import answers as answer_rows
from preflight.storage import assessments as assessment_rows
from preflight.storage import people as people_rows
from preflight.storage import projects as project_rows
from preflight.storage import questionnaires as questionnaire_rows
from preflight.storage import rooms as room_rows
from preflight.storage import scores as score_rows
from preflight.storage.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAssessment:
    """An assessment as it stands: its questionnaire as it was, its answers, its score, and last time's answers.

    A completed one carries the score it was completed with; a draft is scored as of today.
    """

    assessment: Assessment
    project: Project
    questionnaire: Questionnaire
    recorded: Mapping[str, RecordedAnswer]
    last_time: Mapping[str, Answer]
    score: Score
    verdict: Verdict

    @property
    def answers(self) -> dict[str, Answer]:
        """From question id to its answer."""
        return {name: recorded.answer for name, recorded in self.recorded.items()}


def start_assessment(
    workspace: Workspace, person: Person, *, project_id: str, questionnaire_id: str, from_last: bool = False
) -> Assessment:
    """Start a draft, empty or from the answers of the project's last completed assessment with the same questions.

    Raises NotFound, Refused while a draft of the same questionnaire is open, and Refused when `from_last` finds none.
    """
    entry = workspace.shelf.get(questionnaire_id)
    if entry is None:
        raise NotFound(f"There is no questionnaire “{questionnaire_id}” on the shelf.")
    with workspace.writing(person, Operation.ASSESS, About("project", project_id)) as connection:
        people_rows.ensure_person(connection, person)
        return begin(workspace, connection, person, project_id=project_id, entry=entry, from_last=from_last)


def open_assessment(workspace: Workspace, person: Person, assessment_id: str) -> OpenAssessment:
    """Everything about one assessment. Raises NotFound."""
    with workspace.reading(person, Operation.SEE, About("assessment", assessment_id)) as connection:
        return opened(workspace, connection, assessment_rows.get_assessment(connection, assessment_id))


def complete_assessment(workspace: Workspace, person: Person, assessment_id: str) -> Assessment:
    """Complete a draft as of today: its score and verdict are kept with it, and from then on nothing can change it.

    Raises NotFound, Immutable when it is completed already, and Invalid while nothing in it is answered.
    """
    with workspace.writing(person, Operation.ASSESS, About("assessment", assessment_id)) as connection:
        rooms = room_rows.open_rooms_on(connection, [assessment_id])
        completed = finish(workspace, connection, person, assessment_id)
    announce_end(workspace, rooms)
    return completed


def discard_draft(workspace: Workspace, person: Person, assessment_id: str) -> None:
    """Discard a draft with its answers and its rooms. Raises NotFound, and Immutable for a completed assessment."""
    with workspace.writing(person, Operation.ASSESS, About("assessment", assessment_id)) as connection:
        rooms = room_rows.open_rooms_on(connection, [assessment_id])
        assessment_rows.discard_draft(connection, assessment_id)
    announce_end(workspace, rooms)


def startable_from_last(workspace: Workspace, person: Person, project_id: str) -> dict[str, date]:
    """For each questionnaire on the shelf that could start from last time's answers: the date of that assessment."""
    found = {}
    with workspace.reading(person, Operation.SEE, About("project", project_id)) as connection:
        existing = assessment_rows.list_assessments(connection, project_id)
        for entry in workspace.shelf.entries():
            last = last_with_same_questions(connection, existing, entry.questionnaire)
            if last is not None:
                found[entry.questionnaire.id] = last.date
    return found


def begin(
    workspace: Workspace,
    connection: Connection,
    person: Person,
    *,
    project_id: str,
    entry: ShelfEntry,
    from_last: bool = False,
) -> Assessment:
    """Start a draft within a transaction that is under way; see `start_assessment`."""
    project_rows.get_project(connection, project_id)
    questionnaire, now = entry.questionnaire, workspace.now()
    existing = assessment_rows.list_assessments(connection, project_id)
    if any(not each.completed and each.questionnaire_id == questionnaire.id for each in existing):
        raise Refused("A draft of this questionnaire is open already; continue it, or discard it first.")
    last = last_with_same_questions(connection, existing, questionnaire) if from_last else None
    if from_last and last is None:
        raise Refused("There is no completed assessment with these questions yet; start empty.")
    questionnaire_rows.keep_questionnaire(
        connection, entry.digest, questionnaire.id, questionnaire.version, entry.source, now
    )
    assessment = Assessment(
        id=uuid4().hex,
        project_id=project_id,
        questionnaire_id=questionnaire.id,
        questionnaire_version=questionnaire.version,
        questionnaire_digest=entry.digest,
        date=workspace.today(),
        phase=Phase.DRAFT,
        created_at=now,
        created_by=person.id,
        based_on=last.id if last else None,
    )
    assessment_rows.add_assessment(connection, assessment)
    if last is not None:
        shared = shared_questions((kept_questionnaire(connection, last), questionnaire))
        answer_rows.copy_answers(connection, last.id, assessment.id, at=now, by=person.id, only=set(shared))
    return assessment


def finish(workspace: Workspace, connection: Connection, person: Person, assessment_id: str) -> Assessment:
    """Complete a draft within a transaction that is under way; see `complete_assessment`. Its open room is closed."""
    assessment = assessment_rows.get_assessment(connection, assessment_id)
    questionnaire = kept_questionnaire(connection, assessment)
    recorded = answer_rows.recorded_answers(connection, assessment_id)
    answers = {name: each.answer for name, each in recorded.items()}
    if all(answer.state is State.UNANSWERED for answer in answers.values()):
        raise Invalid("Answer at least one question before you complete the assessment.")
    for room in room_rows.open_rooms_on(connection, [assessment_id]):
        room_rows.update_room(connection, replace(room, closed_at=workspace.now(), version=room.version + 1))
    today = workspace.today()
    assessment_rows.set_date(connection, assessment_id, today)
    result = score(questionnaire, answers, on=today)
    verdict = decide(questionnaire, answers, result, completed=True)
    score_rows.keep_score(connection, assessment_id, result, verdict)
    assessment_rows.mark_completed(connection, assessment_id, at=workspace.now(), by=person.id)
    keep_for_portfolio(connection, assessment_id, questionnaire, answers, verdict.blockers, today)
    return assessment_rows.get_assessment(connection, assessment_id)


def opened(workspace: Workspace, connection: Connection, assessment: Assessment) -> OpenAssessment:
    """The open view of an assessment within a transaction that is under way."""
    questionnaire = kept_questionnaire(connection, assessment)
    recorded = answer_rows.recorded_answers(connection, assessment.id)
    last_time: Answers = {}
    if assessment.based_on is not None:
        last_recorded = answer_rows.recorded_answers(connection, assessment.based_on)
        last_time = {name: each.answer for name, each in last_recorded.items()}
    kept = score_rows.kept_score(connection, assessment.id) if assessment.completed else None
    if kept is None:
        answers = {name: each.answer for name, each in recorded.items()}
        result = score(questionnaire, answers, on=workspace.today())
        kept = result, decide(questionnaire, answers, result, completed=False)
    return OpenAssessment(
        assessment=assessment,
        project=project_rows.get_project(connection, assessment.project_id),
        questionnaire=questionnaire,
        recorded=recorded,
        last_time=last_time,
        score=kept[0],
        verdict=kept[1],
    )


def kept_questionnaires(
    workspace: Workspace, person: Person, assessments: Iterable[Assessment]
) -> dict[str, Questionnaire]:
    """From assessment id to its questionnaire as it was when the assessment was started."""
    with workspace.reading(person, Operation.SEE, SOME) as connection:
        seen = workspace.seen(connection, person, Operation.SEE)
        return {
            each.id: kept_questionnaire(connection, each)
            for each in assessments
            if seen is None or each.project_id in seen
        }


def kept_questionnaire(connection: Connection, assessment: Assessment) -> Questionnaire:
    """The questionnaire as it was when the assessment was started."""
    return questionnaire_kept(connection, assessment.questionnaire_digest)


def questionnaire_kept(connection: Connection, digest: str) -> Questionnaire:
    """The questionnaire that was kept under this digest."""
    return questionnaire_from(digest, lambda: questionnaire_rows.source_of(connection, digest))


def last_with_same_questions(
    connection: Connection, assessments: list[Assessment], questionnaire: Questionnaire
) -> Assessment | None:
    """The newest completed assessment that shares questions, one of the same questionnaire before any other."""
    completed = sorted((each for each in assessments if each.completed), key=in_order, reverse=True)
    completed.sort(key=lambda each: each.questionnaire_id != questionnaire.id)
    for each in completed:
        if shared_questions((kept_questionnaire(connection, each), questionnaire)):
            return each
    return None
