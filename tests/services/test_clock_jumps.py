"""C12: a clock that jumps back a day, over a change to summer time, or past 2038 loses nothing and lets nobody stay."""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from preflight.access.admission import Access
from preflight.access.budget import Budget, Rate
from preflight.access.people import LOCAL_OWNER
from preflight.access.permissions import Operation
from preflight.catalog.shelf import Shelf
from preflight.domain.audit import AuditKey, faults
from preflight.domain.errors import SignedOut
from preflight.domain.project import Project
from preflight.domain.roles import ProjectRole
from preflight.services import answering
from preflight.services.answering import Place
from preflight.services.assessments import complete_assessment, open_assessment, start_assessment
from preflight.services.projects import ProjectDetails, create_project, get_project
from preflight.services.trail import Trail
from preflight.services.workspace import Workspace, local_today, opened_workspace, utc_now
from preflight.settings import ROOT
from preflight.storage.audit import events
from tests.new_database import ON_BOTH, new_database
from tests.signed_in import give, signed_in

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
QUESTION = "reliability.real-inputs"
KEY = AuditKey(b"k" * 32)


@dataclass
class Hands:
    """A clock that stands still until the test moves it, to wherever it likes."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()

    def jump(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(params=ON_BOTH)
def workspace(request: pytest.FixtureRequest, tmp_path: Path, hands: Hands) -> Iterator[Workspace]:
    on_file = request.param == "sqlite"
    url = new_database(tmp_path / "preflight.db") if on_file else request.getfixturevalue("server_url")
    opened = opened_workspace(url, Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER)
    yield Workspace(
        database=opened.database, shelf=opened.shelf, now=hands.now, today=hands.today,
        access=Access(local=True), trail=Trail(key=KEY),
    )  # fmt: skip
    opened.database.close()


@pytest.fixture
def project(workspace: Workspace) -> Project:
    return create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Invoice triage"))


JUMPS: dict[str, tuple[timedelta, ...]] = {
    "back a day": (timedelta(days=-1), timedelta(seconds=1)),
    "back an hour, twice over the same hour": (timedelta(hours=-1), timedelta(hours=1), timedelta(hours=-1)),
    "over the change to summer time in Europe": (timedelta(hours=-11, minutes=-1), timedelta(minutes=2)),
    "past 2038": (datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC) - NOON, timedelta(seconds=1), timedelta(days=-5000)),
    "not at all": (timedelta(0), timedelta(0), timedelta(0)),
}


@pytest.mark.slow
@pytest.mark.parametrize("jumps", JUMPS.values(), ids=JUMPS)
def test_changes_stand_in_the_order_in_which_they_were_made(
    workspace: Workspace, project: Project, hands: Hands, jumps: tuple[timedelta, ...]
) -> None:
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id="pilot-to-production")
    said, seen, moments = ["0"], 0, [hands.at]

    def choose(option: str) -> int:
        place = Place(assessment_id=draft.id, question_id=QUESTION, seen=seen)
        return answering.choose(workspace, LOCAL_OWNER, place, [option]).version

    seen = choose("0")
    for number, jump in enumerate(jumps, 1):
        hands.at += jump
        seen = choose(str(number))
        said.append(str(number))
        moments.append(hands.at)
    kept = answering.answer_changes(workspace, LOCAL_OWNER, draft.id)
    assert [change.after.choice for change in kept] == said
    assert [change.at for change in kept] == moments, "the moment is kept as it was told, to its second"
    assert all(later.before == earlier.after for earlier, later in pairwise(kept))
    assert open_assessment(workspace, LOCAL_OWNER, draft.id).answers[QUESTION].choice == said[-1]
    complete_assessment(workspace, LOCAL_OWNER, draft.id)
    with workspace.database.reading() as connection:
        told = list(events(connection))
    assert [event.seq for event in told] == list(range(1, len(told) + 1))
    assert list(faults(told, {KEY.id: KEY})) == []


def test_whoever_is_signed_in_does_not_stay_longer_because_the_clock_went_back(
    workspace: Workspace, project: Project, hands: Hands
) -> None:
    ada = signed_in(workspace, "ada")
    give(workspace, ada, project.id, ProjectRole.VIEWER)
    hands.jump(minutes=-5)
    assert get_project(workspace, ada, project.id).id == project.id, "a clock that is put right by minutes ends nothing"
    hands.jump(days=-1)
    with pytest.raises(SignedOut):
        get_project(workspace, ada, project.id)
    again = signed_in(workspace, "ada")
    assert get_project(workspace, again, project.id).id == project.id


@pytest.mark.slow
@pytest.mark.parametrize("ahead", [timedelta(minutes=61), timedelta(days=1), timedelta(days=365 * 20)], ids=str)
def test_a_clock_that_jumps_ahead_ends_sign_ins_and_nothing_else(
    workspace: Workspace, project: Project, hands: Hands, ahead: timedelta
) -> None:
    ada = signed_in(workspace, "ada")
    give(workspace, ada, project.id, ProjectRole.VIEWER)
    hands.at += ahead
    with pytest.raises(SignedOut):
        get_project(workspace, ada, project.id)
    assert get_project(workspace, signed_in(workspace, "ada"), project.id) == project


def test_a_refusal_is_told_whatever_the_clock_says(workspace: Workspace, project: Project, hands: Hands) -> None:
    ada = signed_in(workspace, "ada")
    hands.jump(days=-1)
    with pytest.raises(SignedOut):
        get_project(workspace, ada, project.id)
    with workspace.database.reading() as connection:
        last = list(events(connection))[-1]
    assert (last.outcome.value, last.operation, last.person_id) == ("refused", Operation.SEE.name.lower(), ada.id)


def test_a_budget_never_fills_faster_nor_blocks_for_good() -> None:
    """Budgets run on the monotonic clock, which no setting of the time moves; and would bear one that stood still."""
    seconds = 100.0
    budget = Budget(lambda: seconds, each=Rate(2, 1), altogether=Rate(10, 10), most_names=10)
    for _ in range(2):
        budget.count("ada")
    assert 0 < budget.wait_s("ada") <= 1
    seconds += 1
    assert budget.wait_s("ada") == 0


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Pacific/Kiritimati", "America/St_Johns"])
def test_the_servers_time_zone_moves_no_moment(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(time, "tzset"):
        pytest.skip("this system can't change its zone within a process")
    before = os.environ.get("TZ")
    try:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert utc_now().utcoffset() == timedelta(0)
        assert abs(utc_now().timestamp() - time.time()) < 60
        assert abs(local_today() - utc_now().date()) <= timedelta(days=1)
    finally:
        if before is None:
            monkeypatch.delenv("TZ")
        else:
            monkeypatch.setenv("TZ", before)
        time.tzset()


WALL = {"now", "today", "utcnow", "fromtimestamp"}
MAY_READ_THE_WALL_CLOCK = {
    "preflight/services/workspace.py": "the one clock that is handed to every service",
}


def reads_the_wall_clock(file: Path) -> bool:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Attribute(value=ast.Name(id="datetime" | "date"), attr=attr) if attr in WALL:
                return True
            case ast.Attribute(value=ast.Name(id="time"), attr="time" | "time_ns"):
                return True
    return False


@pytest.mark.parametrize("folder", ["domain", "access", "catalog", "charts", "services", "live"])
def test_what_decides_is_handed_the_time_and_never_looks_at_the_clock(folder: str) -> None:
    found = {
        file.relative_to(ROOT).as_posix()
        for file in sorted((ROOT / "preflight" / folder).rglob("*.py"))
        if reads_the_wall_clock(file)
    }
    assert found <= set(MAY_READ_THE_WALL_CLOCK)
