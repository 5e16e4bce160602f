"""Checking the whole audit trail beside everything else: in a thread, one at a time, so that no screen waits for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from preflight.access.about import WHOLE
from preflight.access.permissions import Operation
from preflight.domain.audit import AuditEvent, Finding, Head, findings
from preflight.domain.errors import PreflightError
from preflight.domain.project import Person
from preflight.services.auditing import CHECKED, all_events, audit_head
from preflight.services.workspace import Workspace

_log: Final = logging.getLogger("preflight.audit")
MOST_KEPT: Final = 50
"""So many findings are kept for the screen; the command tells them all."""
_PAUSE_EVERY, _PAUSE_S = 500, 0.002


@dataclass(slots=True)
class TrailCheck:
    """How far a check is, and what it found. `outside` is the head it was held against."""

    of: int
    outside: Head | None
    done: int = 0
    found: list[Finding] = field(default_factory=list)
    faults: int = 0
    ended_at: datetime | None = None
    failed: str = ""

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self.ended_at is None


_checks: dict[str, TrailCheck] = {}
_turn = threading.Lock()


def start_check(workspace: Workspace, person: Person) -> TrailCheck:
    """Begin to check the trail, or return the check that is under way."""
    newest = audit_head(workspace, person)
    with _turn:
        there = _checks.get(workspace.database.name)
        if there is not None and there.running:
            return there
        check = TrailCheck(of=newest[0].seq if newest else 0, outside=workspace.trail.outside())
        _checks[workspace.database.name] = check
    threading.Thread(target=_run, args=(workspace, person, check), name="audit check", daemon=True).start()
    return check


def last_check(workspace: Workspace, person: Person) -> TrailCheck | None:
    """The last check of this trail, under way or done; None where there was none since the start."""
    workspace.require(person, Operation.AUDIT, WHOLE)
    return _checks.get(workspace.database.name)


def _run(workspace: Workspace, person: Person, check: TrailCheck) -> None:
    def counted() -> Iterator[AuditEvent]:
        for event in all_events(workspace, person):
            check.done += 1
            if check.done % _PAUSE_EVERY == 0:
                time.sleep(_PAUSE_S)
            yield event

    try:
        for each in findings(counted(), workspace.trail.keys, check.outside):
            check.faults += not each.note
            if len(check.found) < MOST_KEPT:
                check.found.append(each)
        facts = {"events": check.done, "faults": check.faults}
        check.ended_at = workspace.now()
        workspace.tell(person, CHECKED, "audit trail", facts)
    except PreflightError as error:
        check.failed, check.ended_at = str(error), workspace.now()
    except Exception:  # noqa: BLE001 - the screen must hear of it
        _log.exception("the audit trail could not be checked")
        check.failed, check.ended_at = "It could not be checked to its end.", workspace.now()
