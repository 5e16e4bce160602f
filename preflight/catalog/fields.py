"""Taking the values out of one mapping of a file: each key once, with its kind; what is wrong becomes a problem."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar

from preflight.catalog import values
from preflight.catalog.nodes import Broken, Mapping, Node, Scalar, Sequence
from preflight.catalog.problems import Problems, listed, quoted

TITLE: Final = 200
"""The most characters of what stands in one line: titles, labels, units."""
PROSE: Final = 4_000
"""The most characters of what may have several lines."""

Word = TypeVar("Word", bound=StrEnum)


class Fields:
    """The keys and values of one mapping. A key that is not in `keys` is a problem, with the nearest right one.

    Each method takes one key and gives its value, or the default when the key is absent or its value is wrong; then
    the problem is noted, so that whoever reads the file goes on and nothing is kept in the end.
    """

    def __init__(self, node: Node, problems: Problems, *, what: str, keys: Collection[str]) -> None:
        """`what` names the mapping in messages, as in `a question`."""
        self.problems = problems
        self.what = what
        self.at: Node = node
        self.found: dict[str, Node] = {}
        self.places: dict[str, Scalar] = {}
        self.broken = not isinstance(node, Mapping)
        if isinstance(node, Mapping):
            for key, value in node.entries:
                self.found[key.value] = value
                self.places[key.value] = key
                if key.value not in keys:
                    problems.add(
                        key, f"{quoted(key.value)} is not a key of {what}", problems.suggestion(key.value, keys)
                    )
        elif not isinstance(node, Broken):
            problems.add(node, f"{what} is {values.kind_of(node)}", "`key: value` pairs belong here")

    def __contains__(self, key: str) -> bool:
        return key in self.found

    def node(self, key: str, *, required: bool = False) -> Node | None:
        """The value as it stands, or None."""
        found = self.found.get(key)
        if found is None and required and not self.broken:
            self.problems.add(self.at, f"{self.what} has no {key}", f"add `{key}:`")
        return found

    def place(self, key: str) -> Node:
        """Where the key stands, or where the mapping begins."""
        return self.places.get(key, self.at)

    def refuse(self, key: str, wrong: str, allowed: str) -> None:
        """Note a problem at this key, if it is there."""
        if key in self.places:
            self.problems.add(self.places[key], wrong, allowed)

    def text(self, key: str, *, required: bool = False, longest: int = PROSE, lines: bool = True) -> str:
        """A text; required ones may not be empty."""
        node = self.node(key, required=required)
        if node is None:
            return ""
        found = values.text(node, self.problems, what=key, longest=longest, lines=lines)
        if found == "" and required:
            self.problems.add(node, f"{key} is empty", "write a text")
        return found or ""

    def title(self, key: str, *, required: bool = False) -> str:
        """A text of one line and at most 200 characters."""
        return self.text(key, required=required, longest=TITLE, lines=False)

    def identifier(self, key: str, *, required: bool = False, dotted: bool = False) -> str | None:
        """An id, or None."""
        node = self.node(key, required=required)
        return None if node is None else values.identifier(node, self.problems, what=key, dotted=dotted)

    def whole(self, key: str, *, least: int = 1, most: int = 100_000, required: bool = False) -> int | None:
        """A whole number within its range, or None."""
        node = self.node(key, required=required)
        found = None if node is None else values.whole(node, self.problems, what=key)
        if found is not None and node is not None and not least <= found <= most:
            self.problems.add(node, f"{key} is {found}", f"allowed is from {least} to {most:,}")
            return None
        return found

    def decimal(self, key: str, *, required: bool = False) -> Fraction | None:
        """A number, or None."""
        node = self.node(key, required=required)
        return None if node is None else values.decimal(node, self.problems, what=key)

    def above_zero(self, key: str, default: Fraction) -> Fraction:
        """A number greater than 0."""
        found = self.decimal(key)
        if found is not None and found <= 0:
            self.problems.add(self.found[key], f"{key} is {shown(found)}", "allowed is a number above 0")
            return default
        return default if found is None else found

    def ratio(self, key: str, default: Fraction) -> Fraction:
        """A share from 0 to 1."""
        node = self.node(key)
        found = None if node is None else values.ratio(node, self.problems, what=key)
        return default if found is None else found

    def year(self, key: str) -> str:
        """A year, which may stand without quotes, or a text such as "2017, revised 2019"."""
        node = self.node(key)
        if isinstance(node, Scalar) and len(node.value) == 4 and node.value.isascii() and node.value.isdigit():
            return node.value
        return self.title(key)

    def truth(self, key: str) -> bool:
        """true or false; false when it is absent."""
        node = self.node(key)
        return False if node is None else bool(values.truth(node, self.problems, what=key))

    def day(self, key: str) -> date | None:
        """A day of the calendar, or None."""
        node = self.node(key)
        return None if node is None else values.day(node, self.problems, what=key)

    def web_address(self, key: str) -> str:
        """A web address, or an empty text."""
        node = self.node(key)
        return "" if node is None else values.web_address(node, self.problems, what=key) or ""

    def reference(self, key: str) -> str:
        """Where evidence is: a web address or plain words; an empty text when it is absent."""
        node = self.node(key)
        return "" if node is None else values.reference(node, self.problems, what=key) or ""

    def word(self, key: str, words: type[Word], *, required: bool = False, but: Collection[Word] = ()) -> Word | None:
        """One of the words of an enum, quoted or not; those in `but` are not allowed."""
        node = self.node(key, required=required)
        if node is None or isinstance(node, Broken):
            return None
        allowed = [word.value for word in words if word not in but]
        if isinstance(node, Scalar) and node.value in allowed:
            return words(node.value)
        found = quoted(node.value) if isinstance(node, Scalar) else values.kind_of(node)
        near = self.problems.nearest(node.value, allowed) if isinstance(node, Scalar) else None
        meant = f"did you mean {near!r}? " if near is not None else ""
        self.problems.add(node, f"{key} is {found}", meant + listed(allowed))
        return None

    def items(self, key: str, *, required: bool = False) -> tuple[Node, ...]:
        """The items of a list; a required one may not be empty."""
        node = self.node(key, required=required)
        if node is None:
            return ()
        if required and isinstance(node, Sequence) and not node.items:
            self.problems.add(node, f"{key} is empty", "list at least one")
        return values.items(node, self.problems, what=key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none of them empty."""
        found = []
        for item in self.items(key):
            text = values.text(item, self.problems, what=f"an item of {key}", longest=PROSE)
            if text:
                found.append(text)
            elif text == "":
                self.problems.add(item, f"an item of {key} is empty", "write a text, or leave it out")
        return tuple(found)


def shown(number: Fraction) -> str:
    """An exact number for a message: 2, 0.5 or 3/7."""
    if number.denominator == 1:
        return str(number.numerator)
    return str(float(number)) if Fraction(str(float(number))) == number else str(number)
