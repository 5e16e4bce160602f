"""Answers as CSV come back from wherever they have been, and what is wrong is told by its row."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from preflight.catalog.importers.csv_layout import Column
from preflight.catalog.importers.package_check import CSV_BYTES
from preflight.catalog.importers.read_csv import read_csv
from preflight.catalog.importers.xlsx_rows import MOST_ROWS
from preflight.domain.assessment import Answer
from preflight.domain.errors import Invalid
from preflight.exports.answers_csv import csv_file
from tests.builders import evidence, multi, of_questions, question
from tests.exports.dossiers import a_dossier

ASKED = of_questions(question("s.level"), multi("s.parts"), question("s.last"))
SAID = {
    "s.level": Answer(choices=("3",), note="One, two; three\nfour", evidence=(evidence(), evidence(text="Second"))),
    "s.parts": Answer(choices=("a", "c")),
}
CONTENT = csv_file(a_dossier(ASKED, SAID)).content
TEXT = CONTENT.decode("utf-8-sig")
HEAD, *ROWS = csv.reader(StringIO(TEXT, newline=""))


def written(rows: list[list[str]], *, delimiter: str = ",", end: str = "\r\n") -> str:
    file = StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(rows)
    return file.getvalue()


def with_cell(column: Column, value: str, *, row: int = 0) -> bytes:
    rows = [list(each) for each in ROWS]
    rows[row][HEAD.index(column)] = value
    return written([HEAD, *rows]).encode()


WAYS: dict[str, bytes] = {
    "as it went out": CONTENT,
    "without its mark": TEXT.encode(),
    "parted by semicolons": written([HEAD, *ROWS], delimiter=";").encode("utf-8-sig"),
    "parted by tabs, in UTF-16": written([HEAD, *ROWS], delimiter="\t").encode("utf-16"),
    "with line feeds alone": written([HEAD, *ROWS], end="\n").encode(),
    "with every cell quoted": "\r\n".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [HEAD, *ROWS]
    ).encode(),
    "its columns turned round": written([[*reversed(row)] for row in [HEAD, *ROWS]]).encode(),
    "with empty rows at its end": CONTENT + b",,,\r\n\r\n",
    "with heads in capitals": written([[head.upper() for head in HEAD], *ROWS]).encode(),
}


@pytest.mark.parametrize("content", WAYS.values(), ids=WAYS)
def test_it_is_read_wherever_it_has_been(content: bytes) -> None:
    reading = read_csv(content, ASKED)
    assert reading.problems == ()
    level, parts = reading.answers["s.level"], reading.answers["s.parts"]
    assert (level.said, level.note) == (Answer(choices=("3",)), "One, two; three\nfour")
    assert [each.evidence.text for each in level.evidence] == ["Load test", "Second"]
    assert parts.said == Answer(choices=("a", "c"))
    assert reading.answers["s.last"].empty


def test_only_the_columns_that_say_something_are_needed() -> None:
    few = b"question_id,state,answer,questionnaire,version\r\ns.level,,2,sample,1\r\n"
    assert read_csv(few, ASKED).answers["s.level"].said == Answer(choices=("2",))


PROBLEMS: dict[str, tuple[bytes, str]] = {
    "an unknown question": (
        with_cell(Column.QUESTION_ID, "s.nothing"),
        "row 2, “question_id”: “s.nothing” is no question",
    ),
    "an unknown state": (with_cell(Column.STATE, "perhaps"), "The state “perhaps” is not known; allowed are answered,"),
    "answered without an answer": (
        with_cell(Column.ANSWER, ""),
        "The state says that it is answered, and the answer is",
    ),
    "unknown with an answer": (with_cell(Column.STATE, "unknown"), "The state says that nobody knows, and there is an"),
    "another questionnaire's row": (
        with_cell(Column.QUESTIONNAIRE, "other", row=2),
        "row 4, “questionnaire”: This row is",
    ),
    "two answers": (
        with_cell(Column.ANSWER, "1", row=1),
        "The question is answered in row 2 already, and not like this",
    ),
    "two notes": (with_cell(Column.NOTE, "Another", row=1), "There is a note in row 2 already; keep one of the two."),
    "no day": (
        with_cell(Column.EVIDENCE_DATE, "03/04/2026", row=1),
        "row 3, “evidence_date”: “03/04/2026” could be two",
    ),
    "no link": (with_cell(Column.EVIDENCE_LINK, "x.example"), "The link should be a web address"),
}


@pytest.mark.parametrize(("content", "said"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_is_wrong_is_told_by_its_row(content: bytes, said: str) -> None:
    (problem,) = read_csv(content, ASKED).problems
    assert said in str(problem)


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "has no column “questionnaire”"),
    "another table": (b"a,b\r\n1,2\r\n", "has no column “questionnaire”; export the answers as CSV"),
    "another code page": (TEXT.replace("One", "Où").encode("latin-1"), "is not in UTF-8; save it as “CSV UTF-8”"),
    "an open quotation mark": (TEXT.encode() + b'"open', "a quotation mark is missing, or one is too many"),
    "another questionnaire": (
        with_cell(Column.QUESTIONNAIRE, "other"),
        "is for the questionnaire “other”, and this ass",
    ),
    "another version": (with_cell(Column.VERSION, "7"), "is for version 7 of “sample”; this assessment asks version 1"),
    "more than may be": (b"x" * (CSV_BYTES + 1), "is larger than 5 MB"),
    "rows without end": (TEXT.encode() + b",\n" * (MOST_ROWS + 1), "has more than 30,000 rows"),
    "one endless cell": (TEXT.encode() + b"x" * 200_000, "is broken in row"),
    "half a letter": (TEXT.encode("utf-16") + b"\xd8", "is not in UTF-8"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_can_not_be_read_at_all_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(Invalid, match="This CSV file") as refused:
        read_csv(content, ASKED)
    assert said in str(refused.value)


def test_json_is_told_where_it_belongs() -> None:
    with pytest.raises(Invalid, match="“Restore from a file” on Home"):
        read_csv(b'\xef\xbb\xbf{\n "format": "preflight-assessment"}', ASKED)
