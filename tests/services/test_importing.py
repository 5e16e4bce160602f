"""Bringing answers in: what a file would change, that it changes all of it or nothing, and what is refused."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.importers.csv_layout import Column
from preflight.catalog.importers.filled import FormReading
from preflight.domain.assessment import Answer
from preflight.domain.errors import Conflict, Immutable, Invalid, NotAllowed, NotFound, UnsoundFile
from preflight.domain.project import Person
from preflight.exports.answers_csv import csv_file
from preflight.exports.form_workbook import form_file
from preflight.services import answering
from preflight.services.answering import Place, answer_changes
from preflight.services.assessments import complete_assessment, open_assessment
from preflight.services.dossier import dossier_of
from preflight.services.importing import AnswersPreview, Standing, import_answers, preview_answers, read_answers_file
from tests.workshops import DAYS, LAST, LEVEL, PARTS, STORY, Workshop

Row = dict[str, str]
Change = Callable[[list[Row]], None]


def reading_of(workshop: Workshop, change: Change = lambda _: None) -> FormReading:
    """The draft's own CSV, after somebody changed its rows."""
    content = csv_file(dossier_of(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)).content
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))
    change(rows)
    written = StringIO(newline="")
    writer = csv.DictWriter(written, [column.value for column in Column])
    writer.writeheader()
    writer.writerows(rows)
    return read_answers_file(workshop.workspace, LOCAL_OWNER, workshop.assessment_id, written.getvalue().encode())


def filled(name: str, **cells: str) -> Change:
    """Fill these cells in, in the first row of a question."""

    def change(rows: list[Row]) -> None:
        next(row for row in rows if row[Column.QUESTION_ID] == name).update(cells)

    return change


def all_of(*changes: Change) -> Change:
    def change(rows: list[Row]) -> None:
        for each in changes:
            each(rows)

    return change


def preview(workshop: Workshop, reading: FormReading) -> AnswersPreview:
    return preview_answers(workshop.workspace, LOCAL_OWNER, workshop.assessment_id, reading)


def bring_in(workshop: Workshop, reading: FormReading, seen: dict[str, int] | None = None) -> int:
    known = dict(preview(workshop, reading).seen) if seen is None else seen
    return import_answers(workshop.workspace, LOCAL_OWNER, workshop.assessment_id, reading, known)


def save(workshop: Workshop, step: Callable[..., object], name: str, *arguments: object, **named: object) -> None:
    recorded = open_assessment(workshop.workspace, LOCAL_OWNER, workshop.assessment_id).recorded.get(name)
    place = Place(assessment_id=workshop.assessment_id, question_id=name, seen=recorded.version if recorded else 0)
    step(workshop.workspace, LOCAL_OWNER, place, *arguments, **named)


def answers_of(workshop: Workshop) -> dict[str, Answer]:
    return open_assessment(workshop.workspace, LOCAL_OWNER, workshop.assessment_id).answers


def prove(workshop: Workshop, name: str, text: str) -> None:
    save(workshop, answering.add_evidence, name, text=text, url="", dated=workshop.clock.day)


EVERYTHING = all_of(
    filled(LEVEL, state="answered", answer="3", note="Drawn in May", evidence="Report", evidence_date="2026-03-01"),
    filled(PARTS, state="answered", answer="crm; erp"),
    filled(DAYS, answer="12.5"),
    filled(STORY, state="answered", answer="Once upon a time"),
    filled(LAST, state="not_applicable", answer="A batch job"),
)


def test_a_filled_file_brings_every_kind_of_answer_in(workshop: Workshop) -> None:
    reading = reading_of(workshop, EVERYTHING)
    seen = preview(workshop, reading)
    assert seen.problems == ()
    assert (seen.count(Standing.NEW), seen.count(Standing.EMPTY)) == (5, 1)
    assert bring_in(workshop, reading) == 5
    found = answers_of(workshop)
    assert found[LEVEL].choices == ("3",)
    assert (found[LEVEL].note, [each.text for each in found[LEVEL].evidence]) == ("Drawn in May", ["Report"])
    assert all(each.id for each in found[LEVEL].evidence)
    assert found[PARTS].choices == ("crm", "erp")
    assert found[DAYS].number == 12.5
    assert found[STORY].text == "Once upon a time"
    assert found[LAST].not_applicable == "A batch job"


def test_each_change_is_kept_like_any_other(workshop: Workshop) -> None:
    save(workshop, answering.choose, LEVEL, ["1"])
    bring_in(workshop, reading_of(workshop, filled(LEVEL, answer="3")))
    *_, last = answer_changes(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
    assert last.before is not None
    assert (last.before.choice, last.after.choice, last.by) == ("1", "3", LOCAL_OWNER.id)


def test_a_preview_says_before_and_after_and_writes_nothing(workshop: Workshop) -> None:
    save(workshop, answering.choose, LEVEL, ["1"])
    save(workshop, answering.choose, LAST, ["2"])
    reading = reading_of(workshop, filled(LEVEL, answer="3", note="Drawn in May"))
    seen = preview(workshop, reading)
    line = next(each for each in seen.lines if each.question.id == LEVEL)
    assert line.standing is Standing.CHANGED
    assert (line.before, line.after) == ("2 · Known", "4 · Done\nNote: Drawn in May")
    assert seen.seen == {LEVEL: 1}
    assert (seen.count(Standing.SAME), seen.count(Standing.EMPTY)) == (1, 4)
    assert answers_of(workshop)[LEVEL].choice == "1"


def test_a_file_as_it_went_out_changes_nothing(workshop: Workshop) -> None:
    bring_in(workshop, reading_of(workshop, EVERYTHING))
    again = reading_of(workshop)
    assert preview(workshop, again).count(Standing.SAME) == 5
    assert bring_in(workshop, again) == 0
    assert len(answer_changes(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)) == 5


def test_a_form_comes_in_as_a_csv_does(workshop: Workshop) -> None:
    bring_in(workshop, reading_of(workshop, EVERYTHING))
    dossier = dossier_of(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
    said = dossier.open.answers | {LAST: Answer(choices=("2",))}
    form = form_file(dossier.questionnaire, said, "Invoice triage").content
    reading = read_answers_file(workshop.workspace, LOCAL_OWNER, workshop.assessment_id, form)
    assert bring_in(workshop, reading) == 1
    assert answers_of(workshop)[LAST].choice == "2"


def test_empty_cells_take_nothing_away(workshop: Workshop) -> None:
    bring_in(workshop, reading_of(workshop, EVERYTHING))
    before = answers_of(workshop)

    def emptied(rows: list[Row]) -> None:
        for row in rows:
            row.update(state="", answer="", note="", evidence="", evidence_link="", evidence_date="")

    reading = reading_of(workshop, emptied)
    assert preview(workshop, reading).count(Standing.EMPTY) == 6
    assert bring_in(workshop, reading) == 0
    assert answers_of(workshop) == before


def test_the_files_evidence_is_all_there_is_of_a_question_that_has_any(workshop: Workshop) -> None:
    prove(workshop, LEVEL, "Old")
    prove(workshop, LEVEL, "Kept")
    prove(workshop, LAST, "Untouched")
    kept = answers_of(workshop)[LEVEL].evidence[1]

    def changed(rows: list[Row]) -> None:
        mine = [row for row in rows if row[Column.QUESTION_ID] == LEVEL]
        mine[0].update(evidence="New")
        for row in rows:
            if row[Column.QUESTION_ID] == LAST:
                row.update(evidence="", evidence_date="")

    assert bring_in(workshop, reading_of(workshop, changed)) == 1
    found = answers_of(workshop)
    assert [each.text for each in found[LEVEL].evidence] == ["New", "Kept"]
    assert found[LEVEL].evidence[1] == kept
    assert [each.text for each in found[LAST].evidence] == ["Untouched"]


def test_nothing_is_written_when_somebody_saved_in_between(workshop: Workshop) -> None:
    reading = reading_of(workshop, all_of(filled(LEVEL, answer="3"), filled(LAST, answer="1")))
    seen = dict(preview(workshop, reading).seen)
    save(workshop, answering.choose, LAST, ["4"])
    with pytest.raises(Conflict, match="look again"):
        bring_in(workshop, reading, seen)
    assert answers_of(workshop).keys() == {LAST}
    assert answers_of(workshop)[LAST].choice == "4"


def test_a_change_of_another_question_is_no_conflict(workshop: Workshop) -> None:
    reading = reading_of(workshop, filled(LEVEL, answer="3"))
    seen = dict(preview(workshop, reading).seen)
    save(workshop, answering.choose, LAST, ["4"])
    assert bring_in(workshop, reading, seen) == 1


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"state": "not_applicable"}, "row 2, “answer”: Say in a few words why this does not apply."),
        ({"evidence": "Report"}, "row 2, “evidence_date”: Give the day the evidence is from"),
        ({"evidence": "Report", "evidence_date": "3/10/2026"}, "row 2, “evidence_date”: “3/10/2026” could be two"),
        ({"evidence": "Report", "evidence_date": "2027-01-01"}, "row 2, “evidence_date”: The evidence is dated in the"),
        ({"answer": "9"}, "row 2, “answer”: “9” is none of the options; allowed are 0, 1, 2, 3, 4."),
    ],
)
def test_one_problem_keeps_everything_out(workshop: Workshop, cells: Row, said: str) -> None:
    reading = reading_of(workshop, all_of(filled(LEVEL, **cells), filled(LAST, answer="1")))
    seen = preview(workshop, reading)
    assert [line.startswith(said) for line in seen.problems] == [True], seen.problems
    assert [each.question.id for each in seen.lines if each.standing is Standing.PROBLEM] == [LEVEL]
    with pytest.raises(UnsoundFile) as refused:
        bring_in(workshop, reading, dict(seen.seen))
    assert refused.value.problems == seen.problems
    assert answers_of(workshop) == {}


def test_more_evidence_than_an_answer_may_have_is_a_problem(workshop: Workshop) -> None:
    def changed(rows: list[Row]) -> None:
        first = next(row for row in rows if row[Column.QUESTION_ID] == LEVEL)
        more = [first | {"evidence": f"Report {number}", "evidence_date": "2026-03-01"} for number in range(21)]
        rows.extend(more)

    (problem,) = preview(workshop, reading_of(workshop, changed)).problems
    assert "at most 20 pieces of evidence; here are 21" in problem


def test_what_is_there_already_is_never_held_to_todays_rules(workshop: Workshop) -> None:
    """A clock that was ahead, or a document from elsewhere, may have left what could not be saved today."""
    workshop.clock.pass_days(30)
    prove(workshop, LEVEL, "From tomorrow")
    workshop.clock.day -= timedelta(days=30)
    seen = preview(workshop, reading_of(workshop))
    assert (seen.problems, seen.count(Standing.SAME)) == ((), 1)


def test_a_completed_assessment_takes_nothing_in(workshop: Workshop) -> None:
    reading = reading_of(workshop, EVERYTHING)
    seen = dict(preview(workshop, reading).seen)
    bring_in(workshop, reading)
    complete_assessment(workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
    for attempt in (
        lambda: preview(workshop, reading),
        lambda: bring_in(workshop, reading, seen),
        lambda: read_answers_file(workshop.workspace, LOCAL_OWNER, workshop.assessment_id, b""),
    ):
        with pytest.raises(Immutable, match="start a new one"):
            attempt()


def test_answers_for_another_questionnaire_are_refused(workshop: Workshop) -> None:
    other = FormReading(
        questionnaire_id="another", version=1, answers={}, problems=(), columns=reading_of(workshop).columns
    )
    with pytest.raises(Invalid, match="These answers are for another, version 1; this assessment asks workshop"):
        preview(workshop, other)


def test_only_who_may_brings_answers_in(workshop: Workshop) -> None:
    stranger = Person(id="x", issuer="elsewhere", subject="x", name="X")
    reading = reading_of(workshop)
    for attempt in (
        lambda: read_answers_file(workshop.workspace, stranger, workshop.assessment_id, b""),
        lambda: preview_answers(workshop.workspace, stranger, workshop.assessment_id, reading),
        lambda: import_answers(workshop.workspace, stranger, workshop.assessment_id, reading, {}),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    with pytest.raises(NotFound):
        preview_answers(workshop.workspace, LOCAL_OWNER, "nowhere", reading)
