"""Fixtures of the storage tests.

| fixture | what it gives |
| --- | --- |
| `database` | a new, empty database, open; each test that uses it runs on SQLite and again on PostgreSQL |
| `file_database` | one in a SQLite file |
| `filled` | one in a SQLite file with one of everything in it, open |
| `filled_file` | the path of such a one, closed |
| `server_database` | one on the PostgreSQL server |
| `another` | a function that opens the same database once more, as another process would |

Building a schema takes 0.1 s, so it is done once and copied: a closed database is one whole file, or a template.

What the code promises of a database is tested on both. On one only is:

| tests | why | on the other one |
| --- | --- | --- |
| `test_filesystem`, `test_soundness`, `test_backup` | a file, its folder, log and copies | `test_postgres_start` |
| `test_storage_errors` | a disk that is full or read-only, a lock on the file | `test_postgres_errors` |
| `test_interrupts`: starts and saves that are killed | what a crash leaves in the file | `test_postgres_processes` |
| `test_upgrade` | the dumps of released files, the backup before a step | `test_postgres_start`, `test_restored` |
| “a program without our settings is refused too” | foreign keys are a setting there | not on a server |
| `test_notices`: sessions that end | LISTEN and NOTIFY | notes are function calls there |
| `test_json`, `test_sql_text` | no database at all | |
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from preflight.storage.engine import Database, open_database
from preflight.storage.sqlite_database import SqliteDatabase
from tests.new_database import ON_BOTH
from tests.storage.filled import fill, opened, url_of


@pytest.fixture(scope="session")
def empty_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    with opened(folder) as database:
        return database.path


@pytest.fixture(scope="session")
def filled_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    with opened(folder) as database:
        fill(database)
        return database.path


@pytest.fixture(params=ON_BOTH)
def database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue("file_database" if request.param == "sqlite" else "server_database")
    return found


@pytest.fixture
def file_database(tmp_path: Path, empty_original: Path) -> Iterator[SqliteDatabase]:
    shutil.copy(empty_original, tmp_path)
    with opened(tmp_path) as database:
        yield database


@pytest.fixture
def filled_file(tmp_path: Path, filled_original: Path) -> Path:
    return Path(shutil.copy(filled_original, tmp_path))


@pytest.fixture
def filled(filled_file: Path) -> Iterator[SqliteDatabase]:
    with opened(filled_file.parent) as database:
        yield database


@pytest.fixture
def server_database(server_url: str) -> Iterator[Database]:
    database = open_database(server_url)
    yield database
    database.close()


@pytest.fixture
def another(database: Database, request: pytest.FixtureRequest) -> Iterator[Callable[[], Database]]:
    url = url_of(database.path) if isinstance(database, SqliteDatabase) else request.getfixturevalue("server_url")
    opened_ones: list[Database] = []

    def open_once_more() -> Database:
        opened_ones.append(open_database(url))
        return opened_ones[-1]

    yield open_once_more
    for each in opened_ones:
        each.close()
