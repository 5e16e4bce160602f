"""A backup is whole, checked and one file: taken while others write, it is a state that was acknowledged."""

from __future__ import annotations

import threading
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from preflight.domain.assessment import Answer
from preflight.domain.errors import StorageDamaged
from preflight.storage import answers
from preflight.storage.backup import back_up, bring_back, extract_database, last_good_backup
from preflight.storage.sqlite_database import SqliteDatabase
from tests.storage.backups import beside, dump_in, files_in
from tests.storage.dump import dump_of
from tests.storage.filled import NOW, begin, opened, say

pytestmark = pytest.mark.slow


def test_a_backup_holds_the_same_in_one_file(filled: SqliteDatabase) -> None:
    with filled.writing() as connection:
        say(connection, Answer(note="Still in the log."), assessment_id="next", question_id="alpha.two")
    made = back_up(filled.path, filled.backups, at=NOW, label="daily")
    assert made.name == "preflight-20261120T093015Z-daily.tar.gz"
    assert dump_in(made) == dump_of(filled.path)
    assert [inside.name for inside in filled.backups.folder.iterdir()] == [made.name]


def test_two_backups_of_one_second_are_two(filled: SqliteDatabase) -> None:
    made = [back_up(filled.path, filled.backups, at=NOW, label="daily") for _ in range(2)]
    assert len(set(made)) == 2


def test_backups_under_load_are_states_that_were_saved(file_database: SqliteDatabase) -> None:
    """A plain copy was bad 16 times in 25."""
    begin(file_database)
    stop = threading.Event()
    saved_now = [0]

    def save() -> None:
        while not stop.is_set():
            with file_database.writing() as connection:
                say(connection, Answer(number=Fraction(saved_now[0] + 1)), seen=saved_now[0])
            saved_now[0] += 1

    writer = threading.Thread(target=save)
    writer.start()
    made, least = [], []
    for number in range(25):
        least.append(saved_now[0])
        at = NOW + timedelta(seconds=number)
        made.append(back_up(file_database.path, file_database.backups, at=at, label="load"))
    stop.set()
    writer.join()
    versions = []
    for each in made:
        copy = each.with_suffix(".copied") / "preflight.db"
        copy.parent.mkdir()
        extract_database(each, (), copy)
        with opened(copy.parent) as restored, restored.reading() as connection:
            saved = answers.recorded_answer(connection, "first", "alpha.one")
            kept = answers.changes(connection, "first")
        versions.append(saved.version if saved else 0)
        assert [change.after.number for change in kept] == list(range(1, versions[-1] + 1))
    assert all(version >= before for version, before in zip(versions, least, strict=True)), "a backup was stale"


def test_bringing_back_makes_the_content_that_of_the_backup(filled: SqliteDatabase) -> None:
    before = dump_of(filled.path)
    made = back_up(filled.path, filled.backups, at=NOW, label="daily")
    with filled.writing() as connection:
        say(connection, Answer(unknown=True), assessment_id="next", question_id="alpha.two")
    bring_back(made, filled.path)
    assert dump_of(filled.path) == before
    with filled.writing() as connection:
        say(connection, Answer(unknown=True), assessment_id="next", question_id="alpha.two")


def test_the_last_good_backup_is_the_newest_sound_one(filled: SqliteDatabase) -> None:
    assert last_good_backup(filled.path, filled.backups) is None
    made = [back_up(filled.path, filled.backups, at=NOW + timedelta(days=n), label="daily") for n in range(4)]
    made[3].write_bytes(b"")
    made[2].write_bytes(made[2].read_bytes()[:-1])
    assert files_in(filled.backups) == made[::-1]
    assert last_good_backup(filled.path, filled.backups) == made[1]


def test_an_unsound_copy_is_not_kept(filled_file: Path) -> None:
    content = bytearray(filled_file.read_bytes())
    content[5 * 4096 : 6 * 4096] = bytes(4096)
    filled_file.write_bytes(content)
    with pytest.raises(StorageDamaged):
        back_up(filled_file, beside(filled_file), at=NOW, label="daily")
    assert list(beside(filled_file).folder.iterdir()) == []


def test_a_backup_cut_off_leaves_no_file(filled: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", cut_off)
    with pytest.raises(KeyboardInterrupt):
        back_up(filled.path, filled.backups, at=NOW, label="daily")
    assert list(filled.backups.folder.iterdir()) == []
