"""What goes out in a table comes back as it was: any text, any number, any day, any choice (B6, B7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.importers.csv_layout import guarded, unguarded
from preflight.catalog.importers.filled import FormReading
from preflight.catalog.importers.read_csv import read_csv
from preflight.catalog.importers.read_form import read_form
from preflight.domain.assessment import Answer, Evidence
from preflight.domain.errors import Invalid
from preflight.domain.text import LINE, NOTE, clean_text
from preflight.exports.answers_csv import csv_file
from preflight.exports.form_workbook import form_file
from preflight.exports.workbook.workbook_file import workbook_file
from preflight.services import answering
from preflight.services.answering import Place
from preflight.services.dossier import dossier_of
from preflight.services.importing import Standing, preview_answers, read_answers_file
from tests.builders import TODAY, multi, number, of_questions, option, question, text
from tests.exports.dossiers import a_dossier
from tests.workshops import DAYS, LEVEL, PARTS, STORY, Workshop, a_building, a_workshop

pytestmark = pytest.mark.slow

ASKED = of_questions(question("s.level"), multi("s.parts"), number("s.days"), text("s.story"), question("s.last"))
RISKY = "=+-@\t\r\n'\"_x0041D<r></t>,;|&*# 0123\u00a0\u200b＝é漢א\U0001f600"
ANY = st.text(st.characters(), max_size=120) | st.text(st.sampled_from(RISKY), max_size=30)
HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "''=1", "'tis", "'", '=HYPERLINK("http://x.example","y")',
    "=cmd|' /C calc'!A0", "{=1}", "_x0041_", "_x005F_x0041_", "_x0041_x0042_", "x005F_", "_x000D_", "<r><t>x</t></r>",
    "<r>&bad</r>", "http://x.example", "mailto:a@b.example", "internal:Sheet1!A1", "#REF!", "#N/A", "TRUE", "1e5",
    "2026-11-20", "Nobody knows", '"Nobody knows"', "does not apply", "None of these", "3 · Option 2", "0", "-",
    "sep=;", "a,b;c\td", 'say "it"', "line\nbreak", "\N{ZERO WIDTH SPACE}=1", "＝1", "שלום", "👩‍👩‍👧",
    "e\u0301", "\u2028x",
)  # fmt: skip
THOROUGH = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    with a_building(tmp_path) as building, a_workshop(building) as found:
        yield found


def kept(given_text: str, *, longest: int, lines: bool) -> str:
    """The text as saving keeps it; empty where it would be refused."""
    try:
        return clean_text(given_text, what="It", longest=longest, lines=lines)
    except Invalid:
        return ""


def said_with(words: str) -> dict[str, Answer]:
    """Answers that bear the text wherever a person can write one."""
    note, line = kept(words, longest=NOTE, lines=True), kept(words, longest=LINE, lines=False)
    evidence = tuple(Evidence(text=each, url="https://x.example/=1", date=TODAY) for each in (line, f"+{line}") if each)
    return {
        "s.level": Answer(choices=("3",), note=note, evidence=evidence),
        "s.parts": Answer(choices=("a", "c"), note=note),
        "s.days": Answer(number=Fraction(7, 2), note=note, evidence=evidence[:1]),
        "s.story": Answer(text=note or None, note=note),
        "s.last": Answer(not_applicable=line, note=note),
    }


def through_csv(said: Mapping[str, Answer]) -> FormReading:
    return read_csv(csv_file(a_dossier(ASKED, said)).content, ASKED)


def through_form(said: Mapping[str, Answer]) -> FormReading:
    return read_form(form_file(ASKED, said, "Invoice triage").content, ASKED)


WAYS = {"csv": through_csv, "form": through_form}


def as_answers(reading: FormReading) -> dict[str, Answer]:
    """What was read, as answers again; nothing may have been a problem."""
    assert [str(problem) for problem in reading.problems] == []
    found = {}
    for name, filled in reading.answers.items():
        said = filled.said or Answer()
        found[name] = Answer(
            choices=said.choices,
            number=said.number,
            text=said.text,
            unknown=said.unknown,
            not_applicable=said.not_applicable,
            note=filled.note,
            evidence=tuple(each.evidence for each in filled.evidence),
        )
    return {name: answer for name, answer in found.items() if answer != Answer()}


def without_nothing(said: Mapping[str, Answer]) -> dict[str, Answer]:
    return {name: answer for name, answer in said.items() if answer != Answer()}


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_hostile_text_comes_back_as_it_was(way: Callable[[Mapping[str, Answer]], FormReading], words: str) -> None:
    said = said_with(words)
    assert as_answers(way(said)) == without_nothing(said)


@given(ANY)
@THOROUGH
def test_any_text_comes_back_from_csv(words: str) -> None:
    said = said_with(words)
    assert as_answers(through_csv(said)) == without_nothing(said)


@pytest.mark.slow
@given(ANY)
@THOROUGH
def test_any_text_comes_back_from_a_form(words: str) -> None:
    said = said_with(words)
    assert as_answers(through_form(said)) == without_nothing(said)


@given(ANY)
@example("'=1")
@example("'''=")
@settings(deadline=None, max_examples=200)
def test_the_apostrophe_is_taken_off_exactly_where_it_was_put(words: str) -> None:
    assert unguarded(guarded(words)) == words
    assert not guarded(words).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


NUMBERS = (
    "0", "-1.5", "3.5", "0.000001", "99999.5", "999999999999999", "123456789012345.123456", "-0.1", "1.125", "1000",
)  # fmt: skip


@pytest.mark.parametrize("typed", NUMBERS)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_number_comes_back_to_its_last_digit(way: Callable[[Mapping[str, Answer]], FormReading], typed: str) -> None:
    said = {"s.days": Answer(number=Fraction(typed))}
    assert as_answers(way(said)) == said


@pytest.mark.parametrize(
    "day", [date(1, 1, 1), date(1899, 12, 31), date(1900, 2, 28), date(2026, 3, 4), date(9999, 12, 31)]
)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_day_comes_back(way: Callable[[Mapping[str, Answer]], FormReading], day: date) -> None:
    said = {"s.level": Answer(evidence=(Evidence(text="Report", date=day),))}
    assert as_answers(way(said)) == said


@pytest.mark.parametrize(
    "said",
    [
        {"s.level": Answer(unknown=True)},
        {"s.parts": Answer(unknown=True)},
        {"s.days": Answer(unknown=True)},
        {"s.story": Answer(unknown=True)},
        {"s.parts": Answer(choices=())},
        {"s.parts": Answer(not_applicable="Nobody waits")},
        {"s.days": Answer(not_applicable="Nobody waits")},
        {"s.story": Answer(not_applicable="Nobody waits")},
        {"s.last": Answer(not_applicable="")},
        {"s.level": Answer(note="Ask again")},
        {},
    ],
)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_every_state_comes_back(way: Callable[[Mapping[str, Answer]], FormReading], said: dict[str, Answer]) -> None:
    assert as_answers(way(said)) == said


def test_no_text_becomes_a_formula_in_a_workbook_or_a_form() -> None:
    asked = of_questions(
        *(
            question(
                f"s.q{at}", text=words, why=words, options=(option("0", 0, label=words), option("1", 1, label=words))
            )
            for at, words in enumerate(HOSTILE)
        ),
        title=HOSTILE[0],
    )
    said = {
        f"s.q{at}": Answer(choices=("1",), note=words, evidence=(Evidence(text=words, url=words, date=TODAY),))
        for at, words in enumerate(HOSTILE)
    }
    dossier = a_dossier(
        asked, said, past=[(date(2026, 3, 1), {"s.q0": "0"})], votes={"s.q0": "0011"}, project=HOSTILE[0]
    )
    for made in (workbook_file(dossier), form_file(asked, said, HOSTILE[0])):
        for sheet in openpyxl.load_workbook(BytesIO(made.content)).worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
                assert cell.data_type in {"s", "n", "d"}, (sheet.title, cell.coordinate, cell.value)
                assert cell.hyperlink is None


@pytest.mark.slow
def test_what_was_saved_goes_out_and_comes_back_without_a_change(workshop: Workshop) -> None:
    """Through the services, the database, the export, the reader and the preview."""
    for at, words in enumerate(HOSTILE[::6]):
        _save(workshop, words, "=x" if at % 2 else "'=x")
        dossier = dossier_of(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
        form = form_file(dossier.questionnaire, dossier.open.answers, dossier.project.name)
        for content in (csv_file(dossier).content, form.content):
            reading = read_answers_file(workshop.workspace, LOCAL_OWNER, workshop.assessment_id, content)
            preview = preview_answers(workshop.workspace, LOCAL_OWNER, workshop.assessment_id, reading)
            assert preview.problems == ()
            assert {line.standing for line in preview.lines} <= {Standing.SAME, Standing.EMPTY}
            assert preview.count(Standing.SAME) == 4


def _save(workshop: Workshop, words: str, line: str) -> None:
    """Every kind of answer with a note, and one more piece of evidence for one of them, of three at most."""

    def do(step: Callable[..., object], name: str, *arguments: object, **named: object) -> None:
        recorded = dossier_of(workshop.workspace, LOCAL_OWNER, workshop.assessment_id).open.recorded.get(name)
        place = Place(assessment_id=workshop.assessment_id, question_id=name, seen=recorded.version if recorded else 0)
        step(workshop.workspace, LOCAL_OWNER, place, *arguments, **named)

    do(answering.choose, LEVEL, ["3"])
    do(answering.choose, PARTS, ["crm"])
    do(answering.say_number, DAYS, "12.5")
    do(answering.say_text, STORY, f"{words} and more")
    for name in (LEVEL, PARTS, DAYS, STORY):
        do(answering.write_note, name, words)
    do(answering.add_evidence, LEVEL, text=f"{line}{words}", url="", dated=date(2026, 3, 1))
    proof = dossier_of(workshop.workspace, LOCAL_OWNER, workshop.assessment_id).open.answers[LEVEL].evidence
    if len(proof) > 3:
        do(answering.remove_evidence, LEVEL, proof[0].id)
