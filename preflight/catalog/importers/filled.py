"""What a filled form or CSV says, and what is wrong with it, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from preflight.catalog.importers.days import day_of
from preflight.catalog.importers.row_problems import RowProblem, RowProblems
from preflight.catalog.importers.understanding import cell_text
from preflight.catalog.importers.xlsx_rows import CellValue
from preflight.domain.assessment import Answer, Evidence
from preflight.domain.errors import Invalid
from preflight.domain.text import LINE, NOTE, clean_text, clean_url


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledEvidence:
    """One piece of evidence, and the row it stands in."""

    row: int
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledAnswer:
    """What a file says about one question. `said` None, `note` empty and no `evidence` mean that it says nothing of it.

    Of `said` only the answer counts, not its note and evidence. A reason why it does not apply may still be missing.
    """

    question_id: str
    row: int
    said: Answer | None = None
    note: str = ""
    evidence: tuple[FilledEvidence, ...] = ()

    @property
    def empty(self) -> bool:
        return self.said is None and not self.note and not self.evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns of the file are called."""

    answer: str
    reason: str
    note: str
    evidence: str
    link: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReading:
    """A filled file, read. `answers` go from question id, in the questionnaire's order; those with a problem have only
    what could be read. `columns` are the heads of the columns, for problems that are found later."""

    questionnaire_id: str
    version: int
    answers: Mapping[str, FilledAnswer]
    problems: tuple[RowProblem, ...]
    columns: Columns


@dataclass(slots=True, kw_only=True)
class Collecting:
    """A question while its rows are read."""

    question_id: str
    row: int
    said: Answer | None = None
    note: str = ""
    evidence: list[FilledEvidence] = field(default_factory=list)

    def finished(self) -> FilledAnswer:
        return FilledAnswer(
            question_id=self.question_id,
            row=self.row,
            said=self.said,
            note=self.note,
            evidence=tuple(self.evidence),
        )


def read_note(value: CellValue, row: int, columns: Columns, problems: RowProblems) -> str:
    """The note as it is kept; empty where there is a problem."""
    with problems.noting(row, columns.note):
        return clean_text(cell_text(value), what="The note", longest=NOTE, lines=True)
    return ""


def read_evidence(
    text: CellValue,
    url: CellValue,
    dated: CellValue,
    row: int,
    columns: Columns,
    problems: RowProblems,
    epoch: datetime,
) -> FilledEvidence | None:
    """One row's evidence; None where it says none, or what it says is no evidence."""
    words = link = ""
    day: date | None = None
    sound = False
    with problems.noting(row, columns.evidence):
        words = clean_text(cell_text(text), what="The evidence", longest=LINE)
        sound = True
    with problems.noting(row, columns.link):
        link = clean_url(cell_text(url))
    with problems.noting(row, columns.date):
        day = None if dated is None or (isinstance(dated, str) and not dated.strip()) else day_of(dated, epoch)
    if words or link:
        return FilledEvidence(row=row, evidence=Evidence(text=words, url=link, date=day))
    if day is not None and sound and url is None:
        problems.add(
            row, columns.evidence, "A date alone is no evidence; describe it in a few words, or give a link to it."
        )
    return None


def checked_file(questionnaire_id: str, version: str, *, expected_id: str, expected_version: int, what: str) -> None:
    """Raises Invalid, with what it is for, where a file is for another questionnaire or another version."""
    if questionnaire_id != expected_id:
        raise Invalid(
            f"{what} is for the questionnaire “{questionnaire_id[:60]}”, and this assessment asks “{expected_id}”."
        )
    if version != f"{expected_version}":
        raise Invalid(
            f"{what} is for version {version[:12]} of “{expected_id}”; this assessment asks version {expected_version}."
        )
