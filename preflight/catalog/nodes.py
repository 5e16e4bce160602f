"""What a YAML file holds before it means anything: scalars, sequences and mappings, each with its place.

Lines and columns count from 1. The nodes are named tuples, since a file may hold 100,000 of them and a frozen
dataclass takes four times as long to make.
"""

from __future__ import annotations

from typing import NamedTuple


class Scalar(NamedTuple):
    """One word, number or text as it was written; `quoted` is also true for block texts (`|` and `>`)."""

    value: str
    quoted: bool
    line: int
    column: int


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(NamedTuple):
    """Pairs of a key and its value; each key stands once."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """The value of this key, or None."""
        return next((value for found, value in self.entries if found.value == key), None)


class Broken(NamedTuple):
    """Stands where something was that can't be read and is reported already; whoever meets it stays silent."""

    line: int
    column: int


Node = Scalar | Sequence | Mapping | Broken
