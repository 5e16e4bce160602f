"""B10: no SQL is put together from what comes in. The code is read for it; hostile text walks through each field."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from preflight.domain.assessment import Answer, Evidence
from preflight.domain.errors import NotFound
from preflight.domain.project import Person
from preflight.storage import answers, assessments, people, projects, questionnaires
from preflight.storage.engine import Database
from preflight.storage.tables import metadata
from tests.storage.filled import NOW, a_draft, a_project, begin, say

ROOT = Path(__file__).parents[2]
RUN_SQL = {"execute", "executemany", "executescript", "exec_driver_sql", "scalar", "scalars"}
MAKE_SQL = {"text", "DDL", "literal_column"}

PAYLOADS = [
    "'; DROP TABLE person; --",
    '" OR ""="',
    "' OR '1'='1",
    "1); DELETE FROM answer WHERE (1=1",
    "%s %(x)s :name ? ?1 @p $p {x} %",
    "\\'; VACUUM; --",
    "x' UNION SELECT sql FROM sqlite_master --",
    "日本'); INSERT INTO person VALUES ('x','x','x','x'); --",
]


def put_together(code: str) -> Iterator[int]:
    """The lines on which SQL is made of pieces: an f-string, a +, a % or .format where SQL is handed over."""
    tree = ast.parse(code)
    names, modules = _imported_from_sqlalchemy(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in RUN_SQL:
                pass
            case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name)) if (
                module in modules and name in MAKE_SQL
            ):
                pass
            case ast.Call(func=ast.Name(id=name)) if name in names:
                pass
            case _:
                continue
        handed = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg in {"text", "statement"})]
        if any(_made_of_pieces(each) for each in handed):
            yield node.lineno


def _imported_from_sqlalchemy(tree: ast.AST) -> tuple[set[str], set[str]]:
    """Under which names the makers of SQL text, and SQLAlchemy and Alembic themselves, are known in a module."""
    names, modules = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            names |= {each.asname or each.name for each in node.names if each.name in MAKE_SQL}
            modules |= {each.asname or each.name for each in node.names if each.name == "sql"}
        if isinstance(node, ast.Import):
            modules |= {each.asname or each.name for each in node.names if each.name.startswith("sqlalchemy")}
    return names, modules


def _made_of_pieces(node: ast.expr) -> bool:
    match node:
        case ast.JoinedStr(values=values):
            return any(isinstance(value, ast.FormattedValue) for value in values)
        case ast.BinOp():
            return True
        case ast.Call(func=ast.Attribute(value=receiver, attr="format" | "join" | "replace")):
            return not _begins_with_select(receiver)
    return False


def _begins_with_select(node: ast.expr) -> bool:
    """Whether a chain of calls starts at SQLAlchemy's select(…): its join joins tables, not texts."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "select"


@pytest.mark.parametrize("folder", ["preflight", "pages"])
def test_no_sql_is_put_together(folder: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / folder).rglob("*.py")
        for line in put_together(path.read_text(encoding="utf-8"))
    }
    assert not found, "bind values instead (select(...).where(column == value)), and take sort keys from a fixed table"


@pytest.mark.parametrize(
    "code",
    [
        "from sqlalchemy import text; text(f'SELECT {x}')",
        "from sqlalchemy.sql import text as words; words('SELECT ' + x)",
        "import sqlalchemy as sa; sa.text(text='SELECT ' + x)",
        "connection.execute('SELECT %s' % x)",
        "cursor.execute('SELECT {}'.format(x), values)",
        "connection.exec_driver_sql(statement='SELECT ' + x)",
        "op.execute(' '.join(parts))",
    ],
)
def test_the_check_finds_what_it_looks_for(code: str) -> None:
    assert list(put_together(code)) == [1]


@pytest.mark.parametrize(
    "code",
    [
        "from sqlalchemy import text; text('SELECT 1')",
        "from sqlalchemy import text; text(f'SELECT 1')",
        "connection.execute(select(a.c.x).where(a.c.y == y).join(b, a.c.x == b.c.x))",
        "import streamlit as st; st.text(f'Hello {x}')",
        "connection.execute(select(a + b))",
    ],
)
def test_the_check_lets_the_rest_pass(code: str) -> None:
    assert list(put_together(code)) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_only_text(database: Database, payload: str) -> None:
    """As every id, name, note and search value in turn: it comes back as it was, and nothing else changes."""
    begin(database)
    someone = Person(id="p" + payload[:60], issuer=payload, subject=payload, name=payload)
    project = a_project("j" + payload[:60], name=payload, summary=payload, team=payload, owner=payload, tags=(payload,))
    answer = Answer(
        text=payload, note=payload, not_applicable=payload, evidence=(Evidence(id=payload, text=payload, url=payload),)
    )
    with database.writing() as connection:
        people.ensure_person(connection, someone)
        projects.add_project(connection, replace(project, created_by=someone.id))
        questionnaires.keep_questionnaire(connection, payload, payload, 1, payload.encode(), NOW)
        assessments.add_assessment(connection, a_draft("a" + payload[:60], project.id, questionnaire_digest=payload))
        say(connection, answer, assessment_id="a" + payload[:60], question_id=payload, by=someone)
        assessments.set_last_question(connection, "a" + payload[:60], payload)
    with database.reading() as connection:
        assert people.names_of(connection, {someone.id, payload}) == {someone.id: payload}
        assert projects.get_project(connection, project.id) == replace(project, created_by=someone.id)
        assert questionnaires.source_of(connection, payload) == payload.encode()
        assert assessments.get_assessment(connection, "a" + payload[:60]).last_question == payload
        assert answers.recorded_answers(connection, "a" + payload[:60])[payload].answer == answer
        assert [each.after for each in answers.changes(connection, "a" + payload[:60], payload)] == [answer]
        assert answers.recorded_answers(connection, payload) == {}
        assert assessments.list_assessments(connection, payload) == []
        with pytest.raises(NotFound):
            projects.get_project(connection, payload)
        counts = {name: len(connection.execute(table.select()).all()) for name, table in metadata.tables.items()}
    assert {name: rows for name, rows in counts.items() if rows} == {
        "person": 3,
        "project": 2,
        "questionnaire_version": 2,
        "assessment": 2,
        "answer": 1,
        "answer_change": 1,
    }
