"""B11: no pattern of ours is held up by a long text that was made for it.

Every pattern that a module keeps, and every one that is written where it is used, is run in the way in which it is
used, over texts of the kinds that make backtracking patterns take minutes: five times as long as the longest text kept.
"""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from tests.browser.server import ROOT

LENGTH = 20_000
MOST_S = 0.05
TRIES = 3
PIECES = (
    "a", "A", "0", "9", " ", "\t", "\n", "-", "_", ".", ",", ":", "/", "a-", "a.", "1,", "1.", "0 ", " a", "a b ", "$",
    "é", "\u0301", "\u200b",
    "日", "<a ", "&#", "((", "[[", "**", "\\", '"', "'", "http://", "www.", "a@", "x=", "; ", "#",
    "|", "1,234", "12-", "2026-01-", "_x0041_", "{}", "%20", "\r\n", "٣",
)  # fmt: skip
ANCHORED, ANYWHERE = {"match", "fullmatch"}, {"search", "sub", "subn", "split", "findall", "finditer"}
OF_OUR_OWN = {"preflight.live.phone_page"}
"""Their patterns run over files of ours only, when the server starts."""

Use = Callable[[str], object]


def modules() -> Iterator[tuple[str, str]]:
    """Each module of the package with its source."""
    for file in sorted((ROOT / "preflight").rglob("*.py")):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield name, file.read_text(encoding="utf-8")


def use_of(pattern: re.Pattern[str], how: str) -> Use:
    """One call of a pattern's method; those that look for it anywhere all take as long as finding every place."""
    if how in ANCHORED:
        return pattern.fullmatch if how == "fullmatch" else pattern.match
    return lambda text: deque(pattern.finditer(text), maxlen=0)


@cache
def uses() -> dict[str, Use]:
    """Every use of a pattern for text in the package, by where it stands."""
    found: dict[str, Use] = {}
    for name, source in modules():
        if name in OF_OUR_OWN or name.endswith("__main__") or not re.search(r"\bre\b", source):
            continue
        for node in ast.walk(ast.parse(source)):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=how), args=[ast.Constant(value=str() as text), *_]
                ) if how in ANCHORED | ANYWHERE:
                    found[f"{name}:{node.lineno}"] = use_of(re.compile(text), how)
        for attribute, value in vars(importlib.import_module(name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                hows = set(re.findall(rf"\b{attribute}\.([a-z]+)\(", source)) or {"finditer"}
                found |= {f"{name}.{attribute}.{how}": use_of(value, how) for how in hows & (ANCHORED | ANYWHERE)}
    return found


@cache
def adversarial() -> tuple[str, ...]:
    runs = [(piece * (LENGTH // len(piece) + 1))[:LENGTH] for piece in PIECES]
    return tuple(text for run in runs for text in (run, run[:-1] + "\x00", "a" + run[:-2] + "!"))


def took_s(use: Use, text: str) -> float:
    """Seconds of the processor, the best of a few tries where the first is slow: the machine may be busy."""
    for _ in range(TRIES):
        start = time.process_time()
        use(text)
        if (took := time.process_time() - start) < MOST_S:
            break
    return took


def test_there_are_patterns_to_try() -> None:
    assert len(uses()) >= 60


@pytest.mark.slow
def test_no_pattern_is_held_up_by_a_long_text() -> None:
    slow = {
        name: (took, text[:20])
        for name, use in uses().items()
        for text in adversarial()
        if (took := took_s(use, text)) >= MOST_S
    }
    assert slow == {}
