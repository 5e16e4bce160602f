"""One assessment of a document: its answers, every change of them, what its rooms said, and its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from preflight.catalog.importers.document_result import read_result
from preflight.catalog.importers.document_rooms import read_agreed, read_rounds
from preflight.catalog.importers.json_value import Findings, Value
from preflight.domain.assessment import MOST_EVIDENCE, Answer, AnswerChange, Assessment, Evidence, Phase, RecordedAnswer
from preflight.domain.questionnaire import Kind, Question, Questionnaire
from preflight.domain.record import AssessmentRecord, KeptQuestionnaire
from preflight.domain.text import LINE, NOTE

_MOST_ANSWERS: Final = 20_000
_MOST_CHANGES: Final = 1_000_000
_MOST_VERSIONS: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an assessment may refer to: the project, people by id, questionnaires by digest."""

    project_id: str
    people: frozenset[str]
    kept: Mapping[str, KeptQuestionnaire]
    read: Mapping[str, Questionnaire]


def read_assessment(value: Value, known: Known, findings: Findings) -> AssessmentRecord:
    """One assessment; problems of its answers and changes are noted one by one. Raises Wrong for the rest."""
    fields = value.fields(
        "id", "questionnaire", "date", "phase", "created_at", "created_by", "completed_at", "completed_by", "based_on",
        "last_question", "answers", "changes", "rounds", "agreed", "result",
    )  # fmt: skip
    digest = fields["questionnaire"].among(known.read, "this questionnaire is not among the questionnaires")
    kept, questionnaire = known.kept[digest], known.read[digest]
    questions = {question.id: question for question in questionnaire.questions()}
    phase = fields["phase"].one_of(Phase)
    done = phase is Phase.COMPLETED
    for name in ("completed_at", "completed_by", "result"):
        if (fields[name].found is not None) is not done:
            fields[name].wrong("it belongs to a completed assessment, and to none but those")
    assessment = Assessment(
        id=fields["id"].id(),
        project_id=known.project_id,
        questionnaire_id=kept.id,
        questionnaire_version=kept.version,
        questionnaire_digest=digest,
        date=fields["date"].day(),
        phase=phase,
        created_at=fields["created_at"].moment(),
        created_by=_person(fields["created_by"], known),
        completed_at=fields["completed_at"].or_none(Value.moment),
        completed_by=fields["completed_by"].or_none(lambda each: _person(each, known)),
        based_on=fields["based_on"].or_none(Value.id),
        last_question=fields["last_question"].or_none(lambda each: _question(each, questions).id),
    )
    noted = len(findings.found)
    changes = _changes(fields["changes"], assessment.id, questions, known, findings)
    recorded = _answers(fields["answers"], questions, known, findings)
    if noted == len(findings.found):
        _check_history(fields["changes"], recorded, changes)
    return AssessmentRecord(
        assessment=assessment,
        recorded=recorded,
        changes=changes,
        rounds=read_rounds(fields["rounds"], questions),
        agreed=read_agreed(fields["agreed"], questions, known.people, read_answer),
        result=fields["result"].or_none(lambda each: read_result(each, questionnaire)),
    )


def read_answer(value: Value, question: Question) -> Answer:
    """An answer in the form in which it is kept: only what it says is there. Raises Wrong."""
    names = ("choices", "number", "text", "unknown", "not_applicable", "note", "evidence")
    fields = value.fields(perhaps=names)
    said = [name for name in names[:5] if name in fields]
    if len(said) > 1:
        value.wrong(f"{said[0]} and {said[1]} can't both be said")
    choices = number = text = reason = None
    match said:
        case ["choices"]:
            choices = _choices(fields["choices"], question)
        case ["number"]:
            _is_kind(fields["number"], question, Kind.NUMBER)
            number = fields["number"].fraction()
        case ["text"]:
            _is_kind(fields["text"], question, Kind.TEXT)
            text = fields["text"].text(NOTE, lines=True, least=1)
        case ["unknown"]:
            fields["unknown"].exactly(True, "it may be true only")
        case ["not_applicable"]:
            reason = fields["not_applicable"].text(LINE)
    evidence: tuple[Evidence, ...] = ()
    if "evidence" in fields:
        evidence = tuple(_evidence(each) for each in fields["evidence"].items(MOST_EVIDENCE))
        if not evidence:
            fields["evidence"].wrong("it may not be empty")
    return Answer(
        choices=choices,
        number=number,
        text=text,
        unknown="unknown" in fields,
        not_applicable=reason,
        note=fields["note"].text(NOTE, lines=True, least=1) if "note" in fields else "",
        evidence=evidence,
    )


def _choices(value: Value, question: Question) -> tuple[str, ...]:
    if question.kind not in {Kind.CHOICE, Kind.MULTI}:
        value.wrong("the question is not answered by choosing")
    options = {option.id for option in question.options}
    found = tuple(each.among(options, "the question has no such option") for each in value.items(len(options)))
    if len(set(found)) < len(found):
        value.wrong("an option stands here twice")
    if question.kind is Kind.CHOICE and len(found) != 1:
        value.wrong("exactly one option is chosen")
    return found


def _evidence(value: Value) -> Evidence:
    fields = value.fields(perhaps=("id", "text", "url", "date"))
    found = Evidence(
        id=fields["id"].id() if "id" in fields else "",
        text=fields["text"].text(LINE, least=1) if "text" in fields else "",
        url=fields["url"].url(least=1) if "url" in fields else "",
        date=fields["date"].day() if "date" in fields else None,
    )
    if not (found.text or found.url):
        value.wrong("evidence has a text or a link")
    return found


def _answers(
    value: Value, questions: Mapping[str, Question], known: Known, findings: Findings
) -> dict[str, RecordedAnswer]:
    recorded: dict[str, RecordedAnswer] = {}
    for each in value.items(_MOST_ANSWERS):
        with findings.noted():
            fields = each.fields("question", "version", "at", "by", "answer")
            question = _question(fields["question"], questions)
            if recorded and question.id <= max(recorded):
                each.wrong("answers stand by question, each once")
            recorded[question.id] = RecordedAnswer(
                answer=read_answer(fields["answer"], question),
                version=fields["version"].whole(1, _MOST_VERSIONS),
                at=fields["at"].moment(),
                by=_person(fields["by"], known),
            )
    return recorded


def _changes(
    value: Value, assessment_id: str, questions: Mapping[str, Question], known: Known, findings: Findings
) -> tuple[AnswerChange, ...]:
    changes: list[AnswerChange] = []
    for number, each in enumerate(value.items(_MOST_CHANGES), start=1):
        with findings.noted():
            fields = each.fields("question", "at", "by", "before", "after")
            question = _question(fields["question"], questions)
            before = fields["before"]
            changes.append(
                AnswerChange(
                    seq=number,
                    assessment_id=assessment_id,
                    question_id=question.id,
                    at=fields["at"].moment(),
                    by=_person(fields["by"], known),
                    before=None if before.found is None else read_answer(before, question),
                    after=read_answer(fields["after"], question),
                )
            )
    return tuple(changes)


def _check_history(value: Value, recorded: Mapping[str, RecordedAnswer], changes: tuple[AnswerChange, ...]) -> None:
    """Each change begins where the one before it ended, and the last one ends in the answer, so many versions later."""
    last: dict[str, AnswerChange] = {}
    count: dict[str, int] = {}
    for place, change in zip(value.items(_MOST_CHANGES), changes, strict=True):
        earlier = last.get(change.question_id)
        if change.before != (earlier.after if earlier else None):
            place.wrong("it does not begin with the answer that was there")
        last[change.question_id] = change
        count[change.question_id] = count.get(change.question_id, 0) + 1
    for name in last.keys() | recorded.keys():
        newest, answer = last.get(name), recorded.get(name)
        if newest is None or answer is None:
            value.wrong(f"the answer to {name} and its changes don't belong together")
        if (answer.answer, answer.at, answer.by, answer.version) != (newest.after, newest.at, newest.by, count[name]):
            value.wrong(f"the answer to {name} is not what its last change left")


def _question(value: Value, questions: Mapping[str, Question]) -> Question:
    return questions[value.among(questions, "the questionnaire has no such question")]


def _person(value: Value, known: Known) -> str:
    return value.among(known.people, "this person is not among the people")


def _is_kind(value: Value, question: Question, kind: Kind) -> None:
    if question.kind is not kind:
        value.wrong(f"the question is of the kind {question.kind}")
