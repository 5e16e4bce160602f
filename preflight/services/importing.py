"""Bringing answers in from a file: looked at first, then all of them or none.

A file adds and changes, and never empties: a cell without anything in it says nothing. An answer replaces the answer, a
note the note. Where a question has evidence in the file, that is all its evidence from then on; without any it keeps
what it has. So a form or a CSV that comes back as it went out changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from uuid import uuid4

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.catalog.importers.filled import FilledAnswer, FilledEvidence, FormReading
from preflight.catalog.importers.read_filled import read_filled
from preflight.catalog.importers.row_problems import RowProblem, told
from preflight.domain.assessment import MOST_EVIDENCE, Answer, Assessment, Evidence, RecordedAnswer
from preflight.domain.errors import Conflict, Immutable, Invalid, UnsoundFile
from preflight.domain.project import Person
from preflight.domain.questionnaire import Question, Questionnaire
from preflight.domain.wording import answer_words, day
from preflight.services.assessments import kept_questionnaire
from preflight.services.workspace import Workspace
from preflight.storage import answers as answer_rows
from preflight.storage import assessments as assessment_rows
from preflight.storage import people as people_rows
from preflight.storage.engine import Connection


class Standing(StrEnum):
    """What a file would do to the answer of one question."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    EMPTY = "empty"
    """The file says nothing of it."""
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """One question: what is there now and what would be, in words; both are empty where nothing changes."""

    question: Question
    standing: Standing
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPreview:
    """What bringing a file in would do. `seen` are the versions of the answers that it was held against, for the
    questions that would change; `problems` are lines of `row 12, “Note”: …`, and with any nothing can be brought in."""

    assessment_id: str
    lines: tuple[PreviewLine, ...]
    problems: tuple[str, ...]
    seen: Mapping[str, int]

    def count(self, standing: Standing) -> int:
        """How many questions stand so."""
        return sum(line.standing is standing for line in self.lines)


def read_answers_file(workspace: Workspace, person: Person, assessment_id: str, content: bytes) -> FormReading:
    """A filled form or CSV, held against the questionnaire of a draft. Raises Invalid, Immutable and NotFound."""
    with workspace.reading(person, Operation.IMPORT, About("assessment", assessment_id)) as connection:
        questionnaire = kept_questionnaire(connection, _draft(connection, assessment_id))
    return read_filled(content, questionnaire)


def preview_answers(workspace: Workspace, person: Person, assessment_id: str, reading: FormReading) -> AnswersPreview:
    """What bringing in these answers would do, question by question; nothing is written.

    Raises Invalid when they are for another questionnaire, Immutable when the assessment is completed, and NotFound.
    """
    with workspace.reading(person, Operation.IMPORT, About("assessment", assessment_id)) as connection:
        merging = _Merging(workspace, connection, assessment_id, reading)
    return AnswersPreview(
        assessment_id=assessment_id,
        lines=tuple(merging.lines()),
        problems=told(merging.problems),
        seen={name: merging.version(name) for name in merging.changed},
    )


def import_answers(
    workspace: Workspace, person: Person, assessment_id: str, reading: FormReading, seen: Mapping[str, int]
) -> int:
    """Bring the answers into a draft, all or none, over the versions in `seen`; how many questions changed.

    Each is kept as a change like any other. Raises UnsoundFile with every problem, Conflict when one of the answers was
    saved by somebody since it was looked at, Immutable, Invalid and NotFound. Then nothing was written.
    """
    with workspace.writing(person, Operation.IMPORT, About("assessment", assessment_id)) as connection:
        people_rows.ensure_person(connection, person)
        merging = _Merging(workspace, connection, assessment_id, reading)
        if merging.problems:
            raise UnsoundFile(told(merging.problems))
        if set(merging.changed) != set(seen) or any(merging.version(name) != seen[name] for name in merging.changed):
            raise Conflict(
                "Someone else saved an answer after you looked at the file. Nothing was written; look again."
            )
        for name, answer in merging.changed.items():
            answer_rows.put_answer(
                connection,
                assessment_id=assessment_id,
                question_id=name,
                answer=answer,
                seen=seen[name],
                at=workspace.now(),
                by=person.id,
            )
    return len(seen)


class _Merging:
    """The file held against what is there: which answers change, how, and what stands against it."""

    def __init__(self, workspace: Workspace, connection: Connection, assessment_id: str, reading: FormReading) -> None:
        self._questionnaire = kept_questionnaire(connection, _draft(connection, assessment_id))
        _check_for(self._questionnaire, reading)
        self._latest = workspace.today() + timedelta(days=1)
        self._reading = reading
        self._recorded = answer_rows.recorded_answers(connection, assessment_id)
        self.problems: list[RowProblem] = list(reading.problems)
        self.changed: dict[str, Answer] = {}
        for name, filled in reading.answers.items():
            before = self._before(name)
            after = self._merged(before, filled)
            if after != before:
                self.changed[name] = after

    def version(self, name: str) -> int:
        """The version of the answer that is there, 0 where there is none."""
        recorded = self._recorded.get(name)
        return recorded.version if recorded else 0

    def lines(self) -> Sequence[PreviewLine]:
        """A line for each question, in the order of asking."""
        return [self._line(question) for question in self._questionnaire.questions()]

    def _before(self, name: str) -> Answer:
        recorded: RecordedAnswer | None = self._recorded.get(name)
        return recorded.answer if recorded else Answer()

    def _line(self, question: Question) -> PreviewLine:
        filled = self._reading.answers.get(question.id)
        if filled is not None and self._has_problem(filled):
            return PreviewLine(question=question, standing=Standing.PROBLEM)
        if question.id not in self.changed:
            empty = filled is None or filled.empty
            return PreviewLine(question=question, standing=Standing.EMPTY if empty else Standing.SAME)
        before, after = self._before(question.id), self.changed[question.id]
        return PreviewLine(
            question=question,
            standing=Standing.NEW if before == Answer() else Standing.CHANGED,
            before=_in_words(question, before, after),
            after=_in_words(question, after, before),
        )

    def _has_problem(self, filled: FilledAnswer) -> bool:
        rows = {filled.row, *(each.row for each in filled.evidence)}
        return any(problem.row in rows for problem in self.problems)

    def _merged(self, before: Answer, filled: FilledAnswer) -> Answer:
        """What would be there; what may not be is noted as a problem, and left as it was."""
        after = before
        if filled.said is not None:
            reasonless = filled.said.not_applicable == ""
            if reasonless and before.not_applicable is None:
                wrong = "Say in a few words why this does not apply."
                self.problems.append(RowProblem(filled.row, self._reading.columns.reason, wrong))
            elif not reasonless:
                after = replace(filled.said, note=before.note, evidence=before.evidence)
        if filled.note:
            after = replace(after, note=filled.note)
        if filled.evidence:
            after = replace(after, evidence=self._proof(before.evidence, filled.evidence))
        return after

    def _proof(self, before: Sequence[Evidence], filled: Sequence[FilledEvidence]) -> tuple[Evidence, ...]:
        """The file's evidence, each piece once; those that are there already stay the very same."""
        here = {_key(each): each for each in before}
        found: dict[tuple[object, ...], Evidence] = {}
        for each in filled:
            key = _key(each.evidence)
            if key not in here:
                self._check_proof(each)
            found.setdefault(key, here.get(key) or replace(each.evidence, id=uuid4().hex))
        if len(found) > max(MOST_EVIDENCE, len(before)):
            wrong = f"An answer may have at most {MOST_EVIDENCE} pieces of evidence; here are {len(found)}."
            self.problems.append(RowProblem(filled[-1].row, self._reading.columns.evidence, wrong))
        if {_key(each) for each in before} == found.keys():
            return tuple(before)
        return tuple(found.values())

    def _check_proof(self, filled: FilledEvidence) -> None:
        dated, column = filled.evidence.date, self._reading.columns.date
        if dated is None:
            if any((each.row, each.column) == (filled.row, column) for each in self.problems):
                return  # it has a day that can't be read, and that is told already
            wrong = "Give the day the evidence is from, such as 2026-11-20; without it, it can’t count."
            self.problems.append(RowProblem(filled.row, column, wrong))
        elif dated > self._latest:
            wrong = f"The evidence is dated in the future, {day(dated)}; allowed is up to {day(self._latest)}."
            self.problems.append(RowProblem(filled.row, column, wrong))


def _draft(connection: Connection, assessment_id: str) -> Assessment:
    assessment = assessment_rows.get_assessment(connection, assessment_id)
    if assessment.completed:
        raise Immutable("A completed assessment can't be changed; start a new one, and bring the answers in there.")
    return assessment


def _check_for(questionnaire: Questionnaire, reading: FormReading) -> None:
    if (reading.questionnaire_id, reading.version) != (questionnaire.id, questionnaire.version):
        raise Invalid(
            f"These answers are for {reading.questionnaire_id}, version {reading.version}; this assessment asks "
            f"{questionnaire.id}, version {questionnaire.version}."
        )


def _key(evidence: Evidence) -> tuple[object, ...]:
    return evidence.text, evidence.url, evidence.date


def _in_words(question: Question, answer: Answer, other: Answer) -> str:
    """What differs from the other one, in words: the answer, the note, the evidence; empty where nothing is there."""
    parts = []
    said, told_otherwise = answer_words(question, answer), answer_words(question, other)
    if said != told_otherwise:
        parts.append(said)
    if answer.note != other.note and answer.note:
        parts.append(f"Note: {answer.note}")
    if answer.evidence != other.evidence:
        parts += [f"Evidence: {_proof_words(each)}" for each in answer.evidence if each not in other.evidence]
    return "\n".join(parts)


def _proof_words(evidence: Evidence) -> str:
    parts = (evidence.text, evidence.url, day(evidence.date) if evidence.date else "")
    return ", ".join(part for part in parts if part)
