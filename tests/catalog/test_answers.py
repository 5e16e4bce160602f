"""What a sound answers file becomes, and how each kind of problem is told, at its exact place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from preflight.catalog.answers import AnswersFile, read_answers
from preflight.catalog.reading import read_questionnaire
from preflight.domain.assessment import Answer, Evidence, State
from preflight.domain.errors import UnsoundFile
from preflight.domain.questionnaire import Questionnaire
from tests.catalog.documents import ANSWERS, SOUND, large, spoiled

SMALL = read_questionnaire(SOUND.encode(), file="small.yaml")


def find(questionnaire_id: str) -> Questionnaire | None:
    return SMALL if questionnaire_id == SMALL.id else None


def read(text: str) -> AnswersFile:
    return read_answers(text.encode(), file="f", find=find)


def one(answer: str, question: str = "first.one") -> Answer:
    """The answer of a file that holds only this one."""
    return read(f"questionnaire: small\nversion: 1\nanswers:\n  {question}: {answer}\n").answers[question]


def problems_of(data: bytes) -> tuple[str, ...]:
    with pytest.raises(UnsoundFile) as caught:
        read_answers(data, file="f", find=find, known=["small"])
    return caught.value.problems


def test_a_sound_file_becomes_answers() -> None:
    assert read(ANSWERS) == AnswersFile(
        questionnaire_id="small",
        version=1,
        project="Invoice triage",
        date=date(2026, 11, 20),
        completed=True,
        answers={
            "first.one": Answer(choices=("2",)),
            "first.two": Answer(choices=("crm", "erp")),
            "first.three": Answer(number=Fraction(10)),
            "inner.rules": Answer(unknown=True),
            "inner.context": Answer(text="Nothing"),
        },
    )


def test_project_date_and_completed_may_be_left_out() -> None:
    found = read("questionnaire: small\nversion: 1\nanswers: {}\n")
    assert (found.project, found.date, found.completed, dict(found.answers)) == ("", None, False, {})


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("first.one", '"2"', Answer(choices=("2",))),
        ("first.one", '{choice: "2"}', Answer(choices=("2",))),
        ("first.one", "{unknown: true}", Answer(unknown=True)),
        ("first.one", '{choice: "2", unknown: false}', Answer(choices=("2",))),
        ("first.one", '{not_applicable: "A batch job"}', Answer(not_applicable="A batch job")),
        ("first.one", '{note: "Ask Ann"}', Answer(note="Ask Ann")),
        ("first.two", "{choices: [erp]}", Answer(choices=("erp",))),
        ("first.two", "{choices: []}", Answer(choices=())),
        ("first.two", "{choices: [neither]}", Answer(choices=("neither",))),
        ("first.three", "{number: 0}", Answer(number=Fraction(0))),
        ("first.three", "{number: 12.5}", Answer(number=Fraction(25, 2))),
        ("inner.context", '{text: "10"}', Answer(text="10")),
    ],
)
def test_each_kind_is_answered_in_its_way(question: str, text: str, answer: Answer) -> None:
    assert one(text, question) == answer


def test_a_note_alone_is_no_answer() -> None:
    assert one('{note: "Ask Ann"}').state is State.UNANSWERED


def test_evidence_has_a_text_or_an_address_and_a_day() -> None:
    text = (
        '{choice: "1", evidence: [{text: "Load test", url: "https://x.org", date: 2026-10-01}, {url: "http://y.org"}]}'
    )
    assert one(text).evidence == (
        Evidence(text="Load test", url="https://x.org", date=date(2026, 10, 1)),
        Evidence(url="http://y.org"),
    )


SPOILED = {
    "unknown key": (
        "completed: true",
        "⟦complete: true",
        "'complete' is not a key of an answers file; did you mean 'completed'?",
    ),
    "duplicate key": (
        "  inner.context:",
        '  ⟦first.one: "1"\n  inner.context:',
        "the key 'first.one' stands twice, first at 7:3",
    ),
    "unknown questionnaire": (
        "questionnaire: small",
        "questionnaire: ⟦smal",
        "there is no questionnaire 'smal' here; did you mean 'small'?",
    ),
    "another version": (
        "version: 1",
        "version: ⟦2",
        "these answers are for version 2; the questionnaire small here has version 1",
    ),
    "date": ("2026-11-20", "⟦2026-11-31", "date 2026-11-31 is not in the calendar"),
    "date in words": ("2026-11-20", "⟦yesterday", "date is 'yesterday'; allowed is a day such as 2026-11-20"),
    "completed yes": (
        "completed: true",
        "completed: ⟦yes",
        "completed is 'yes'; allowed are true and false, without quotes",
    ),
    "project 1.10": (
        '"Invoice triage"',
        "⟦1.10",
        'project is 1.10 without quotes, which is a number; put quotes around it: "1.10"',
    ),
    "unknown question": ("first.one:", "⟦first.oen:", "there is no question 'first.oen'; did you mean 'first.one'?"),
    "unknown question, nothing near": (
        "first.one:",
        "⟦zzz:",
        "there is no question 'zzz'; allowed are the questions of small",
    ),
    "no id": ("first.one:", "⟦First One:", "the question 'First One' is not an id"),
    "unknown option": ('first.one: "2"', 'first.one: ⟦"7"', "the question has no option '7'; allowed are 0, 1 and 2"),
    "option without quotes": (
        'first.one: "2"',
        "first.one: ⟦2",
        'the option is 2 without quotes, which is a number; put quotes around it: "2"',
    ),
    "option No": (
        'first.one: "2"',
        "first.one: {choice: ⟦No}",
        'the option is No without quotes, which is true or false; put quotes around it: "No"',
    ),
    "no answer": ('first.one: "2"', "first.one:⟦", "the option is missing"),
    "a list for a choice": (
        'first.one: "2"',
        'first.one: ⟦["2"]',
        'this answer is a list, and the question is of kind choice; write "option-id"',
    ),
    "choices of a choice": (
        'first.one: "2"',
        'first.one: {⟦choices: ["2"]}',
        "choices does not fit a question of kind choice; write",
    ),
    "choice of a multi": (
        "{choices: [crm, erp]}",
        "{⟦choice: crm}",
        "choice does not fit a question of kind multi; write {choices: [option-id, option-id]}",
    ),
    "a word for a multi": (
        "{choices: [crm, erp]}",
        "⟦crm",
        "this answer is a text, and the question is of kind multi; write {choices:",
    ),
    "a number for a number": (
        "{number: 10}",
        "⟦10",
        "this answer is a number, and the question is of kind number; write {number: 10}",
    ),
    "one choice as text": ("{choices: [crm, erp]}", "{choices: ⟦crm}", "choices is a text; a list belongs here"),
    "unknown choice": ("[crm, erp]", "[crm, ⟦epr]", "the question has no option 'epr'; did you mean 'erp'?"),
    "the same choice twice": (
        "[crm, erp]",
        "[crm, ⟦crm]",
        "the option 'crm' stands twice, first at 8:25; name it once",
    ),
    "exclusive beside others": (
        "[crm, erp]",
        "[crm, ⟦neither]",
        "the option 'neither' stands beside others; it excludes them",
    ),
    "number in quotes": ("{number: 10}", '{number: ⟦"10"}', "number is '10' in quotes; take the quotes off: 10"),
    "number too large": (
        "{number: 10}",
        "{number: ⟦100.5}",
        "the number is 100.5; allowed is at least 0 and at most 100",
    ),
    "number too small": ("{number: 10}", "{number: ⟦-1}", "the number is -1; allowed is at least 0 and at most 100"),
    "empty text": ('{text: "Nothing"}', '{text: ⟦""}', "text is empty; write a text"),
    "two at once": (
        "{unknown: true}",
        "{unknown: true, ⟦choices: [a]}",
        "this answer says unknown and choices at once; keep one of them",
    ),
    "unknown and not applicable": (
        "{unknown: true}",
        "{unknown: true, ⟦not_applicable: So}",
        "this answer says unknown and not_applicable at once",
    ),
    "nothing said": ("{unknown: true}", "⟦{}", "this answer says nothing; write"),
    "unknown false alone": ("{unknown: true}", "⟦{unknown: false}", "this answer says nothing; write"),
    "no reason": ("{unknown: true}", '{not_applicable: ⟦""}', "not_applicable is empty; write a text"),
    "true is no reason": (
        "{unknown: true}",
        "{not_applicable: ⟦true}",
        "not_applicable is true, without a reason; write why",
    ),
    "unknown key of an answer": (
        "{unknown: true}",
        "{⟦unkown: true, note: N}",
        "'unkown' is not a key of an answer; did you mean 'unknown'?",
    ),
    "evidence's day": (
        "{unknown: true}",
        "{note: N, evidence: [{text: T, date: ⟦2026-02-29}]}",
        "date 2026-02-29 is not in the calendar",
    ),
    "evidence's address": (
        "{unknown: true}",
        '{note: N, evidence: [{url: ⟦"javascript:alert(1)"}]}',
        "url 'javascript:alert(1)' is not a web address",
    ),
    "evidence of nothing": (
        "{unknown: true}",
        "{note: N, evidence: [⟦{date: 2026-01-01}]}",
        "a piece of evidence has neither text nor url",
    ),
    "evidence is a list": (
        "{unknown: true}",
        "{note: N, evidence: ⟦{text: T}}",
        "evidence is a mapping; a list belongs here",
    ),
    "note too long": (
        "{unknown: true}",
        f"{{note: ⟦{'a' * 4_001}}}",
        "note has 4,001 characters; allowed are at most 4,000",
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_each_problem_is_told_at_its_place_and_alone(name: str) -> None:
    old, new, expected = SPOILED[name]
    data, place = spoiled(old, new, text=ANSWERS)
    problems = problems_of(data)
    assert problems[0].startswith(f"f:{place}: {expected}"), problems
    assert len(problems) == 1, problems


def test_all_problems_are_told_at_once_by_line() -> None:
    text = ANSWERS.replace("version: 1", "version: 3").replace('first.one: "2"', "first.one: 2").replace("erp", "epr")
    assert [int(problem.split(":")[1]) for problem in problems_of(text.encode())] == [2, 7, 8]


def test_what_must_be_there_is_told() -> None:
    problems = problems_of(b"project: P\n")
    assert [problem.split(": ", 1)[1] for problem in problems] == [
        "an answers file has no answers; add `answers:`",
        "an answers file has no questionnaire; add `questionnaire:`",
        "an answers file has no version; add `version:`",
    ]


def test_answers_of_a_thousand_questions_fit() -> None:
    questionnaire = read_questionnaire(large(1_000, minimal=True), file="large.yaml")
    lines = "".join(f'  {question.id}: "1"\n' for question in questionnaire.questions())
    data = f"questionnaire: large\nversion: 1\nanswers:\n{lines}".encode()
    assert len(read_answers(data, file="f", find=lambda _: questionnaire).answers) == 1_000


def test_the_answers_of_the_formats_example_are_read_as_they_stand() -> None:
    said = '{choice: "1", note: "…", evidence: [{text: "Load test", url: "…", date: 2026-10-01}]}'
    assert one(said).evidence[0].url == "…"
