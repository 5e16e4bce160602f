"""The private folder: nobody else's, never left behind, never taken from one who lives."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from preflight.exchange.folder import NoFolder, PrivateFolder

AGO_S = 3_600


def folders(within: Path) -> list[Path]:
    return sorted(within.glob("preflight-exchange-*"))


def aged(folder: Path) -> None:
    """As if it had been made an hour ago."""
    then = folder.stat().st_mtime - AGO_S
    os.utime(folder, (then, then))


@pytest.mark.skipif(os.name == "nt", reason="has no modes")
def test_nobody_else_may_look_into_it(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path)
    folder.open()
    (found,) = folders(tmp_path)
    assert stat.S_IMODE(found.stat().st_mode) == 0o700
    folder.close()
    assert folders(tmp_path) == []


def test_names_are_new_and_say_nothing(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path)
    names = {folder.new_file().name for _ in range(100)}
    assert len(names) == 100
    assert all(len(name) == 32 and name.isalnum() for name in names)
    folder.close()


def test_two_servers_leave_one_another_alone(tmp_path: Path) -> None:
    first, second = PrivateFolder(tmp_path), PrivateFolder(tmp_path)
    first.open()
    file = first.new_file()
    file.write_bytes(b"x")
    aged(file.parent)
    second.open()
    assert len(folders(tmp_path)) == 2
    second.close()
    assert file.read_bytes() == b"x"
    first.close()
    assert folders(tmp_path) == []


def test_what_a_killed_server_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    killed = PrivateFolder(tmp_path)
    killed.new_file().write_bytes(b"x")
    (left,) = folders(tmp_path)
    os.close(killed._lock)
    aged(left)
    folder = PrivateFolder(tmp_path)
    folder.open()
    assert left not in folders(tmp_path)
    folder.close()


def test_one_that_is_just_being_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "preflight-exchange-young").mkdir()
    folder = PrivateFolder(tmp_path)
    folder.open()
    assert len(folders(tmp_path)) == 2
    folder.close()


def test_one_that_the_system_cleared_away_is_made_again(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path)
    shutil.rmtree(folder.new_file().parent)
    folder.new_file().write_bytes(b"x")
    folder.close()
    assert folders(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_bytes(b"x")
    link = tmp_path / "preflight-exchange-link"
    link.symlink_to(elsewhere)
    aged(elsewhere)
    folder = PrivateFolder(tmp_path)
    folder.open()
    assert (elsewhere / "kept").exists()
    folder.close()


def test_without_a_place_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoFolder, match="TMPDIR"):
        PrivateFolder(tmp_path / "no" / "such").open()
