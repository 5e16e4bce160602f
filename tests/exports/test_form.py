"""The form holds what a person needs to fill it in, is locked elsewhere, and comes back from LibreOffice as it was."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from preflight.catalog.importers.form_layout import ABOUT_SHEET, FORM_SHEET, LISTS_SHEET, Field
from preflight.catalog.importers.read_form import read_form
from preflight.catalog.shelf import Shelf
from preflight.domain.assessment import Answer
from preflight.exports.form_workbook import form_file
from preflight.settings import ROOT
from tests.builders import UNKNOWN, answer, evidence, multi, number, of_questions, option, question, text
from tests.catalog.importers.forms import columns_of, rows_of
from tests.office import PATIENCE_S, office

pytestmark = pytest.mark.slow

ASKED = of_questions(
    question("s.level", why="Because it counts.", critical="2"),
    multi("s.parts"),
    number("s.days", unit="days", minimum=Fraction(0), maximum=Fraction(100)),
    text("s.story"),
    question("s.later", show_if="s.level:4"),
    question("s.long", options=tuple(option(f"o{at}", at, label=f"{at} {'long ' * 20}"[:80]) for at in range(30))),
)
ASKED_NAMES = [each.id for each in ASKED.questions()]
SAID = {
    "s.level": answer("3", evidence(), evidence(text="", url="https://x.example/report"), note="One\ntwo"),
    "s.parts": answer(["a", "c"]),
    "s.days": answer(Fraction(7, 2)),
    "s.story": Answer(text="=1+1 & _x000D_"),
    "s.later": UNKNOWN,
    "s.long": Answer(not_applicable="A batch job"),
}


@pytest.fixture(scope="module")
def content() -> bytes:
    return form_file(ASKED, SAID, "Invoice triage", on=date(2026, 11, 20)).content


@pytest.fixture(scope="module")
def sheet(content: bytes) -> Worksheet:
    return openpyxl.load_workbook(BytesIO(content))[FORM_SHEET]


def cell(sheet: Worksheet, name: str, field: Field) -> openpyxl.cell.Cell:
    return sheet.cell(rows_of(sheet)[name], columns_of(sheet)[field])


def test_its_xml_keeps_to_the_schema(content: bytes, tmp_path: Path, assert_valid_xlsx: Callable[[Path], None]) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(content)
    assert_valid_xlsx(file)


def test_one_sheet_is_seen_and_only_the_answers_can_be_changed(content: bytes, sheet: Worksheet) -> None:
    book = openpyxl.load_workbook(BytesIO(content))
    assert {each.title: each.sheet_state for each in book.worksheets} == {
        FORM_SHEET: "visible", LISTS_SHEET: "hidden", ABOUT_SHEET: "veryHidden"
    }  # fmt: skip
    assert sheet.protection.sheet
    assert not sheet.protection.password
    locked = {field: cell(sheet, "s.level", field).protection.locked for field in Field}
    assert locked == {
        field: field in {Field.ID, Field.NUMBER, Field.QUESTION, Field.LEVELS} for field in Field
    }  # fmt: skip
    assert sheet.column_dimensions["A"].hidden


def test_a_question_stands_there_with_its_why_and_every_level(sheet: Worksheet) -> None:
    assert cell(sheet, "s.level", Field.QUESTION).value == "What about s.level?\nBecause it counts."
    levels = str(cell(sheet, "s.level", Field.LEVELS).value).splitlines()
    assert levels[0] == "1 · Option 0"
    assert levels[2] == "3 · Option 2 (the least that does not block)"
    assert cell(sheet, "s.days", Field.LEVELS).value == "A number (days) from 0 to 100."
    assert "depends on question 1." in str(cell(sheet, "s.later", Field.QUESTION).value)


def test_it_holds_the_answers_there_are(sheet: Worksheet) -> None:
    found = {name: cell(sheet, name, Field.ANSWER).value for name in ASKED_NAMES}
    assert found == {
        "s.level": "4 · Option 3",
        "s.parts": None,
        "s.days": 3.5,
        "s.story": "=1+1 & _x000D_",
        "s.later": "Nobody knows",
        "s.long": "Does not apply",
    }
    assert cell(sheet, "s.parts:a", Field.ANSWER).value == "Yes"
    assert cell(sheet, "s.parts:b", Field.ANSWER).value is None
    assert cell(sheet, "s.long", Field.REASON).value == "A batch job"
    assert cell(sheet, "s.level", Field.DATE).is_date
    assert cell(sheet, "s.story", Field.ANSWER).data_type == "s"


def test_each_answer_has_its_list_however_long(content: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(content))
    sheet, lists = book[FORM_SHEET], book[LISTS_SHEET]
    rows, column = rows_of(sheet), columns_of(sheet)[Field.ANSWER]
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            area = lists[rule.formula1.split("!")[1].replace("$", "")]
            offered[str(rule.sqref)] = [each[0].value for each in area] if isinstance(area, tuple) else [area.value]
    at = {name: f"{openpyxl.utils.get_column_letter(column)}{rows[name]}" for name in rows}
    assert offered[at["s.level"]][-3:] == ["5 · Option 4", "Nobody knows", "Does not apply"]
    assert len(offered[at["s.long"]]) == 32
    assert offered[at["s.parts"]] == ["None of these", "Nobody knows", "Does not apply"]
    assert offered[at["s.parts:a"]] == ["Yes"]


def test_every_shipped_questionnaire_makes_a_form_that_reads_back_empty() -> None:
    entries = Shelf(ROOT / "questionnaires").entries()
    assert len(entries) >= 7
    for entry in entries:
        reading = read_form(form_file(entry.questionnaire, {}, "Invoice triage").content, entry.questionnaire)
        assert reading.problems == ()
        assert all(each.empty for each in reading.answers.values())


@pytest.mark.slow
def test_a_form_that_libreoffice_saved_says_the_same(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").write_bytes(content)
    program = office()
    assert program is not None, "No LibreOffice found."
    profile, saved = (tmp_path / "profile").as_uri(), tmp_path / "saved"
    call = [program, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "xlsx", "--outdir", str(saved)]
    subprocess.run([*call, str(tmp_path / "form.xlsx")], check=True, capture_output=True, timeout=PATIENCE_S)
    before, after = (read_form(each, ASKED) for each in (content, (saved / "form.xlsx").read_bytes()))
    assert after.problems == ()
    for name in ASKED_NAMES:
        one, other = before.answers[name], after.answers[name]
        assert (one.said, one.note) == (other.said, other.note)
        assert [each.evidence for each in one.evidence] == [each.evidence for each in other.evidence]


@pytest.mark.parametrize(("open_to_change", "says"), [(True, "Bring the file back"), (False, "can’t be brought back")])
def test_a_form_says_whether_it_can_be_brought_back(open_to_change: bool, says: str) -> None:
    made = form_file(ASKED, SAID, "Invoice triage", open_to_change=open_to_change)
    sheet = openpyxl.load_workbook(BytesIO(made.content)).worksheets[0]
    assert any(says in str(cell.value) for cell in sheet[2])
