"""docs/threats.md: every attack and fault has its row, and what a row names is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from tests.browser.server import ROOT

PAGE = ROOT / "docs" / "threats.md"
ROWS = [*(f"A{n}" for n in range(1, 21)), *(f"B{n}" for n in range(1, 15)), *(f"C{n}" for n in range(1, 14))]
NAMED = re.compile(r"`([\w./-]+)(?:::(\w+))?`")


class Row(NamedTuple):
    """One row of the page: its number, and its columns as they stand there."""

    number: str
    attack: str
    promise: str
    where: str
    held_by: str
    not_here: str


def rows() -> Iterator[Row]:
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if re.match(r"\| [ABC]\d+ \|", line):
            assert len(cells) == len(Row._fields), line[:80]
            yield Row(*cells)


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of the tests in a file, without importing it."""
    found = ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    return frozenset(node.name for node in found if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_each_attack_and_fault_stands_there_once_and_in_order() -> None:
    assert [row.number for row in rows()] == ROWS


@pytest.mark.parametrize("number", ROWS)
def test_a_row_says_what_is_promised_where_and_which_tests_hold_it(number: str) -> None:
    row = next(row for row in rows() if row.number == number)
    assert row.promise.endswith(".")
    assert NAMED.findall(row.where), "a module"
    assert NAMED.findall(row.held_by), "a test"
    for path, name in NAMED.findall(row.where):
        assert (ROOT / path).exists(), path
        assert not name
    for path, name in NAMED.findall(row.held_by):
        assert path.startswith("tests/"), path
        assert (ROOT / path).is_file(), path
        assert name.startswith("test_"), f"{path} names no test"
        assert name in names_in(path), f"{path}::{name} is not there"


def test_the_tests_of_a_row_are_those_that_are_collected() -> None:
    """A test in a file that pytest passes over would hold nothing."""
    for row in rows():
        assert all(path.rpartition("/")[2].startswith("test_") for path, _ in NAMED.findall(row.held_by)), row.number
