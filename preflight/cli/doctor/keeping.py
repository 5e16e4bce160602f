"""Is what is kept sound: the data folder, its keys, the database, the audit trail, the backups, the questionnaires?"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from preflight.catalog.shelf import Shelf
from preflight.cli.doctor.checks import FAIL, OK, WARN, Check
from preflight.domain.errors import StorageError
from preflight.opening import KEY_FILE, backup_plan
from preflight.services.backups import list_backups
from preflight.services.diagnosis import TrailFound, look_at_database
from preflight.settings import Settings, variable

_SECRET_FILES: Final = (KEY_FILE, "screen-token")


def data_folder(settings: Settings) -> Iterator[Check]:
    """It is there, ours to write, and nobody else's."""
    folder = settings.data
    if not folder.exists():
        yield Check("data folder", OK, f"{folder} is made at the first start")
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        who = f" (user {os.getuid()})" if hasattr(os, "getuid") else ""
        yield Check("data folder", FAIL, f"{folder} can't be written to{who}. Give this user the right to.")
        return
    if os.name != "nt" and folder.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        yield Check("data folder", WARN, f"Others may write to {folder}. chmod go-w {folder}")
    else:
        yield Check("data folder", OK, str(folder))
    yield from _secrets(folder)


def _secrets(folder: Path) -> Iterator[Check]:
    if os.name == "nt":
        return
    there = [folder / name for name in _SECRET_FILES if (folder / name).exists()]
    loose = [each for each in there if each.stat().st_mode & 0o077]
    if loose:
        files = " ".join(map(str, loose))
        yield Check("key files", FAIL, f"Others on this machine can read them. chmod 600 {files}")
    elif there:
        yield Check("key files", OK, f"{', '.join(each.name for each in there)}: for this user alone")


def database(settings: Settings) -> Iterator[Check]:
    """It can be read, has a schema that is known, and is the one that the audit head knows."""
    shown = settings.effective()[variable("database_url")]
    try:
        found = look_at_database(settings.database_url, settings.audit_head)
    except StorageError as error:
        yield Check("database", FAIL, str(error))
        return
    if found.revision is None:
        yield Check("database", OK, f"{shown} is made at the first start")
    elif found.revision == found.head:
        yield Check("database", OK, f"{shown}, schema {found.revision}")
    elif found.revision < found.head:
        yield Check("database", WARN, f"{shown} has schema {found.revision}; the next start brings it to {found.head}.")
    else:
        yield Check("database", FAIL, f"{shown} has schema {found.revision}, of a newer Preflight. Start that one.")
    match found.trail:
        case TrailFound.MATCHES:
            yield Check("audit head", OK, f"in the trail; {found.events} events since" if found.events else "matches")
        case TrailFound.OLDER:
            yield Check(
                "audit head",
                FAIL,
                f"The database does not hold the event that {settings.audit_head} names: it is an older copy, or "
                "another one. See `python -m preflight audit verify`.",
            )
        case TrailFound.NOT_KEPT:
            yield Check("audit head", WARN, f"There is none in {settings.audit_head}; the next change writes it.")
        case TrailFound.EMPTY:
            yield Check("audit head", OK, "nothing was told yet")


def backups(settings: Settings) -> Iterator[Check]:
    """There is one that is young enough."""
    plan = backup_plan(settings)
    newest = next(iter(list_backups(plan)), None)
    if not plan.every and newest is None:
        yield Check("backups", WARN, "None is made by Preflight. Make sure that somebody else does, and tries them.")
        return
    if newest is None:
        yield Check("backups", OK if not settings.data.exists() else WARN, f"None yet in {plan.place.folder}.")
        return
    age = datetime.now(UTC) - newest.kept.made_at.astimezone(UTC)
    said = f"the newest, {newest.kept.file.name}, is {_hours(age)} old"
    if plan.every and age > 2 * plan.every + timedelta(hours=1):
        yield Check("backups", WARN, f"{said}, and one is due each {_hours(plan.every)}. See the log of the server.")
    else:
        yield Check("backups", OK, said)


def _hours(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours // 24} days" if hours >= 72 else f"{hours} h"


def questionnaires(settings: Settings) -> Iterator[Check]:
    """What is asked can be read."""
    shelf = Shelf(settings.questionnaires)
    entries, problems = shelf.entries(), shelf.problems()
    if not entries:
        yield Check("questionnaires", FAIL, f"There is none in {settings.questionnaires}.")
    elif problems:
        yield Check("questionnaires", WARN, f"{len(entries)} are sound; left out: {problems[0]}")
    else:
        yield Check("questionnaires", OK, f"{len(entries)} in {settings.questionnaires}")
