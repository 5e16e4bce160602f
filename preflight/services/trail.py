"""The audit trail of this process: who keeps its key, and where its head is kept outside the database."""

from __future__ import annotations

import json
import logging
import os
import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from preflight.access.people import Visitor, told_to_others
from preflight.domain.audit import AuditEvent, AuditKey, Head, Outcome
from preflight.domain.project import Person
from preflight.storage import audit as audit_rows
from preflight.storage.engine import Connection

_log: Final = logging.getLogger("preflight.audit")
_LOGIN_SHOWN: Final = 12
_LARGEST_SEQ: Final = 2**62
"""Beyond it no database could count on."""


def _new_key() -> AuditKey:
    return AuditKey(secrets.token_bytes(32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """`key` signs, `earlier` are keys that have signed before; `door` is the way in that this process is; `head_file`
    keeps the head, None where nothing does."""

    key: AuditKey = field(default_factory=_new_key, repr=False)
    earlier: tuple[AuditKey, ...] = field(default=(), repr=False)
    door: str = "screens"
    head_file: Path | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    _newest: list[Head] = field(default_factory=list, repr=False, compare=False)
    """At most one: the newest event that this process has committed."""
    _missing: list[Head] = field(default_factory=list, repr=False, compare=False)
    """At most one: the head that is kept outside, where it is not in the trail."""

    def tell(
        self,
        connection: Connection,
        *,
        at: datetime,
        person: Person | None,
        operation: str,
        about: str,
        project_id: str | None = None,
        outcome: Outcome = Outcome.DONE,
        detail: str = "{}",
    ) -> Head:
        """Write the next event, within the transaction of what it tells. Call `keep` once that is committed."""
        kept = self.outside()
        visitor = person if isinstance(person, Visitor) else None
        written = audit_rows.append(
            connection,
            AuditEvent(
                seq=0,
                at=at,
                person_id=person.id if person else "",
                person=told_to_others({person.id: person.name})[person.id][:300] if person else "",
                login=visitor.login[:_LOGIN_SHOWN] if visitor else "",
                address=visitor.address[:100] if visitor else "",
                door=self.door,
                operation=operation,
                outcome=outcome,
                project_id=project_id or "",
                about=about,
                detail=detail,
                key_id="",
                before="",
                mac="",
            ),
            self.key,
            self._likely_newest(kept),
        )
        if kept is not None and kept.mac != written.before:
            self._look_outside(connection, kept)
        return Head(seq=written.seq, mac=written.mac)

    @property
    def keys(self) -> dict[str, AuditKey]:
        """Every key that may have signed, by its id."""
        return {key.id: key for key in (self.key, *self.earlier)}

    def outside(self) -> Head | None:
        """The head as it is kept outside; None where none is."""
        return kept_head(self.head_file) if self.head_file is not None else None

    def _likely_newest(self, kept: Head | None) -> Head | None:
        """The newest event as far as can be known without asking: what others commit stands in the same file."""
        known = [*self._newest, *([kept] if kept is not None else [])]
        return max(known, key=lambda each: each.seq, default=None)

    def _look_outside(self, connection: Connection, kept: Head) -> None:
        """Where the head that is kept outside is not in the trail, it stays kept, for `audit verify` to find."""
        if kept in self._newest or kept in self._missing:
            return
        if kept.seq > 0 and audit_rows.mac_of(connection, kept.seq) != kept.mac:
            self._missing[:] = [kept]
            _log.error(
                "event %d of the audit trail was kept in %s and is not in the database: run `audit verify`",
                kept.seq,
                self.head_file,
            )

    def begin_again(self, head: Head) -> None:
        """Keep this head although a later one is kept: the database was put back to a backup, which it tells."""
        self._missing.clear()
        if self.head_file is not None:
            self.head_file.unlink(missing_ok=True)
        self.keep(head)

    def keep(self, head: Head) -> None:
        """Keep the head outside the database. What can't be kept is logged: the event itself is in the database."""
        self._newest[:] = [head]
        if self.head_file is None:
            return
        partial = self.head_file.with_name(f"{self.head_file.name}.{os.getpid()}")
        try:
            with self._turn:
                kept = kept_head(self.head_file)
                if kept is None or (kept.seq < head.seq and kept not in self._missing):
                    partial.write_text(json.dumps({"seq": head.seq, "mac": head.mac}) + "\n", encoding="ascii")
                    os.replace(partial, self.head_file)
        except OSError as error:
            _log.warning("the head of the audit trail could not be kept in %s: %s", self.head_file, error)


def kept_head(file: Path) -> Head | None:
    """The head as a file keeps it; None where there is none, or what is there is none."""
    try:
        found = json.loads(file.read_text(encoding="ascii"))
        head = Head(seq=int(found["seq"]), mac=str(found["mac"]))
        return head if 0 <= head.seq < _LARGEST_SEQ else None
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
