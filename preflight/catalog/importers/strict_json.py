"""JSON from strangers, parsed within bounds.

Refused are keys that stand twice, numbers that are no whole numbers (NaN and Infinity among them), and everything that
is nested or numerous beyond reason. What a value may be, `json_value` says.
"""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from preflight.catalog.importers.json_value import Value, Wrong
from preflight.catalog.problems import quoted
from preflight.domain.errors import UnsoundFile

MOST_VALUES: Final = 3_000_000
"""Each takes some 60 bytes of memory once it is read, whatever it takes in the file."""

_MOST_DIGITS: Final = 15
_ZIP: Final = b"PK\x03\x04"


def parse(content: bytes, *, most_bytes: int) -> Value:
    """The file's one value. Raises UnsoundFile."""
    if len(content) > most_bytes:
        raise UnsoundFile([f"$: the file may have at most {most_bytes // 1_000_000} MB; this one is larger"])
    if content.startswith(_ZIP):
        raise UnsoundFile(
            ["$: this is no JSON file; a whole project’s zip has a JSON file in it: unpack it, and bring that one"]
        )
    if sum(content.count(mark) for mark in (b",", b"[", b"{")) > MOST_VALUES:
        raise UnsoundFile(["$: the file holds more values than any export of Preflight"])
    try:
        text = content.decode("utf-8")
        found = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_unlike,
            parse_constant=_refuse_constant,
            parse_float=_refuse_float,
            parse_int=_whole,
        )
    except UnicodeDecodeError as error:
        raise UnsoundFile([f"$: the file is not UTF-8 text (byte {error.start + 1}); export it again"]) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnsoundFile([f"$: the file is not whole JSON ({where}); export it again"]) from None
    except Wrong as wrong:
        raise UnsoundFile([str(wrong)]) from None
    except RecursionError:
        raise UnsoundFile(["$: the file is nested too deeply"]) from None
    return Value(found)


def canonical(value: Value) -> bytes:
    """The value as one line that is the same for equal values: keys sorted, no spaces, UTF-8. Raises Wrong."""
    try:
        line = json.dumps(value.found, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return line.encode()
    except UnicodeEncodeError:
        value.wrong("it holds half a character")
    except RecursionError:
        value.wrong("it is nested too deeply")


def _unlike(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Wrong(f"$: the key {quoted(twice)} stands twice in one object")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise Wrong(f"$: {name} is no number")


def _refuse_float(text: str) -> NoReturn:
    raise Wrong(f"$: {text[:20]} is no whole number; fractions are written as text")


def _whole(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise Wrong(f"$: a number has more than {_MOST_DIGITS} digits")
    return int(text)
