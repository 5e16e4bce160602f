"""The audit trail: what was done, by whom, when and from where, each event chained to the one before with a key.

`mac` is HMAC-SHA256 (RFC 2104) with the key over the event's other fields as canonical JSON, the `mac` of the event
before among them. Whoever lacks the key can't change, leave out, move or add an event without breaking the chain; a
tail that was cut off shows against a head that was kept outside.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

FIRST = ""
"""What stands as `before` in the first event."""
RESTORED = "restore_backup"
"""The operation of an event that tells that the database was put back to a backup."""
_MAC = re.compile("[0-9a-f]{64}")


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

    def __str__(self) -> str:
        return f"{self.seq}:{self.mac}"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What reading a trail found at an event. A note is no fault: it explains what would look like one."""

    seq: int
    sentence: str
    note: bool = False


class GivenUp(NamedTuple):
    """The newest event that a restore gave up, and the numbers that were given up and are given anew."""

    head: Head | None
    numbers: range


def faults(events: Iterable[AuditEvent], keys: Mapping[str, AuditKey], outside: Head | None = None) -> Iterator[str]:
    """What is wrong with a whole trail, one sentence each; none where it is whole. See `findings`."""
    return (found.sentence for found in findings(events, keys, outside) if not found.note)


def findings(
    events: Iterable[AuditEvent], keys: Mapping[str, AuditKey], outside: Head | None = None
) -> Iterator[Finding]:
    """What is to be said of a whole trail, read in the order of its `seq`.

    `keys` by their ids. `outside` is the head as it was kept outside: a trail without it was cut, or is an older copy,
    unless the trail itself tells that it was put back to a backup.
    """
    last: Head | None = None
    there: str | None = None
    given_up: list[GivenUp] = []
    for event in events:
        wrong = list(_broken(event, last, keys))
        yield from (Finding(seq=event.seq, sentence=sentence) for sentence in wrong)
        if event.operation == RESTORED and not wrong:
            given_up.append(_given_up(event))
            yield Finding(seq=event.seq, sentence=_put_back(event, given_up[-1]), note=True)
        if outside is not None and event.seq == outside.seq:
            there = event.mac
        last = Head(seq=event.seq, mac=event.mac)
    if outside is None or outside.seq == 0 or there == outside.mac:
        return
    if there is not None and not any(outside.seq in each.numbers for each in given_up):
        sentence = f"Event {outside.seq} is not the one that was kept outside: the trail was rewritten, or is another."
        yield Finding(seq=outside.seq, sentence=sentence)
    if there is None and not any(each.head == outside for each in given_up):
        reached = f"ends at event {last.seq}" if last else "is empty"
        sentence = (
            f"The trail {reached}, but event {outside.seq} was kept outside: its end was cut, or it is an older copy."
        )
        yield Finding(seq=outside.seq, sentence=sentence)


def read_head(text: str) -> Head:
    """A head as `Head.__str__` writes it. Raises ValueError."""
    number, _, mac = text.strip().partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 16 and _MAC.fullmatch(mac)):
        raise ValueError("a head is a number, a colon and 64 hexadecimal characters")
    return Head(seq=int(number), mac=mac)


def _broken(event: AuditEvent, last: Head | None, keys: Mapping[str, AuditKey]) -> Iterator[str]:
    wanted = last.seq + 1 if last else 1
    if event.seq > wanted:
        gone = f"Event {wanted} is" if event.seq == wanted + 1 else f"Events {wanted} to {event.seq - 1} are"
        yield f"{gone} missing before event {event.seq}."
    elif event.seq < wanted:
        yield f"Event {event.seq} stands where event {wanted} should."
    elif event.before != (last.mac if last else FIRST):
        yield f"Event {event.seq} does not follow the event before it: one of them was changed or replaced."
    key = keys.get(event.key_id)
    if key is None:
        yield f"Event {event.seq} is signed with a key that is not here ({event.key_id})."
    elif not hmac.compare_digest(key.mac_of(event).encode(), event.mac.encode()):
        yield f"Event {event.seq} was changed after it was written."


def _given_up(event: AuditEvent) -> GivenUp:
    nothing = GivenUp(head=None, numbers=range(0))
    try:
        until = json.loads(event.detail).get("given_up") or {}
        head = Head(seq=int(until.get("seq") or 0), mac=str(until.get("mac") or ""))
    except (ValueError, TypeError, AttributeError):
        return nothing
    return GivenUp(head=head, numbers=range(event.seq, head.seq + 1)) if head.seq >= event.seq else nothing


def _put_back(event: AuditEvent, given_up: GivenUp) -> str:
    when, backup = event.at.strftime("%Y-%m-%d %H:%M UTC"), event.about.removeprefix("backup ")
    told = f"Event {event.seq} tells that the database was put back to a backup on {when} ({backup})"
    numbers = given_up.numbers
    if not numbers:
        return f"{told}."
    return f"{told}; what had been events {numbers.start} to {numbers.stop - 1} was given up."
