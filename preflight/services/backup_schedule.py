"""Backups by the clock, made by a thread of the server while people work, one server at a time."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from preflight.domain.backup_keeping import SCHEDULED
from preflight.domain.errors import PreflightError
from preflight.services.backups import MADE_BY_SCHEDULE, BackupPlan, make_backup, remove_left_over
from preflight.services.workspace import Workspace
from preflight.storage import audit as audit_rows
from preflight.storage.backup_place import kept_backups
from preflight.storage.backups import backup_name, one_server_at_a_time

_log: Final = logging.getLogger("preflight.backup")
FIRST_LOOK_S: Final = 60.0
LOOK_S: Final = 300.0
_NICE: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBackup:
    """How the last attempt went: `made_at` is when the newest good backup was made, None where there is none.

    `failed` is the sentence of the last attempt, empty when it went well; `size` is in bytes.
    """

    made_at: datetime | None
    size: int = 0
    took_s: float = 0.0
    failed: str = ""


class BackupSchedule:
    """Makes a backup whenever one is due, from `start` to `stop`. Nothing happens where the plan says never."""

    def __init__(self, workspace: Workspace, plan: BackupPlan) -> None:
        self._workspace = workspace
        self._plan = plan
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self.last = LastBackup(made_at=_newest(plan))

    def start(self) -> None:
        """Begin to look whether a backup is due."""
        if self._plan.every:
            self._thread = threading.Thread(target=self._run, name="backups", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Look no more. A backup that is under way is left unfinished when the process ends, and swept later."""
        self._ended.set()

    def look(self) -> Path | None:
        """Make a backup now if one is due, and remove what the rule leaves over; the file, None where none was made.

        What goes wrong is logged and stands in `last`: the next look tries again.
        """
        try:
            with one_server_at_a_time(self._plan.database_url) as ours:
                if not ours or not self.due():
                    return None
                began = time.monotonic()
                file = make_backup(self._workspace, None, self._plan, label=SCHEDULED, operation=MADE_BY_SCHEDULE)
                took_s = time.monotonic() - began
                remove_left_over(self._workspace, None, self._plan)
        except (PreflightError, OSError) as error:
            self.last = LastBackup(made_at=_newest(self._plan), failed=str(error))
            _log.error("no backup was made: %s", error)
            return None
        size = file.stat().st_size
        self.last = LastBackup(made_at=_newest(self._plan), size=size, took_s=took_s)
        _log.info("backup %s made in %.1f s (%d bytes)", file.name, took_s, size)
        return file

    def due(self) -> bool:
        """Whether the last one, here or by another server, is as long ago as the plan says."""
        with self._workspace.database.reading() as connection:
            told = audit_rows.newest_of(connection, MADE_BY_SCHEDULE)
        newest = max((at for at in (told, _newest(self._plan)) if at is not None), default=None)
        now = self._workspace.now()
        # A clock that was set back must not put backups off until it has caught up.
        return newest is None or newest > now or now - newest >= self._plan.every

    def _run(self) -> None:
        with contextlib.suppress(AttributeError, OSError):  # Linux lets one thread be nicer than the others
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        wait_s = FIRST_LOOK_S
        while not self._ended.wait(wait_s):
            wait_s = LOOK_S
            try:
                self.look()
            except Exception:  # noqa: BLE001 - the next look must come, whatever this one met
                _log.exception("the look for a due backup failed")


_running: list[BackupSchedule] = []


def run_schedule(workspace: Workspace, plan: BackupPlan) -> BackupSchedule:
    """Start the schedule of this process's server."""
    schedule = BackupSchedule(workspace, plan)
    _running[:] = [schedule]
    schedule.start()
    return schedule


def last_backup() -> LastBackup | None:
    """How the last scheduled backup of this server went, for metrics; None where no schedule runs here."""
    return _running[0].last if _running else None


def _newest(plan: BackupPlan) -> datetime | None:
    there = kept_backups(backup_name(plan.database_url), plan.place.folder)
    return max((each.made_at.astimezone(UTC) for each in there if each.label.startswith(SCHEDULED)), default=None)
