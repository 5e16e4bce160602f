"""Revisions 0004 and 0005: actions, criteria, plans, decisions; what is sealed, measured or decided stays."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from preflight.domain.criterion import Criterion
from preflight.domain.decision import DecisionKind
from preflight.domain.errors import Conflict, Immutable, NotFound, Refused
from preflight.domain.path_setting import PathSetting
from preflight.storage import actions, assessments, criteria, decisions, path_settings, pilots, projects
from preflight.storage.engine import Database, open_database
from preflight.storage.sqlite_database import SqliteDatabase
from tests.storage.dump import dump_of, rows_in
from tests.storage.filled import GUEST, NOW, OWNER, begin, fill, opened
from tests.storage.filled_decisions import (
    ACTION,
    ADDED_LATE,
    AMENDED,
    BY_HAND,
    CONDITION,
    FIRST,
    GO,
    LATER,
    MEASURED,
    NO_GO,
    SEALED,
    SETTING,
    STEP,
    STRUCK,
    SYSTEM,
    UNSEALED,
    WITHDRAWN,
    fill_decisions,
)
from tests.storage.filled_restored import fill_restored
from tests.storage.filled_rooms import fill_rooms

_DECISION = "id, project_id, kind, reasons, decided_by, decided_on, recommended, rule, because, against_why, conditions"
_REST = "assessment_id, {supersedes}, picture, at, by FROM decision WHERE id = 'no'"
REFUSED_BY_SQL = [
    "UPDATE decision SET reasons = 'x' WHERE id = 'no'",
    "DELETE FROM decision WHERE id = 'go'",
    "INSERT OR REPLACE INTO decision SELECT * FROM decision WHERE id = 'go'",
    f"INSERT INTO decision SELECT 'x', {_DECISION[4:]}, {_REST.format(supersedes='NULL')}",
    f"INSERT INTO decision SELECT 'x', 'second', {_DECISION[16:]}, {_REST.format(supersedes=chr(39) + 'go' + chr(39))}",
    "UPDATE criterion SET sealed_at = NULL, sealed_by = NULL WHERE id = 'right'",
    "UPDATE criterion SET sealed_at = '2020-01-01T00:00:00.000000+00:00' WHERE id = 'right'",
    "UPDATE criterion SET project_id = 'second' WHERE id = 'right'",
    "DELETE FROM criterion WHERE id = 'right'",
    "INSERT OR REPLACE INTO criterion SELECT * FROM criterion WHERE id = 'right'",
    "INSERT INTO criterion SELECT 'x', project_id, 9, late, sealed_at, sealed_by FROM criterion WHERE id = 'right'",
    "UPDATE criterion_version SET target = '1' WHERE criterion_id = 'right' AND number = 1",
    "UPDATE criterion_version SET reason = 'x' WHERE criterion_id = 'right' AND number = 2",
    "DELETE FROM criterion_version WHERE criterion_id = 'right' AND number = 2",
    "INSERT OR REPLACE INTO criterion_version SELECT * FROM criterion_version WHERE criterion_id = 'right'",
    "UPDATE measurement SET value = '1' WHERE id = 'm1'",
    "UPDATE measurement SET evidence_text = 'x' WHERE id = 'm1'",
    "UPDATE measurement SET struck_at = NULL, struck_by = NULL, struck_why = '' WHERE id = 'm2'",
    "UPDATE measurement SET struck_why = 'something else' WHERE id = 'm2'",
    "DELETE FROM measurement",
    "INSERT OR REPLACE INTO measurement SELECT * FROM measurement",
    "INSERT OR REPLACE INTO action SELECT * FROM action",
]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with opened(tmp_path_factory.mktemp("decided")) as database:
        fill_all(database)
        return database.path


@pytest.fixture(scope="module")
def full(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteDatabase]:
    """One for all statements: what is refused changes nothing."""
    folder = tmp_path_factory.mktemp("full")
    shutil.copy(original, folder)
    with opened(folder) as database:
        yield database


def fill_all(database: Database) -> None:
    fill(database)
    fill_rooms(database)
    fill_restored(database)
    fill_decisions(database)


@pytest.mark.parametrize("statement", REFUSED_BY_SQL)
def test_sql_past_the_code_is_refused(full: SqliteDatabase, statement: str) -> None:
    before = dump_of(full.path)
    with pytest.raises(Refused) as refused, full.writing() as connection:
        connection.exec_driver_sql(statement)
    assert not isinstance(refused.value, NotFound), "refused by what it refers to, not by a trigger"
    assert dump_of(full.path) == before


@pytest.mark.parametrize("statement", REFUSED_BY_SQL)
def test_a_program_without_our_settings_is_refused_too(original: Path, statement: str) -> None:
    with closing(sqlite3.connect(original)) as connection:
        connection.execute("PRAGMA recursive_triggers = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")
        with pytest.raises(sqlite3.IntegrityError, match=r"immutable: |refused: "):
            connection.execute(statement)
        connection.rollback()


@pytest.mark.slow
def test_a_server_refuses_the_same(server_url: str) -> None:
    with closing(open_database(server_url)) as database:
        fill_all(database)
        before = rows_in(database)
        for statement in (each for each in REFUSED_BY_SQL if "OR REPLACE" not in each):
            with pytest.raises(Refused), database.writing() as connection:
                connection.exec_driver_sql(statement.replace(" by FROM", ' "by" FROM'))
        for table in ("decision", "criterion", "criterion_version", "measurement"):
            with pytest.raises(Refused), database.writing() as connection:
                connection.exec_driver_sql(f"TRUNCATE {table} CASCADE")
        assert rows_in(database) == before


def test_what_was_written_is_read_again(database: Database) -> None:
    fill_all(database)
    with database.reading() as connection:
        assert actions.list_actions(connection, "pilot") == [ACTION, CONDITION, BY_HAND]
        assert criteria.list_criteria(connection, "pilot") == [SEALED, WITHDRAWN, ADDED_LATE]
        assert criteria.list_criteria(connection) == [SEALED, WITHDRAWN, ADDED_LATE, UNSEALED]
        assert criteria.get_criterion(connection, "open") == UNSEALED
        assert pilots.list_steps(connection, "pilot") == [STEP]
        assert pilots.list_integrations(connection, "pilot") == [SYSTEM]
        assert decisions.list_decisions(connection, "pilot") == [NO_GO, GO]
        assert decisions.newest_decisions(connection) == {"pilot": GO}
        assert path_settings.get_path_setting(connection, "pilot", "sample") == SETTING
        assert path_settings.get_path_setting(connection, "second", "sample") == PathSetting()
        for empty in (actions.list_actions, pilots.list_steps, pilots.list_integrations, decisions.list_decisions):
            assert empty(connection, "second") == []


def test_all_of_it_goes_with_the_sample_and_only_with_it(database: Database) -> None:
    begin(database, "pilot", sample=True)
    with database.writing() as connection:
        for decided in (NO_GO, GO):
            decisions.add_decision(connection, decided)
        actions.add_actions(connection, [ACTION, CONDITION])
        put(connection, SEALED)
        pilots.add_steps(connection, [STEP])
        pilots.add_integration(connection, SYSTEM)
        path_settings.keep_path_setting(connection, "pilot", "sample", SETTING, at=NOW, by=OWNER.id)
        projects.remove_project(connection, "pilot")
    found = rows_in(database)
    assert all(not found[table] for table in ("action", "criterion", "criterion_version", "measurement", "decision"))
    assert all(not found[table] for table in ("pilot_step", "integration", "path_setting", "project"))


@pytest.mark.parametrize("what", ["a decision", "a sealed criterion"])
def test_a_real_project_stays_with_what_was_decided(database: Database, what: str) -> None:
    begin(database)
    with database.writing() as connection:
        if what == "a decision":
            decisions.add_decision(connection, replace(NO_GO, assessment_id=None))
        else:
            put(connection, SEALED)
    with pytest.raises(Refused, match="stays on record"), database.writing() as connection:
        projects.remove_project(connection, "pilot")


def test_a_project_with_open_criteria_and_actions_can_go(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        criteria.add_criterion(connection, replace(UNSEALED, project_id="pilot"))
        actions.add_actions(connection, [ACTION])
        projects.remove_project(connection, "pilot")


def test_an_action_forgets_the_draft_that_was_discarded_and_stays(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        actions.add_actions(connection, [ACTION])
        assessments.discard_draft(connection, "first")
        assert ACTION.link is not None
        forgetful = replace(ACTION, link=replace(ACTION.link, assessment_id=None))
        assert actions.list_actions(connection) == [forgetful]


def test_a_change_over_another_version_is_a_conflict(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        actions.add_actions(connection, [ACTION])
        pilots.add_steps(connection, [STEP])
        pilots.add_integration(connection, SYSTEM)
    for change in (
        lambda connection: actions.update_action(connection, ACTION, seen=2),
        lambda connection: pilots.update_step(connection, STEP, seen=1),
        lambda connection: pilots.update_integration(connection, SYSTEM, seen=1),
    ):
        with pytest.raises(Conflict), database.writing() as connection:
            change(connection)
    with database.writing() as connection:
        actions.update_action(connection, replace(ACTION, title="Other", version=4), seen=3)
        assert actions.get_action(connection, "act").title == "Other"
    with pytest.raises(NotFound), database.writing() as connection:
        actions.update_action(connection, replace(ACTION, id="none"), seen=3)


def test_before_sealing_a_criterion_has_one_version_that_can_be_changed(database: Database) -> None:
    begin(database)
    new = replace(UNSEALED, project_id="pilot")
    with database.writing() as connection:
        criteria.add_criterion(connection, new)
        criteria.change_unsealed(connection, "open", replace(FIRST, terms=AMENDED.terms))
        assert criteria.get_criterion(connection, "open").newest.terms == AMENDED.terms
    with pytest.raises(Refused, match="Before it is sealed"), database.writing() as connection:
        criteria.add_version(connection, "open", AMENDED)
    with pytest.raises(Refused, match="Seal the criteria"), database.writing() as connection:
        criteria.add_measurement(connection, replace(MEASURED, criterion_id="open"))
    with database.writing() as connection:
        criteria.remove_unsealed(connection, "open")
    with pytest.raises(NotFound), database.reading() as connection:
        criteria.get_criterion(connection, "open")


def test_after_sealing_only_amendments_with_a_reason_and_struck_measurements(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        put(connection, replace(SEALED, versions=(FIRST,), measurements=(MEASURED,)))
    for change in (
        lambda connection: criteria.change_unsealed(connection, "right", FIRST),
        lambda connection: criteria.remove_unsealed(connection, "right"),
        lambda connection: criteria.seal(connection, "right", at=LATER, by=OWNER.id),
        lambda connection: criteria.strike_measurement(connection, "m1", at=LATER, by=OWNER.id, why=""),
    ):
        with pytest.raises(Immutable), database.writing() as connection:
            change(connection)
    with pytest.raises(Refused, match="says why"), database.writing() as connection:
        criteria.add_version(connection, "right", replace(AMENDED, reason=""))
    with pytest.raises(Refused), database.writing() as connection:
        criteria.add_version(connection, "right", replace(AMENDED, number=3))
    with database.writing() as connection:
        criteria.add_version(connection, "right", AMENDED)
        struck = {"at": STRUCK.struck_at or NOW, "by": OWNER.id, "why": STRUCK.struck_why}
        criteria.strike_measurement(connection, "m1", **struck)
    with pytest.raises(Immutable), database.writing() as connection:
        criteria.strike_measurement(connection, "m1", at=LATER, by=GUEST.id, why="Again")


def test_one_that_was_added_late_is_sealed_only_with_its_reason(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        criteria.add_criterion(connection, replace(ADDED_LATE, versions=(FIRST,)))
    with pytest.raises(Refused, match="says why"), database.writing() as connection:
        criteria.seal(connection, "late", at=LATER, by=OWNER.id)


def test_decisions_are_one_chain(database: Database) -> None:
    begin(database)
    first = replace(NO_GO, assessment_id=None)
    with database.writing() as connection:
        decisions.add_decision(connection, first)
    for wrong in (replace(first, id="x"), replace(GO, supersedes="none"), replace(GO, kind=DecisionKind.NO_GO)):
        with pytest.raises(Refused), database.writing() as connection:
            decisions.add_decision(connection, wrong)
    with database.writing() as connection:
        decisions.add_decision(connection, GO)
    with pytest.raises(Refused), database.writing() as connection:
        decisions.add_decision(connection, replace(GO, id="x"))
    with database.reading() as connection:
        assert decisions.list_decisions(connection, "pilot") == [first, GO]
        with pytest.raises(NotFound):
            decisions.get_decision(connection, "x")


def put(connection: object, one: Criterion) -> None:
    criteria.add_criterion(connection, one)  # type: ignore[arg-type]
    criteria.seal(connection, one.id, at=one.sealed_at or NOW, by=one.sealed_by or OWNER.id)  # type: ignore[arg-type]
    for version in one.versions[1:]:
        criteria.add_version(connection, one.id, version)  # type: ignore[arg-type]
    for measured in one.measurements:
        criteria.add_measurement(connection, measured)  # type: ignore[arg-type]
