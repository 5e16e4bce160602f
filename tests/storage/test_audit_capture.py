"""What is told of a transaction is what it came to: the difference between the tables before and after, row by row."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from preflight.domain.assessment import Answer
from preflight.domain.room import Role
from preflight.storage import answers, assessments, projects, questionnaires, rooms, votes
from preflight.storage.audit_capture import MOST_ROWS, watching
from preflight.storage.audit_values import LEFT_OUT, NOT_TOLD, told_row
from preflight.storage.engine import Database
from preflight.storage.export_tables import slide_template
from preflight.storage.people_tables import invitation
from preflight.storage.tables import answer, assessment, metadata, person, project
from tests.storage.filled import DIGEST, NOW, OWNER, SAMPLE, SOURCE, a_draft, a_project, say
from tests.storage.filled_rooms import FIRST_ROUND, a_room, join, open_a_room, vote

Step = Callable[[Connection, int], object]


def told_rows(told: str | None) -> dict[tuple[str, str], tuple[Any, Any]]:
    """From table and key to what the row was and is, of what differs."""
    found = {}
    for each in json.loads(told)["changes"] if told else []:
        table = metadata.tables[each["table"]]
        whole = each["before"] or each["after"]
        key = repr([whole[column.name] for column in table.primary_key])
        found[(each["table"], key)] = (each["before"], each["after"])
    return found


def rows_now(connection: Connection) -> dict[tuple[str, str], dict[str, Any]]:
    """Every row of every table that is told, as it is told."""
    rows = {}
    for name, table in metadata.tables.items():
        if name in NOT_TOLD:
            continue
        for row in connection.execute(select(table)).mappings():
            shown = told_row(table, dict(row))
            assert shown is not None
            rows[(name, repr([shown[column.name] for column in table.primary_key]))] = shown
    return rows


def difference(before: dict[Any, dict[str, Any]], after: dict[Any, dict[str, Any]]) -> dict[Any, tuple[Any, Any]]:
    found: dict[Any, tuple[Any, Any]] = {}
    for at in before.keys() | after.keys():
        was, now = before.get(at), after.get(at)
        if was == now:
            continue
        if was is None or now is None:
            found[at] = (was, now)
        else:
            key = {column.name for column in metadata.tables[at[0]].primary_key}
            names = {name for name in was.keys() | now.keys() if name in key or was.get(name) != now.get(name)}
            found[at] = ({name: was.get(name) for name in names}, {name: now.get(name) for name in names})
    return found


def _add_project(connection: Connection, n: int) -> None:
    projects.add_project(connection, a_project(f"p{n}"))


def _add_draft(connection: Connection, n: int) -> None:
    assessments.add_assessment(connection, a_draft(f"a{n}", f"p{n % 3}"))


def _say(connection: Connection, n: int) -> None:
    draft = f"a{n}" if n % 2 else "first"
    seen = answers.recorded_answer(connection, draft, "alpha.one")
    say(connection, Answer(choices=(str(n),)), assessment_id=draft, seen=seen.version if seen else 0)


def _rename_many(connection: Connection, n: int) -> None:
    renamed = update(project).where(project.c.id == bindparam("_id")).values(name=bindparam("_name"))
    connection.execute(renamed, [{"_id": f"p{each}", "_name": f"New {n} {each}"} for each in range(3)])


def _rename_by_expression(connection: Connection, _: int) -> None:
    connection.execute(update(project).values(team=project.c.team + "!"))


def _remove(connection: Connection, n: int) -> None:
    connection.execute(delete(project).where(project.c.id == f"p{n}"))


def _add_people(connection: Connection, n: int) -> None:
    rows = [{"id": f"{n}-{each}", "issuer": "i", "subject": f"{n}-{each}", "name": "A"} for each in range(3)]
    connection.execute(insert(person), rows)


def _open_room(connection: Connection, n: int) -> None:
    rooms.add_room(connection, a_room(f"r{n}", f"a{n}"))
    join(connection, f"ann-{n}", Role.BUILDS, room_id=f"r{n}")


STEPS: list[Step] = [
    _add_project, _add_draft, _say, _say, _rename_many, _rename_by_expression, _remove, _add_people, _open_room,
]  # fmt: skip


def _carried_out(connection: Connection, step: Step, n: int, *, undone: bool) -> None:
    """Within a savepoint, which a step that fails or is to be undone goes back to."""
    with suppress(Exception), connection.begin_nested():
        step(connection, n)
        if undone:
            raise ArithmeticError


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3), st.booleans()), max_size=12),
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3), st.sampled_from([False, False, True])), max_size=12),
)
def test_what_is_told_is_the_difference(
    file_database: Database, first: list[tuple[Step, int, bool]], then: list[tuple[Step, int, bool]]
) -> None:
    class UndoneError(Exception):
        pass

    with suppress(UndoneError), file_database.writing() as connection:
        if connection.execute(select(person.c.id)).first() is None:
            connection.execute(insert(person).values(id=OWNER.id, issuer="local", subject="owner", name="You"))
            a_draft_within(connection)
        for step, n, _ in first:
            _carried_out(connection, step, n, undone=False)
        before = rows_now(connection)
        with watching(connection) as changes:
            for step, n, undone in then:
                _carried_out(connection, step, n, undone=undone)
            told = told_rows(changes.told())
        assert told == difference(before, rows_now(connection))
        raise UndoneError


def a_draft_within(connection: Connection) -> None:
    questionnaires.keep_questionnaire(connection, DIGEST, SAMPLE.id, SAMPLE.version, SOURCE, NOW)
    projects.add_project(connection, a_project("pilot"))
    assessments.add_assessment(connection, a_draft("first", "pilot"))


def test_what_goes_with_a_project_is_told_and_votes_are_not(database: Database) -> None:
    open_a_room(database)
    with database.writing() as connection:
        vote(connection, "ada", why="Nobody may read this")
        say(connection, Answer(choices=("2",), note="Gone with it"))
        before = rows_now(connection)
        with watching(connection) as changes:
            connection.execute(delete(project).where(project.c.id == "pilot"))
            said = changes.told()
        assert said is not None
        assert told_rows(said) == difference(before, rows_now(connection))
    tables = {each["table"] for each in json.loads(said)["changes"]}
    assert tables == {"project", "assessment", "answer", "answer_change", "room", "room_round", "participant"}
    assert "Nobody may read this" not in said
    assert "Gone with it" in said


def test_nothing_that_opens_something_is_told(database: Database) -> None:
    open_a_room(database)
    there = a_room()
    with database.writing() as connection, watching(connection) as changes:
        rooms.set_removed(connection, "ada")
        rooms.set_role(connection, "bob", Role.OWNS)
        votes.drop_unrevealed_votes(connection, "room", "ada")
        connection.execute(delete(assessment).where(assessment.c.id == "first"))
        assessments.add_assessment(connection, a_draft("first"))
        rooms.add_room(connection, a_room("new"))
        values = {"id": "i", "digest": "e" * 64, "project_id": "pilot", "role": "viewer", "made_by": OWNER.id}
        connection.execute(insert(invitation).values(values | {"made_at": NOW, "ends_at": NOW}))
        said = changes.told()
    assert said is not None
    for secret in (there.code, there.token, a_room("new").token, "e" * 64, "secret_digest", '"role":"owns"'):
        assert secret not in said
    assert '"removed"' in said, "who was removed is told by their number"
    assert {name for _, name in LEFT_OUT} == {"secret_digest", "role", "last_question"}
    assert FIRST_ROUND[0] in said


def test_of_too_many_rows_only_the_number_is_told(database: Database) -> None:
    many = [{"id": f"{n}", "issuer": "i", "subject": f"{n}", "name": "A"} for n in range(3 * MOST_ROWS)]
    with database.writing() as connection:
        with watching(connection) as changes:
            connection.execute(insert(person), many)
            assert json.loads(changes.told() or "") == {"rows": {"inserted person": 3 * MOST_ROWS}}
        with watching(connection) as changes:
            connection.execute(update(person).values(name="B"))
            connection.execute(delete(person).where(person.c.id < "2"))
            rows = json.loads(changes.told() or "")["rows"]
    assert rows["changed person"] >= 3 * MOST_ROWS - len([each for each in many if each["id"] < "2"])


def test_what_is_long_or_no_text_is_told_by_its_digest(database: Database) -> None:
    open_a_room(database)
    with database.writing() as connection, watching(connection) as changes:
        say(connection, Answer(choices=("2",), note="x" * 9_000))
        values = {
            "id": "t",
            "name": "T",
            "digest": "d" * 64,
            "added_at": NOW,
            "added_by": OWNER.id,
            "content": b"\0\1\2",
        }
        connection.execute(insert(slide_template).values(values))
        told = {each["table"]: each["after"] for each in json.loads(changes.told() or "")["changes"]}
    assert told["slide_template"]["content"]["bytes"] == 3
    assert told["answer"]["answer"]["characters"] > 9_000


def test_a_write_that_can_t_be_told_is_refused(database: Database) -> None:
    open_a_room(database)
    copied = insert(answer).from_select(list(answer.c), select(answer))
    two = insert(person).values([{"id": n, "issuer": "i", "subject": n, "name": "A"} for n in ("1", "2")])
    for statement in (copied, update(person).where(person.c.id == "guest").values(id="x"), two):
        with pytest.raises(RuntimeError, match="told"), database.writing() as connection, watching(connection):
            connection.execute(statement)
