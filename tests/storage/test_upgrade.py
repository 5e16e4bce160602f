"""C5: an upgrade happens wholly or not at all, and what a bad one would lose is found before it counts.

There is one revision yet, so the steps from it are written here, each with one of the faults that were seen: half a
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

from preflight.domain.errors import StorageError, StorageFull
from preflight.storage import answers, assessments, scores
from preflight.storage.backup import backups_of
from preflight.storage.schema import OURS, Schema
from preflight.storage.soundness import find_revision
from preflight.storage.tables import REVISIONS, TRIGGERS
from preflight.storage.upgrade import MIGRATIONS, upgrade_file
from tests.storage.dump import build, dump_of
from tests.storage.filled import ANSWERS, a_result, fill, in_a_child, opened
from tests.storage.test_interrupts import after_statement, kill_myself, needs_fork

GOLDEN = Path(__file__).parent / "golden"

STEP = """
import sqlalchemy as sa
from alembic import op
from preflight.storage.migrations.triggers_0001 import TRIGGERS

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None


def upgrade():
    for trigger in TRIGGERS:
        op.execute("DROP TRIGGER " + trigger.split()[2])
    op.create_table("criterion", sa.Column("id", sa.Text, primary_key=True))
    with op.batch_alter_table("project", recreate="always", table_kwargs={{"sqlite_strict": True}}) as batch:
        batch.add_column(sa.Column("sponsor", sa.Text, nullable=False, server_default=""))
    op.execute("UPDATE project SET sponsor = owner")
{body}
    for trigger in TRIGGERS{fewer}:
        op.execute(trigger)
"""
GOOD = {"body": "", "fewer": ""}
BAD = {
    "fails": ({"body": "    op.execute('SELECT nonsense')", "fewer": ""}, "nonsense"),
    "loses rows": ({"body": "    op.execute('DELETE FROM answer_change')", "fewer": ""}, "answer_change had 9 rows"),
    "loses a table": ({"body": "    op.drop_table('section_score')", "fewer": "[:-3]"}, "section_score had 2 rows"),
    "loses triggers": ({"body": "", "fewer": "[1:]"}, "project_no_replace"),
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
    """Revision 0002 as `write_step` writes it."""
    steps = tmp_path / "steps"
    steps.mkdir()
    write_step(steps, **GOOD)
    return Schema(
        revisions=("0001", "0002"),
        tables=OURS.tables | {"criterion"},
        triggers=OURS.triggers,
        steps=(*OURS.steps, steps),
    )


def write_step(folder: Path, *, body: str, fewer: str) -> None:
    (folder / "r0002_step.py").write_text(STEP.format(body=body, fewer=fewer))


def test_the_code_s_revisions_are_alembic_s() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_released_revision_upgrades_and_keeps_what_it_holds(tmp_path: Path, revision: str) -> None:
    """The golden dump of each revision is what that release wrote; rebuilt, opened, it says today what it said then."""
    build(tmp_path / "preflight.db", (GOLDEN / f"{revision}.sql").read_text(encoding="utf-8").splitlines())
    with opened(tmp_path) as database, database.reading() as connection:
        recorded = answers.recorded_answers(connection, "first")
        assert {name: each.answer for name, each in recorded.items()} == ANSWERS
        assert scores.kept_score(connection, "first") == a_result()
        assert len(answers.changes(connection, "first")) == 6
        assert [each.id for each in assessments.list_assessments(connection, "pilot")] == ["first", "next"]
        assert dump_of(database.path) == (GOLDEN / f"{REVISIONS[-1]}.sql").read_text(encoding="utf-8").splitlines()


def test_what_is_written_today_is_the_golden_dump(filled_file: Path) -> None:
    """Changed on purpose, before a release: run tests/storage/test_upgrade.py as a program. After one: never."""
    assert dump_of(filled_file) == (GOLDEN / f"{REVISIONS[-1]}.sql").read_text(encoding="utf-8").splitlines()


def test_an_upgrade_keeps_everything_and_leaves_a_backup_of_before(filled_file: Path, next_schema: Schema) -> None:
    before, backups = dump_of(filled_file), filled_file.parent / "backups"
    backup = upgrade_file(filled_file, backups=backups, schema=next_schema)
    assert backup is not None
    assert backup.name.endswith("-before-0002.db")
    assert dump_of(backup) == before
    assert find_revision(filled_file, backups, next_schema) == "0002"
    rows = [line for line in before if line.startswith("INSERT") and "alembic_version" not in line]
    kept = [line for line in dump_of(filled_file) if line.startswith("INSERT") and "alembic_version" not in line]
    assert [line for line in kept if '"project"' not in line] == [line for line in rows if '"project"' not in line]
    with closing(sqlite3.connect(filled_file)) as connection:
        triggers = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        assert connection.execute("SELECT id, sponsor FROM project ORDER BY id").fetchall() == [
            ("pilot", ""),
            ("second", "O'Neill"),
        ]
    assert triggers == TRIGGERS
    assert upgrade_file(filled_file, backups=backups, schema=next_schema) is None, "nothing is left to do"


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_step_changes_nothing(filled_file: Path, next_schema: Schema, fault: str) -> None:
    step, finding = BAD[fault]
    write_step(next_schema.steps[-1], **step)
    before, backups = dump_of(filled_file), filled_file.parent / "backups"
    with pytest.raises(StorageError, match=finding) as failed:
        upgrade_file(filled_file, backups=backups, schema=next_schema)
    assert dump_of(filled_file) == before
    (backup,) = backups_of(filled_file, backups)
    assert dump_of(backup) == before
    assert str(backup) in str(failed.value)
    assert find_revision(filled_file, backups) == "0001", "the Preflight of before can't go on"


def test_a_failure_after_any_statement_of_an_upgrade_changes_nothing(filled_file: Path, next_schema: Schema) -> None:
    before, backups = dump_of(filled_file), filled_file.parent / "backups"
    failures = fail_after_every_statement(filled_file, backups, next_schema, before)
    assert failures > 60, "nothing was cut off"
    assert find_revision(filled_file, backups, next_schema) == "0002"


def test_a_failure_after_any_statement_of_the_first_start_creates_nothing(tmp_path: Path) -> None:
    path, backups = tmp_path / "preflight.db", tmp_path / "backups"
    failures = fail_after_every_statement(path, backups, OURS, [])
    assert failures > 30
    with opened(tmp_path) as database:
        fill(database)


def fail_after_every_statement(path: Path, backups: Path, schema: Schema, before: list[str]) -> int:
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
    before, backups = dump_of(filled_file), filled_file.parent / "backups"
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
        assert find_revision(filled_file, backups, next_schema) == "0001"
        assert dump_of(filled_file) == before
    assert find_revision(filled_file, backups, next_schema) == "0002"


def test_without_space_for_the_backup_nothing_begins(
    filled_file: Path, next_schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, backups = dump_of(filled_file), filled_file.parent / "backups"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(StorageFull, match="backup"):
        upgrade_file(filled_file, backups=backups, schema=next_schema)
    assert dump_of(filled_file) == before
    assert backups_of(filled_file, backups) == []


def test_a_backup_that_can_t_be_made_stops_the_upgrade(filled_file: Path, next_schema: Schema) -> None:
    before, backups = dump_of(filled_file), filled_file.parent / "backups"
    backups.write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="No backup"):
        upgrade_file(filled_file, backups=backups, schema=next_schema)
    assert dump_of(filled_file) == before


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        with opened(Path(folder)) as written:
            fill(written)
        lines = dump_of(Path(folder, "preflight.db"))
    (GOLDEN / f"{REVISIONS[-1]}.sql").write_text("\n".join([*lines, ""]), encoding="utf-8")
