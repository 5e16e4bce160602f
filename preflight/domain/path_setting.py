"""With what a path to ready is worked out, beside the answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PathSetting:
    """What a step of each size costs, in whole points from 1 to 1,000, and the ids of questions that can't change."""

    small: int = 1
    medium: int = 3
    large: int = 8
    locked: tuple[str, ...] = ()
