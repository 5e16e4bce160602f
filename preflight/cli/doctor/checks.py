"""What a check is: a name, a word, a sentence; and what to do where something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from preflight.settings import Settings

OK, WARN, FAIL = "ok", "warn", "fail"
PATIENCE_S: Final = 5.0
"""For whatever is asked over a network."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line. `word` is OK, WARN or FAIL; a sentence that is not ok says what to do."""

    name: str
    word: str
    sentence: str


Checking = Callable[[Settings], Iterator[Check]]


def careful(checking: Checking, settings: Settings) -> Iterator[Check]:
    """What it finds; a check that fails by itself is a finding too, and no other is lost."""
    try:
        yield from checking(settings)
    except Exception as error:  # noqa: BLE001 - the doctor goes on
        name = checking.__name__.replace("_", " ")
        yield Check(name, FAIL, f"This could not be checked: {type(error).__name__}: {error}")
