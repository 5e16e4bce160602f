"""The answers of an assessment as CSV, for other programs and back: a row a question, one more for further evidence.

UTF-8 with a byte order mark (Excel takes it for its own code page without one), commas, CRLF, quotes as in RFC 4180.
The first row of a question says everything; its further rows only which question they are of and a piece of evidence,
so that nothing is counted twice. `preflight.catalog.importers.csv_layout` says how text is kept from becoming a
formula; `read_csv` gives every text back as it was.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from preflight.catalog.importers.csv_layout import SEPARATOR, Column, guarded
from preflight.domain.assessment import Answer, Evidence, State
from preflight.domain.questionnaire import Kind, Question, Section
from preflight.domain.wording import answer_words, level_number, typed_number
from preflight.exports.decimals import decimal_text
from preflight.exports.files import ExportFile, export_file
from preflight.exports.orders import CALLED, Format
from preflight.services.dossier import Dossier

_BOM = "\ufeff"
_NOTHING = Answer()


def csv_file(dossier: Dossier) -> ExportFile:
    """The answers as CSV."""
    written = StringIO(newline="")
    writer = csv.DictWriter(written, fieldnames=[column.value for column in Column], lineterminator="\r\n")
    writer.writeheader()
    for section in dossier.questionnaire.sections:
        for question in section.all_questions():
            writer.writerows(_rows(dossier, section, question))
    content = (_BOM + written.getvalue()).encode("utf-8")
    return export_file(content, dossier.project.name, CALLED[Format.CSV], dossier.assessment.date, kind="csv")


def _rows(dossier: Dossier, section: Section, question: Question) -> Iterator[dict[str, str]]:
    answer = dossier.open.answers.get(question.id, _NOTHING)
    of = _of(dossier, section, question)
    first, *further = answer.evidence or (Evidence(),)
    yield of | _said(dossier, question, answer) | _proof(first)
    yield from (of | _proof(each) for each in further)


def _of(dossier: Dossier, section: Section, question: Question) -> dict[str, str]:
    """What every row of a question begins with."""
    assessment = dossier.assessment
    return {
        Column.PROJECT: guarded(dossier.project.name),
        Column.DATE: assessment.date.isoformat(),
        Column.PHASE: assessment.phase.value,
        Column.QUESTIONNAIRE: assessment.questionnaire_id,
        Column.VERSION: f"{assessment.questionnaire_version}",
        Column.COVERAGE: decimal_text(dossier.score.coverage),
        Column.VOTERS: f"{dossier.voters}",
        Column.DIMENSION: guarded(section.title),
        Column.QUESTION_ID: question.id,
        Column.QUESTION: guarded(question.text),
    }


def _said(dossier: Dossier, question: Question, answer: Answer) -> dict[str, str]:
    scored = dossier.score.questions[question.id]
    fraction = scored.fraction
    level = question.kind is Kind.CHOICE and answer.choice is not None
    blocks = any(blocker.question == question.id for blocker in dossier.verdict.blockers)
    return {
        Column.ASKED: _truth(scored.state is not State.HIDDEN),
        Column.STATE: answer.state.value,
        Column.ANSWER: _plain(answer),
        Column.ANSWER_IN_WORDS: guarded(answer_words(question, answer)),
        Column.LEVEL: f"{level_number(question, answer.choice or '')}" if level else "",
        Column.POINTS: decimal_text(None if fraction is None else fraction * question.most_points),
        Column.MOST_POINTS: decimal_text(question.most_points) if question.scored else "",
        Column.FRACTION: decimal_text(fraction),
        Column.FRACTION_WITH_EVIDENCE: decimal_text(scored.evidenced),
        Column.CRITICAL: _truth(question.critical is not None),
        Column.BLOCKS: _truth(blocks),
        Column.NOTE: guarded(answer.note),
    }


def _plain(answer: Answer) -> str:
    """The answer itself: ids of options, a number, a text, or why it does not apply."""
    if answer.not_applicable is not None:
        return guarded(answer.not_applicable)
    if answer.number is not None:
        return typed_number(answer.number)
    return guarded(answer.text) if answer.text else SEPARATOR.join(answer.choices or ())


def _proof(evidence: Evidence) -> dict[str, str]:
    return {
        Column.EVIDENCE: guarded(evidence.text),
        Column.EVIDENCE_LINK: guarded(evidence.url),
        Column.EVIDENCE_DATE: evidence.date.isoformat() if evidence.date else "",
    }


def _truth(value: bool) -> str:
    return "yes" if value else "no"
