"""The commands `backup` and `restore`, as they are typed: what they say, what they leave, and their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.cli import main
from preflight.cli.places import workspace_of_settings
from preflight.services.projects import ProjectDetails, create_project, list_projects

pytestmark = pytest.mark.slow

KEY, OTHER = "11" * 32, "22" * 32


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PREFLIGHT_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def start(name: str) -> None:
    with workspace_of_settings() as workspace:
        create_project(workspace, LOCAL_OWNER, ProjectDetails(name=name))


def projects() -> list[str]:
    with workspace_of_settings() as workspace:
        return [project.name for project in list_projects(workspace, LOCAL_OWNER)]


def made(data: Path) -> Path:
    (file,) = (data / "backups").glob("*by-hand*")
    return file


def test_back_and_forth(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start("Before")
    assert main(["backup"]) == 0
    file = made(data)
    said = capsys.readouterr().out
    assert str(file) in said
    assert "read back and found whole" in said
    start("After")
    assert main(["backup", "--list"]) == 0
    assert file.name in capsys.readouterr().out
    assert main(["backup", "--verify", str(file)]) == 0
    assert "is whole" in capsys.readouterr().out
    assert main(["restore", str(file), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "start_projects" in said
    assert "project: 1 in the backup, 2 here" in said
    assert projects() == ["After", "Before"] or projects() == ["Before", "After"]
    assert main(["restore", str(file)]) == 0
    assert "before-restore-" in capsys.readouterr().out
    assert projects() == ["Before"]
    assert main(["audit", "verify"]) == 0


def test_with_a_key_it_is_sealed_and_without_it_nobody_reads_it(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start("Before")
    monkeypatch.setenv("PREFLIGHT_BACKUP_KEY", KEY)
    assert main(["backup"]) == 0
    file = made(data)
    assert file.name.endswith(".tar.gz.sealed")
    assert b"Before" not in file.read_bytes()
    monkeypatch.setenv("PREFLIGHT_BACKUP_KEY", f"{OTHER},{KEY}")
    assert main(["restore", str(file)]) == 0
    monkeypatch.setenv("PREFLIGHT_BACKUP_KEY", OTHER)
    assert main(["backup", "--verify", str(file)]) == 1
    assert main(["restore", str(file)]) == 2
    assert main(["backup", "--list"]) == 0
    captured = capsys.readouterr()
    assert "with another key" in captured.err
    assert "encrypted, with a key that is not here" in captured.out


def test_a_damaged_database_ends_with_the_command_that_brings_it_back(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start("Before")
    assert main(["backup"]) == 0
    (data / "preflight.db").write_bytes(b"<html>404</html>" * 1000)
    assert main(["export", "--list"]) == 2
    said = capsys.readouterr().err
    command = said[said.index("restore ") :].split(". ")[0].split()
    assert command == ["restore", str(made(data))]
    assert main(command) == 0
    assert projects() == ["Before"]


def test_what_is_not_there_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", str(data / "nothing.tar.gz")]) == 2
    assert "can't be read" in capsys.readouterr().err
    assert main(["backup", "--list"]) == 0
    assert "0 backups in" in capsys.readouterr().out


def test_elsewhere_is_where_it_says(data: Path, tmp_path: Path) -> None:
    assert main(["backup", "--to", str(tmp_path / "stick")]) == 0
    assert len(list((tmp_path / "stick").iterdir())) == 1
    assert not (data / "backups").exists()
