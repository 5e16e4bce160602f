"""What a scalar says: text, a number, true or false, a day. Nothing is ever turned into something else silently.

Only a plain (unquoted) scalar can be a number, true, false or empty. YAML 1.1 reads an unquoted No, 1.10 or
2026-10-01 as false, 1.1 and a date; where text belongs, such a word has to be quoted (THREATS.md B2).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from fractions import Fraction
from typing import Final
from urllib.parse import urlsplit

from preflight.catalog.characters import first_refused, has_flood_of_marks
from preflight.catalog.nodes import Broken, Mapping, Node, Scalar, Sequence
from preflight.catalog.problems import Problems, quoted
from preflight.domain.text import MOST_MARKS

LONGEST_ID: Final = 64
LONGEST_URL: Final = 2_000

_TRUTH = frozenset(
    form
    for word in ("yes", "no", "true", "false", "on", "off")  # not y and n: no reader that people use takes them so
    for form in (word, word.capitalize(), word.upper())
)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
# Each pattern is matched against at most 40 characters (B11).
_NUMBER_LIKE = re.compile(
    r"[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?"
    r"|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)"
)
_DATE_LIKE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?")
_DECIMAL = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,12})?|\.[0-9]{1,12})")
_RATIO = re.compile(r"(?:0|[1-9][0-9]{0,5})/[1-9][0-9]{0,5}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST_WORD: Final = 40

_KEBAB = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_RESERVED = frozenset({"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)})


def kind_of(node: Node) -> str:
    """`a list`, `a text`, `a number` …: what stands here, for a message."""
    match node:
        case Sequence():
            return "a list"
        case Mapping():
            return "a mapping"
        case Broken():
            return "something that can't be read"
        case Scalar():
            return misread(node) or "a text"


def misread(scalar: Scalar) -> str | None:
    """What YAML 1.1 would make of a plain scalar instead of text: `true or false`, `a number` …; None for text."""
    word = scalar.value
    if scalar.quoted or len(word) > _LONGEST_WORD:
        return None
    if word in _TRUTH:
        return "true or false"
    if word in _NOTHING:
        return "nothing"
    if _NUMBER_LIKE.fullmatch(word):
        return "a number"
    if _DATE_LIKE.fullmatch(word):
        return "a date"
    return None


def items(node: Node, problems: Problems, *, what: str) -> tuple[Node, ...]:
    """The items of a list; none when something else stands here."""
    if isinstance(node, Sequence):
        return node.items
    if not isinstance(node, Broken):
        problems.add(node, f"{what} is {kind_of(node)}", "a list belongs here")
    return ()


def entries(node: Node, problems: Problems, *, what: str) -> tuple[tuple[Scalar, Node], ...]:
    """The entries of a mapping; none when something else stands here."""
    if isinstance(node, Mapping):
        return node.entries
    if not isinstance(node, Broken):
        problems.add(node, f"{what} is {kind_of(node)}", "`key: value` pairs belong here")
    return ()


def text(node: Node, problems: Problems, *, what: str, longest: int, lines: bool = True) -> str | None:
    """The text in NFC, trimmed; without `lines` it must be one line. None when a problem was noted."""
    if not isinstance(node, Scalar):
        if not isinstance(node, Broken):
            problems.add(node, f"{what} is {kind_of(node)}", "a text belongs here")
        return None
    other = misread(node)
    if other is not None:
        if node.value == "":
            problems.add(node, f"{what} is missing", "write a text, or leave the key out where it may be")
        else:
            wrong = f"{what} is {node.value} without quotes, which is {other}"
            problems.add(node, wrong, f'put quotes around it: "{node.value}"')
        return None
    refused = first_refused(node.value)
    if refused is not None:
        problems.add(node, f"{what} holds the character {refused}", "take it out")
        return None
    clean = node.value.replace("\t", " ").strip()
    if len(clean) > longest:
        problems.add(node, f"{what} has {len(clean):,} characters", f"allowed are at most {longest:,}")
        return None
    if has_flood_of_marks(clean):
        problems.add(node, f"{what} has more than {MOST_MARKS} marks on one letter", "take some of them out")
        return None
    clean = unicodedata.normalize("NFC", clean)
    if not lines and "\n" in clean:
        problems.add(node, f"{what} has several lines", "write it in one line")
        return None
    return clean


def identifier(node: Node, problems: Problems, *, what: str, dotted: bool = False) -> str | None:
    """An id in kebab-case of at most 64 characters; `dotted` allows such words joined with dots (128 in all)."""
    longest = 2 * LONGEST_ID if dotted else LONGEST_ID
    found = text(node, problems, what=what, longest=longest, lines=False)
    if found is None:
        return None
    if not found:
        problems.add(node, f"{what} is empty", "write an id such as real-inputs")
        return None
    words = found.split(".") if dotted else [found]
    if not all(_KEBAB.fullmatch(word) and len(word) <= LONGEST_ID for word in words):
        example = "reliability.real-inputs" if dotted else "real-inputs"
        problems.add(node, f"{what} {quoted(found)} is not an id", f"use a-z, 0-9 and single hyphens, as in {example}")
        return None
    return found


def is_reserved(name: str) -> bool:
    """Whether Windows keeps this name for a device, so that no file can bear it."""
    return name in _RESERVED


def decimal(node: Node, problems: Problems, *, what: str) -> Fraction | None:
    """A number such as 2, 0.5 or -1, exactly, with at most 12 digits on either side of the point."""
    if isinstance(node, Scalar):
        if not node.quoted and len(node.value) <= _LONGEST_WORD and _DECIMAL.fullmatch(node.value):
            return Fraction(node.value)
        _note_number(node, problems, what)
    elif not isinstance(node, Broken):
        problems.add(node, f"{what} is {kind_of(node)}", "a number belongs here, such as 2 or 0.5")
    return None


def whole(node: Node, problems: Problems, *, what: str) -> int | None:
    """A whole number."""
    found = decimal(node, problems, what=what)
    if found is None:
        return None
    if isinstance(node, Scalar) and "." in node.value:
        problems.add(node, f"{what} is {node.value}", "allowed is a whole number")
        return None
    return found.numerator


def ratio(node: Node, problems: Problems, *, what: str) -> Fraction | None:
    """A share from 0 to 1: a decimal such as 0.75, or exactly as "3/7"; quotes make no difference here."""
    word = node.value if isinstance(node, Scalar) and len(node.value) <= _LONGEST_WORD else ""
    if _RATIO.fullmatch(word) or _DECIMAL.fullmatch(word):
        found = Fraction(word)
        if 0 <= found <= 1:
            return found
        problems.add(node, f"{what} is {word}", "allowed is from 0 to 1")
    elif not isinstance(node, Broken):
        found_here = quoted(node.value) if isinstance(node, Scalar) else kind_of(node)
        problems.add(node, f"{what} is {found_here}", 'allowed is a decimal such as 0.75, or a ratio such as "3/7"')
    return None


def truth(node: Node, problems: Problems, *, what: str) -> bool | None:
    """true or false, unquoted; yes and no are not enough."""
    if isinstance(node, Scalar) and not node.quoted and node.value.lower() in {"true", "false"}:
        return node.value.lower() == "true"
    if not isinstance(node, Broken):
        found = quoted(node.value) if isinstance(node, Scalar) else kind_of(node)
        problems.add(node, f"{what} is {found}", "allowed are true and false, without quotes")
    return None


def day(node: Node, problems: Problems, *, what: str) -> date | None:
    """A day of the calendar as 2026-11-20, quoted or not."""
    if isinstance(node, Scalar) and len(node.value) == 10 and _DAY.fullmatch(node.value):
        try:
            return date.fromisoformat(node.value)
        except ValueError:
            problems.add(node, f"{what} {node.value} is not in the calendar", "allowed is a day such as 2026-11-20")
            return None
    if not isinstance(node, Broken):
        found = quoted(node.value) if isinstance(node, Scalar) else kind_of(node)
        problems.add(node, f"{what} is {found}", "allowed is a day such as 2026-11-20")
    return None


def web_address(node: Node, problems: Problems, *, what: str) -> str | None:
    """An http or https address with a host, without spaces."""
    found = text(node, problems, what=what, longest=LONGEST_URL, lines=False)
    if not found or _is_web_address(found):
        return found
    _refuse_address(node, found, problems, what)
    return None


def reference(node: Node, problems: Problems, *, what: str) -> str | None:
    """Where evidence is: a web address, or words such as a shelf mark; no address of another kind (javascript:)."""
    found = text(node, problems, what=what, longest=LONGEST_URL, lines=False)
    if not found or ":" not in found or _is_web_address(found):
        return found
    _refuse_address(node, found, problems, what)
    return None


def _is_web_address(found: str) -> bool:
    try:
        parts = urlsplit(found)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, found))
    except ValueError:
        return False


def _refuse_address(node: Node, found: str, problems: Problems, what: str) -> None:
    problems.add(node, f"{what} {quoted(found)} is not a web address", "allowed are https:// and http:// addresses")


def _note_number(node: Scalar, problems: Problems, what: str) -> None:
    word = node.value
    if node.quoted and len(word) <= _LONGEST_WORD and _DECIMAL.fullmatch(word):
        problems.add(node, f"{what} is {quoted(word)} in quotes", f"take the quotes off: {word}")
    elif not node.quoted and word == "":
        problems.add(node, f"{what} is missing", "write a number, such as 2 or 0.5")
    else:
        allowed = "allowed is a plain number such as 2 or 0.5, without leading zeros, exponent or underscore"
        problems.add(node, f"{what} is {quoted(word)}", allowed)
