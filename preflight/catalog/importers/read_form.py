"""A form that was filled in offline, read back: what it says of each question, and everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from preflight.catalog.importers.filled import (
    Collecting,
    Columns,
    FilledEvidence,
    FormReading,
    checked_file,
    read_evidence,
    read_note,
)
from preflight.catalog.importers.form_layout import (
    ABOUT_SHEET,
    FORM_SHEET,
    FORMAT,
    YES,
    About,
    Field,
    Row,
    fingerprint,
)
from preflight.catalog.importers.row_problems import RowProblems, quoted
from preflight.catalog.importers.understanding import DOES_NOT, answer_in_form, cell_text, chosen_number, ticked
from preflight.catalog.importers.xlsx_rows import Cells, CellValue, read_sheets
from preflight.domain.assessment import Answer
from preflight.domain.errors import Invalid
from preflight.domain.questionnaire import Kind, Question, Questionnaire
from preflight.domain.saying import checked_choices
from preflight.domain.text import LINE, clean_text

WHAT: Final = "This form"
COLUMNS: Final = Columns(
    answer=Field.ANSWER,
    reason=Field.REASON,
    note=Field.NOTE,
    evidence=Field.EVIDENCE,
    link=Field.LINK,
    date=Field.DATE,
)
_NO_FORM: Final = "This is no form of Preflight’s; take one out under Export, fill it in, and bring that back."
_INPUTS: Final = (Field.ANSWER, Field.REASON, Field.NOTE, Field.EVIDENCE, Field.LINK, Field.DATE)
_HEAD_WITHIN: Final = 50


def read_form(content: bytes, questionnaire: Questionnaire) -> FormReading:
    """What a filled form says, held against the questionnaire that it must be for.

    Raises Invalid where the file can't be read, is no form, or is for another questionnaire or version. Everything
    else that is wrong is a problem of its row. What a cell leaves empty says nothing.
    """
    sheets = read_sheets(content, what=WHAT, names={FORM_SHEET, ABOUT_SHEET})
    _check_about(sheets.rows.get(ABOUT_SHEET, []), questionnaire)
    return _Reading(questionnaire, sheets.rows.get(FORM_SHEET, []), sheets.epoch).read()


def _check_about(rows: list[tuple[int, Cells]], questionnaire: Questionnaire) -> None:
    about = {str(cells.get(1)): str(cells.get(2)) for _, cells in rows}
    if about.get(About.FORMAT) is None:
        raise Invalid(_NO_FORM)
    if about[About.FORMAT] != FORMAT:
        raise Invalid("This form was made by another version of Preflight; take a fresh one out, and copy the answers.")
    checked_file(
        about.get(About.QUESTIONNAIRE, ""),
        about.get(About.VERSION, ""),
        expected_id=questionnaire.id,
        expected_version=questionnaire.version,
        what=WHAT,
    )
    if about.get(About.FINGERPRINT) != fingerprint(questionnaire):
        raise Invalid(
            "This form asks other questions than this assessment does; take a fresh one out, and copy the answers."
        )


class _Reading:
    def __init__(self, questionnaire: Questionnaire, rows: list[tuple[int, Cells]], epoch: datetime) -> None:
        self._questions = {question.id: question for question in questionnaire.questions()}
        self._questionnaire = questionnaire
        self._epoch = epoch
        self._problems = RowProblems()
        self._found: dict[str, Collecting] = {}
        self._ticks: dict[str, list[tuple[str, bool]]] = {}
        self._reasons: dict[str, str] = {}
        self._head, self._rows = _split(rows)

    def read(self) -> FormReading:
        for row, cells in self._rows:
            self._row(row, {field: cells.get(column) for field, column in self._head.items()})
        for found in self._found.values():
            self._finish(found, self._questions[found.question_id])
        return FormReading(
            questionnaire_id=self._questionnaire.id,
            version=self._questionnaire.version,
            answers={name: self._found[name].finished() for name in self._questions if name in self._found},
            problems=self._problems.all(),
            columns=COLUMNS,
        )

    def _row(self, row: int, cells: Mapping[Field, CellValue]) -> None:
        kind, _, of = str(cells[Field.ID] or "").partition(":")
        name, _, option = of.partition(":")
        if kind == Row.SECTION:
            return
        if kind == Row.SPARE:
            self._spare(row, cells)
        elif name not in self._questions or kind not in set(Row):
            if any(cells[field] is not None for field in _INPUTS):
                self._problems.add(row, Field.ID, "This row belongs to no question; use the rows that the form has.")
        elif kind == Row.QUESTION:
            self._question(row, self._questions[name], cells)
        elif kind == Row.OPTION:
            with self._problems.noting(row, Field.ANSWER):
                self._ticks.setdefault(name, []).append((option, ticked(cells[Field.ANSWER])))
        else:
            self._evidence(row, name, cells)

    def _question(self, row: int, question: Question, cells: Mapping[Field, CellValue]) -> None:
        if question.id in self._found and self._found[question.id].row:
            first = self._found[question.id].row
            self._problems.add(row, Field.ID, f"This question stands in row {first} already; keep one of the two.")
            return
        found = self._of(question.id)
        found.row = row
        with self._problems.noting(row, Field.ANSWER):
            found.said = answer_in_form(question, cells[Field.ANSWER])
        found.note = read_note(cells[Field.NOTE], row, COLUMNS, self._problems)
        with self._problems.noting(row, Field.REASON):
            self._reasons[question.id] = clean_text(cell_text(cells[Field.REASON]), what="The reason", longest=LINE)
        self._evidence(row, question.id, cells)

    def _spare(self, row: int, cells: Mapping[Field, CellValue]) -> None:
        """A free row at the foot; its answer's cell says which question it is for."""
        if all(cells[field] is None for field in _INPUTS):
            return
        if cells[Field.ANSWER] is None:
            self._problems.add(row, Field.ANSWER, "Choose the question that this evidence is for.")
            return
        with self._problems.noting(row, Field.ANSWER):
            names = list(self._questions)
            name = names[chosen_number(cells[Field.ANSWER], len(names)) - 1]
            if all(cells[field] is None for field in (Field.EVIDENCE, Field.LINK, Field.DATE)):
                self._problems.add(row, Field.EVIDENCE, "Describe the evidence in a few words, or give a link to it.")
            self._evidence(row, name, cells)

    def _evidence(self, row: int, name: str, cells: Mapping[Field, CellValue]) -> None:
        found: FilledEvidence | None = read_evidence(
            cells[Field.EVIDENCE], cells[Field.LINK], cells[Field.DATE], row, COLUMNS, self._problems, self._epoch
        )
        if found is not None:
            self._of(name).evidence.append(found)

    def _of(self, name: str) -> Collecting:
        return self._found.setdefault(name, Collecting(question_id=name, row=0))

    def _finish(self, found: Collecting, question: Question) -> None:
        """What only all rows of a question together can say: its options, and why it does not apply."""
        found.row = found.row or min((each.row for each in found.evidence), default=0)
        chosen = [option for option, yes in self._ticks.get(question.id, ()) if yes]
        if question.kind is Kind.MULTI and chosen:
            with self._problems.noting(found.row, Field.ANSWER):
                said, found.said = found.said, None
                if said is not None:
                    raise Invalid(f"It has an answer here, and {YES} in a row below; keep one of the two.")
                found.said = Answer(choices=checked_choices(question, chosen))
        reason = self._reasons.get(question.id, "")
        if found.said == DOES_NOT:
            found.said = Answer(not_applicable=reason)
        elif reason:
            wrong = f"{quoted(reason)} says why it does not apply, and the answer is another one; empty one of the two."
            self._problems.add(found.row, Field.REASON, wrong)


def _split(rows: list[tuple[int, Cells]]) -> tuple[dict[Field, int], list[tuple[int, Cells]]]:
    """The column of each field, by the heads, and the rows below them. Raises Invalid where one is missing."""
    for place, (_, cells) in enumerate(rows[:_HEAD_WITHIN]):
        heads = {str(value): column for column, value in cells.items()}
        if Field.ID in heads:
            missing = [field for field in Field if field not in heads]
            if missing:
                raise Invalid(f"This form has lost its column {quoted(missing[0])}; take a fresh one out.")
            return {field: heads[field] for field in Field}, rows[place + 1 :]
    raise Invalid(_NO_FORM)
