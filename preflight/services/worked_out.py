"""Working out what a portfolio reads of completed assessments: when each is completed, and once for older ones."""

from __future__ import annotations

from datetime import date

from preflight.access.about import SOME
from preflight.access.permissions import Operation
from preflight.catalog.shelf import questionnaire_from
from preflight.domain.assessment import Answers
from preflight.domain.evidence_ageing import ageing_of
from preflight.domain.project import Person
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.verdict import Blocker
from preflight.services.workspace import Workspace
from preflight.storage import answers as answer_rows
from preflight.storage import assessments as assessment_rows
from preflight.storage import questionnaires as questionnaire_rows
from preflight.storage import scores as score_rows
from preflight.storage import worked_out as worked_out_rows
from preflight.storage.belonging import project_of
from preflight.storage.engine import Connection
from preflight.storage.worked_out import WorkedOut

AT_ONCE = 20_000
"""Questions times answers with evidence: beyond it working out takes more than others should wait for the database, and
whoever opens the portfolio next works it out before the lock."""
BATCH = 50
"""So many assessments are worked out at a time: some 0.3 s, within which nobody waits for the database."""


def keep_for_portfolio(
    connection: Connection,
    assessment_id: str,
    questionnaire: Questionnaire,
    answers: Answers,
    blockers: tuple[Blocker, ...],
    on: date,
) -> None:
    """Work out a completed assessment of the day `on`, within the transaction that completes it; one that would take
    long is left for later."""
    with_evidence = sum(bool(each.evidence) for each in answers.values())
    if with_evidence * sum(1 for _ in questionnaire.questions()) > AT_ONCE:
        return
    found = WorkedOut(assessment_id=assessment_id, blockers=blockers, steps=ageing_of(questionnaire, answers, on))
    worked_out_rows.keep_worked_out(connection, [found])


def not_worked_out(workspace: Workspace, person: Person) -> int:
    """How many of the person's projects have a newest assessment that was completed before there was a portfolio."""
    with workspace.reading(person, Operation.SEE, SOME) as connection:
        return len(_left(workspace, connection, person))


def work_out_some(workspace: Workspace, person: Person, *, most: int = BATCH) -> int:
    """Work out the next of these, and say how many they were; 0 where none was left.

    It is read and worked out before the write lock is taken: two that do it at once write the same.
    """
    with workspace.reading(person, Operation.SEE, SOME) as connection:
        found = [_of(connection, each) for each in _left(workspace, connection, person)[:most]]
    if found:
        with workspace.writing(person, Operation.SEE, SOME) as connection:
            worked_out_rows.keep_worked_out(connection, found)
    return len(found)


def work_out_all(workspace: Workspace, person: Person) -> None:
    """Work out whatever is left of these, in batches."""
    while work_out_some(workspace, person):
        pass


def _left(workspace: Workspace, connection: Connection, person: Person) -> list[str]:
    seen = workspace.seen(connection, person, Operation.SEE)
    found = worked_out_rows.newest_not_worked_out(connection)
    return found if seen is None else [each for each in found if project_of(connection, "assessment", each) in seen]


def _of(connection: Connection, assessment_id: str) -> WorkedOut:
    assessment = assessment_rows.get_assessment(connection, assessment_id)
    digest = assessment.questionnaire_digest
    questionnaire = questionnaire_from(digest, lambda: questionnaire_rows.source_of(connection, digest))
    answers = {name: each.answer for name, each in answer_rows.recorded_answers(connection, assessment_id).items()}
    kept = score_rows.kept_score(connection, assessment_id)
    return WorkedOut(
        assessment_id=assessment_id,
        blockers=kept[1].blockers if kept else (),
        steps=ageing_of(questionnaire, answers, assessment.date),
    )
