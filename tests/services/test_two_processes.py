"""C1: two server processes that act on the same at the same moment. What rests on what was seen is done once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.action import ActionStatus
from preflight.domain.audit import AuditKey, faults
from preflight.opening import audit_keys
from preflight.services.actions import ActionDraft, actions_of, make_actions
from preflight.services.criteria import criteria_of, write_criterion
from preflight.services.pilot_file import pilot_file_of
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.workspace import Workspace
from preflight.settings import ROOT, Settings
from preflight.storage import audit
from tests.beside import AUDIT_KEY, workspace_beside
from tests.new_database import ON_BOTH
from tests.services.racing import terms

pytestmark = pytest.mark.slow
ROUNDS = 8


class Process:
    """A server process that does what it is told."""

    def __init__(self, url: str, data: Path) -> None:
        command = [sys.executable, "-m", "tests.services.racing", url, str(data)]
        pipe = subprocess.PIPE
        self.running = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)

    def say(self, line: str) -> None:
        assert self.running.stdin is not None
        self.running.stdin.write(line + "\n")
        self.running.stdin.flush()

    def heard(self) -> str:
        assert self.running.stdout is not None
        return self.running.stdout.readline().strip()


class Race:
    """Two processes, and a third one (this) that looks on."""

    def __init__(self, workspace: Workspace, processes: tuple[Process, Process]) -> None:
        self.workspace = workspace
        self.processes = processes

    def project(self, name: str) -> str:
        return create_project(self.workspace, LOCAL_OWNER, ProjectDetails(name=name)).id

    def run(self, project: str, *works: str) -> list[str]:
        """Both look, then both act at once; how each of them came out, in order of the alphabet."""
        for process, what in zip(self.processes, works, strict=True):
            process.say(json.dumps({"what": what, "project": project}))
        assert [process.heard() for process in self.processes] == ["ready", "ready"]
        for process in self.processes:
            process.say("go")
        return sorted(process.heard() for process in self.processes)


@pytest.fixture(scope="module", params=ON_BOTH)
def race(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Race]:
    data = tmp_path_factory.mktemp("race")
    with ExitStack() as stack:
        url = f"sqlite:///{(data / 'preflight.db').as_posix()}"
        if request.param != "sqlite":
            postgres = request.getfixturevalue("postgres")
            name = postgres.create(request.getfixturevalue("empty_template"))
            stack.callback(postgres.drop, name)
            url = postgres.url(name)
        workspace = workspace_beside(data, database_url=url)
        stack.callback(workspace.database.close)
        processes = Process(url, data), Process(url, data)
        for process in processes:
            stack.callback(process.running.wait)
            stack.callback(process.running.kill)
        assert [process.heard() for process in processes] == ["open", "open"]
        yield Race(workspace, processes)


def test_of_two_decisions_one_is_taken_and_they_are_one_chain(race: Race) -> None:
    project = race.project("Decided twice")
    for _ in range(ROUNDS):
        assert race.run(project, "decide", "decide") == ["Conflict", "done"]
    decisions = pilot_file_of(race.workspace, LOCAL_OWNER, project).decisions
    assert [each.supersedes for each in decisions] == [None, *(each.id for each in decisions[:-1])]
    assert len(decisions) == ROUNDS


def test_what_is_written_while_others_seal_is_sealed_or_refused_and_never_slips_in(race: Race) -> None:
    for number in range(ROUNDS):
        project = race.project(f"Sealed {number}")
        write_criterion(race.workspace, LOCAL_OWNER, project, terms(race.workspace, "Handling time"))
        said = race.run(project, "seal", "write")
        found = criteria_of(race.workspace, LOCAL_OWNER, project).criteria
        sealed = [each.sealed for each in found]
        # Who comes second is told: of the seal that what was seen has changed, of the criterion that all are sealed.
        assert (said, sealed) in ((["Conflict", "done"], [False, False]), (["Refused", "done"], [True]))


def test_criteria_are_sealed_once(race: Race) -> None:
    for number in range(ROUNDS):
        project = race.project(f"Sealed twice {number}")
        write_criterion(race.workspace, LOCAL_OWNER, project, terms(race.workspace, "Handling time"))
        assert race.run(project, "seal", "seal") == ["Refused", "done"]
        (criterion,) = criteria_of(race.workspace, LOCAL_OWNER, project).criteria
        assert criterion.sealed
        assert len(criterion.versions) == 1


def test_an_action_is_moved_by_one(race: Race) -> None:
    for number in range(ROUNDS):
        project = race.project(f"Moved twice {number}")
        make_actions(race.workspace, LOCAL_OWNER, project, [ActionDraft(title="Write the runbook")])
        assert race.run(project, "close", "drop") == ["Conflict", "done"]
        (action,) = actions_of(race.workspace, LOCAL_OWNER, project)
        assert action.status in (ActionStatus.DONE, ActionStatus.DROPPED)
        assert action.version == 2


def test_what_three_processes_wrote_is_one_chain_of_audit(race: Race) -> None:
    race.run(race.project("Last"), "decide", "decide")
    database = race.workspace.database
    on_file = not database.name.startswith("postgresql")
    keys = audit_keys(Settings(data=Path(database.name).parent)) if on_file else (AuditKey(AUDIT_KEY),)
    with database.reading() as connection:
        events = list(audit.events(connection))
    assert list(faults(events, {key.id: key for key in keys})) == []
    assert len(events) > 1
