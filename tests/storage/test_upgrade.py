"""C5: an upgrade happens wholly or not at all, and what a bad one would lose is found before it counts.

The steps that follow our newest revision are written here, each with one of the faults that were seen: half a
migration, triggers dropped, rows lost by a cascade, references broken, a commit in the middle.
"""

from __future__ import annotations

import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from preflight.domain.audit import faults
from preflight.domain.errors import StorageError, StorageFull
from preflight.domain.path_setting import PathSetting
from preflight.domain.roles import ProjectRole, WholeRole
from preflight.domain.room import Hands, Order, Role, Vote
from preflight.storage import (
    actions,
    answers,
    assessments,
    audit,
    criteria,
    decisions,
    login_sessions,
    path_settings,
    pilots,
    restored,
    roles,
    rooms,
    rounds,
    scores,
    templates,
    votes,
)
from preflight.storage.backup_place import BackupPlace
from preflight.storage.schema import OURS, REVISIONS, Schema
from preflight.storage.soundness import find_revision
from preflight.storage.sqlite_database import SqliteDatabase
from preflight.storage.steps import MIGRATIONS
from preflight.storage.upgrade import upgrade_file
from tests.storage.backups import beside, dump_in, files_in
from tests.storage.dump import build, dump_of
from tests.storage.filled import ANSWERS, GUEST, OWNER, a_result, fill, in_a_child, opened
from tests.storage.filled_decisions import ACTION, GO, NO_GO, SEALED, SETTING, SYSTEM, fill_decisions
from tests.storage.filled_decisions import STEP as PILOT_STEP
from tests.storage.filled_people import ENDED_SESSION, EVENTS, KEY, OPEN_SESSION, fill_people
from tests.storage.filled_restored import AGREED, CONTENT, RECORDED, ROUNDS, TEMPLATE, fill_restored
from tests.storage.filled_rooms import FIRST_ROUND, FOUR, SECOND_ROUND, an_agreement, fill_rooms
from tests.storage.test_interrupts import after_statement, kill_myself, needs_fork

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parent / "golden"

STEP = """
import sqlalchemy as sa
from alembic import op
from preflight.storage.migrations.trigger_sql import statements
from preflight.storage.migrations import triggers_0001, triggers_0004

TRIGGERS = triggers_0004.TRIGGERS + triggers_0001.TRIGGERS
revision, down_revision, branch_labels, depends_on = "next", "{before}", None, None


def upgrade():
    for trigger in TRIGGERS:
        op.execute("DROP TRIGGER " + trigger.name)
    op.create_table("sponsor_note", sa.Column("id", sa.Text, primary_key=True))
    with op.batch_alter_table("project", recreate="always", table_kwargs={{"sqlite_strict": True}}) as batch:
        batch.add_column(sa.Column("sponsor", sa.Text, nullable=False, server_default=""))
    op.execute("UPDATE project SET sponsor = owner")
{body}
    for trigger in TRIGGERS{fewer}:
        for statement in statements(trigger, "sqlite"):
            op.execute(statement)
"""
GOOD = {"body": "", "fewer": ""}
BAD = {
    "fails": ({"body": "    op.execute('SELECT nonsense')", "fewer": ""}, "nonsense"),
    "loses rows": ({"body": "    op.execute('DELETE FROM answer_change')", "fewer": ""}, "answer_change had 9 rows"),
    "loses a table": ({"body": "    op.drop_table('section_score')", "fewer": "[:-3]"}, "section_score had 2 rows"),
    "loses triggers": ({"body": "", "fewer": "[1:]"}, "project_keeps_decisions"),
    "breaks references": ({"body": "    op.execute('UPDATE answer SET by = 5')", "fewer": ""}, "answer refers to"),
    "commits by itself": ({"body": "    op.execute('COMMIT')", "fewer": ""}, "committed by itself"),
    "commits and fails": (
        {"body": "    op.execute('COMMIT')\n    op.execute('SELECT nonsense')", "fewer": ""},
        "nonse",
    ),
    "commits and begins": ({"body": "    op.execute('COMMIT')\n    op.execute('BEGIN')", "fewer": ""}, "by itself"),
    "rolls back": ({"body": "    op.execute('ROLLBACK')", "fewer": ""}, "already exists"),
}


@pytest.fixture
def next_schema(tmp_path: Path) -> Schema:
    """Our schema with one revision more, `next`, as `write_step` writes it."""
    steps = tmp_path / "steps"
    steps.mkdir()
    write_step(steps, **GOOD)
    return Schema(
        revisions=(*REVISIONS, "next"),
        tables=OURS.tables | {"sponsor_note"},
        triggers=OURS.triggers,
        steps=(*OURS.steps, steps),
    )


def write_step(folder: Path, *, body: str, fewer: str) -> None:
    (folder / "next_step.py").write_text(STEP.format(before=REVISIONS[-1], body=body, fewer=fewer))


def test_the_code_s_revisions_are_alembic_s() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_released_revision_upgrades_and_keeps_what_it_holds(tmp_path: Path, revision: str) -> None:
    """The golden dump of each revision is what that release wrote; rebuilt, opened, it says today what it said then."""
    golden = golden_lines(revision)
    build(tmp_path / "preflight.db", golden)
    with opened(tmp_path) as database, database.reading() as connection:
        recorded = answers.recorded_answers(connection, "first")
        assert {name: each.answer for name, each in recorded.items()} == ANSWERS
        assert scores.kept_score(connection, "first") == a_result()
        assert len(answers.changes(connection, "first")) == 6
        assert [each.id for each in assessments.list_assessments(connection, "pilot")] == ["first", "next"]
        assert_rooms_as_filled(connection, there=revision >= "0002")
        assert_restored_as_filled(connection, there=revision >= "0003")
        assert_decisions_as_filled(connection, there=revision >= "0005")
        assert_people_as_filled(connection, there=revision >= "0006")
        upgraded = dump_of(database.path)
    assert beginning(upgraded, "CREATE") == beginning(golden_lines(REVISIONS[-1]), "CREATE")
    assert saved_rows(upgraded) == with_new_columns(saved_rows(golden), revision)


def assert_rooms_as_filled(connection: Connection, *, there: bool) -> None:
    """What `fill_rooms` wrote, as the code reads it."""
    found = {room.id: room for room in [*rooms.rooms_of(connection, "next"), *rooms.rooms_of(connection, "third")]}
    assert list(found) == (["room", "closed"] if there else [])
    if not there:
        return
    assert (found["room"].version, found["room"].order, found["room"].minutes) == (12, Order.DISAGREEMENT, 90)
    assert [room.id for room in rooms.open_rooms(connection)] == ["room"]
    people = rooms.participants_of(connection, "room")
    assert [(each.id, each.role, each.removed) for each in people] == [
        ("ada", Role.BUILDS, False),
        ("bob", Role.OWNS, False),
        ("cyd", Role.SECURES, False),
        ("dan", None, True),
    ]
    assert votes.own_vote(connection, "room", FIRST_ROUND, "ada") == Vote(said=FOUR, why="Line “one”; 日本", n=3)
    assert {key: len(cast) for key, cast in votes.revealed_ballots(connection, "room").items()} == {FIRST_ROUND: 4}
    assert votes.voters(connection, "room", SECOND_ROUND) == {"ada"}
    assert rounds.rounds_of(connection, "room")[0].hands == Hands(counts={"0": 2, "4": 1}, unknown=1)
    assert rounds.agreed_answers(connection, "room") == {"alpha.one": an_agreement()}


def assert_restored_as_filled(connection: Connection, *, there: bool) -> None:
    """What `fill_restored` wrote, as the code reads it."""
    assert templates.list_templates(connection) == ([TEMPLATE] if there else [])
    assert restored.restored_rounds(connection, "back") == (list(ROUNDS) if there else [])
    assert restored.restored_agreed_answers(connection, "back") == ({"alpha.one": AGREED} if there else {})
    if there:
        assert templates.content_of(connection, TEMPLATE.id) == CONTENT
        assert answers.recorded_answers(connection, "back") == RECORDED


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_step_builds_today_what_it_built_when_it_was_released(tmp_path: Path, revision: str) -> None:
    """A step never changes, nor does what it takes from elsewhere: the triggers and how they are written out."""
    until = REVISIONS[: REVISIONS.index(revision) + 1]
    schema = Schema(revisions=until, tables=frozenset(), triggers=frozenset(), steps=OURS.steps)
    upgrade_file(tmp_path / "preflight.db", backups=beside(tmp_path), schema=schema)
    assert beginning(dump_of(tmp_path / "preflight.db"), "CREATE") == beginning(golden_lines(revision), "CREATE")


def test_what_is_written_today_is_the_golden_dump(filled: SqliteDatabase) -> None:
    """Changed on purpose, before a release: run tests/storage/test_upgrade.py as a program. After one: never."""
    fill_rooms(filled)
    fill_restored(filled)
    fill_decisions(filled)
    fill_people(filled)
    assert dump_of(filled.path) == golden_lines(REVISIONS[-1])


def assert_decisions_as_filled(connection: Connection, *, there: bool) -> None:
    """What `fill_decisions` wrote, as the code reads it."""
    assert actions.list_actions(connection, "pilot")[:1] == ([ACTION] if there else [])
    assert criteria.list_criteria(connection, "pilot")[:1] == ([SEALED] if there else [])
    assert pilots.list_steps(connection) == ([PILOT_STEP] if there else [])
    assert pilots.list_integrations(connection) == ([SYSTEM] if there else [])
    assert decisions.list_decisions(connection, "pilot") == ([NO_GO, GO] if there else [])
    kept = path_settings.get_path_setting(connection, "pilot", "sample")
    assert kept == (SETTING if there else PathSetting())


def assert_people_as_filled(connection: Connection, *, there: bool) -> None:
    """What `fill_people` wrote, as the code reads it: the chain of an old trail is as whole as on its first day."""
    sessions = [login_sessions.find_login_session(connection, each.id) for each in (OPEN_SESSION, ENDED_SESSION)]
    assert sessions == ([OPEN_SESSION, ENDED_SESSION] if there else [None, None])
    members = {each.person.id: each.role for each in roles.members(connection, "pilot")}
    assert members == ({GUEST.id: ProjectRole.FACILITATOR} if there else {})
    assert roles.whole_roles(connection) == ({OWNER.id: frozenset(WholeRole)} if there else {})
    told = list(audit.events(connection))
    assert [each.detail for each in told] == ([each.detail for each in EVENTS] if there else [])
    assert list(faults(told, {KEY.id: KEY})) == []


def golden_lines(revision: str) -> list[str]:
    return (GOLDEN / f"{revision}.sql").read_text(encoding="utf-8").splitlines()


def saved_rows(lines: list[str]) -> list[str]:
    return [line for line in beginning(lines, "INSERT") if "alembic_version" not in line]


def with_new_columns(rows: list[str], revision: str) -> list[str]:
    """Rows as a dump of today shows them: what later revisions added to their tables stands empty at the end."""
    added = {'INSERT INTO "person"': "0006"}
    return [
        f"{row[:-1]}, NULL)" if any(row.startswith(of) and revision < since for of, since in added.items()) else row
        for row in rows
    ]


def beginning(lines: list[str], word: str) -> list[str]:
    return [line for line in lines if line.startswith(word)]


def test_an_upgrade_keeps_everything_and_leaves_a_backup_of_before(filled_file: Path, next_schema: Schema) -> None:
    before, backups = dump_of(filled_file), beside(filled_file)
    backup = upgrade_file(filled_file, backups=backups, schema=next_schema)
    assert backup is not None
    assert backup.name.endswith("-before-next.tar.gz")
    assert dump_in(backup) == before
    assert find_revision(filled_file, backups, next_schema) == "next"
    rows, kept = saved_rows(before), saved_rows(dump_of(filled_file))
    assert [line for line in kept if '"project"' not in line] == [line for line in rows if '"project"' not in line]
    with closing(sqlite3.connect(filled_file)) as connection:
        triggers = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        assert connection.execute("SELECT id, sponsor FROM project ORDER BY id").fetchall() == [
            ("pilot", ""),
            ("second", "O'Neill"),
        ]
    assert triggers == OURS.triggers
    assert upgrade_file(filled_file, backups=backups, schema=next_schema) is None, "nothing is left to do"


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_step_changes_nothing(filled_file: Path, next_schema: Schema, fault: str) -> None:
    step, finding = BAD[fault]
    write_step(next_schema.steps[-1], **step)
    before, backups = dump_of(filled_file), beside(filled_file)
    with pytest.raises(StorageError, match=finding) as failed:
        upgrade_file(filled_file, backups=backups, schema=next_schema)
    assert dump_of(filled_file) == before
    (backup,) = files_in(backups)
    assert dump_in(backup) == before
    assert str(backup) in str(failed.value)
    assert find_revision(filled_file, backups) == REVISIONS[-1], "the Preflight of before can't go on"


def test_a_failure_after_any_statement_of_an_upgrade_changes_nothing(filled_file: Path, next_schema: Schema) -> None:
    before, backups = dump_of(filled_file), beside(filled_file)
    failures = fail_after_every_statement(filled_file, backups, next_schema, before)
    assert failures > 60, "nothing was cut off"
    assert find_revision(filled_file, backups, next_schema) == "next"


def test_a_failure_after_any_statement_of_the_first_start_creates_nothing(tmp_path: Path) -> None:
    path, backups = tmp_path / "preflight.db", beside(tmp_path / "preflight.db")
    failures = fail_after_every_statement(path, backups, OURS, [])
    assert failures > 30
    with opened(tmp_path) as database:
        fill(database)


def fail_after_every_statement(path: Path, backups: BackupPlace, schema: Schema, before: list[str]) -> int:
    def fail() -> None:
        raise ArithmeticError("injected")

    number = 0
    while True:
        try:
            with after_statement(number + 1, fail) as ran:
                upgrade_file(path, backups=backups, schema=schema)
        except (StorageError, ArithmeticError):
            assert dump_of(path) == before, ran[-1]
            number += 1
        else:
            return number


@pytest.mark.slow
@needs_fork
def test_a_kill_after_any_statement_of_an_upgrade_changes_nothing(filled_file: Path, next_schema: Schema) -> None:
    """About 5 s: a child process for every fifth statement; the next start finds the database as it was."""
    before, backups = dump_of(filled_file), beside(filled_file)
    number = 0
    while True:
        number += 1 if number < 10 else 5

        def upgrade(number: int = number) -> None:
            with after_statement(number, kill_myself):
                upgrade_file(filled_file, backups=backups, schema=next_schema)

        code = in_a_child(upgrade)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        assert find_revision(filled_file, backups, next_schema) == REVISIONS[-1]
        assert dump_of(filled_file) == before
    assert find_revision(filled_file, backups, next_schema) == "next"


def test_without_space_for_the_backup_nothing_begins(
    filled_file: Path, next_schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, backups = dump_of(filled_file), beside(filled_file)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(StorageFull, match="backup"):
        upgrade_file(filled_file, backups=backups, schema=next_schema)
    assert dump_of(filled_file) == before
    assert files_in(backups) == []


def test_a_backup_that_can_t_be_made_stops_the_upgrade(filled_file: Path, next_schema: Schema) -> None:
    before, backups = dump_of(filled_file), beside(filled_file)
    backups.folder.write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="No backup"):
        upgrade_file(filled_file, backups=backups, schema=next_schema)
    assert dump_of(filled_file) == before


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        with opened(Path(folder)) as written:
            fill(written)
            fill_rooms(written)
            fill_restored(written)
            fill_decisions(written)
            fill_people(written)
        lines = dump_of(Path(folder, "preflight.db"))
    (GOLDEN / f"{REVISIONS[-1]}.sql").write_text("\n".join([*lines, ""]), encoding="utf-8")
