"""`preflight audit`: whole is 0, whatever is found 1 with its number; a cut stays found, whatever is written then."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.cli import main
from preflight.cli.places import workspace_of_settings
from preflight.services.projects import ProjectDetails, create_project
from tests.new_database import new_database


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    new_database(tmp_path / "preflight.db")
    monkeypatch.setenv("PREFLIGHT_DATA", str(tmp_path))
    for n in range(3):
        write(f"=Project {n}")
    return tmp_path


def write(name: str) -> None:
    with workspace_of_settings() as workspace:
        create_project(workspace, LOCAL_OWNER, ProjectDetails(name=name))


def past_the_triggers(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(data / "preflight.db", isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = 'audit_event'").fetchall()
        triggers = [(name, sql) for name, sql in triggers if sql and sql.startswith("CREATE TRIGGER")]
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)


def test_a_whole_trail_is_said_to_be_whole(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0
    said = capsys.readouterr().out
    assert "The audit trail is whole. It ends with event 4 of " in said
    assert "It holds event 4, which was kept outside." in said
    assert main(["audit", "head"]) == 0
    head = capsys.readouterr().out.strip()
    write("Later")
    assert main(["audit", "verify", "--head", head]) == 0
    assert main(["audit", "verify", "--head", "4:" + "f" * 64]) == 1
    assert main(["audit", "verify", "--head", "nonsense"]) == 2


def test_a_change_is_found_with_its_number(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    past_the_triggers(data, "UPDATE audit_event SET person = 'Somebody else' WHERE seq = 2")
    assert main(["audit", "verify"]) == 1
    assert "Event 2 was changed after it was written." in capsys.readouterr().out


def test_a_cut_tail_stays_found_whatever_is_written_after_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    past_the_triggers(data, "DELETE FROM audit_event WHERE seq > 2")
    for n in range(4):
        write(f"After {n}")
    assert main(["audit", "verify"]) == 1
    assert "Event 4 is not the one that was kept outside" in capsys.readouterr().out


def test_another_key_is_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "audit.key").unlink()
    assert main(["audit", "verify"]) == 1
    assert "Event 1 is signed with a key that is not here" in capsys.readouterr().out


def test_all_of_it_leaves_as_lines_and_as_a_table_without_formulas(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "export"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["seq"] for each in events] == [1, 2, 3, 4]
    assert events[1]["detail"]["changes"][0]["after"]["name"] == "=Project 0"
    past_the_triggers(data, "UPDATE audit_event SET person = '=1+1' WHERE seq = 2")
    out = data / "trail.csv"
    assert main(["audit", "export", "--format", "csv", "--out", str(out)]) == 0
    rows = list(csv.DictReader(StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    assert rows[1]["person"] == "'=1+1"
    assert rows[-1]["operation"] == "export_audit", "taking it out is told too"
    assert main(["audit", "export", "--out", str(out)]) == 2, "nothing is written over"
