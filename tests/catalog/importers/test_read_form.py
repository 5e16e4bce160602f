"""A filled form is understood generously, every problem is told by its row, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from fractions import Fraction
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from preflight.catalog.importers.form_layout import ABOUT_SHEET, FORM_SHEET, Field
from preflight.catalog.importers.read_form import read_form
from preflight.catalog.importers.row_problems import MOST_TOLD, told
from preflight.domain.assessment import Answer
from preflight.domain.errors import Invalid
from tests.builders import multi, number, of_questions, option, question, text
from tests.catalog.importers.forms import Cell, a_form, columns_of, filled, rows_of, saved
from tests.catalog.importers.packages import package

pytestmark = pytest.mark.slow

LEVELS = (
    option("0", 0, label="Not considered"),
    option("1", 1, label="Known"),
    option("2", 2, label="Written down"),
    option("3", 3, label="Done"),
)
ASKED = of_questions(
    question("s.level", options=LEVELS),
    multi("s.parts"),
    number("s.days", unit="days", minimum=Fraction(-10), maximum=Fraction(5000)),
    text("s.story"),
)
FORM = a_form(ASKED)
A_DATE = datetime.combine(date(2026, 5, 3), time())


def read(cells: Mapping[Cell, Any]) -> tuple[dict[str, Answer | None], list[str]]:
    """What was said, and the problems."""
    reading = read_form(filled(FORM, cells), ASKED)
    return {name: each.said for name, each in reading.answers.items() if each.said}, [str(p) for p in reading.problems]


def test_a_form_is_read_as_it_was_filled_in() -> None:
    cells: dict[Cell, Any] = {
        ("s.level", Field.ANSWER): 3,
        ("s.level", Field.EVIDENCE): "Report",
        ("s.level", Field.DATE): date(2026, 10, 3),
        ("s.days", Field.ANSWER): "3,5",
        ("s.story", Field.ANSWER): "Does not apply",
        ("s.story", Field.REASON): "A batch job",
    }
    reading = read_form(filled(FORM, cells), ASKED)
    assert reading.problems == ()
    assert {name: each.said for name, each in reading.answers.items() if each.said} == {
        "s.level": Answer(choices=("2",)),
        "s.days": Answer(number=Fraction(7, 2)),
        "s.story": Answer(not_applicable="A batch job"),
    }
    assert reading.answers["s.level"].evidence[0].evidence.date == date(2026, 10, 3)


def test_options_are_ticked_in_their_rows_or_named_by_their_numbers() -> None:
    ticked: dict[Cell, Any] = {("s.parts:a", Field.ANSWER): "Yes", ("s.parts:c", Field.ANSWER): "x"}
    assert read(ticked) == ({"s.parts": Answer(choices=("a", "c"))}, [])
    assert read({("s.parts", Field.ANSWER): "1, 3"}) == ({"s.parts": Answer(choices=("a", "c"))}, [])
    assert read({("s.parts", Field.ANSWER): "None of these"}) == ({"s.parts": Answer(choices=())}, [])
    assert read({("s.parts:a", Field.ANSWER): "No"}) == ({}, [])


def test_further_evidence_is_read_from_the_free_rows() -> None:
    reading = read_form(
        filled(
            FORM,
            {
                ("s.days", Field.EVIDENCE): "One",
                ("spare", Field.ANSWER): "3 · s.days",
                ("spare", Field.LINK): "https://x.example/two",
                ("spare", Field.DATE): "2026-10-03",
            },
        ),
        ASKED,
    )
    assert reading.problems == ()
    assert [(each.evidence.text, each.evidence.url) for each in reading.answers["s.days"].evidence] == [
        ("One", ""),
        ("", "https://x.example/two"),
    ]


PROBLEMS: dict[str, tuple[dict[Cell, Any], str]] = {
    "a level that is not there": (
        {("s.level", Field.ANSWER): "7"},
        "row 5, “Answer”: “7” is none of the levels; allow",
    ),
    "words and number apart": (
        {("s.level", Field.ANSWER): "2 · Done"},
        "row 5, “Answer”: “2 · Done” contradicts itself",
    ),
    "a level that became a date": ({("s.level", Field.ANSWER): A_DATE}, "“2026-05-03” is none of the"),
    "a number that became a date": ({("s.days", Field.ANSWER): A_DATE}, "made a date or a time of this"),
    "a number that became a time": ({("s.days", Field.ANSWER): time(3, 5)}, "made a date or a time of this"),
    "a number with a sign between": ({("s.days", Field.ANSWER): "1.250"}, "“1.250” could be 1250 or a number with"),
    "a number out of range": ({("s.days", Field.ANSWER): 6000}, "The number should be between -10 and 5000"),
    "no number": ({("s.days", Field.ANSWER): "many"}, "Type a number, such as 12 or 3.5"),
    "a day that could be two": (
        {("s.level", Field.EVIDENCE): "R", ("s.level", Field.DATE): "3/10/2026"},
        "row 5, “Evidence date”: “3/10/2026” could be two different days; write it as 2026-11-20",
    ),
    "a day that is none": (
        {("s.level", Field.EVIDENCE): "R", ("s.level", Field.DATE): "31.2.2026"},
        "“31.2.2026” is not in the calendar",
    ),
    "a link that is none": (
        {("s.level", Field.LINK): "javascript:alert(1)"},
        "row 5, “Evidence link”: The link should",
    ),
    "a date alone": ({("s.level", Field.DATE): "2026-10-03"}, "A date alone is no evidence"),
    "a reason without need": ({("s.level", Field.REASON): "Why not"}, "says why it does not apply, and the answer is"),
    "a note too long": ({("s.level", Field.NOTE): "x" * 4001}, "row 5, “Note”: The note may have at most 4,000"),
    "ticked and none": (
        {("s.parts", Field.ANSWER): "None of these", ("s.parts:a", Field.ANSWER): "Yes"},
        "It has an answer here, and Yes in a row below",
    ),
    "neither yes nor no": (
        {("s.parts:b", Field.ANSWER): "perhaps"},
        "row 8, “Answer”: “perhaps” is neither yes nor no",
    ),
    "evidence for nothing": ({("spare", Field.EVIDENCE): "Report"}, "Choose the question that this evidence is for"),
    "evidence for no question": (
        {("spare", Field.ANSWER): 9, ("spare", Field.EVIDENCE): "R"},
        "“9” names no question; allowed are the numbers 1 to 4",
    ),
    "nothing for a question": ({("spare", Field.ANSWER): 2}, "Describe the evidence in a few words"),
}


@pytest.mark.parametrize(("cells", "said"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_is_wrong_is_told_by_its_row(cells: dict[Cell, Any], said: str) -> None:
    found, problems = read(cells)
    assert len(problems) == 1, problems
    assert said in problems[0]
    assert problems[0].startswith("row ")
    assert not any(answer and answer.state == "answered" for answer in found.values())


def test_every_problem_is_told_at_once() -> None:
    _, problems = read(
        {key: value for cells, _ in PROBLEMS.values() for key, value in cells.items() if key[0] != "spare"}
    )
    assert len({line.partition(",")[0] for line in problems}) >= 4


def test_only_the_first_problems_are_told_and_the_rest_counted() -> None:
    asked = of_questions(*(question(f"s.q{number}") for number in range(MOST_TOLD + 30)))
    cells: dict[Cell, Any] = {(f"s.q{number}", Field.ANSWER): "9" for number in range(MOST_TOLD + 30)}
    lines = told(read_form(filled(a_form(asked), cells), asked).problems)
    assert (len(lines), lines[-1]) == (MOST_TOLD + 1, "and 30 more; mend these first")


def test_two_levels_of_one_name_can_only_be_told_apart_by_their_numbers() -> None:
    asked = of_questions(question("s.level", options=(option("a", 0, label="Same"), option("b", 1, label="Same"))))
    form = a_form(asked)
    (problem,) = read_form(filled(form, {("s.level", Field.ANSWER): "Same"}), asked).problems
    assert "could mean more than one thing; choose from the list" in problem.sentence
    reading = read_form(filled(form, {("s.level", Field.ANSWER): "2 · Same"}), asked)
    assert reading.answers["s.level"].said == Answer(choices=("b",))


def test_a_label_that_looks_like_another_levels_number_is_ambiguous() -> None:
    asked = of_questions(question("s.level", options=(option("a", 0, label="2"), option("b", 1, label="4"))))
    (problem,) = read_form(filled(a_form(asked), {("s.level", Field.ANSWER): "2"}), asked).problems
    assert "could mean more than one thing" in problem.sentence


def test_a_form_for_another_questionnaire_or_version_says_so() -> None:
    for other, said in (
        (
            of_questions(question("s.level"), id="other"),
            "is for the questionnaire “sample”, and this assessment asks “oth",
        ),
        (of_questions(question("s.level"), version=2), "is for version 1 of “sample”; this assessment asks version 2"),
        (of_questions(question("s.level"), question("s.more")), "asks other questions than this assessment does"),
    ):
        with pytest.raises(Invalid, match=said):
            read_form(FORM, other)


def test_words_may_change_between_form_and_import() -> None:
    reworded = of_questions(
        question("s.level", options=LEVELS, text="How is it today?"),
        multi("s.parts"),
        number("s.days", unit="days"),
        text("s.story"),
    )
    assert read_form(FORM, reworded).problems == ()


def test_a_row_that_was_copied_or_added_is_a_problem_not_an_answer() -> None:
    book = openpyxl.load_workbook(BytesIO(FORM))
    sheet = book[FORM_SHEET]
    columns, last = columns_of(sheet), sheet.max_row
    sheet.cell(last + 1, columns[Field.ID]).value = "question:s.level"
    sheet.cell(last + 1, columns[Field.ANSWER]).value = "2"
    sheet.cell(last + 2, columns[Field.NOTE]).value = "Whose note is this?"
    problems = [str(each) for each in read_form(saved(book), ASKED).problems]
    assert problems == [
        f"row {last + 1}, “Row id”: This question stands in row 5 already; keep one of the two.",
        f"row {last + 2}, “Row id”: This row belongs to no question; use the rows that the form has.",
    ]


def test_columns_are_found_by_their_heads_and_missing_ones_named() -> None:
    book = openpyxl.load_workbook(BytesIO(FORM))
    sheet = book[FORM_SHEET]
    sheet.insert_cols(columns_of(sheet)[Field.NOTE])
    sheet.cell(rows_of(sheet)["s.level"], columns_of(sheet)[Field.NOTE]).value = "Moved"
    assert read_form(saved(book), ASKED).answers["s.level"].note == "Moved"
    sheet.delete_cols(columns_of(sheet)[Field.NOTE])
    with pytest.raises(Invalid, match="has lost its column “Note”"):
        read_form(saved(book), ASKED)


def test_what_is_no_form_says_so() -> None:
    empty = openpyxl.Workbook()
    nameless = openpyxl.load_workbook(BytesIO(FORM))
    del nameless[ABOUT_SHEET]
    for content in (saved(empty), saved(nameless)):
        with pytest.raises(Invalid, match="This is no form of Preflight’s"):
            read_form(content, ASKED)
    for content in (b"", b"PK", package(), package({"xl/workbook.xml": b"<a/>"}), FORM[:2000]):
        with pytest.raises(Invalid, match="This form"):
            read_form(content, ASKED)


def test_an_error_of_the_spreadsheet_is_a_problem_and_a_formula_counts_by_its_last_value() -> None:
    book = openpyxl.load_workbook(BytesIO(FORM))
    cell = book[FORM_SHEET].cell(rows_of(book[FORM_SHEET])["s.level"], columns_of(book[FORM_SHEET])[Field.NOTE])
    cell.value, cell.data_type = "#REF!", "e"
    (problem,) = read_form(saved(book), ASKED).problems
    assert problem.sentence == "#REF! is an error of the spreadsheet; type the text again."
