"""A server process that races another one: `python -m tests.services.racing <database URL> <data folder>`.

A line `{"what": "decide", "project": …}` makes it look at the project and answer “ready”; the next line makes it act on
what it saw, and answer “done” or the kind of the refusal.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from preflight.access.people import LOCAL_OWNER
from preflight.domain.action import ActionStatus
from preflight.domain.criterion import Direction
from preflight.domain.decision import DecisionKind
from preflight.domain.errors import PreflightError
from preflight.domain.measurable import TermsDraft
from preflight.services.actions import actions_of, set_status
from preflight.services.criteria import criteria_of, seal_criteria, write_criterion
from preflight.services.decisions import DecisionDetails, recommendation_for, record_decision
from preflight.services.pilot_file import pilot_file_of
from preflight.services.workspace import Workspace
from tests.beside import workspace_beside

Act = Callable[[], object]


def terms(workspace: Workspace, metric: str) -> TermsDraft:
    """A criterion that can be measured."""
    return TermsDraft(
        metric=metric,
        unit="minutes",
        baseline="45",
        target="9",
        direction=Direction.AT_MOST,
        how="Time stamps of the ticket system, all tickets of a week",
        by_when=workspace.today() + timedelta(days=60),
        business_owner="Ada Lindqvist",
    )


def decide(workspace: Workspace, project: str) -> Act:
    """A decision over the one that stands now."""
    file = pilot_file_of(workspace, LOCAL_OWNER, project)
    details = DecisionDetails(
        kind=DecisionKind.NO_GO,
        reasons="Nobody has measured anything yet.",
        decided_by="Mei Tanaka",
        decided_on=workspace.today(),
        recommended_seen=recommendation_for(file),
        decision_seen=file.decision.id if file.decision else None,
        against_why="",
        conditions=(),
    )
    return lambda: record_decision(workspace, LOCAL_OWNER, project, details)


def seal(workspace: Workspace, project: str) -> Act:
    """The seal on all criteria that stand now."""
    seen = criteria_of(workspace, LOCAL_OWNER, project).criteria
    return lambda: seal_criteria(workspace, LOCAL_OWNER, project, seen=seen)


def write(workspace: Workspace, project: str) -> Act:
    """One criterion more, as long as none is sealed."""
    return lambda: write_criterion(workspace, LOCAL_OWNER, project, terms(workspace, "Queue at noon"))


def move(workspace: Workspace, project: str, status: ActionStatus) -> Act:
    """The project's one action, to another column."""
    (action,) = actions_of(workspace, LOCAL_OWNER, project)
    return lambda: set_status(workspace, LOCAL_OWNER, action.id, status, seen=action.version)


def close(workspace: Workspace, project: str) -> Act:
    """The action is done."""
    return move(workspace, project, ActionStatus.DONE)


def drop(workspace: Workspace, project: str) -> Act:
    """The action is dropped."""
    return move(workspace, project, ActionStatus.DROPPED)


WORKS = {each.__name__: each for each in (decide, seal, write, close, drop)}


def main(database_url: str, data: str) -> None:
    workspace = workspace_beside(Path(data), database_url=database_url)
    print("open", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        act = WORKS[asked["what"]](workspace, asked["project"])
        print("ready", flush=True)
        sys.stdin.readline()
        try:
            act()
        except PreflightError as refused:
            print(type(refused).__name__, flush=True)
        else:
            print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
