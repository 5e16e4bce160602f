"""`python -m preflight audit`: whether the audit trail is whole, its head to keep, and all of it as a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from preflight.access.people import LOCAL_OWNER
from preflight.cli.commands import DONE, FOUND, argument, command
from preflight.cli.files import STANDARD_OUT, check_free, taken
from preflight.domain.audit import AuditEvent, Head, read_head
from preflight.domain.errors import Invalid

_MOST_SHOWN = 200


@command(
    argument("what", choices=["verify", "head", "export"], help="check it; print its head to keep elsewhere; write it"),
    argument("--head", metavar="SEQ:MAC", help="with verify: a head kept elsewhere, as `audit head` prints it"),
    argument("--format", default="jsonl", choices=["jsonl", "csv"], help="with export: JSON lines, or a table"),
    argument("--out", metavar="FILE|-", default=STANDARD_OUT, help="with export: where to; else standard output"),
    argument("--force", action="store_true", help="with export: replace a file that is there"),
)
def audit(what: str, head: str | None, format: str, out: str, force: bool) -> int:  # noqa: A002 - as it is typed
    """Check the audit trail, print its head, or write all of it; 0 whole or done, 1 something was found."""
    outside = _head(head)
    if what == "export":
        check_free(out, force=force)
        return _export(format, out, force=force)
    return _verify(outside) if what == "verify" else _print_head()


def _head(typed: str | None) -> Head | None:
    if typed is None:
        return None
    try:
        return read_head(typed)
    except ValueError as error:
        raise Invalid(f"--head: {error}, as `python -m preflight audit head` prints it.") from None


def _verify(outside: Head | None) -> int:
    from preflight.cli.places import workspace_to_audit
    from preflight.services.auditing import audit_head, check_trail

    with workspace_to_audit() as workspace:
        kept = outside or workspace.trail.outside()
        faults = shown = 0
        for each in check_trail(workspace, LOCAL_OWNER, outside):
            faults += not each.note
            shown += 1
            if shown <= _MOST_SHOWN:
                print(each.sentence)
        newest = audit_head(workspace, LOCAL_OWNER)
        if shown > _MOST_SHOWN:
            print(f"… and {shown - _MOST_SHOWN:,} more.")
        if faults:
            print(f"The audit trail is not whole: {faults:,} {'fault' if faults == 1 else 'faults'}.")
            return FOUND
        ends = f"It ends with event {newest[0].seq:,} of {newest[1]:%Y-%m-%d %H:%M} UTC." if newest else "It is empty."
        against = f"It holds event {kept.seq:,}, which was kept outside." if kept else _NOTHING_KEPT
        print(f"The audit trail is whole. {ends} {against}")
    return DONE


_NOTHING_KEPT = "No head was kept outside, so nobody can tell whether its end was cut: give one with --head."


def _print_head() -> int:
    from preflight.cli.places import workspace_to_audit
    from preflight.services.auditing import audit_head

    with workspace_to_audit() as workspace:
        newest = audit_head(workspace, LOCAL_OWNER)
    if newest is None:
        raise Invalid("The audit trail is empty: there is no head yet.")
    print(newest[0])
    return DONE


def _export(format_name: str, out: str, *, force: bool) -> int:
    from preflight.cli.places import workspace_to_audit
    from preflight.exports.audit_file import csv_lines, json_lines
    from preflight.services.auditing import all_events, tell_exported

    count = 0
    with workspace_to_audit() as workspace:

        def counted() -> Iterator[AuditEvent]:
            nonlocal count
            for each in all_events(workspace, LOCAL_OWNER):
                count += 1
                yield each

        lines = csv_lines(counted()) if format_name == "csv" else json_lines(counted())
        _written(lines, out, force=force)
        tell_exported(workspace, LOCAL_OWNER, events=count, format_name=format_name)
    if out != STANDARD_OUT:
        print(f"{out} ({count:,} events)")
    return DONE


def _written(lines: Iterator[str], out: str, *, force: bool) -> None:
    if out == STANDARD_OUT:
        _write_each(lines, sys.stdout.write)
        sys.stdout.flush()
        return
    target = Path(out)
    part = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="") as written:
            _write_each(lines, written.write)
        if target.exists() and not force:
            raise taken(target)
        part.replace(target)
    except OSError as error:
        raise Invalid(f"{target} can't be written ({error.strerror}). Nothing was left behind.") from error
    finally:
        part.unlink(missing_ok=True)


def _write_each(lines: Iterator[str], write: Callable[[str], object]) -> None:
    for line in lines:
        write(line)
