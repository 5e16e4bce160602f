"""All that is wrong with a file, collected to the end and told at once."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import Protocol

from preflight.domain.errors import UnsoundFile

MOST_TOLD = 1_000
"""Reading stops at so many problems: nobody reads more, and a hostile file has 100,000."""

_LONGEST_SHOWN = 60
_MOST_COMPARISONS = 5_000


class Place(Protocol):
    """Anything with a line and a column, counted from 1."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class Problems:
    """Collects `line, column, what is wrong; what is allowed`, and raises them sorted by line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[tuple[int, int, str]] = []
        self._comparisons_left = _MOST_COMPARISONS

    def add(self, at: Place, wrong: str, allowed: str) -> None:
        """Note one problem; `allowed` says what to write instead."""
        self.add_at(at.line, at.column, wrong, allowed)

    def add_at(self, line: int, column: int, wrong: str, allowed: str) -> None:
        """Note one problem at a line and column, counted from 1. Raises UnsoundFile at the thousandth."""
        self._found.append((line, column, f"{wrong}; {allowed}"))
        if len(self._found) == MOST_TOLD:
            raise UnsoundFile([*self.lines(), f"{self.file}:{line}:{column}: reading stopped here; fix these first"])

    def nearest(self, word: str, allowed: Collection[str]) -> str | None:
        """The allowed word most like this one, or None.

        Comparing costs about 10 µs a word, so a file may ask for 5,000 comparisons; after that nothing is near.
        """
        if len(allowed) > self._comparisons_left:
            return None
        self._comparisons_left -= len(allowed)
        return _nearest(word, allowed)

    def suggestion(self, word: str, allowed: Collection[str]) -> str:
        """`did you mean 'x'?` where something is near, else the words that are allowed."""
        near = self.nearest(word, allowed)
        return listed(allowed) if near is None else f"did you mean {near!r}?"

    def lines(self) -> tuple[str, ...]:
        """Every problem as `file:line:column: what is wrong; what is allowed`, by line."""
        found = sorted(set(self._found))
        return tuple(f"{self.file}:{line}:{column}: {sentence}" for line, column, sentence in found)

    def raise_any(self) -> None:
        """Raises UnsoundFile with every problem, if there is one."""
        if self._found:
            raise UnsoundFile(self.lines())


def quoted(text: str) -> str:
    """A piece of the file for a message: in quotes, shortened, with what can't be seen spelled out."""
    return repr(text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…")


def nearest_or_listed(word: str, allowed: Collection[str]) -> str:
    """`did you mean 'x'?` where something is near, else the words that are allowed."""
    near = _nearest(word, allowed)
    return listed(allowed) if near is None else f"did you mean {near!r}?"


def listed(words: Collection[str], *, most: int = 24) -> str:
    """`allowed are a, b and c`, shortened when there are many."""
    if not words:
        return "there is none to choose from"
    few = list(words)[:most]
    if len(words) > most:
        return f"allowed are {', '.join(few)} and {len(words) - most} more"
    return f"allowed is {few[0]}" if len(few) == 1 else f"allowed are {', '.join(few[:-1])} and {few[-1]}"


def _nearest(word: str, allowed: Collection[str]) -> str | None:
    matches = get_close_matches(word, allowed, n=1, cutoff=0.6) if len(word) <= _LONGEST_SHOWN else []
    return matches[0] if matches else None
