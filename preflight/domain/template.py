"""A slide template that was kept for the next time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTemplate:
    """What is told of a kept template; `size` is in bytes. Its content is read apart."""

    id: str
    name: str
    size: int
    added_at: datetime
    added_by: str
