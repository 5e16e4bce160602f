"""C4 and C5 on PostgreSQL: a backup is one state that was saved, and returning to it is one transaction."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, make_url

from preflight.domain.assessment import Answer
from preflight.domain.errors import StorageBusy, StorageError, StorageFull, StorageNewer, UnsoundBackup
from preflight.storage import answers, postgres_programs
from preflight.storage import postgres as server
from preflight.storage.backup_place import BackupPlace
from preflight.storage.backups import make_backup_file, one_server_at_a_time, restore_backup
from preflight.storage.engine import Database, open_database
from preflight.storage.postgres_programs import program
from preflight.storage.postgres_upgrade import upgrade_server
from preflight.storage.schema import REVISIONS
from tests.postgres import PASSWORD, PostgresServer
from tests.storage.backups import files_in
from tests.storage.dump import rows_in
from tests.storage.filled import NOW, begin, fill, in_a_child, say
from tests.storage.test_interrupts import after_statement, kill_myself, needs_fork
from tests.storage.test_postgres_start import next_schema, run  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow

KEY = bytes(range(32))
BACKUPS = 5


@pytest.fixture
def filled_url(server_url: str) -> str:
    with closing(open_database(server_url)) as database:
        fill(database)
    return server_url


@pytest.fixture
def place(tmp_path: Path) -> BackupPlace:
    return BackupPlace(folder=tmp_path / "backups", keys=(KEY,))


def content(url: str) -> dict[str, list[str]]:
    with closing(open_database(url)) as database:
        return rows_in(database)


def change(url: str) -> None:
    with closing(open_database(url)) as database, database.writing() as connection:
        say(connection, Answer(unknown=True), assessment_id="next", question_id="alpha.two")


def nothing_more(_: Connection) -> None:
    """What a restore writes besides: here nothing."""


def name_in(url: str) -> str:
    return make_url(url).database or ""


def test_a_restore_brings_the_backup_and_keeps_what_was_there(filled_url: str, place: BackupPlace) -> None:
    before = content(filled_url)
    shape = run(filled_url, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1")
    made = make_backup_file(filled_url, place, at=NOW, label="by-hand")
    change(filled_url)
    later = content(filled_url)
    kept = restore_backup(filled_url, made, place, nothing_more, now=NOW)
    assert content(filled_url) == before != later
    assert run(filled_url, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1") == shape
    assert kept is not None
    restore_backup(filled_url, kept, place, nothing_more, now=NOW)
    assert content(filled_url) == later


def test_into_an_empty_database_it_is_all_there_is(filled_url: str, postgres_url: str, place: BackupPlace) -> None:
    made = make_backup_file(filled_url, place, at=NOW, label="by-hand")
    assert restore_backup(postgres_url, made, place, nothing_more, now=NOW) is None
    assert content(postgres_url) == content(filled_url)
    assert files_in(place, name_in(postgres_url)) == []


def test_backups_under_load_are_states_that_were_saved(
    server_database: Database, server_url: str, postgres_url: str, tmp_path: Path
) -> None:
    place = BackupPlace(folder=tmp_path)
    begin(server_database)
    stop, saved = threading.Event(), [0]

    def save() -> None:
        while not stop.is_set():
            with server_database.writing() as connection:
                say(connection, Answer(number=Fraction(saved[0] + 1)), seen=saved[0])
            saved[0] += 1

    writer = threading.Thread(target=save)
    writer.start()
    made, least = [], []
    for number in range(BACKUPS):
        least.append(saved[0])
        made.append(make_backup_file(server_url, place, at=NOW + timedelta(seconds=number), label="load"))
    stop.set()
    writer.join()
    for each, at_least in zip(made, least, strict=True):
        restore_backup(postgres_url, each, place, nothing_more, now=NOW)
        with closing(open_database(postgres_url)) as restored, restored.reading() as connection:
            kept = answers.changes(connection, "first")
        assert [change.after.number for change in kept] == list(range(1, len(kept) + 1))
        assert len(kept) >= at_least, "a backup was stale"
    assert saved[0] > least[-1] > 0, "nothing was saved meanwhile"


@needs_fork
@pytest.mark.parametrize("number", [3, 12])
def test_killed_in_the_middle_of_a_restore_the_old_content_stands(
    filled_url: str, place: BackupPlace, number: int
) -> None:
    made = make_backup_file(filled_url, place, at=NOW, label="by-hand")
    change(filled_url)
    before = content(filled_url)

    def restore() -> None:
        with after_statement(number, kill_myself):
            restore_backup(filled_url, made, place, nothing_more, now=NOW)

    assert in_a_child(restore) == -signal.SIGKILL
    assert content(filled_url) == before


def test_killed_before_the_commit_and_failed_at_the_end_nothing_changed(filled_url: str, place: BackupPlace) -> None:
    made = make_backup_file(filled_url, place, at=NOW, label="by-hand")
    change(filled_url)
    before = content(filled_url)

    def restore(finish: Callable[[Connection], None]) -> None:
        restore_backup(filled_url, made, place, finish, now=NOW)

    def fail(_: Connection) -> None:
        raise StorageError("injected")

    assert in_a_child(lambda: restore(lambda _: kill_myself())) == -signal.SIGKILL
    with pytest.raises(StorageError, match="injected"):
        restore(fail)
    assert content(filled_url) == before


def test_while_servers_are_connected_it_is_refused(filled_url: str, place: BackupPlace) -> None:
    made = make_backup_file(filled_url, place, at=NOW, label="by-hand")
    with (
        closing(open_database(filled_url)),
        pytest.raises(StorageBusy, match="Stop every server, then restore again"),
    ):
        restore_backup(filled_url, made, place, nothing_more, now=NOW)


def test_what_does_not_belong_to_preflight_is_left_alone(
    filled_url: str, postgres_url: str, place: BackupPlace
) -> None:
    made = make_backup_file(filled_url, place, at=NOW, label="by-hand")
    run(postgres_url, "CREATE TABLE invoice (id integer)")
    with pytest.raises(StorageError, match="belongs to another program"):
        restore_backup(postgres_url, made, place, nothing_more, now=NOW)
    run(filled_url, "CREATE VIEW names AS SELECT name FROM project")
    with pytest.raises(StorageError, match=r"view names depends on|other objects depend on"):
        restore_backup(filled_url, made, place, nothing_more, now=NOW)
    run(filled_url, "DROP VIEW names", "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageNewer, match="Make an empty database"):
        restore_backup(filled_url, made, place, nothing_more, now=NOW)


def test_a_backup_cut_off_or_of_another_kind_changes_nothing(
    filled_url: str, place: BackupPlace, filled_file: Path
) -> None:
    made = make_backup_file(filled_url, place, at=NOW, label="by-hand")
    before = content(filled_url)
    made.write_bytes(made.read_bytes()[:-1])
    other = make_backup_file(f"sqlite:///{filled_file}", place, at=NOW, label="by-hand")
    for each in (made, other):
        with pytest.raises(UnsoundBackup, match="can't be"):
            restore_backup(filled_url, each, place, nothing_more, now=NOW)
    assert content(filled_url) == before


def test_an_upgrade_leaves_a_backup_of_before_and_one_that_can_t_be_made_stops_it(
    filled_url: str,
    place: BackupPlace,
    next_schema: Any,  # noqa: F811 - the fixture
    postgres_url: str,
) -> None:
    url = make_url(filled_url)
    engine = server.migration_engine(server.connector(url, lock_timeout_ms=5_000), "it")
    before = content(filled_url)

    def refuse(_: str) -> Path:
        raise StorageFull("no space for a backup")

    with pytest.raises(StorageFull):
        upgrade_server(engine, "it", next_schema, back_up=refuse)
    assert content(filled_url) == before
    backup = upgrade_server(
        engine, "it", next_schema, back_up=lambda label: make_backup_file(filled_url, place, at=NOW, label=label)
    )
    engine.dispose()
    assert backup is not None
    assert "-before-next.tar.gz" in backup.name
    assert run(filled_url, "SELECT version_num FROM alembic_version") == [("next",)]
    restore_backup(postgres_url, backup, place, nothing_more, now=NOW)
    assert content(postgres_url) == before
    assert run(postgres_url, "SELECT version_num FROM alembic_version") == [(REVISIONS[-1],)]


@pytest.mark.parametrize("there", ["none", "an older one"])
def test_without_a_pg_dump_that_is_new_enough_it_says_what_to_install(
    filled_url: str, place: BackupPlace, monkeypatch: pytest.MonkeyPatch, there: str
) -> None:
    candidates = [] if there == "none" else [Path("pg_dump-of-12")]
    monkeypatch.setattr(postgres_programs, "_candidates", lambda _: iter(candidates))
    monkeypatch.setattr(postgres_programs, "_major", lambda _: 12)
    words = "there is none here" if there == "none" else "version 12 is here"
    with pytest.raises(StorageError, match=rf"{words}.*postgresql-client-\d\d"):
        make_backup_file(filled_url, place, at=NOW, label="by-hand")
    assert list(place.folder.iterdir()) == []


def test_the_password_is_in_no_command_line(filled_url: str) -> None:
    target, environment = postgres_programs.connection_of(server.parameters_of(make_url(filled_url)))
    assert PASSWORD not in target
    assert environment["PGPASSWORD"] == PASSWORD
    assert not [name for name in environment if name.startswith("PREFLIGHT_")]


def test_pg_restore_alone_brings_a_backup_back_too(filled_url: str, postgres_url: str, tmp_path: Path) -> None:
    """As an operator without Preflight would: tar, then PostgreSQL's own program."""
    made = make_backup_file(filled_url, BackupPlace(folder=tmp_path), at=NOW, label="by-hand")
    subprocess.run(["tar", "-xzf", made, "-C", tmp_path], check=True)
    command: list[str | Path] = [
        program("pg_restore", least=15),
        "--no-owner",
        "--schema=public",
        f"--dbname={postgres_url}",
    ]
    subprocess.run([*command, tmp_path / "preflight.dump"], check=True)
    assert content(postgres_url) == content(filled_url)


def test_of_several_servers_one_makes_the_backup(server_url: str, postgres: PostgresServer) -> None:
    other = postgres.url(postgres.create())
    with one_server_at_a_time(server_url) as first, one_server_at_a_time(server_url) as second:
        assert (first, second) == (True, False)
        with one_server_at_a_time(other) as elsewhere:
            assert elsewhere
    with one_server_at_a_time(server_url) as again:
        assert again
    postgres.drop(name_in(other))
