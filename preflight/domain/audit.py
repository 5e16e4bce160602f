"""The audit trail: what was done, by whom, when and from where, each event chained to the one before with a key.

`mac` is HMAC-SHA256 (RFC 2104) with the key over the event's other fields as canonical JSON, the `mac` of the event
before among them. Whoever lacks the key can't change, leave out, move or add an event without breaking the chain; a
tail that was cut off shows against a head that was kept outside.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

FIRST = ""
"""What stands as `before` in the first event."""


class Outcome(StrEnum):
    """Whether it came to be."""

    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One event. `seq` counts from 1 without a gap; times are UTC.

    `door` is the way it came in (screens, command line, …), `login` the first characters of the login session,
    `operation` what was asked for, `about` on what ("assessment 3f9a…"), `detail` plain JSON: rows before and after, or
    facts. Empty texts where something does not apply.
    """

    seq: int
    at: datetime
    person_id: str
    person: str
    login: str
    address: str
    door: str
    operation: str
    outcome: Outcome
    project_id: str
    about: str
    detail: str
    key_id: str
    before: str
    mac: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest event of a trail, as it is kept outside."""

    seq: int
    mac: str


@dataclass(frozen=True, slots=True)
class AuditKey:
    """A key of 32 bytes or more. Its `id` tells it from others and gives nothing away."""

    secret: bytes

    @property
    def id(self) -> str:
        """Sixteen hexadecimal characters."""
        return hmac.new(self.secret, b"preflight audit key", hashlib.sha256).hexdigest()[:16]

    def mac_of(self, event: AuditEvent) -> str:
        """The MAC that belongs to the event, as 64 hexadecimal characters."""
        return hmac.new(self.secret, canonical(event), hashlib.sha256).hexdigest()


def canonical(event: AuditEvent) -> bytes:
    """Everything in an event but its `mac`, as JSON in UTF-8 with keys in order and no space."""
    content: dict[str, Any] = {each.name: getattr(event, each.name) for each in fields(event) if each.name != "mac"}
    content["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    content["outcome"] = event.outcome.value
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def chained(event: AuditEvent, key: AuditKey, last: Head | None) -> AuditEvent:
    """The event as the next in the chain after `last`."""
    placed = replace(
        event,
        seq=last.seq + 1 if last else 1,
        before=last.mac if last else FIRST,
        key_id=key.id,
        mac="",
    )
    return replace(placed, mac=key.mac_of(placed))


def faults(events: Iterable[AuditEvent], keys: Mapping[str, AuditKey], outside: Head | None = None) -> Iterator[str]:
    """What is wrong with a whole trail, read in the order of its `seq`: one sentence each, none where it is whole.

    `keys` by their ids. `outside` is the head as it was kept outside: a trail without it was cut, or is an older copy.
    """
    last: Head | None = None
    met = outside is None or outside.seq == 0
    for event in events:
        wanted = last.seq + 1 if last else 1
        if event.seq != wanted:
            yield f"Event {wanted} is missing: event {event.seq} follows {wanted - 1}."
        elif event.before != (last.mac if last else FIRST):
            yield f"Event {event.seq} does not follow the event before it: one of them was changed or replaced."
        key = keys.get(event.key_id)
        if key is None:
            yield f"Event {event.seq} is signed with a key that is not here ({event.key_id})."
        elif not hmac.compare_digest(key.mac_of(event), event.mac):
            yield f"Event {event.seq} was changed after it was written."
        if outside is not None and event.seq == outside.seq:
            met = True
            if event.mac != outside.mac:
                yield f"Event {event.seq} is not the one that was kept outside: the trail was rewritten, or is another."
        last = Head(seq=event.seq, mac=event.mac)
    if not met and outside is not None:
        reached = f"ends at event {last.seq}" if last else "is empty"
        yield f"The trail {reached}, but event {outside.seq} was kept outside: its end was cut, or it is an older copy."
