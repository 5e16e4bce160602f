"""What is wrong with a filled file, row by row: everything at once, and told up to a number that somebody reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Final

from preflight.domain.errors import Invalid

MOST_TOLD: Final = 200
_LONGEST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True, order=True)
class RowProblem:
    """What is wrong in one cell, and what is allowed there; rows count from 1 as in the file."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"row {self.row}, “{self.column}”: {self.sentence}"


class RowProblems:
    """Collects what is wrong while the rest is read."""

    def __init__(self) -> None:
        self._found: set[RowProblem] = set()

    def add(self, row: int, column: str, sentence: str) -> None:
        """Note one problem; the same one twice is one."""
        self._found.add(RowProblem(row, column, sentence))

    def noting(self, row: int, column: str) -> _Noting:
        """Whatever is refused inside `with` is noted as a problem of this cell, and what comes after goes on."""
        return _Noting(self, row, column)

    def all(self) -> tuple[RowProblem, ...]:
        """Every problem, from the top of the file to its end."""
        return tuple(sorted(self._found))


class _Noting:
    """A class of its own, so that the type checker knows that it swallows what is refused."""

    def __init__(self, problems: RowProblems, row: int, column: str) -> None:
        self._problems, self._row, self._column = problems, row, column

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, refused: BaseException | None, where: TracebackType | None
    ) -> bool:
        if not isinstance(refused, Invalid):
            return False
        self._problems.add(self._row, self._column, str(refused))
        return True


def told(problems: Iterable[RowProblem]) -> tuple[str, ...]:
    """The problems as lines, the first 200 of them, and how many more there are."""
    lines = [str(problem) for problem in sorted(problems)]
    more = len(lines) - MOST_TOLD
    return tuple(lines if more <= 0 else [*lines[:MOST_TOLD], f"and {more:,} more; mend these first"])


def quoted(text: str) -> str:
    """A piece of the file for a sentence: on one line, shortened."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + '…'}”"
