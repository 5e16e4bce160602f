"""What the storage tests put into a database: people, projects, assessments and results, all at fixed times.

`fill` makes one of everything; the golden dumps hold what it writes, so it never changes: a new revision brings a new
filling of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from sqlalchemy import Connection, event

from preflight.domain.assessment import Answer, Assessment, Evidence, Phase
from preflight.domain.project import Person, Project, Stage
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.scoring import Score, score
from preflight.domain.verdict import Verdict, decide
from preflight.storage import answers, assessments, people, projects, questionnaires, scores
from preflight.storage.engine import Database, open_database
from preflight.storage.sqlite_database import SqliteDatabase
from tests.builders import multi, question, questionnaire, section

NOW = datetime(2026, 11, 20, 9, 30, 15, 123456, tzinfo=UTC)
DAY = date(2026, 11, 20)
DIGEST = "d" * 64
SOURCE = "title: Käse, 日本 and \r\n a NUL \0\n".encode()
OWNER = Person(id="local-owner", issuer="local", subject="owner", name="You")
GUEST = Person(id="guest", issuer="https://id.example.org", subject="4711", name="Zoë Ångström")

SAMPLE = questionnaire(
    section("alpha", question("alpha.one", critical="2"), question("alpha.two", points=(0, 5))),
    section("beta", multi("beta.many"), question("beta.one")),
)
ANSWERS = {
    "alpha.one": Answer(choices=("3",), note="Fine.", evidence=(Evidence(id="e1", text="Load test", date=DAY),)),
    "alpha.two": Answer(unknown=True),
    "beta.many": Answer(choices=()),
    "beta.one": Answer(not_applicable="Nobody waits for it; “batch”"),
}


def url_of(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


@contextmanager
def opened(folder: Path, *, busy_timeout_ms: int = 5_000) -> Iterator[SqliteDatabase]:
    """The database `preflight.db` in a folder, closed afterwards."""
    database = open_database(url_of(folder / "preflight.db"), busy_timeout_ms=busy_timeout_ms)
    assert isinstance(database, SqliteDatabase)
    try:
        yield database
    finally:
        database.close()


def a_project(project_id: str = "pilot", **fields: object) -> Project:
    values: dict[str, object] = {"name": f"Project {project_id}", "created_at": NOW, "created_by": OWNER.id}
    return Project(id=project_id, **(values | fields))  # type: ignore[arg-type]


def a_draft(assessment_id: str = "first", project_id: str = "pilot", **fields: object) -> Assessment:
    values: dict[str, object] = {
        "questionnaire_id": SAMPLE.id,
        "questionnaire_version": SAMPLE.version,
        "questionnaire_digest": DIGEST,
        "date": DAY,
        "phase": Phase.DRAFT,
        "created_at": NOW,
        "created_by": OWNER.id,
    }
    return Assessment(id=assessment_id, project_id=project_id, **(values | fields))  # type: ignore[arg-type]


def a_result(found: Questionnaire = SAMPLE, said: dict[str, Answer] | None = None) -> tuple[Score, Verdict]:
    said = ANSWERS if said is None else said
    result = score(found, said, on=DAY)
    return result, decide(found, said, result, completed=True)


def say(
    connection: Connection,
    answer: Answer,
    *,
    assessment_id: str = "first",
    question_id: str = "alpha.one",
    seen: int = 0,
    by: Person = OWNER,
) -> None:
    answers.put_answer(
        connection, assessment_id=assessment_id, question_id=question_id, answer=answer, seen=seen, at=NOW, by=by.id
    )


def begin(database: Database, *project_ids: str, sample: bool = False) -> None:
    """The owner, the questionnaire, and projects, `pilot` unless others are named, each with a draft.

    The first project's draft is `first`, the others' are called `first-<project>`.
    """
    with database.writing() as connection:
        people.ensure_person(connection, OWNER)
        people.ensure_person(connection, GUEST)
        questionnaires.keep_questionnaire(connection, DIGEST, SAMPLE.id, SAMPLE.version, SOURCE, NOW)
        for place, project_id in enumerate(project_ids or ("pilot",)):
            projects.add_project(connection, a_project(project_id, sample=sample))
            draft_id = "first" if place == 0 else f"first-{project_id}"
            assessments.add_assessment(connection, a_draft(draft_id, project_id))


def complete(connection: Connection, assessment_id: str = "first") -> None:
    scores.keep_score(connection, assessment_id, *a_result())
    assessments.mark_completed(connection, assessment_id, at=NOW + timedelta(hours=1), by=OWNER.id)


def fill(database: Database) -> None:
    """One of everything, as revision 0001 knows it: a completed assessment with its changes, and a draft from it."""
    begin(database)
    with database.writing() as connection:
        projects.add_project(
            connection,
            a_project(
                "second",
                name="Zweites “Projekt”",
                summary="Line one\nLine two; DROP TABLE person; --",
                team="Team 日本",
                owner="O'Neill",
                stage=Stage.PRODUCTIONISING,
                pilot_start=date(2026, 1, 31),
                tags=("eu", "a,b", '"quoted"'),
                created_at=NOW + timedelta(days=1),
                sample=True,
            ),
        )
        for question_id, answer in ANSWERS.items():
            say(connection, answer, question_id=question_id)
        say(connection, Answer(choices=("1",)), seen=1, by=GUEST)
        say(connection, ANSWERS["alpha.one"], seen=2)
        complete(connection)
        assessments.add_assessment(connection, a_draft("next", based_on="first", date=DAY + timedelta(days=30)))
        answers.copy_answers(connection, "first", "next", at=NOW, by=OWNER.id, only={"alpha.one", "beta.many"})
        say(connection, Answer(number=Fraction(1, 3)), assessment_id="next", question_id="beta.one")
        assessments.set_last_question(connection, "next", "beta.one")


def in_a_child(work: Callable[[], object]) -> int:
    """Run something in a forked child process and return its exit code: 0, 1 after an exception, -9 when killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@contextmanager
def counted(connection: Connection) -> Iterator[list[str]]:
    """The statements that run on this connection meanwhile."""
    statements: list[str] = []

    def seen(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(connection, "before_cursor_execute", seen)
    try:
        yield statements
    finally:
        event.remove(connection, "before_cursor_execute", seen)
