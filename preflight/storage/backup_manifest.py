"""What a backup says of itself, as the JSON that stands first in its file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from preflight.domain.audit import Head
from preflight.domain.errors import UnsoundBackup

FORMAT: Final = 1
LARGEST: Final = 1 << 20
"""So many bytes of JSON at most."""


class Kind(StrEnum):
    """What kept the data: it returns only to the same."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a database holds at one moment: its revision, the rows of each table, and the end of its audit trail."""

    schema: str
    rows: Mapping[str, int]
    head: Head | None = None
    audit_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`made_at` is UTC; `label` says what for; `sha256` and `size` (bytes) are the data's, which follow in the file."""

    kind: Kind
    made_at: datetime
    label: str
    content: Content
    sha256: str
    size: int

    def written(self) -> bytes:
        """As JSON in UTF-8."""
        told = {
            "preflight_backup": FORMAT,
            "kind": self.kind.value,
            "made_at": self.made_at.astimezone(UTC).isoformat(timespec="seconds"),
            "label": self.label,
            "schema": self.content.schema,
            "rows": dict(sorted(self.content.rows.items())),
            "audit": None if self.content.head is None else asdict(self.content.head),
            "audit_key": self.content.audit_key,
            "sha256": self.sha256,
            "size": self.size,
        }
        return json.dumps(told, indent=2, ensure_ascii=False).encode()


def read_manifest_json(written: bytes) -> Manifest:
    """The manifest that `Manifest.written` wrote. Raises UnsoundBackup."""
    try:
        found: Any = json.loads(written)
        if found["preflight_backup"] != FORMAT:
            raise UnsoundBackup("it was made by a newer Preflight, in a way that this one does not know")
        audit = found["audit"]
        manifest = Manifest(
            kind=Kind(found["kind"]),
            made_at=datetime.fromisoformat(found["made_at"]),
            label=str(found["label"]),
            content=Content(
                schema=str(found["schema"]),
                rows={str(name): int(count) for name, count in found["rows"].items()},
                head=None if audit is None else Head(seq=int(audit["seq"]), mac=str(audit["mac"])),
                audit_key=None if found["audit_key"] is None else str(found["audit_key"]),
            ),
            sha256=str(found["sha256"]),
            size=int(found["size"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise UnsoundBackup("what it says of itself can't be read") from error
    said = (manifest.label, manifest.content.schema, *manifest.content.rows)
    if manifest.made_at.tzinfo is None or manifest.size < 0 or not all(map(str.isprintable, said)):
        raise UnsoundBackup("what it says of itself can't be read")
    return manifest
