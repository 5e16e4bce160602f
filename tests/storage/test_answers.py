from __future__ import annotations

from datetime import timedelta

import pytest

from preflight.domain.assessment import Answer, RecordedAnswer
from preflight.domain.errors import Conflict, Immutable, Invalid, NotFound
from preflight.storage import answers, assessments
from preflight.storage.engine import Database
from tests.builders import NOT_APPLICABLE, UNKNOWN
from tests.storage.filled import ANSWERS, GUEST, NOW, OWNER, a_draft, begin, complete, counted, say

ONE, TWO = Answer(choices=("1",)), Answer(choices=("2",), note="Better now.")


def test_an_answer_is_saved_with_its_version_and_who_and_when(database: Database) -> None:
    begin(database)
    later = NOW + timedelta(minutes=1)
    with database.writing() as connection:
        say(connection, ONE)
        saved = answers.put_answer(
            connection, assessment_id="first", question_id="alpha.one", answer=TWO, seen=1, at=later, by=GUEST.id
        )
    assert saved == RecordedAnswer(answer=TWO, version=2, at=later, by=GUEST.id)
    with database.reading() as connection:
        assert answers.recorded_answers(connection, "first") == {"alpha.one": saved}
        assert answers.recorded_answer(connection, "first", "alpha.one") == saved
        assert answers.recorded_answer(connection, "first", "alpha.two") is None


@pytest.mark.parametrize(
    "answer", [*ANSWERS.values(), Answer(), Answer(note="Only a note."), UNKNOWN, NOT_APPLICABLE, Answer(text="Words")]
)
def test_every_state_of_an_answer_comes_back(database: Database, answer: Answer) -> None:
    begin(database)
    with database.writing() as connection:
        say(connection, answer)
    with database.reading() as connection:
        assert answers.recorded_answers(connection, "first")["alpha.one"].answer == answer
        states = connection.exec_driver_sql("SELECT state FROM answer").scalars().all()
    assert states == [answer.state.value]


def test_every_change_is_kept_in_order(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        say(connection, ONE)
        say(connection, UNKNOWN, question_id="alpha.two")
        say(connection, TWO, seen=1, by=GUEST)
        say(connection, Answer(), seen=2)
        everything = answers.changes(connection, "first")
        of_one = answers.changes(connection, "first", "alpha.one")
    assert [(change.before, change.after, change.by) for change in of_one] == [
        (None, ONE, OWNER.id),
        (ONE, TWO, GUEST.id),
        (TWO, Answer(), OWNER.id),
    ]
    assert [change.question_id for change in everything] == ["alpha.one", "alpha.two", "alpha.one", "alpha.one"]
    assert [change.seq for change in everything] == sorted({change.seq for change in everything})


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_an_answer_that_someone_else_changed_is_not_overwritten(database: Database, seen: int) -> None:
    """The stale tab: both saw a version, one saved; the other is told, and nothing is written."""
    begin(database)
    with database.writing() as connection:
        say(connection, ONE)
        say(connection, TWO, seen=1, by=GUEST)
    with pytest.raises(Conflict), database.writing() as connection:
        say(connection, UNKNOWN, seen=seen)
    with database.reading() as connection:
        assert answers.recorded_answers(connection, "first")["alpha.one"].answer == TWO
        assert len(answers.changes(connection, "first")) == 2


def test_saving_what_is_there_already_changes_nothing(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        say(connection, ONE)
        again = answers.put_answer(
            connection,
            assessment_id="first",
            question_id="alpha.one",
            answer=ONE,
            seen=1,
            at=NOW + timedelta(days=1),
            by=GUEST.id,
        )
        assert again == RecordedAnswer(answer=ONE, version=1, at=NOW, by=OWNER.id)
        assert len(answers.changes(connection, "first")) == 1


def test_an_answer_needs_its_assessment_and_a_person(database: Database) -> None:
    begin(database)
    with pytest.raises(NotFound), database.writing() as connection:
        say(connection, ONE, assessment_id="none")
    with pytest.raises(NotFound), database.writing() as connection:
        answers.put_answer(
            connection, assessment_id="first", question_id="alpha.one", answer=ONE, seen=0, at=NOW, by="nobody"
        )
    with pytest.raises(Invalid), database.writing() as connection:
        say(connection, ONE, question_id="")
    with pytest.raises(Invalid), database.writing() as connection:
        say(connection, Answer(note="n" * 400_001))


def test_a_completed_assessment_takes_no_answer(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        say(connection, ONE)
        complete(connection)
    for seen, question_id in ((1, "alpha.one"), (0, "alpha.two")):
        with pytest.raises(Immutable), database.writing() as connection:
            say(connection, TWO, seen=seen, question_id=question_id)


def test_copied_answers_are_changes_of_their_own(database: Database) -> None:
    begin(database)
    later = NOW + timedelta(days=30)
    with database.writing() as connection:
        for question_id, answer in ANSWERS.items():
            say(connection, answer, question_id=question_id)
        complete(connection)
        assessments.add_assessment(connection, a_draft("next", based_on="first"))
        say(connection, UNKNOWN, assessment_id="next", question_id="beta.one")
        only = {"alpha.one", "beta.one", "not.there"}
        copied = answers.copy_answers(connection, "first", "next", at=later, by=GUEST.id, only=only)
        recorded = answers.recorded_answers(connection, "next")
        kept = answers.changes(connection, "next", "alpha.one")
    assert copied == {"alpha.one": RecordedAnswer(answer=ANSWERS["alpha.one"], version=1, at=later, by=GUEST.id)}
    assert recorded["alpha.one"] == copied["alpha.one"]
    assert recorded["beta.one"].answer == UNKNOWN, "an answer that is there already was overwritten"
    assert [(change.before, change.after) for change in kept] == [(None, ANSWERS["alpha.one"])]


def test_nothing_is_copied_into_a_completed_assessment(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        say(connection, ONE)
        assessments.add_assessment(connection, a_draft("next"))
        complete(connection, "next")
    with pytest.raises(Immutable), database.writing() as connection:
        answers.copy_answers(connection, "first", "next", at=NOW, by=OWNER.id, only={"alpha.one"})
    with pytest.raises(NotFound), database.writing() as connection:
        answers.copy_answers(connection, "first", "none", at=NOW, by=OWNER.id, only={"alpha.one"})


def test_one_save_is_three_statements_and_one_read_is_one(database: Database) -> None:
    """Each click waits for this: what grows here is felt on every screen."""
    begin(database)
    with database.writing() as connection:
        say(connection, ONE)
    with database.writing() as connection, counted(connection) as statements:
        say(connection, TWO, seen=1)
    assert len(statements) == 3, statements
    with database.reading() as connection, counted(connection) as statements:
        answers.recorded_answers(connection, "first")
    assert [statement for statement in statements if not statement.startswith("BEGIN")] == statements[-1:]
