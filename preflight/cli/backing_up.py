"""`python -m preflight backup`: makes one while people work, lists those that are there, or checks one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from preflight.access.people import LOCAL_OWNER
from preflight.cli.commands import DONE, FOUND, argument, command
from preflight.cli.places import workspace_of_settings
from preflight.domain.errors import UnsoundBackup
from preflight.opening import backup_plan
from preflight.services.backups import Listed, list_backups, make_backup, verify_backup
from preflight.settings import from_environment


@command(
    argument("--to", metavar="FOLDER", type=Path, help="put it there, not where PREFLIGHT_BACKUPS says"),
    argument("--list", action="store_true", dest="only_list", help="only tell which backups are there"),
    argument("--verify", metavar="FILE", type=Path, help="only read a backup from end to end, and say what is in it"),
)
def backup(to: Path | None, only_list: bool, verify: Path | None) -> int:
    """Make a backup of everything while people work; list those that are there, or check one."""
    plan = backup_plan(from_environment(os.environ))
    if verify is not None:
        return _verify(verify, plan.place.keys)
    if to is not None:
        plan = replace(plan, place=replace(plan.place, folder=to.absolute()))
    if only_list:
        found = list(list_backups(plan))
        print(f"{len(found)} {'backup' if len(found) == 1 else 'backups'} in {plan.place.folder}")
        for each in found:
            print(f"  {_line(each, datetime.now(UTC))}")
        return DONE
    with workspace_of_settings() as workspace:
        file = make_backup(workspace, LOCAL_OWNER, plan)
    sealed = "encrypted" if plan.place.key else "not encrypted: keep it where only you can read it"
    print(f"{file}\nMade, read back and found whole ({in_words(file.stat().st_size)}; {sealed}).")
    return DONE


def _verify(file: Path, keys: tuple[bytes, ...]) -> int:
    try:
        manifest = verify_backup(file, keys)
    except UnsoundBackup as error:
        print(error)
        return FOUND
    rows = sum(manifest.content.rows.values())
    print(
        f"{file} is whole: made {manifest.made_at:%Y-%m-%d %H:%M} UTC from {manifest.kind.value}, schema "
        f"{manifest.content.schema}, {rows:,} rows in {len(manifest.content.rows)} tables."
    )
    return DONE


def _line(each: Listed, now: datetime) -> str:
    return "  ".join(_facts(each, now))


def _facts(each: Listed, now: datetime) -> Iterator[str]:
    yield f"{each.kept.made_at:%Y-%m-%d %H:%M} UTC"
    yield f"{age_in_words(now - each.kept.made_at):>14}"
    yield f"{in_words(each.size):>9}"
    yield f"{each.kept.label:16}"
    if each.manifest is not None:
        yield f"schema {each.manifest.content.schema}"
    elif each.kept.sealed:
        yield "encrypted, with a key that is not here"
    elif each.kept.file.suffix == ".db":
        yield "a plain database file of an earlier release"
    else:
        yield "can't be read"
    yield each.kept.file.name


def in_words(size: int) -> str:
    """A number of bytes, as people say it."""
    for unit, bytes_in in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= bytes_in:
            return f"{size / bytes_in:.1f} {unit}"
    return f"{size} bytes"


def age_in_words(age: timedelta) -> str:
    """How long ago, in the largest whole unit."""
    for unit, each in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if age >= each:
            count = age // each
            return f"{count} {unit}{'s'[: count != 1]} ago"
    return "just now"
