"""The path to ready: the cheapest ways to better verdicts, what they are worked out with, and answers tried out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.action import Action
from preflight.domain.assessment import Answer, Answers
from preflight.domain.errors import Invalid
from preflight.domain.path_setting import PathSetting
from preflight.domain.paths.improvement import NoPath, Path, paths_up
from preflight.domain.paths.moves import Efforts
from preflight.domain.project import Person
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.saying import plain_said, read_said
from preflight.domain.scoring import Score, score
from preflight.domain.verdict import Verdict, decide
from preflight.services.assessments import OpenAssessment, kept_questionnaire, opened
from preflight.services.workspace import Workspace
from preflight.storage import actions as action_rows
from preflight.storage import assessments as assessment_rows
from preflight.storage import path_settings as setting_rows
from preflight.storage import people as people_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The ways up from one assessment, next band first; none where the best band is reached or nothing is scored.

    `score` and `verdict` are today's answers judged as if they were completed on `on`. `under_way` holds for each
    question id the first action of the project that is to raise it and is not closed.
    """

    open: OpenAssessment
    setting: PathSetting
    on: date
    score: Score
    verdict: Verdict
    paths: tuple[Path | NoPath, ...]
    under_way: Mapping[str, Action]


def paths_of(workspace: Workspace, person: Person, assessment_id: str) -> Ways:
    """The ways up from an assessment, completed or draft, with the kept setting. Raises NotFound."""
    with workspace.reading(person, Operation.SEE, About("assessment", assessment_id)) as connection:
        assessment = assessment_rows.get_assessment(connection, assessment_id)
        now = opened(workspace, connection, assessment)
        setting = setting_rows.get_path_setting(connection, assessment.project_id, assessment.questionnaire_id)
        actions = action_rows.list_actions(connection, assessment.project_id)
    on = assessment.date if assessment.completed else workspace.today()
    today = what_if(now, now.answers, on=on)
    return Ways(
        open=now,
        setting=setting,
        on=on,
        score=today[0],
        verdict=today[1],
        paths=paths_up(now.questionnaire, now.answers, on=on, efforts=efforts_of(setting), locked=setting.locked),
        under_way={
            each.link.question_id: each
            for each in reversed(actions)
            if each.link is not None and not each.closed and each.link.questionnaire_id == now.questionnaire.id
        },
    )


def what_if(opened: OpenAssessment, answers: Answers, *, on: date) -> tuple[Score, Verdict]:
    """What the questionnaire would say of these answers, were they completed on that day. Nothing is kept."""
    result = score(opened.questionnaire, answers, on=on)
    return result, decide(opened.questionnaire, answers, result, completed=True)


def tried(opened: OpenAssessment, said: Mapping[str, Mapping[str, object]]) -> tuple[dict[str, Answer], frozenset[str]]:
    """The answers with what is tried in their place, and the questions whose answer differs by it.

    `said` goes from question id to what domain/saying.py reads; note and evidence stay. What can't be said of a
    question, or says what stands there already, changes nothing.
    """
    answers, differs = opened.answers, set()
    for question_id, plain in said.items():
        question, present = opened.questionnaire.question(question_id), answers.get(question_id, Answer())
        if question is None or plain_said(present) == plain:
            continue
        with suppress(Invalid):
            found = replace(read_said(question, plain), note=present.note, evidence=present.evidence)
            if found != present:
                answers[question_id] = found
                differs.add(question_id)
    return answers, frozenset(differs)


def said_of(path: Path) -> dict[str, dict[str, object]]:
    """What a path's moves say, in the form that `tried` reads."""
    return {move.question.id: plain_said(move.after) for move in path.moves}


def keep_path_setting(workspace: Workspace, person: Person, assessment_id: str, setting: PathSetting) -> PathSetting:
    """Keep what efforts cost and which answers can't change, for the assessment's project and questionnaire.

    Returns it as it is kept: the locked questions once each, in their order. Raises NotFound, and Invalid for an effort
    outside 1 to 1,000 or a question that is not asked.
    """
    efforts_of(setting)
    with workspace.writing(person, Operation.PLAN, About("assessment", assessment_id)) as connection:
        assessment = assessment_rows.get_assessment(connection, assessment_id)
        kept = replace(setting, locked=_in_order(kept_questionnaire(connection, assessment), setting.locked))
        people_rows.ensure_person(connection, person)
        setting_rows.keep_path_setting(
            connection,
            assessment.project_id,
            assessment.questionnaire_id,
            kept,
            at=workspace.now(),
            by=person.id,
        )
    return kept


def efforts_of(setting: PathSetting) -> Efforts:
    """What a step of each size costs. Raises Invalid outside 1 to 1,000."""
    return Efforts(S=setting.small, M=setting.medium, L=setting.large)


def _in_order(questionnaire: Questionnaire, locked: tuple[str, ...]) -> tuple[str, ...]:
    asked = [question.id for question in questionnaire.questions()]
    for question_id in locked:
        if question_id not in asked:
            raise Invalid(f"There is no question “{question_id}” in this questionnaire.")
    return tuple(question_id for question_id in asked if question_id in locked)
