"""Answers as CSV, read back: our own export, as it was or after a spreadsheet or a person has changed it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import datetime
from io import StringIO
from typing import Final

from preflight.catalog.importers.csv_layout import NEEDED, Column, unguarded
from preflight.catalog.importers.filled import Collecting, Columns, FormReading, checked_file, read_evidence, read_note
from preflight.catalog.importers.form_words import plain
from preflight.catalog.importers.package_check import CSV_BYTES, MEGABYTE
from preflight.catalog.importers.row_problems import RowProblems, quoted
from preflight.catalog.importers.understanding import answer_in_csv
from preflight.catalog.importers.xlsx_rows import MOST_ROWS
from preflight.domain.assessment import Answer
from preflight.domain.errors import Invalid
from preflight.domain.questionnaire import Kind, Question, Questionnaire
from preflight.domain.text import LINE, clean_text

WHAT: Final = "This CSV file"
COLUMNS: Final = Columns(
    answer=Column.ANSWER,
    reason=Column.ANSWER,
    note=Column.NOTE,
    evidence=Column.EVIDENCE,
    link=Column.EVIDENCE_LINK,
    date=Column.EVIDENCE_DATE,
)
_MOST_COLUMNS: Final = 200
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - days, not moments
"""The day from which spreadsheets count, should one have left a date as a number."""

_ANSWERED: Final = frozenset({"answered"})
_UNKNOWN: Final = frozenset({"unknown", "nobody knows"})
_NOT_APPLICABLE: Final = frozenset({"not_applicable", "not applicable", "does not apply"})
_UNANSWERED: Final = frozenset({"", "unanswered", "not answered"})


def read_csv(content: bytes, questionnaire: Questionnaire) -> FormReading:
    """What a CSV of answers says, held against the questionnaire that it must be for.

    It may have come back from a spreadsheet: parted by semicolons or tabs, in UTF-8 or UTF-16, its columns in another
    order. Raises Invalid where it can't be read, or is for another questionnaire or version; the rest are problems.
    """
    head, rows = _split(_decoded(content))
    return _Reading(questionnaire, head, rows).read()


def _decoded(content: bytes) -> str:
    if len(content) > CSV_BYTES:
        raise Invalid(f"{WHAT} is larger than {CSV_BYTES // MEGABYTE} MB.")
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(f"{WHAT} is not in UTF-8; save it as “CSV UTF-8”.") from None
    if text.lstrip().startswith("{"):
        raise Invalid("This is JSON, no form; “Restore from a file” on Home brings an exact copy back.")
    return text


def _split(text: str) -> tuple[dict[Column, int], list[list[str]]]:
    """The place of each column, by the heads, and the rows below them. Raises Invalid."""
    first = re.split(r"[\r\n]", text[:10_000], maxsplit=1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = []
    try:
        for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)):
            if number > MOST_ROWS:
                raise Invalid(f"{WHAT} has more than {MOST_ROWS:,} rows.")
            rows.append(row[:_MOST_COLUMNS])
    except csv.Error as error:
        raise Invalid(
            f"{WHAT} is broken in row {len(rows) + 1}: a quotation mark is missing, or one is too many."
        ) from error
    heads = [plain(cell) for cell in rows[0]] if rows else []
    missing = [column for column in NEEDED if column not in heads]
    if missing:
        raise Invalid(f"{WHAT} has no column {quoted(missing[0])}; export the answers as CSV, and begin with that.")
    return {column: heads.index(column) for column in Column if column in heads}, rows[1:]


class _Reading:
    def __init__(self, questionnaire: Questionnaire, head: Mapping[Column, int], rows: list[list[str]]) -> None:
        self._questionnaire, self._head, self._rows = questionnaire, head, rows
        self._questions = {question.id: question for question in questionnaire.questions()}
        self._problems = RowProblems()
        self._found: dict[str, Collecting] = {}

    def read(self) -> FormReading:
        checked = False
        for row, cells in enumerate(self._rows, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            found = {column: cells[place] if place < len(cells) else "" for column, place in self._head.items()}
            if not checked:
                self._check_for(found)
                checked = True
            self._row(row, found)
        return FormReading(
            questionnaire_id=self._questionnaire.id,
            version=self._questionnaire.version,
            answers={name: self._found[name].finished() for name in self._questions if name in self._found},
            problems=self._problems.all(),
            columns=COLUMNS,
        )

    def _check_for(self, cells: Mapping[Column, str]) -> None:
        checked_file(
            cells[Column.QUESTIONNAIRE].strip(),
            cells[Column.VERSION].strip(),
            expected_id=self._questionnaire.id,
            expected_version=self._questionnaire.version,
            what=WHAT,
        )

    def _row(self, row: int, cells: Mapping[Column, str]) -> None:
        of = (cells[Column.QUESTIONNAIRE].strip(), cells[Column.VERSION].strip())
        if of != (self._questionnaire.id, f"{self._questionnaire.version}"):
            wrong = f"This row is for another questionnaire or version; allowed is {self._questionnaire.id} alone."
            self._problems.add(row, Column.QUESTIONNAIRE, wrong)
            return
        name = cells[Column.QUESTION_ID].strip()
        question = self._questions.get(name)
        if question is None:
            self._problems.add(row, Column.QUESTION_ID, f"{quoted(name)} is no question of {self._questionnaire.id}.")
            return
        found = self._found.setdefault(name, Collecting(question_id=name, row=row))
        with self._problems.noting(row, Column.ANSWER):
            said = _said(question, cells[Column.STATE], unguarded(cells[Column.ANSWER]))
            if said is not None and found.said not in {None, said}:
                raise Invalid(
                    f"The question is answered in row {found.row} already, and not like this; keep one of the two."
                )
            found.said = found.said or said
        note = read_note(unguarded(cells.get(Column.NOTE, "")), row, COLUMNS, self._problems)
        if note and found.note not in {"", note}:
            self._problems.add(row, Column.NOTE, f"There is a note in row {found.row} already; keep one of the two.")
        found.note = found.note or note
        proof = read_evidence(
            unguarded(cells.get(Column.EVIDENCE, "")),
            unguarded(cells.get(Column.EVIDENCE_LINK, "")),
            unguarded(cells.get(Column.EVIDENCE_DATE, "")),
            row,
            COLUMNS,
            self._problems,
            _EPOCH,
        )
        if proof is not None:
            found.evidence.append(proof)


def _said(question: Question, state: str, text: str) -> Answer | None:
    """What the state and the answer say together. Raises Invalid where they contradict each other."""
    word = plain(state)
    given = bool(text.strip())
    if word in _UNKNOWN:
        if given:
            raise Invalid("The state says that nobody knows, and there is an answer; empty one of the two.")
        return Answer(unknown=True)
    if word in _NOT_APPLICABLE:
        return Answer(not_applicable=clean_text(text, what="The reason", longest=LINE))
    if word not in _ANSWERED | _UNANSWERED:
        allowed = "answered, unknown, not_applicable and unanswered"
        raise Invalid(f"The state {quoted(state)} is not known; allowed are {allowed}.")
    if given:
        return answer_in_csv(question, text)
    if word in _ANSWERED and question.kind is Kind.MULTI:
        return Answer(choices=())
    if word in _ANSWERED:
        raise Invalid("The state says that it is answered, and the answer is empty; fill it in, or write unanswered.")
    return None
