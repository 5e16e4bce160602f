"""A value of parsed JSON, read as exactly one type, and the problems that are found on the way.

A problem is one sentence with the path of its value: `$.content.assessments[0].date: …`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, NoReturn, TypeVar

from preflight.catalog.characters import first_refused, has_flood_of_marks
from preflight.catalog.problems import quoted
from preflight.domain.errors import Invalid, UnsoundFile
from preflight.domain.text import clean_text, clean_url

MOST_TOLD: Final = 100

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_FRACTION: Final = re.compile(r"(-?[0-9]{1,400})/([1-9][0-9]{0,399})")
_KINDS: Final[dict[type, str]] = {
    dict: "an object",
    list: "a list",
    str: "text",
    int: "a whole number",
    bool: "true or false",
    type(None): "null",
}

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class Wrong(Exception):
    """One problem; str() is its path and its sentence."""


class Findings:
    """Collects problems, so that a file's are told together."""

    def __init__(self) -> None:
        self.found: list[str] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        """What goes wrong within is noted, and reading goes on behind it. Raises UnsoundFile at the hundredth."""
        try:
            yield
        except Wrong as wrong:
            self.found.append(str(wrong))
            if len(self.found) >= MOST_TOLD:
                raise UnsoundFile([*self.found, "$: reading stopped here; fix these first"]) from None

    def raise_any(self) -> None:
        """Raises UnsoundFile with every problem, if there is one."""
        if self.found:
            raise UnsoundFile(self.found)


class Value:
    """A value with its path. Each reader gives exactly what its name says, or raises Wrong."""

    __slots__ = ("_key", "_parent", "found")

    def __init__(self, found: Any, parent: Value | None = None, key: str | int = "") -> None:
        self.found = found
        self._parent = parent
        self._key = key

    @property
    def path(self) -> str:
        """Where it stands: `$.content.people[2]`."""
        if self._parent is None:
            return "$"
        return f"{self._parent.path}{f'[{self._key}]' if isinstance(self._key, int) else f'.{self._key}'}"

    def wrong(self, sentence: str) -> NoReturn:
        """Raises the problem of this value."""
        raise Wrong(f"{self.path}: {sentence}")

    def fields(self, *needed: str, perhaps: Collection[str] = ()) -> dict[str, Value]:
        """An object with exactly these keys, and those of `perhaps` that are there."""
        found: dict[str, Any] = self._of(dict)
        for key in found:
            if key not in needed and key not in perhaps:
                self.wrong(f"the key {quoted(key)} is not known here")
        for key in needed:
            if key not in found:
                self.wrong(f"{key} is missing")
        return {key: Value(each, self, key) for key, each in found.items()}

    def items(self, most: int) -> list[Value]:
        """A list of at most `most` values."""
        found: list[Any] = self._of(list)
        if len(found) > most:
            self.wrong(f"at most {most:,} may stand here; these are {len(found):,}")
        return [Value(each, self, place) for place, each in enumerate(found)]

    def or_none(self, read: Callable[[Value], T]) -> T | None:
        """None for null, else what `read` makes of it."""
        return None if self.found is None else read(self)

    def text(self, longest: int, *, lines: bool = False, least: int = 0) -> str:
        """Text that people wrote, exactly as `clean_text` would keep it."""
        text = self.plain(longest, least=least)
        if text.isascii() and text.isprintable() and text == text.strip():
            return text
        try:
            clean = clean_text(text, what="The text", longest=longest, lines=lines)
        except Invalid as invalid:
            self.wrong(str(invalid))
        if clean != text:
            self.wrong("it holds characters or spaces that are not kept")
        return text

    def words(self, longest: int, *, least: int = 0) -> str:
        """Text out of a questionnaire, of characters that such a file may hold."""
        text = self.plain(longest, least=least)
        refused = first_refused(text)
        if refused is not None:
            self.wrong(f"it holds {refused}")
        if has_flood_of_marks(text):
            self.wrong("it piles too many marks on one letter")
        return text

    def plain(self, longest: int, *, least: int = 0) -> str:
        """Text of a length, whatever its characters but for half ones."""
        text: str = self._of(str)
        if len(text) > longest:
            self.wrong(f"it may have at most {longest:,} characters; these are {len(text):,}")
        if len(text) < least:
            self.wrong("it may not be empty")
        try:
            text.encode()
        except UnicodeEncodeError:
            self.wrong("it holds half a character")
        return text

    def id(self) -> str:
        """An id as Preflight makes them: 1 to 64 letters, digits and . _ -"""
        text = self.plain(64)
        if _ID.fullmatch(text) is None:
            self.wrong("an id has 1 to 64 letters and digits")
        return text

    def url(self, *, least: int = 0) -> str:
        """A web address, or nothing where `least` is 0."""
        text = self.plain(2_000, least=least)
        try:
            clean = clean_url(text)
        except Invalid as invalid:
            self.wrong(str(invalid))
        return text if clean == text else self.wrong("it holds characters or spaces that are not kept")

    def whole(self, least: int, most: int) -> int:
        """A whole number within bounds."""
        number: int = self._of(int)
        return number if least <= number <= most else self.wrong(f"it may be {least:,} to {most:,}")

    def flag(self) -> bool:
        """True or false."""
        found: bool = self._of(bool)
        return found

    def fraction(self, least: int | None = None, most: int | None = None) -> Fraction:
        """An exact "n/d" in lowest terms, within bounds."""
        found = _FRACTION.fullmatch(self.plain(1_000))
        if found is None:
            self.wrong('a number is written as a fraction, such as "1/2"')
        number = Fraction(int(found[1]), int(found[2]))
        if f"{number.numerator}/{number.denominator}" != self.found:
            self.wrong("the fraction is not in lowest terms")
        if (least is not None and number < least) or (most is not None and number > most):
            self.wrong(f"it may be {least} to {most}")
        return number

    def day(self) -> date:
        """A calendar day as YYYY-MM-DD."""
        return self._written(date.fromisoformat, date.isoformat, "a day is written as 2026-11-20")

    def moment(self) -> datetime:
        """A moment in UTC with microseconds, as it is kept."""

        def read(text: str) -> datetime:
            return datetime.fromisoformat(text).astimezone(UTC)

        def written(moment: datetime) -> str:
            return moment.isoformat(timespec="microseconds")

        moment = self._written(read, written, "a moment is written as 2026-11-20T09:30:15.123456+00:00")
        # The calendar's ends have no neighbours: a moment there could not be told in another time zone.
        return moment if 1 < moment.year < 9999 else self.wrong("a moment lies between the years 2 and 9998")

    def one_of(self, kind: type[E]) -> E:
        """One of the words of an enumeration."""
        text = self.plain(40)
        if text not in {each.value for each in kind}:
            self.wrong(f"it may be {', '.join(kind)}")
        return kind(text)

    def among(self, allowed: Collection[str], sentence: str) -> str:
        """One of these words; raises Wrong with the sentence for any other."""
        text = self.plain(200)
        return text if text in allowed else self.wrong(sentence)

    def exactly(self, wanted: object, sentence: str) -> None:
        """Raises Wrong with the sentence for any other value."""
        if type(self.found) is not type(wanted) or self.found != wanted:
            self.wrong(sentence)

    def _written(self, read: Callable[[str], T], written: Callable[[T], str], sentence: str) -> T:
        text = self.plain(40)
        try:
            found = read(text)
            same = written(found) == text
        except (ValueError, OverflowError):
            same = False
        if not same:
            self.wrong(sentence)
        return found

    def _of(self, kind: type) -> Any:
        if type(self.found) is not kind:
            self.wrong(f"{_KINDS[kind]} belongs here, not {_KINDS.get(type(self.found), 'this')}")
        return self.found
