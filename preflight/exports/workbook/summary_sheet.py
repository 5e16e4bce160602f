"""The first sheet: the verdict as a sentence, its figures, what is in the way and what to mend first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from xlsxwriter.worksheet import Worksheet

from preflight.access.people import told_to_others
from preflight.charts.words import shown_number
from preflight.domain.assessment import State
from preflight.domain.figures import COARSE, percent, scale_end
from preflight.domain.findings import gaps
from preflight.domain.sentences import blocker_sentence, evidence_sentence, movement_sentence, verdict_sentence
from preflight.domain.wording import EFFORT_WORDS, day, listed
from preflight.exports.footing import foot
from preflight.exports.workbook.book import LINE, Book, Look, Value, fit_row
from preflight.exports.workbook.questions_sheet import STATE_NAMES
from preflight.services.dossier import Dossier

SHEET: Final = "Summary"
_MOST_GAPS: Final = 5
_LABELS: Final = 30
_WORDS: Final = 88

Line = tuple[str, Value, Look]
"""A label, what it says, and how that looks."""


def add_summary(book: Book, dossier: Dossier) -> None:
    """Labels to the left, what they say to the right."""
    sheet = book.sheet(SHEET, portrait=True)
    sheet.set_column(0, 0, _LABELS)
    sheet.set_column(1, 1, _WORDS)
    sheet.set_row(0, 28)
    book.write(sheet, 0, 0, dossier.project.name, Look.TITLE, text_wrap=False)
    book.write(sheet, 1, 0, foot(dossier), Look.QUIET, text_wrap=False, indent=0)
    row = _part(book, sheet, 3, "Verdict", _verdict(dossier))
    row = _part(book, sheet, row, "Figures", _figures(dossier))
    row = _part(book, sheet, row, "In the way", _in_the_way(dossier))
    row = _part(book, sheet, row, "What to mend first", _to_mend(dossier))
    _part(book, sheet, row, "What was assessed", _assessed(dossier))
    sheet.freeze_panes(2, 0)


def _part(book: Book, sheet: Worksheet, row: int, title: str, lines: Iterator[Line]) -> int:
    """A heading with its lines; gives the row where the next one begins. Without lines there is no heading."""
    found = list(lines)
    if not found:
        return row
    sheet.set_row(row, 22)
    for column in (0, 1):
        book.write(sheet, row, column, title if column == 0 else None, Look.SECTION, valign="bottom")
    for number, (label, value, look) in enumerate(found, start=row + 1):
        book.write(sheet, number, 0, label, Look.LABEL)
        book.write(sheet, number, 1, value, look, align="left", indent=0)
        if isinstance(value, str):
            room, line = (_WORDS * 0.75, LINE * 1.35) if look is Look.LEAD else (_WORDS, LINE)
            fit_row(sheet, number, [(value, room), (label, _LABELS)], line=line)
    return row + len(found) + 2


def _verdict(dossier: Dossier) -> Iterator[Line]:
    verdict, score, questionnaire = dossier.verdict, dossier.score, dossier.questionnaire
    yield "", verdict_sentence(questionnaire, score, verdict), Look.LEAD
    if evidenced := evidence_sentence(questionnaire, score, verdict):
        yield "", evidenced, Look.LONG
    if verdict.provisional:
        needed = percent(questionnaire.verdict.needs_coverage)
        words = f"Provisional: {percent(score.coverage)} is covered, and a firm verdict needs {needed}."
        yield "", words, Look.LONG
    if dossier.result.previous is not None and dossier.result.comparison is not None:
        since = f"Since {day(dossier.result.previous.date)}"
        yield since, movement_sentence(questionnaire, dossier.result.comparison), Look.LONG


def _figures(dossier: Dossier) -> Iterator[Line]:
    score, verdict = dossier.score, dossier.verdict
    number = _score_look(score.out_of)
    of = f", of {scale_end(score.out_of)}"
    yield "Verdict", verdict.band.title if verdict.band else None, Look.TEXT
    weakest = score.section(verdict.weakest) if verdict.weakest else None
    if weakest is not None:
        yield "Weakest dimension", weakest.title, Look.TEXT
        scale = "" if weakest.out_of == score.out_of else f", of {scale_end(weakest.out_of)}"
        yield f"Its score{scale or of}", shown_number(weakest.fraction, weakest.out_of), _score_look(weakest.out_of)
    yield f"Mean, claimed{of}", shown_number(score.fraction, score.out_of), number
    yield f"Mean, with evidence{of}", shown_number(score.evidenced, score.out_of), number
    yield "Covered", None if score.coverage is None else int(score.coverage * 100) / 100, Look.PERCENT
    counts = [each.state for each in score.questions.values()]
    for state in State:
        yield f"Questions: {STATE_NAMES[state].lower()}", counts.count(state), Look.WHOLE
    yield "Critical questions in the way", len(verdict.blockers), Look.WHOLE
    yield "Voters", dossier.voters, Look.WHOLE


def _score_look(out_of: Fraction) -> Look:
    return Look.SCORE_WHOLE if out_of >= COARSE else Look.SCORE


def _in_the_way(dossier: Dossier) -> Iterator[Line]:
    for blocker in dossier.verdict.blockers:
        question = dossier.questionnaire.question(blocker.question)
        section = dossier.questionnaire.section_of(blocker.question)
        if question is not None and section is not None:
            yield section.title, f"{question.text}\n{blocker_sentence(question, blocker)}", Look.LONG


def _to_mend(dossier: Dossier) -> Iterator[Line]:
    for finding in gaps(dossier.result.findings, dossier.score, _MOST_GAPS):
        step = finding.next_step
        words = f"\nNext: {step.do} It takes {EFFORT_WORDS[step.effort]}." if step else ""
        yield finding.section.title, f"{finding.question.text}{words}", Look.LONG


def _assessed(dossier: Dossier) -> Iterator[Line]:
    project, assessment = dossier.project, dossier.assessment
    yield "Project", project.name, Look.LONG
    for label, words in (
        ("About it", project.summary),
        ("Team", project.team),
        ("Owner", project.owner),
        ("Tags", listed(project.tags)),
    ):
        if words:
            yield label, words, Look.LONG
    yield "Questionnaire", dossier.questionnaire.title, Look.LONG
    yield "Version", dossier.questionnaire.version, Look.WHOLE
    yield "Date", assessment.date, Look.DATE
    yield "State", "Completed" if assessment.completed else "Draft, so far", Look.TEXT
    by = told_to_others(dossier.names).get(assessment.completed_by or "")
    if by:
        yield "Completed by", by, Look.TEXT
    yield "Taken out on", dossier.on, Look.DATE
