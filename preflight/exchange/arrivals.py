"""Arrivals: files that were brought in and read, and wait for somebody to say that they be kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from preflight.access.permissions import Operation
from preflight.catalog.importers.package_check import CSV_BYTES, FORM, TEMPLATE
from preflight.domain.errors import Conflict, NotAllowed, NotFound

KEPT_S: Final = 900.0
MOST_OF_ONE: Final = 4
MOST_ALTOGETHER: Final = 20
MOST_BYTES: Final = 300_000_000
"""Of all files that wait, together."""

GONE: Final = "This file is no longer here. Choose it once more."
NOT_YOURS: Final = "This file was brought in on another screen."
BUSY: Final = "This file is being kept already."


class ArrivalKind(StrEnum):
    """What can be brought in."""

    TEMPLATE = "template"
    ANSWERS = "answers"
    DOCUMENT = "document"


MOST_BYTES_OF: Final = {
    ArrivalKind.TEMPLATE: TEMPLATE.packed,
    ArrivalKind.ANSWERS: max(FORM.packed, CSV_BYTES),
    ArrivalKind.DOCUMENT: 50_000_000,
}
NEEDS: Final = {
    ArrivalKind.TEMPLATE: Operation.MANAGE_TEMPLATES,
    ArrivalKind.ANSWERS: Operation.IMPORT,
    ArrivalKind.DOCUMENT: Operation.RESTORE,
}


@dataclass(eq=False, kw_only=True)
class Arrival:
    """A file that was brought in by a visit; `name` is only ever shown, `path` is ours, and `noted` is what its reading
    found out for its keeping."""

    visit: str
    kind: ArrivalKind
    name: str
    path: Path
    assessment: str | None = None
    noted: Mapping[str, Any] = field(default_factory=dict)
    size: int = 0
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    at: float = 0.0
    keeping: bool = False


class Arrivals:
    """All arrivals of this server. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._arrivals: dict[str, Arrival] = {}

    def add(self, arrival: Arrival) -> None:
        """Keep it for KEPT_S. The oldest of the same visit, then of all, make room for it."""
        self.sweep()
        arrival.at = self._clock()
        own = [each for each in self._arrivals.values() if each.visit == arrival.visit and not each.keeping]
        for each in own[: max(0, len(own) - MOST_OF_ONE + 1)]:
            self.drop(each)
        for each in [each for each in self._arrivals.values() if not each.keeping]:
            full = sum(kept.size for kept in self._arrivals.values()) + arrival.size > MOST_BYTES
            if full or len(self._arrivals) >= MOST_ALTOGETHER:
                self.drop(each)
        self._arrivals[arrival.id] = arrival

    def find(self, arrival_id: str, visit: str) -> Arrival:
        """The arrival. Raises NotFound, NotAllowed for another visit's, and Conflict while it is being kept."""
        self.sweep()
        arrival = self._arrivals.get(arrival_id)
        if arrival is None:
            raise NotFound(GONE)
        if not secrets.compare_digest(arrival.visit, visit):
            raise NotAllowed(NOT_YOURS)
        if arrival.keeping:
            raise Conflict(BUSY)
        return arrival

    def drop(self, arrival: Arrival) -> None:
        """Forget it and remove its file."""
        self._arrivals.pop(arrival.id, None)
        arrival.path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Drop what has waited long enough."""
        now = self._clock()
        for arrival in [*self._arrivals.values()]:
            if now - arrival.at >= KEPT_S and not arrival.keeping:
                self.drop(arrival)

    def close(self) -> None:
        """Drop all."""
        for arrival in [*self._arrivals.values()]:
            self.drop(arrival)
