"""`python -m preflight restore FILE`: puts a backup in the database's place, or says what that would do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from preflight.access.people import LOCAL_OWNER
from preflight.cli.backing_up import age_in_words
from preflight.cli.commands import DONE, argument, command
from preflight.opening import audit_keys, backup_plan, trail_of
from preflight.services.returning import ReturnPreview, preview_return, return_to
from preflight.settings import from_environment

_MOST_LINES = 12


@command(
    argument("file", metavar="FILE", type=Path, help="a backup, as `backup --list` names them"),
    argument("--dry-run", action="store_true", help="only say what is in it, and what would be given up"),
    argument(
        "--new-audit-key",
        action="store_true",
        help="go on although the key that signed the audit trail in the backup is lost",
    ),
)
def restore(file: Path, dry_run: bool, new_audit_key: bool) -> int:
    """Put a backup in the database's place, whole; what is there now is kept. Preflight must be stopped."""
    settings = from_environment(os.environ)
    plan, now, file = backup_plan(settings), datetime.now(UTC), file.absolute()
    if dry_run:
        for line in _previewed(preview_return(plan, file), now):
            print(line)
        return DONE
    keys = audit_keys(settings)
    trail = trail_of(settings, keys, door="command line")
    kept = return_to(plan, file, LOCAL_OWNER, trail, keys, now=now, new_audit_key=new_audit_key)
    print(f"Restored from {file}. Start Preflight again.")
    if kept is not None:
        print(f"What was there before is kept: {kept}")
    return DONE


def _previewed(preview: ReturnPreview, now: datetime) -> Iterator[str]:
    manifest, content = preview.manifest, preview.content
    if manifest is None:
        yield "A plain database file, as earlier releases made before an upgrade."
    else:
        yield f"Made {manifest.made_at:%Y-%m-%d %H:%M} UTC ({age_in_words(now - manifest.made_at)}), {manifest.label}."
    yield f"It holds {sum(content.rows.values()):,} rows in {len(content.rows)} tables, and is whole."
    if preview.upgraded:
        yield f"Its schema {content.schema} is older than this Preflight's: it would be brought up to date."
    yield f"Its audit trail ends at event {content.head.seq}." if content.head else "It holds no audit trail yet."
    if preview.unproven:
        yield (
            "It is not encrypted, though a key for backups is set here: nothing proves who made it. "
            "Restore it only if you know where it comes from."
        )
    yield from _given_up(preview)
    yield "Nothing was changed."


def _given_up(preview: ReturnPreview) -> Iterator[str]:
    if preview.unreadable:
        yield f"{preview.unreadable} It would be kept beside what is restored, as it is."
        return
    if preview.here is None:
        yield "Nothing is here that would be given up."
        return
    if preview.given_up is None:
        yield "What is here does not go back to this backup: all of it would be given up."
    elif preview.given_up.events:
        total = sum(preview.given_up.events.values())
        newest = f", the newest of {preview.given_up.newest:%Y-%m-%d %H:%M} UTC" if preview.given_up.newest else ""
        yield f"Here {total:,} {'event was' if total == 1 else 'events were'} written since{newest}; given up would be:"
        most = sorted(preview.given_up.events.items(), key=lambda each: (-each[1], each[0]))
        for operation, count in most[:_MOST_LINES]:
            yield f"  {count:>7,}  {operation}"
    for name, (there, here) in preview.rows.items():
        yield f"  {name}: {there:,} in the backup, {here:,} here"
