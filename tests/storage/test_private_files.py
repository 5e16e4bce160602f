"""What people said is readable by the server's user only: the database and the files that SQLite lays beside it."""

from __future__ import annotations

import os
import stat
from contextlib import closing
from pathlib import Path

import pytest

from preflight.storage.engine import open_database
from tests.new_database import url_of
from tests.storage.filled import begin

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights on files")


def rights(path: Path) -> str:
    return stat.filemode(path.stat().st_mode)


@pytest.mark.slow
def test_a_new_database_is_for_its_user_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with closing(open_database(url_of(tmp_path / "preflight.db"))) as database:
            begin(database)
            found = {each.name: rights(each) for each in tmp_path.glob("preflight.db*")}
    finally:
        os.umask(before)
    assert "preflight.db" in found
    assert set(found.values()) == {"-rw-------"}, found


@pytest.mark.slow
def test_a_database_that_is_there_keeps_the_rights_that_somebody_gave_it(tmp_path: Path) -> None:
    path = tmp_path / "preflight.db"
    open_database(url_of(path)).close()
    path.chmod(0o640)
    open_database(url_of(path)).close()
    assert rights(path) == "-rw-r-----"
