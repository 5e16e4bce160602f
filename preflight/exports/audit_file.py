"""The audit trail as a file, as it stands: JSON lines, which keep every event exactly, or a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from io import BytesIO, StringIO
from typing import Final

from preflight.catalog.importers.csv_layout import guarded
from preflight.domain.audit import AuditEvent
from preflight.domain.project import Person
from preflight.exports.files import ExportFile, export_file
from preflight.exports.orders import CALLED, PRODUCT, Format, Progress
from preflight.services.auditing import all_events, audit_head
from preflight.services.workspace import Workspace

_TOLD_EVERY: Final = 500


def audit_file(workspace: Workspace, person: Person, made: Format, progress: Progress) -> ExportFile:
    """A format of OF_AUDIT: every event, in its order. Raises NotAllowed and StorageError."""
    newest = audit_head(workspace, person)
    of = newest[0].seq if newest else 0
    progress(0, of, "Reading the audit trail")

    def counted() -> Iterator[AuditEvent]:
        for each in all_events(workspace, person):
            if each.seq % _TOLD_EVERY == 0 and each.seq < of:
                progress(each.seq, of, "Reading the audit trail")
            yield each

    content = BytesIO()
    for line in (csv_lines if made is Format.AUDIT_CSV else json_lines)(counted()):
        content.write(line.encode())
    progress(of, of, "Ready")
    kind = "csv" if made is Format.AUDIT_CSV else "jsonl"
    return export_file(content.getvalue(), PRODUCT, CALLED[made], workspace.today(), kind=kind)


def json_lines(events: Iterable[AuditEvent]) -> Iterator[str]:
    """One event a line, its detail as JSON within."""
    for each in events:
        plain = _plain(each) | {"detail": _detail(each.detail)}
        yield json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n"


def csv_lines(events: Iterable[AuditEvent]) -> Iterator[str]:
    """A table as spreadsheets read it; no text in it is taken for a formula."""
    names = [*AuditEvent.__dataclass_fields__]
    yield "\ufeff" + _row(names)
    for each in events:
        yield _row([value if isinstance(value, int) else guarded(str(value)) for value in _plain(each).values()])


def _plain(event: AuditEvent) -> dict[str, object]:
    return asdict(event) | {"at": event.at.isoformat(), "outcome": event.outcome.value}


def _detail(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:  # somebody changed it; `audit verify` says so
        return text


def _row(values: Sequence[object]) -> str:
    written = StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerow(values)
    return written.getvalue()
