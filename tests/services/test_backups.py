"""Backups by the clock: made when one is due, kept by the rule, told in the audit trail, and never in anybody's way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.audit import AuditKey
from preflight.domain.backup_keeping import KeepRule
from preflight.domain.errors import StorageError
from preflight.services.backup_schedule import BackupSchedule, last_backup, run_schedule
from preflight.services.backups import BackupPlan, list_backups, make_backup, verify_backup
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.returning import RESTORED, preview_return, return_to
from preflight.services.trail import Trail, kept_head
from preflight.services.workspace import Workspace, opened_workspace
from preflight.settings import ROOT
from preflight.storage import audit as audit_rows
from preflight.storage.backup_place import BackupPlace
from tests.new_database import new_database
from tests.workshops import Clock

pytestmark = pytest.mark.slow

KEY = AuditKey(bytes(range(32)))
OTHER = AuditKey(bytes(range(1, 33)))
HOUR = timedelta(hours=1)


@pytest.fixture
def plan(tmp_path: Path) -> BackupPlan:
    return BackupPlan(
        database_url=new_database(tmp_path / "preflight.db"),
        place=BackupPlace(folder=tmp_path / "backups"),
        keep=KeepRule(daily=2, weekly=0, monthly=0),
        every=24 * HOUR,
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def trail(tmp_path: Path) -> Trail:
    return Trail(key=KEY, head_file=tmp_path / "audit.head")


@pytest.fixture
def workspace(plan: BackupPlan, clock: Clock, trail: Trail) -> Iterator[Workspace]:
    opened = opened_workspace(plan.database_url, Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER)
    yield Workspace(database=opened.database, shelf=opened.shelf, now=clock.now, today=clock.today, trail=trail)
    opened.database.close()


def told(workspace: Workspace) -> list[tuple[str, str]]:
    with workspace.database.reading() as connection:
        return [(event.operation, event.about) for event in audit_rows.events(connection)]


def start(workspace: Workspace, name: str) -> None:
    create_project(workspace, LOCAL_OWNER, ProjectDetails(name=name))


def test_one_is_made_when_it_is_due_and_not_before(workspace: Workspace, plan: BackupPlan, clock: Clock) -> None:
    schedule = BackupSchedule(workspace, plan)
    first = schedule.look()
    assert first is not None
    assert schedule.look() is None
    clock.seconds += 23 * 3600
    assert schedule.look() is None
    clock.seconds += 3600
    second = schedule.look()
    assert second not in (None, first)
    assert [each.kept.file for each in list_backups(plan)] == [second, first]
    assert told(workspace) == [("make_scheduled_backup", "backup scheduled")] * 2
    assert schedule.last.failed == ""
    assert schedule.last.made_at is not None


def test_another_server_s_counts_too(workspace: Workspace, plan: BackupPlan, tmp_path: Path) -> None:
    assert BackupSchedule(workspace, plan).look() is not None
    elsewhere = replace(plan, place=BackupPlace(folder=tmp_path / "of another server"))
    assert BackupSchedule(workspace, elsewhere).look() is None


def test_a_clock_set_back_puts_no_backup_off(workspace: Workspace, plan: BackupPlan, clock: Clock) -> None:
    schedule = BackupSchedule(workspace, plan)
    assert schedule.look() is not None
    clock.pass_days(-400)
    assert schedule.look() is not None


def test_what_the_rule_leaves_over_goes_and_is_told(workspace: Workspace, plan: BackupPlan, clock: Clock) -> None:
    by_hand = make_backup(workspace, LOCAL_OWNER, plan)
    schedule = BackupSchedule(workspace, plan)
    made = []
    for _ in range(4):
        made.append(schedule.look())
        clock.pass_days(1)
    assert [each.kept.file for each in list_backups(plan)] == [made[3], made[2], by_hand]
    assert told(workspace).count(("remove_backups", "backups")) == 2


def test_what_goes_wrong_is_said_and_tried_again(workspace: Workspace, plan: BackupPlan, clock: Clock) -> None:
    plan.place.folder.write_text("a file where the folder should be")
    schedule = BackupSchedule(workspace, plan)
    assert schedule.look() is None
    assert str(plan.place.folder) in schedule.last.failed
    assert schedule.last.made_at is None
    plan.place.folder.unlink()
    assert schedule.look() is not None
    assert schedule.last.failed == ""


def test_the_plan_that_says_never_starts_nothing(workspace: Workspace, plan: BackupPlan) -> None:
    never = BackupPlan(database_url=plan.database_url, place=plan.place, keep=plan.keep)
    schedule = run_schedule(workspace, never)
    assert last_backup() == schedule.last
    assert schedule._thread is None
    started = run_schedule(workspace, plan)
    started.stop()
    assert started._thread is not None
    started._thread.join(10)
    assert not started._thread.is_alive()


def test_a_dry_run_says_what_would_be_given_up(workspace: Workspace, plan: BackupPlan) -> None:
    start(workspace, "Before")
    file = make_backup(workspace, LOCAL_OWNER, plan)
    start(workspace, "After")
    preview = preview_return(plan, file)
    assert preview.manifest == verify_backup(file, ())
    assert preview.rows["project"] == (1, 2)
    assert preview.given_up is not None
    assert preview.given_up.events == {"make_backup": 1, "start_projects": 1}
    assert not preview.upgraded
    assert [each.kept.label for each in list_backups(plan)] == ["by-hand"]


def test_a_dry_run_over_another_trail_or_a_damaged_file_says_so(
    workspace: Workspace, plan: BackupPlan, tmp_path: Path
) -> None:
    start(workspace, "Before")
    file = make_backup(workspace, LOCAL_OWNER, plan)
    other = BackupPlan(database_url=new_database(tmp_path / "other.db"), place=plan.place, keep=plan.keep)
    opened = opened_workspace(other.database_url, Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER)
    start(opened, "Another's")
    opened.database.close()
    assert preview_return(other, file).given_up is None
    (tmp_path / "other.db").write_text("no database")
    assert "can't be read" in preview_return(other, file).unreadable


def test_a_dry_run_says_of_an_open_file_that_nothing_proves_who_made_it(workspace: Workspace, plan: BackupPlan) -> None:
    start(workspace, "Before")
    opened = make_backup(workspace, LOCAL_OWNER, plan)
    with_key = replace(plan, place=replace(plan.place, keys=(b"k" * 32,)))
    sealed = make_backup(workspace, LOCAL_OWNER, with_key)
    renamed = sealed.rename(sealed.with_name("renamed.tar.gz"))
    assert not preview_return(plan, opened).unproven
    assert preview_return(with_key, opened).unproven
    assert not preview_return(with_key, renamed).unproven


def test_a_restore_is_told_and_the_trail_goes_on_whole(
    workspace: Workspace, plan: BackupPlan, trail: Trail, clock: Clock
) -> None:
    start(workspace, "Before")
    file = make_backup(workspace, LOCAL_OWNER, plan)
    start(workspace, "After")
    with workspace.database.reading() as connection:
        given_up = audit_rows.head(connection)
    workspace.database.close()
    kept = return_to(plan, file, LOCAL_OWNER, trail, (KEY,), now=clock.now())
    assert kept is not None
    again = opened_workspace(plan.database_url, workspace.shelf, owner=LOCAL_OWNER, trail=trail)
    assert [each[0] for each in told(again)] == ["start_projects", RESTORED]
    with again.database.reading() as connection:
        event = list(audit_rows.events(connection))[-1]
        newest = audit_rows.head(connection)
    detail = json.loads(event.detail)
    assert given_up is not None
    assert detail["given_up"] == {"seq": given_up.seq, "mac": given_up.mac}
    assert detail["file"] == file.name
    assert trail.head_file is not None
    assert kept_head(trail.head_file) == newest
    start(again, "Goes on")
    again.database.close()


def test_without_the_key_of_its_trail_a_backup_comes_back_only_when_that_is_said(
    workspace: Workspace, plan: BackupPlan, clock: Clock, tmp_path: Path
) -> None:
    start(workspace, "Before")
    file = make_backup(workspace, LOCAL_OWNER, plan)
    workspace.database.close()
    elsewhere = BackupPlan(database_url=f"sqlite:///{tmp_path}/new/preflight.db", place=plan.place, keep=plan.keep)
    other = Trail(key=OTHER)
    with pytest.raises(StorageError, match=r"signed with a key that is not here.*--new-audit-key"):
        return_to(elsewhere, file, LOCAL_OWNER, other, (OTHER,), now=clock.now())
    assert not (tmp_path / "new").exists()
    assert return_to(elsewhere, file, LOCAL_OWNER, other, (OTHER,), now=clock.now(), new_audit_key=True) is None
    again = opened_workspace(elsewhere.database_url, workspace.shelf, owner=LOCAL_OWNER, trail=other)
    assert told(again)[-1][0] == RESTORED
    again.database.close()
