"""What an operation is about: one row of a project, some projects, or the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from preflight.storage.belonging import KINDS

_WHOLE, _SOME = "whole", "some"


@dataclass(frozen=True, slots=True)
class About:
    """`kind` is a kind of row that belongs to a project (storage/belonging.py), and `id` its id."""

    kind: str
    id: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS | {_WHOLE, _SOME}:
            raise ValueError(f"{self.kind} belongs to no project")

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"[:200] if self.id else self.kind

    @property
    def in_project(self) -> bool:
        """Whether a project decides."""
        return self.kind in KINDS


WHOLE: Final = About(_WHOLE, "")
"""What concerns everybody: it needs a role for the whole, or one in every project."""

SOME: Final = About(_SOME, "")
"""Whatever projects the person may do it in. Whoever asks so holds what is read against `seen_projects`."""
