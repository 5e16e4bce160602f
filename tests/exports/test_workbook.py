"""The workbook opens in second programs with real types, native charts with gaps, and text that stays text."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from preflight.catalog.importers.xlsx_rows import read_sheets
from preflight.domain.assessment import Answer
from preflight.domain.errors import Invalid
from preflight.domain.text import NOTE, clean_text
from preflight.exports.workbook.book import Book, Column, Look
from preflight.exports.workbook.cells import CUT, LONGEST_CELL
from preflight.exports.workbook.workbook_file import workbook_file
from preflight.services.dossier import Dossier
from tests.builders import TODAY, UNKNOWN, answer, evidence, of_questions, question, questionnaire, section
from tests.exports.dossiers import DIMENSIONS, a_dossier
from tests.office import text_of, to_pdf

pytestmark = pytest.mark.slow

SHEETS = [
    "Summary", "Dimensions", "Questions", "Evidence", "History", "Workshop", "Path", "Actions", "Criteria", "Plan",
    "Systems", "Decisions", "Changes", "Method",
]  # fmt: skip
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def content(sample: Dossier) -> bytes:
    return workbook_file(sample).content


@pytest.fixture(scope="module")
def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """The sheet's rows by the heads of their columns."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def charts_of(content: bytes) -> list[ElementTree.Element]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = sorted(name for name in package.namelist() if name.startswith("xl/charts/chart"))
        return [ElementTree.fromstring(package.read(name)) for name in names]


def test_its_xml_keeps_to_the_schema(content: bytes, tmp_path: Path, assert_valid_xlsx: Callable[[Path], None]) -> None:
    file = tmp_path / "workbook.xlsx"
    file.write_bytes(content)
    assert_valid_xlsx(file)


def test_its_sheets_with_frozen_heads_and_filters(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert all(sheet.freeze_panes for sheet in book.worksheets)
    assert [sheet.title for sheet in book.worksheets if sheet.auto_filter.ref] == [
        "Dimensions", "Questions", "Evidence", "History", "Path", "Actions", "Criteria", "Plan", "Systems", "Changes"
    ]  # fmt: skip
    assert (book.properties.title, book.properties.creator) == ("Invoice triage: readiness", "Preflight")


def test_every_cell_has_the_type_of_what_it_holds(book: openpyxl.Workbook, sample: Dossier) -> None:
    rows = table(book["Questions"])
    assert [row["Question id"] for row in rows] == [each.id for each in sample.questionnaire.questions()]
    assert {type(row["Level"]) for row in rows} <= {int, type(None)}
    assert all(isinstance(row["Fraction"], int | float) for row in rows if row["State"] == "Answered")
    assert {type(row["Date"]) for row in table(book["Evidence"])} == {datetime}
    assert {type(row["Date"]) for row in table(book["History"])[:6]} == {datetime}
    changes = table(book["Changes"])
    assert len(changes) >= len(sample.changes)
    assert {type(row["When (UTC)"]) for row in changes} == {datetime}
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None)
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}


def test_figures_are_those_that_are_shown_with_the_fractions_beside_them(book: openpyxl.Workbook) -> None:
    rows = {str(row["Dimension"]): row for row in table(book["Dimensions"])}
    operations = rows["Operations"]
    assert (operations["Claimed"], operations["With evidence"], operations["Demo gap"]) == (2.3, 1.2, 1.1)
    assert operations["Claimed, as a fraction"] == 0.59375
    assert operations["Target: Ready from 3"] == 3
    moved = {name: row["Moved since"] for name, row in rows.items()}
    assert moved == {"Reliability": 0.4, "Integration": 0.6, "Operations": 0.5}, "as on slides and screens"


def test_the_summary_says_the_verdict_and_what_it_is_of(book: openpyxl.Workbook) -> None:
    rows = [tuple(row[:2]) for row in book["Summary"].iter_rows(values_only=True)]
    said = {label: value for label, value in rows if label}
    words = [value for _, value in rows]
    assert rows[0][0] == "Invoice triage"
    assert "Ready with conditions: Operations decides, at 2.3 of 4." in words
    assert (said["Weakest dimension"], said["Covered"], said["Questions: answered"], said["Voters"]) == (
        "Operations", 1, 24, 0
    )  # fmt: skip
    assert (said["Questionnaire"], said["Version"], said["State"]) == ("Pilot to production", 1, "Completed")


def test_charts_are_native_and_missing_scores_are_gaps(content: bytes) -> None:
    charts = charts_of(content)
    kinds = [
        next(
            child.tag.removeprefix(CHART)
            for child in chart.find(f".//{CHART}plotArea") or ()
            if child.tag.endswith("Chart")
        )
        for chart in charts
    ]
    assert kinds == ["radarChart", "barChart", "lineChart"]
    for chart in charts:
        blanks = chart.find(f".//{CHART}dispBlanksAs")
        assert blanks is None or blanks.get("val") == "gap"
        assert chart.find(f".//{CHART}ser//{CHART}f") is not None


def test_a_missing_score_is_an_empty_cell_and_no_zero() -> None:
    asked = questionnaire(section("a"), section("b"), section("c"))
    made = workbook_file(
        a_dossier(asked, {"a.q": answer("3"), "b.q": UNKNOWN}, past=[(TODAY.replace(month=1), {"b.q": answer("2")})])
    ).content
    sheets = openpyxl.load_workbook(BytesIO(made))
    claimed = {row["Dimension"]: row["Claimed"] for row in table(sheets["Dimensions"])}
    assert claimed == {"Section a": 75, "Section b": 0, "Section c": None}
    history = [row for row in table(sheets["History"]) if row["Date"]]
    assert [row["Section a"] for row in history] == [None, 75]
    radar, *_ = charts_of(made)
    drawn = [[point.get("idx") for point in found.iter(f"{CHART}pt")] for found in radar.iter(f"{CHART}numCache")]
    assert drawn == [["0", "1", "2"], ["1"], ["0", "1"], ["0", "1"]]


def test_states_are_told_apart_in_words() -> None:
    asked = of_questions(
        question("s.said"), question("s.unknown"), question("s.not"), question("s.open"),
        question("s.hidden", show_if="s.said:4"),
    )  # fmt: skip
    said = {"s.said": answer("1"), "s.unknown": UNKNOWN, "s.not": Answer(not_applicable="A batch job")}
    rows = table(openpyxl.load_workbook(BytesIO(workbook_file(a_dossier(asked, said)).content))["Questions"])
    assert [row["State"] for row in rows] == [
        "Answered", "Nobody knows", "Does not apply", "Not answered", "Not asked"
    ]  # fmt: skip
    assert [row["Answer"] for row in rows] == [
        "2 · Option 1", "Nobody knows", "Does not apply: A batch job", None, None
    ]  # fmt: skip


def test_a_room_is_told_in_counts_and_nothing_names_a_voter() -> None:
    asked = of_questions(question("s.level"))
    dossier = a_dossier(asked, {"s.level": answer("3")}, votes={"s.level": "00344u"}, agreed={"s.level": "3"})
    (row,) = table(openpyxl.load_workbook(BytesIO(workbook_file(dossier).content))["Workshop"])
    assert [row[head] for head in ("Votes", "Level 1", "Level 4", "Level 5", "Nobody knows")] == [6, 2, 1, 2, 1]
    assert (row["The room was"], row["Agreed"], row["Why"]) == ("far apart", "4 · Option 3", "It was tried.")
    assert isinstance(row["Agreed at (UTC)"], datetime)


@pytest.mark.parametrize("count", [1, 2, 3, 15])
def test_any_number_of_dimensions_has_its_charts(count: int) -> None:
    long = "A dimension whose name is as long as sixty letters may be, no"
    asked = questionnaire(*(section(f"d{at}", title=f"{DIMENSIONS[at]} {long}"[:60]) for at in range(count)))
    said = {f"d{at}.q": answer("3") for at in range(count)}
    made = workbook_file(a_dossier(asked, said, past=[(TODAY.replace(month=3), said)])).content
    assert len(charts_of(made)) == (3 if count >= 3 else 2)


def test_nothing_at_all_makes_a_workbook_too() -> None:
    made = workbook_file(a_dossier(of_questions(question("s.one")), {}, completed=False))
    sheets = openpyxl.load_workbook(BytesIO(made.content))
    assert not {"Actions", "Criteria", "Plan", "Systems", "Decisions"} & set(sheets.sheetnames)
    assert sheets["History"]["A2"].value == "No completed assessment yet."
    assert sheets["Workshop"]["A2"].value == "No room voted on this assessment."
    assert any("draft, so far" in str(row[0]) for row in sheets["Summary"].iter_rows(values_only=True))


@given(
    st.text(st.characters(), max_size=100)
    | st.text(st.sampled_from("_x0041F5D<r></t>&='\n\t \u00a0\ufffd"), max_size=30)
)
@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
def test_any_text_in_a_cell_is_read_as_it_was_written(words: str) -> None:
    try:
        kept = clean_text(words, what="It", longest=NOTE, lines=True)
    except Invalid:
        return
    made = _one_cell(kept)
    (_, found), *_ = [*read_sheets(made, what="It", names={"Sheet"}).rows["Sheet"], (0, {})][1:]
    assert found.get(1) == (kept or None)


def test_what_no_cell_can_hold_is_cut_and_says_so() -> None:
    (_, found) = read_sheets(_one_cell("\U0001f600" * 20_000), what="It", names={"Sheet"}).rows["Sheet"][1]
    said = str(found[1])
    assert said.endswith(CUT)
    assert len(said.encode("utf-16-le")) // 2 <= LONGEST_CELL


def _one_cell(words: str) -> bytes:
    made = Book(title="T", subject="S", foot="9 lives & more", on=TODAY)
    made.table(made.sheet("Sheet"), (Column(head="Head", width=20, look=Look.LONG),), [(words,)], empty="")
    return made.finished()


@pytest.mark.slow
def test_libreoffice_opens_it_and_shows_every_sheet(tmp_path: Path, sample: Dossier, content: bytes) -> None:
    file = tmp_path / "workbook.xlsx"
    file.write_bytes(content)
    said = text_of(to_pdf(file, tmp_path))
    for words in (
        "Ready with conditions: Operations decides, at 2.3 of 4.",
        "Readiness by dimension",
        "Each dimension over time",
        "How the figures are made",
        "Invoice triage · 15 November 2026" if sample.assessment.date.isoformat() == "2026-11-15" else "Invoice triage",
    ):
        assert words in said
    assert "#REF" not in said
    assert "Err:" not in said


def test_evidence_that_is_too_old_no_longer_counts() -> None:
    asked = of_questions(question("s.one"))
    said = {"s.one": answer("3", evidence(10), evidence(400, text="Old"), evidence(None, text="Undated"))}
    rows = table(openpyxl.load_workbook(BytesIO(workbook_file(a_dossier(asked, said)).content))["Evidence"])
    assert [row["Still counts"] for row in rows] == ["Yes", "No", "No"]
