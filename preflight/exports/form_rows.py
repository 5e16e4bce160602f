"""The rows of a form: a band for each section, a row for each question, for each option and each piece of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from preflight.catalog.importers.form_layout import (
    DOES_NOT_APPLY,
    NOBODY_KNOWS,
    NONE_OF_THESE,
    YES,
    Field,
    Row,
    level_words,
    numbered,
    row_id,
)
from preflight.catalog.importers.form_words import answer_cell
from preflight.charts.theme import LIGHT
from preflight.domain.assessment import Answer, Answers, Evidence
from preflight.domain.condition import atoms
from preflight.domain.questionnaire import Kind, Question, Questionnaire, Section
from preflight.domain.visibility import conditions_of
from preflight.domain.wording import listed, short_name, typed_number
from preflight.exports.form_lists import FormLists
from preflight.exports.workbook.book import Book, Look, fit_row

PLACE: Final = {field: place for place, field in enumerate(Field)}
"""The columns of the fields, from 0."""
WIDTHS: Final[dict[Field, float]] = {
    Field.ID: 10,
    Field.NUMBER: 5,
    Field.QUESTION: 48,
    Field.LEVELS: 74,
    Field.ANSWER: 30,
    Field.REASON: 24,
    Field.NOTE: 38,
    Field.EVIDENCE: 34,
    Field.LINK: 28,
    Field.DATE: 14,
}
_SPARE_ROWS: Final = 12
_LONGEST_HINT: Final = 250
_INPUT: Final = {"bg_color": LIGHT.accent_soft, "border": 1, "border_color": LIGHT.line, "locked": False}
_TYPED: Final = {"num_format": "@"}
"""Cells of text, so that no program makes a date of 1-2 or a formula of =1."""
_RULED: Final = {"top": 1, "top_color": LIGHT.line}


class FormRows:
    """Writes the rows of a questionnaire from `row` on, and knows which one comes next."""

    def __init__(
        self, book: Book, sheet: Worksheet, questionnaire: Questionnaire, answers: Answers, *, row: int
    ) -> None:
        self.book, self.sheet, self.row = book, sheet, row
        self.lists = FormLists(book)
        self._questionnaire, self._answers = questionnaire, answers
        self._numbers = {question.id: number for number, question in numbered(questionnaire)}
        self._waits_for = {
            question.id: [self._numbers[name] for name in dict.fromkeys(a.question for c in found for a in atoms(c))]
            for question, found in conditions_of(questionnaire)
        }

    def write(self) -> None:
        """Every section with its questions, and free rows for further evidence at the foot."""
        for section in self._questionnaire.sections:
            self._section(section)
        self._spare()

    def _section(self, section: Section) -> None:
        self._band(row_id(Row.SECTION, section.id), section.title, section.asks)
        for question in section.questions:
            self._question(question)
        for inner in section.sections:
            self._section(inner)

    def _band(self, marker: str, title: str, asks: str) -> None:
        ground = {"bg_color": LIGHT.sunken, "valign": "vcenter", "bottom": 1, "bottom_color": LIGHT.line}
        for field, place in PLACE.items():
            words = {Field.ID: marker, Field.NUMBER: title, Field.LEVELS: asks}.get(field)
            look = Look.QUIET if field is Field.LEVELS else Look.SECTION
            self.book.write(self.sheet, self.row, place, words, look, text_wrap=False, **ground)
        self.sheet.set_row(self.row, 24)
        self.row += 1

    def _question(self, question: Question) -> None:
        answer = self._answers.get(question.id, Answer())
        first, *further = answer.evidence or (Evidence(),)
        levels = self._levels(question)
        words = self._words(question)
        self._locked(row_id(Row.QUESTION, question.id), self._numbers[question.id], "", levels, **_RULED)
        self._asked(question.text, words)
        self._answer(question, answer)
        self._typed(Field.REASON, answer.not_applicable or "")
        self._typed(Field.NOTE, answer.note)
        self._evidence(first)
        asked = f"{question.text}\n{words}" if words else question.text
        self._fit(asked, levels, answer.note, first.text, first.url, least=3 if question.kind is Kind.TEXT else 2)
        self.row += 1
        if question.kind is Kind.MULTI:
            for number, option in enumerate(question.options, start=1):
                self._option(question, number, chosen=option.id in (answer.choices or ()))
        for each in further:
            self._locked(
                row_id(Row.EVIDENCE, question.id), None, "", f"More evidence for question {self._numbers[question.id]}:"
            )
            self._evidence(each)
            self._fit("", "", "", each.text, each.url)
            self.row += 1

    def _words(self, question: Question) -> str:
        """What stands beneath the question: why it is asked, and when."""
        waits = [f"{number}" for number in self._waits_for[question.id]]
        of = f"question{'' if len(waits) == 1 else 's'} {listed(waits)}"
        when = f"Whether it is asked depends on {of}." if waits else ""
        return "\n".join(part for part in (question.why, when) if part)

    def _asked(self, text: str, words: str) -> None:
        """The question, and beneath it in another ink what more there is to know."""
        place, style = PLACE[Field.QUESTION], self.book.look(Look.LONG, **_RULED)
        if not words:
            self.book.write(self.sheet, self.row, place, text, Look.LONG, bold=True, **_RULED)
            return
        strong, quiet = self.book.look(Look.TEXT, bold=True), self.book.look(Look.QUIET)
        self.sheet.write_rich_string(self.row, place, strong, text, quiet, f"\n{words}", style)

    def _levels(self, question: Question) -> str:
        if question.kind is Kind.TEXT:
            return "Your own words."
        if question.kind is Kind.NUMBER:
            return _range_words(question)
        if question.kind is Kind.MULTI:
            return f"Say {YES} at each one below that is true, or choose “{NONE_OF_THESE}”."
        least = question.critical
        lines = []
        for number, option in enumerate(question.options, start=1):
            detail = f": {option.text}" if option.text else ""
            needed = " (the least that does not block)" if option.id == least else ""
            lines.append(f"{level_words(number, option.label)}{detail}{needed}")
        return "\n".join(lines)

    def _answer(self, question: Question, answer: Answer) -> None:
        place = PLACE[Field.ANSWER]
        plain: dict[str, Any] = {"num_format": "General"} if question.kind is Kind.NUMBER else _TYPED
        value = answer_cell(question, answer)
        self.book.write(self.sheet, self.row, place, value, Look.LONG, bold=True, **_INPUT, **plain)
        states = (NOBODY_KNOWS, DOES_NOT_APPLY)
        if question.kind is Kind.CHOICE:
            levels = [level_words(number, option.label) for number, option in enumerate(question.options, start=1)]
            choices: tuple[str, ...] = (*levels, *states)
        else:
            choices = (NONE_OF_THESE, *states) if question.kind is Kind.MULTI else states
        # What is typed instead is let through with a word, or without one where typing is the way to answer.
        asks = {
            Kind.CHOICE: "Choose a level, or type its number.",
            Kind.MULTI: f"Answer in the rows below, or choose “{NONE_OF_THESE}”.",
            Kind.NUMBER: f"Type a number{f' ({question.unit})' if question.unit else ''}, or choose from the list.",
            Kind.TEXT: "Type your answer, or choose from the list.",
        }[question.kind]
        hint = asks if len(asks) <= _LONGEST_HINT else "Type a number, or choose from the list."
        warns = question.kind in {Kind.CHOICE, Kind.MULTI}
        self._list(self.row, self.row, place, choices, hint=hint, warns=warns)

    def _option(self, question: Question, number: int, *, chosen: bool) -> None:
        option = question.options[number - 1]
        alone = " (stands alone)" if option.exclusive else ""
        label = f"{level_words(number, option.label)}{alone}"
        self._locked(row_id(Row.OPTION, question.id, option.id), None, label, option.text)
        place = PLACE[Field.ANSWER]
        self.book.write(self.sheet, self.row, place, YES if chosen else None, Look.LONG, bold=True, **_INPUT, **_TYPED)
        self._list(self.row, self.row, place, (YES,), hint=f"{YES}, or empty.", warns=True)
        self._fit(label, option.text, "", "", "")
        self.row += 1

    def _evidence(self, evidence: Evidence) -> None:
        self._typed(Field.EVIDENCE, evidence.text)
        self._typed(Field.LINK, evidence.url)
        look = {"num_format": "yyyy-mm-dd", "align": "left"}
        self.book.write(self.sheet, self.row, PLACE[Field.DATE], evidence.date, Look.DATE, **(_INPUT | look))

    def _typed(self, field: Field, text: str) -> None:
        self.book.write(self.sheet, self.row, PLACE[field], text or None, Look.LONG, **_INPUT, **_TYPED)

    def _locked(self, marker: str, number: int | None, text: str, levels: str, **more: Any) -> None:
        for field, value in (
            (Field.ID, marker),
            (Field.NUMBER, number),
            (Field.QUESTION, text or None),
            (Field.LEVELS, levels or None),
        ):
            look = Look.WHOLE if field is Field.NUMBER else Look.LONG
            self.book.write(self.sheet, self.row, PLACE[field], value, look, **more)

    def _spare(self) -> None:
        """Free rows at the foot: further evidence for any question."""
        self._band(row_id(Row.SECTION, "more"), "More evidence", "Choose the question, then describe the evidence.")
        names = tuple(level_words(number, short_name(each)) for number, each in numbered(self._questionnaire))
        start, place = self.row, PLACE[Field.ANSWER]
        for _ in range(_SPARE_ROWS):
            self._locked(row_id(Row.SPARE), None, "", "")
            self.book.write(self.sheet, self.row, place, None, Look.LONG, **_INPUT, **_TYPED)
            self._evidence(Evidence())
            self.row += 1
        self._list(start, self.row - 1, place, names, hint="Choose the question that it is for.", warns=True)

    def _list(self, first: int, last: int, place: int, choices: tuple[str, ...], *, hint: str, warns: bool) -> None:
        self.sheet.data_validation(
            first,
            place,
            last,
            place,
            {
                "validate": "list",
                "source": self.lists.source(choices),
                "input_message": hint,
                "error_type": "warning",
                "error_title": "Not in the list",
                "error_message": "This is not in the list. Keep it all the same?",
                "show_error": warns,
            },
        )

    def _fit(self, text: str, levels: str, note: str, proof: str, link: str, *, least: int = 1) -> None:
        texts = (Field.QUESTION, text), (Field.LEVELS, levels), (Field.NOTE, note), (Field.EVIDENCE, proof)
        wide: Sequence[tuple[str, float]] = [(words, WIDTHS[field]) for field, words in (*texts, (Field.LINK, link))]
        fit_row(self.sheet, self.row, wide, least=least)


def _range_words(question: Question) -> str:
    unit = f" ({question.unit})" if question.unit else ""
    low, high = question.minimum, question.maximum
    if low is not None and high is not None:
        return f"A number{unit} from {typed_number(low)} to {typed_number(high)}."
    if low is not None:
        return f"A number{unit}, at least {typed_number(low)}."
    return f"A number{unit}, at most {typed_number(high)}." if high is not None else f"A number{unit}."
