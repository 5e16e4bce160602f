"""The CSV says everything once, in numbers that add up, and no cell of it is a formula."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest

from preflight.catalog.importers.csv_layout import Column, guarded, unguarded
from preflight.domain.assessment import Answer
from preflight.exports.answers_csv import csv_file
from tests.builders import UNKNOWN, answer, evidence, multi, number, of_questions, question, text
from tests.exports.dossiers import a_dossier

ASKED = of_questions(
    question("s.level", critical="3"),
    multi("s.parts"),
    number("s.days"),
    text("s.story"),
    question("s.open"),
    question("s.hidden", show_if="s.level:4"),
)
SAID = {
    "s.level": answer("1", evidence(), evidence(text="Second", url="https://x.example")),
    "s.parts": answer(["a", "c"]),
    "s.days": answer(12),
    "s.story": Answer(text="=1+1", note="+2"),
    "s.open": UNKNOWN,
}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return rows_of(csv_file(a_dossier(ASKED, SAID, votes={"s.level": "0011"})).content)


def test_it_is_utf_8_with_a_mark_and_lines_that_end_in_crlf() -> None:
    file = csv_file(a_dossier(ASKED, SAID))
    assert (file.name, file.media_type) == ("Invoice triage - answers - 2026-11-20.csv", "text/csv; charset=utf-8")
    assert file.content.startswith(b"\xef\xbb\xbfproject,date,phase,questionnaire,version,coverage,voters,dimension,")
    assert file.content.endswith(b"\r\n")
    assert b"\n" not in file.content.replace(b"\r\n", b"")


def test_a_row_a_question_and_one_more_for_further_evidence(rows: list[dict[str, str]]) -> None:
    names = ["s.level", "s.level", "s.parts", "s.days", "s.story", "s.open", "s.hidden"]
    assert [row[Column.QUESTION_ID] for row in rows] == names
    assert (rows[1][Column.EVIDENCE], rows[1][Column.EVIDENCE_LINK]) == ("Second", "https://x.example")
    assert (rows[1][Column.STATE], rows[1][Column.POINTS]) == ("", "")


def test_every_row_says_what_it_is_of(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert (row[Column.PROJECT], row[Column.DATE], row[Column.PHASE]) == (
            "Invoice triage",
            "2026-11-20",
            "completed",
        )
        assert (row[Column.QUESTIONNAIRE], row[Column.VERSION], row[Column.VOTERS]) == ("sample", "1", "4")
        assert 0 < float(row[Column.COVERAGE]) <= 1


def test_states_points_and_fractions_are_what_they_are(rows: list[dict[str, str]]) -> None:
    by_name = {row[Column.QUESTION_ID]: row for row in reversed(rows)}
    level = by_name["s.level"]
    assert (level[Column.STATE], level[Column.ANSWER], level[Column.LEVEL]) == ("answered", "1", "2")
    assert (level[Column.POINTS], level[Column.MOST_POINTS], level[Column.FRACTION]) == ("1", "4", "0.25")
    assert (level[Column.CRITICAL], level[Column.BLOCKS]) == ("yes", "yes")
    assert by_name["s.parts"][Column.ANSWER] == "a; c"
    assert by_name["s.days"][Column.ANSWER] == "12"
    assert (by_name["s.open"][Column.STATE], by_name["s.open"][Column.FRACTION]) == ("unknown", "0")
    hidden = by_name["s.hidden"]
    assert (hidden[Column.ASKED], hidden[Column.STATE], hidden[Column.FRACTION]) == ("no", "unanswered", "")


def test_text_that_a_spreadsheet_would_run_has_an_apostrophe(rows: list[dict[str, str]]) -> None:
    story = next(row for row in rows if row[Column.QUESTION_ID] == "s.story")
    assert (story[Column.ANSWER], story[Column.NOTE]) == ("'=1+1", "'+2")


@pytest.mark.parametrize(
    ("kept", "cell"),
    [
        ("=1", "'=1"),
        ("'=1", "''=1"),
        ("''@x", "'''@x"),
        ("'tis", "'tis"),
        ("'", "'"),
        ("''", "''"),
        ("a=1", "a=1"),
        ("\u200b=1", "'\u200b=1"),
        ("＝1", "'＝1"),
        ("\ttab", "'\ttab"),
        ("", ""),
        ("a;=1;b", "a;'=1;b"),
        ("a\t+1", "a\t'+1"),
        ("a\n=1\n'=2", "a\n'=1\n''=2"),
        ('a"; "@x', 'a";\' "@x'),
        ("a;'b", "a;'b"),
        ("a, =1", "a, =1"),
    ],
)
def test_the_apostrophe_is_put_where_it_is_needed_alone(kept: str, cell: str) -> None:
    assert guarded(kept) == cell
    assert unguarded(cell) == kept


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("note", ["a;=1;b", "a\n=1\nb, c", "a\t=1\tb", 'a";=1;"b', 'a;"=1";b', "a;\n\t;-1;b"])
def test_no_cell_begins_a_formula_whatever_parts_the_cells(separator: str, note: str) -> None:
    """A spreadsheet's own separator is a semicolon in much of Europe, and it asks nobody."""
    said = SAID | {"s.story": Answer(text="x", note=note)}
    content = csv_file(a_dossier(ASKED, said)).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(content, newline=""), delimiter=separator) for cell in row]
    assert [cell for cell in cells if cell.strip(' "').startswith(("=", "+", "-", "@"))] == []


def test_a_draft_says_so() -> None:
    (row, *_) = rows_of(csv_file(a_dossier(ASKED, SAID, completed=False, on=date(2026, 1, 2))).content)
    assert (row[Column.PHASE], row[Column.DATE]) == ("draft", "2026-01-02")
