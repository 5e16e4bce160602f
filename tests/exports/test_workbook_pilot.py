"""Path, actions, criteria, plan, systems and decisions as sheets, with real types and text that stays text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preflight.catalog.importers.xlsx_rows import read_sheets
from preflight.domain.decision import DecisionKind
from preflight.domain.errors import Invalid
from preflight.domain.path_sentences import EXACT
from preflight.domain.paths.improvement import Path
from preflight.domain.pilot import Integration
from preflight.domain.text import NAME, clean_text
from preflight.exports.workbook.workbook_file import workbook_file
from preflight.services.dossier import Dossier
from preflight.services.pilot_file import PilotFile
from tests.builders import TODAY, of_questions, question, questionnaire, section
from tests.exports.dossiers import a_dossier
from tests.exports.pilot_files import a_decision, a_pilot_file, a_system, in_words, some_terms
from tests.exports.test_round_trip import HOSTILE, RISKY
from tests.exports.test_workbook import table

pytestmark = pytest.mark.slow

ASKED = questionnaire(section("s"), section("a"))
SAID = {"s.q": "1", "a.q": "2"}
OWN = ("Actions", "Criteria", "Plan", "Systems", "Decisions")
NONE: dict[str, Any] = dict.fromkeys(("actions", "criteria", "steps", "integrations", "decisions"), ())


def sheets(pilot: PilotFile, **more: Any) -> openpyxl.Workbook:
    return opened(a_dossier(ASKED, SAID, pilot=pilot, **more))


def opened(dossier: Dossier) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook_file(dossier).content))


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    earlier = a_decision(DecisionKind.NO_GO, id="decision-0", decided_on=TODAY - timedelta(days=30))
    return sheets(a_pilot_file(decisions=(earlier, a_decision(supersedes=earlier.id))))


def day_of(value: object) -> date:
    assert isinstance(value, datetime)
    return value.date()


def shown(rows: Sequence[dict[str, object]], *heads: str) -> list[tuple[object, ...]]:
    return [tuple(row[head] for head in heads) for row in rows if row[heads[0]] is not None]


def test_the_path_is_told_move_by_move_for_each_better_verdict() -> None:
    dossier = a_dossier(ASKED, SAID)
    sheet = opened(dossier)["Path"]
    rows = [row for row in table(sheet) if row["No."]]
    paths = [each for each in dossier.paths if isinstance(each, Path)]
    assert len(paths) > 1
    assert shown(rows, "To the verdict", "Question id", "Effort in points") == [
        (path.band.title, move.question.id, move.effort) for path in paths for rung in path.rungs for move in rung.moves
    ]
    assert sum(row["Effort in points"] for row in rows) == sum(path.effort for path in paths)  # type: ignore[misc]
    assert sheet.cell(len(rows) + 3, 1).value == EXACT


def test_actions_stand_in_reading_order_with_days_and_moments(book: openpyxl.Workbook) -> None:
    rows = table(book["Actions"])
    assert [(row["Status"], row["Overdue"]) for row in rows] == [
        ("Open", "Yes"), ("Doing", None), ("Open", None), ("Open", None), ("Done", None), ("Dropped", None),
    ]  # fmt: skip
    assert day_of(rows[0]["Due"]) == date(2026, 11, 11)
    assert {type(row["Made at (UTC)"]) for row in rows} == {datetime}
    assert (rows[1]["Fraction before"], rows[1]["Fraction aimed at"], rows[1]["It takes"]) == (0.25, 0.5, "days")
    assert rows[4]["What assessments say"]


def test_each_version_and_each_measurement_has_a_row(book: openpyxl.Workbook) -> None:
    rows = table(book["Criteria"])
    handling = [row for row in rows if row["No."] == 2]
    assert shown(handling, "What", "Target", "Measured", "Meets the target") == [
        ("Sealed", 9, None, None),
        ("Amended", 10, None, None),
        ("Measured", None, 11, "No"),
        ("Struck", None, 95, None),
        ("Measured", None, 9.5, "Yes"),
    ]
    assert handling[3]["Reason"] == "Read from the wrong column."
    assert {type(row["Date"]) for row in rows} == {datetime}
    assert [row["What"] for row in rows if row["No."] == 5] == ["Sealed", "Withdrawn"]
    assert [row["Stands"] for row in rows if row["No."] == 4] == ["Not measured, 4 days overdue"]


def test_a_number_that_no_cell_can_hold_is_written_out() -> None:
    long = some_terms(target=Fraction("123456789012.123456"))
    criterion = a_pilot_file().criteria[0]
    held = replace(criterion, versions=(replace(criterion.versions[0], terms=long),), measurements=())
    (row,) = table(sheets(a_pilot_file(criteria=(held,)))["Criteria"])
    assert row["Target"] == "123456789012.123456"


def test_the_plan_has_days_weeks_and_what_to_know_of_it(book: openpyxl.Workbook) -> None:
    rows = table(book["Plan"])
    assert shown(rows, "Kind", "From week", "To week", "Days")[2] == ("Review", 4, 4, 7)
    assert [day_of(rows[2][head]) for head in ("Starts", "Ends")] == [date(2026, 10, 12), date(2026, 10, 18)]
    assert day_of(rows[0]["Done on"]) == date(2026, 10, 2)
    warned = sheets(a_pilot_file(decisions=()))["Plan"]
    assert any("The decision was due on" in str(row[0].value) for row in warned.iter_rows(min_row=9))


def test_systems_have_the_usual_range_as_numbers(book: openpyxl.Workbook) -> None:
    sheet = book["Systems"]
    heads = ("System", "Estimated, in working days", "Usual, from (3 times)", "Usual, to (5 times)")
    assert shown(table(sheet), *heads)[:4] == [
        ("Mail room", 4, 12, 20),
        ("SAP, accounts payable", 12.5, 37.5, 62.5),
        ("Archive", None, None, None),
        ("All together", 16.5, 49.5, 82.5),
    ]
    assert sheet.auto_filter.ref == "A1:H4", "the sum is no row of the table"
    assert "Nobody has estimated Archive" in " ".join(str(row[0].value) for row in sheet.iter_rows())
    bare: tuple[Integration, ...] = (a_system("Archive", None),)
    assert "All together" not in {
        row[0].value for row in sheets(a_pilot_file(integrations=bare))["Systems"].iter_rows()
    }


def test_decisions_stand_with_what_was_recommended_the_last_one_first(book: openpyxl.Workbook) -> None:
    rows = table(book["Decisions"])
    assert [(TODAY - day_of(row["Date"])).days for row in rows] == [2, 30]
    assert shown(rows, "Decision", "Recommended", "Holds") == [
        ("Go with conditions", "No-go", "Yes"),
        ("No-go", "No-go", "No"),
    ]
    assert str(rows[0]["Conditions"]).splitlines()[0].startswith("Sign the data agreement (Mei Tanaka")
    assert rows[0]["Why it departs"]
    assert not rows[1]["Why it departs"]
    undecided = sheets(a_pilot_file(decisions=()))["Decisions"]["A2"].value
    assert str(undecided).startswith("Nothing was decided yet. Recommended: ")


def test_what_is_not_there_has_no_sheet(book: openpyxl.Workbook) -> None:
    assert [name for name in book.sheetnames if name in OWN] == list(OWN)
    assert all(book[name].freeze_panes for name in (*OWN, "Path"))
    for name, part in zip(OWN, NONE, strict=True):
        there = set(sheets(a_pilot_file(**{part: ()})).sheetnames)
        assert (name in there) is (name == "Decisions"), "a recommendation stands in place of a decision"
    assert not set(OWN) & set(sheets(a_pilot_file(**NONE)).sheetnames)
    best = opened(a_dossier(of_questions(question("s.q")), {"s.q": "4"}))
    assert "Path" not in best.sheetnames


def test_hostile_text_stays_text_on_every_sheet() -> None:
    files = [in_words(a_pilot_file(), words) for words in HOSTILE]
    merged = a_pilot_file(
        **{part: tuple(one for each in files for one in getattr(each, part)) for part in NONE},
    )
    made = workbook_file(a_dossier(ASKED, SAID, pilot=merged, project=HOSTILE[0])).content
    for sheet in openpyxl.load_workbook(BytesIO(made)).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type in {"s", "n", "d"}, (sheet.title, cell.coordinate, cell.value)
            assert cell.hyperlink is None
    for name, rows in read_sheets(made, what="It", names=set(OWN)).rows.items():
        found = {value for _, row in rows for value in row.values()}
        assert set(HOSTILE) <= found, (name, set(HOSTILE) - found)


@given(st.text(st.characters(), max_size=100) | st.text(st.sampled_from(RISKY), max_size=30))
@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
def test_any_text_is_read_from_each_sheet_as_it_was_written(words: str) -> None:
    try:
        kept = clean_text(words, what="It", longest=NAME)
    except Invalid:
        return
    pilot = in_words(a_pilot_file(), kept or "x")
    made = workbook_file(a_dossier(ASKED, SAID, pilot=pilot)).content
    for name, rows in read_sheets(made, what="It", names=set(OWN)).rows.items():
        assert (kept or "x") in {value for _, row in rows for value in row.values()}, name
