"""Frozen dataclasses as plain JSON and back, exactly: texts, whole numbers, dates, fractions, tuples of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

_T = TypeVar("_T")
_MOST_DIGITS: Final = 1_000
"""As many as a JSON document takes of a fraction."""
_MOST_WHOLE: Final = 10**9
_FRACTION: Final = re.compile(r"-?[0-9]+(/[0-9]+)?")
"""As str() writes it. Fraction itself would read "1e99999999" as well, and count for hours."""


class PlainError(ValueError):
    """What was read is not what would have been written."""


def written(plain: object) -> str:
    """Canonical JSON: keys in order, no spaces, letters as they are."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_json(text: str) -> object:
    """What a JSON text says. Raises PlainError."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlainError("not JSON") from error


def to_plain(value: object) -> Any:
    """A value as JSON can say it: a dataclass by its fields, a date as 2026-11-20, a fraction as "3/4"."""
    if is_dataclass(value):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value


def from_plain(kind: type[_T], plain: object) -> _T:
    """The dataclass that `to_plain` made it of. Raises PlainError where a field is too many, missing or another."""
    read = _read(kind, plain)
    assert isinstance(read, kind)
    return read


def _read(kind: Any, plain: object) -> object:
    if isinstance(kind, UnionType):
        present = next(each for each in get_args(kind) if each is not type(None))
        return None if plain is None else _read(present, plain)
    if get_origin(kind) is tuple:
        if not isinstance(plain, list):
            raise PlainError("no list")
        return tuple(_read(get_args(kind)[0], each) for each in plain)
    if is_dataclass(kind):
        return _read_fields(kind, plain)
    if kind is date:
        return _made(date.fromisoformat, plain, 10)
    if kind is Fraction:
        return _made(_fraction, plain, _MOST_DIGITS)
    if type(plain) is not kind:
        raise PlainError(f"no {kind.__name__}")
    if isinstance(plain, int) and abs(plain) > _MOST_WHOLE:
        raise PlainError("too large")
    return plain


def _read_fields(kind: Any, plain: object) -> object:
    hints = _hints(kind)
    if not isinstance(plain, Mapping) or plain.keys() != hints.keys():
        raise PlainError("other fields")
    return kind(**{name: _read(hint, plain[name]) for name, hint in hints.items()})


def _fraction(text: str) -> Fraction:
    if _FRACTION.fullmatch(text) is None:
        raise PlainError("no fraction")
    return Fraction(text)


def _made(make: Any, plain: object, longest: int) -> object:
    if not isinstance(plain, str) or len(plain) > longest:
        raise PlainError("no text")
    try:
        made = make(plain)
    except (ValueError, ZeroDivisionError) as error:
        raise PlainError("another text") from error
    if to_plain(made) != plain:
        raise PlainError("not as it is written")
    return made


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
