"""From an answers file to answers, held against the questionnaire that they answer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from preflight.catalog import values
from preflight.catalog.events import read_nodes
from preflight.catalog.fields import Fields
from preflight.catalog.problems import Problems, quoted
from preflight.catalog.reading_answer import read_answer
from preflight.domain.assessment import Answer, Answers
from preflight.domain.questionnaire import Question, Questionnaire

_KEYS = ("questionnaire", "version", "project", "date", "completed", "answers")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersFile:
    """What an answers file says. `date` is None where it names none; `completed` is false for a draft."""

    questionnaire_id: str
    version: int
    project: str
    date: datetime.date | None
    completed: bool
    answers: Answers


def read_answers(
    data: bytes, *, file: str, find: Callable[[str], Questionnaire | None], known: Collection[str] = ()
) -> AnswersFile:
    """Read an answers file; `find` gives the questionnaire of an id, or None. `file` stands in messages.

    `known` are ids to name when the file's is not found.

    Raises UnsoundFile with every problem of the file, each as `file:line:column: what is wrong; what is allowed`.
    """
    problems = Problems(file)
    root = read_nodes(data, problems)
    found = None
    if root is not None:
        found = _read_root(Fields(root, problems, what="an answers file", keys=_KEYS), find, known)
    problems.raise_any()
    assert found is not None, "a file that gives nothing has a problem"
    return found


def _read_root(fields: Fields, find: Callable[[str], Questionnaire | None], known: Collection[str]) -> AnswersFile:
    problems = fields.problems
    questionnaire_id = fields.identifier("questionnaire", required=True)
    version = fields.whole("version", required=True)
    questionnaire = find(questionnaire_id) if questionnaire_id is not None else None
    if questionnaire_id is not None and questionnaire is None:
        wrong = f"there is no questionnaire {quoted(questionnaire_id)} here"
        problems.add(fields.found["questionnaire"], wrong, problems.suggestion(questionnaire_id, known))
    if questionnaire is not None and version is not None and version != questionnaire.version:
        wrong = f"these answers are for version {version}"
        allowed = f"the questionnaire {questionnaire.id} here has version {questionnaire.version}"
        problems.add(fields.found["version"], wrong, allowed)
    return AnswersFile(
        questionnaire_id=questionnaire_id or "",
        version=version or 1,
        project=fields.title("project"),
        date=fields.day("date"),
        completed=fields.truth("completed"),
        answers=MappingProxyType(_read_all(fields, questionnaire)),
    )


def _read_all(fields: Fields, questionnaire: Questionnaire | None) -> dict[str, Answer]:
    """The answers by question id. Without a questionnaire there is nothing to hold them against."""
    problems = fields.problems
    answers: dict[str, Answer] = {}
    node = fields.node("answers", required=True)
    if node is None or questionnaire is None:
        return answers
    questions: Mapping[str, Question] = {question.id: question for question in questionnaire.questions()}
    for key, value in values.entries(node, problems, what="answers"):
        question_id = values.identifier(key, problems, what="the question", dotted=True)
        if question_id is None:
            continue
        question = questions.get(question_id)
        if question is None:
            near = problems.nearest(question_id, questions)
            allowed = f"did you mean {near!r}?" if near else f"allowed are the questions of {questionnaire.id}"
            problems.add(key, f"there is no question {quoted(question_id)}", allowed)
            continue
        answer = read_answer(value, question, problems)
        if answer is not None:
            answers[question_id] = answer
    return answers
