"""Where the head of the audit trail is kept outside: what stands there is believed only where the database agrees."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.audit import Head, faults
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.trail import Trail, kept_head
from preflight.services.workspace import Workspace
from preflight.storage.audit import events


@pytest.fixture
def head_file(tmp_path: Path) -> Path:
    return tmp_path / "audit.head"


@pytest.fixture
def workspace(workspace: Workspace, head_file: Path) -> Workspace:
    return dataclasses.replace(workspace, trail=Trail(head_file=head_file))


def beside(workspace: Workspace) -> Workspace:
    """Another process with the same key, database and file."""
    return dataclasses.replace(workspace, trail=dataclasses.replace(workspace.trail, _newest=[], _missing=[]))


def write(workspace: Workspace, name: str) -> None:
    create_project(workspace, LOCAL_OWNER, ProjectDetails(name=name))


def faults_of(workspace: Workspace) -> list[str]:
    with workspace.database.reading() as connection:
        return list(faults(list(events(connection)), workspace.trail.keys, workspace.trail.outside()))


def test_two_processes_in_turn_make_one_chain(workspace: Workspace) -> None:
    other = beside(workspace)
    for number in range(6):
        write((workspace, other)[number % 2], f"Pilot {number}")
    assert faults_of(workspace) == []
    outside = workspace.trail.outside()
    assert outside is not None
    assert outside.seq == 6


@pytest.mark.parametrize("wrong", [{"seq": 7}, {"seq": 1}, {"mac": "f" * 64}], ids=["later", "earlier", "forged"])
def test_what_stands_outside_never_moves_the_next_event(
    workspace: Workspace, head_file: Path, wrong: dict[str, Any]
) -> None:
    for name in ("One", "Two"):
        write(workspace, name)
    head_file.write_text(json.dumps(json.loads(head_file.read_text()) | wrong))
    write(beside(workspace), "Three")
    with workspace.database.reading() as connection:
        found = list(events(connection))
    assert [each.seq for each in found] == [1, 2, 3]
    assert list(faults(found, workspace.trail.keys, None)) == []


def test_a_forged_head_stays_for_the_verification_to_find(workspace: Workspace, head_file: Path) -> None:
    write(workspace, "One")
    forged = json.dumps({"seq": 1, "mac": "f" * 64})
    head_file.write_text(forged)
    write(beside(workspace), "Two")
    assert head_file.read_text() == forged
    assert faults_of(workspace)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"seq": 1e999, "mac": ""}', '{"seq": -1, "mac": ""}', "\udcff", "[" * 9000]
)
def test_what_is_no_head_is_none(head_file: Path, text: str) -> None:
    head_file.write_text(text, encoding="utf-8", errors="surrogateescape")
    assert kept_head(head_file) is None


def test_a_number_beyond_every_database_is_none(workspace: Workspace, head_file: Path) -> None:
    head_file.write_text(json.dumps({"seq": 2**80, "mac": "f" * 64}))
    assert kept_head(head_file) is None
    write(workspace, "One")
    assert kept_head(head_file) == Head(seq=1, mac=workspace.trail._newest[-1].mac)
