"""From bytes to nodes, through PyYAML's event stream, with limits before and while it is read (THREATS.md B1).

Nothing is composed and nothing recurses: libyaml's own parser is a state machine, but its composer crashes on deep
nesting, and a nest of 200,000 brackets holds even the parser for two minutes. The limits stop it at the 21st level.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NoReturn, cast

import yaml

from preflight.catalog.characters import refused_in
from preflight.catalog.nodes import Broken, Mapping, Node, Scalar, Sequence
from preflight.catalog.problems import MOST_TOLD, Problems, quoted

MOST_BYTES: Final = 1024 * 1024
DEEPEST: Final = 20
MOST_EVENTS: Final = 115_000
"""A scalar is one event, a list or mapping two. A thousand questions, each with five options and texts of its own, four
next steps, three prompts and two sources, come to 113,000; a file of nothing else stops after 0.15 s."""
MOST_TOGETHER: Final = 2_000
"""The values of one list, or the keys and values of one mapping: a thousand answers are one mapping."""
LONGEST_SCALAR: Final = 20_000

Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it (every wheel is); the pure one reads the same, 30 times slower."""

_NO_KEYS: Final = frozenset({"", "<<"})
_LINE_END = re.compile(r"\r\n|\r|\n")
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_SYNTAX_HINTS: Final = (
    ("mapping values are not allowed", "put quotes around a text that holds a colon and a space"),
    ("cannot start any token", "indent with spaces, and put quotes around a text that starts with @, ` or %"),
    ("could not find expected ':'", "write `key: value`, with a space after the colon"),
    ("expected ',' or", "close each [ with ] and each { with }, and put commas between"),
    ("expected <block end>", "line up the keys and list items that belong together"),
    ("did not find expected key", "line up the keys that belong together"),
    ("did not find expected '-' indicator", "line up the list items that belong together"),
    ("while scanning a quoted scalar", "close the quote"),
    ("escape", "use single quotes around a text with backslashes, or double the backslash"),
)


class _Stop(Exception):
    """The file can't be read any further; its problem is noted."""


def read_nodes(data: bytes, problems: Problems, *, loader: Any = None) -> Mapping | None:
    """The root mapping of the one document in `data`; what is wrong is added to `problems`.

    None when the file can't be read to its end. Otherwise the mapping is complete, with Broken where a part of it
    can't be used, and every key in it stands once.
    """
    text = _decoded(data, problems)
    if text is None:
        return None
    try:
        root = _Building(problems).build(yaml.parse(text, Loader=loader or Loader))
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        _note_syntax(error, problems)
        return None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The pure parser raises these for escapes such as "\UFFFFFFFF", and for what it can't print; no place is known.
        problems.add_at(1, 1, f"this is not YAML ({quoted(str(error))})", "allowed is UTF-8 text, in YAML")
        return None
    if root is None or isinstance(root, Mapping):
        return root
    if not isinstance(root, Broken):
        problems.add(root, "the file does not hold keys with values", "start with `key: value` lines")
    return None


def _decoded(data: bytes, problems: Problems) -> str | None:
    """The file's text without its byte order mark, or None with the reason noted."""
    if len(data) > MOST_BYTES:
        problems.add_at(1, 1, f"the file is larger than {MOST_BYTES:,} bytes", "allowed is at most 1 MiB")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        byte = data[error.start]
        wrong = f"the byte 0x{byte:02X} is not UTF-8 text"
        problems.add_at(*_Places(before).of(len(before)), wrong, "save the file in the encoding UTF-8")
        return None
    directive = _DIRECTIVE.search(text)
    refused = list(islice(refused_in(text), MOST_TOLD))
    if directive is None and not refused:
        return text
    places = _Places(text)
    if directive is not None:
        problems.add_at(*places.of(directive.start()), "a line can't start with %", "directives are not read")
    for start, name in refused:
        problems.add_at(*places.of(start), f"the character {name} can't be used", "take it out")
    return None


class _Places:
    """Lines and columns, from 1, of places in a text counted from 0."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def of(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1


def _note_syntax(error: yaml.MarkedYAMLError, problems: Problems) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    said = " ".join(part for part in (error.context, error.problem) if part)
    hint = next((hint for words, hint in _SYNTAX_HINTS if words in said), "check the quotes and the indentation here")
    problems.add_at(line, column, f"this is not YAML: {error.problem or error.context}", hint)


class _Building:
    """Turns the events of one document into nodes, keeping the limits on the way."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def build(self, events: Iterator[Any]) -> Node | None:
        """The root, or None for an empty file. Raises _Stop at a limit."""
        root: list[Node] = []
        inside = root  # the nodes of the list or mapping that is open; keys and values take turns
        outside: list[tuple[list[Node], int, int]] = []  # what it stands in, and the place where it began
        documents = 0
        scalar_event, longest = yaml.ScalarEvent, LONGEST_SCALAR
        make = tuple.__new__  # as Scalar(…) does, in half the time; most events are scalars
        for number, event in enumerate(events):
            kind = type(event)
            if number > MOST_EVENTS:
                self.stop(event, f"the file holds more than {MOST_EVENTS:,} values, lists and mappings", "split it")
            if len(inside) > MOST_TOGETHER:
                self.stop(event, "too much stands side by side here", f"allowed are {MOST_TOGETHER:,} values together")
            if kind is scalar_event:
                value = event.value
                if len(value) > longest or event.anchor is not None or event.tag is not None:
                    inside.append(self.refused_scalar(event))
                else:
                    mark = event.start_mark
                    # The style is "" or None for a plain scalar, else one of ' " | >
                    inside.append(make(Scalar, (value, bool(event.style), mark.line + 1, mark.column + 1)))
            elif kind is yaml.SequenceStartEvent or kind is yaml.MappingStartEvent:
                if len(outside) >= DEEPEST:
                    self.stop(event, f"this is nested more than {DEEPEST} deep", f"allowed are {DEEPEST} levels")
                self.refuse_extras(event)
                mark = event.start_mark
                outside.append((inside, mark.line + 1, mark.column + 1))
                inside = []
            elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
                within, line, column = outside.pop()
                if kind is yaml.SequenceEndEvent:
                    within.append(Sequence(tuple(inside), line, column))
                else:
                    within.append(Mapping(self.entries(inside), line, column))
                inside = within
            elif kind is yaml.AliasEvent:
                inside.append(
                    self.broken(event, f"*{event.anchor} is an alias", "write the value out; aliases are not read")
                )
            else:
                documents += kind is yaml.DocumentStartEvent
                if documents > 1:
                    self.stop(event, "a second document starts here", "allowed is one document in a file")
        if not root:
            self.problems.add_at(1, 1, "the file is empty", "start with `format: 1`")
            return None
        return root[0]

    def refused_scalar(self, event: Any) -> Broken:
        length = len(event.value)
        if length > LONGEST_SCALAR:
            return self.broken(event, f"this text has {length:,} characters", f"allowed are at most {LONGEST_SCALAR:,}")
        self.refuse_extras(event)
        return Broken(event.start_mark.line + 1, event.start_mark.column + 1)

    def entries(self, inside: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
        """The entries of a mapping whose keys and values take turns; a key that can't be one goes with its value."""
        pairs = tuple(zip(inside[::2], inside[1::2], strict=True))
        words = {key.value for key, _ in pairs if isinstance(key, Scalar)}
        if len(words) == len(pairs) and words.isdisjoint(_NO_KEYS):
            return cast(tuple[tuple[Scalar, Node], ...], pairs)
        entries: list[tuple[Scalar, Node]] = []
        places: dict[str, Scalar] = {}
        for key, value in pairs:
            if isinstance(key, Scalar):
                first = places.setdefault(key.value, key)
                if first is not key:
                    wrong = f"the key {quoted(key.value)} stands twice"
                    self.problems.add(key, f"{wrong}, first at {first.line}:{first.column}", "keep one of them")
                elif key.quoted or key.value not in _NO_KEYS:
                    entries.append((key, value))
                elif key.value:
                    self.problems.add(key, "<< is a merge key", "write the keys out; nothing is merged")
                else:
                    self.problems.add(key, "a key is missing before the colon", "write `key: value`")
            elif not isinstance(key, Broken):
                self.problems.add(key, "a list or mapping can't be a key", "allowed is a word")
        return tuple(entries)

    def refuse_extras(self, event: Any) -> None:
        """Anchors make bombs, and tags make types that no one asked for."""
        if event.anchor is not None:
            self.broken(event, f"&{event.anchor} is an anchor", "put quotes around a text that starts with &")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
            self.broken(event, f"{tag} is a tag", "put quotes around a text that starts with !")

    def broken(self, event: Any, wrong: str, allowed: str) -> Broken:
        mark = event.start_mark
        at = Broken(mark.line + 1, mark.column + 1)
        self.problems.add(at, wrong if len(wrong) < 100 else f"{wrong[:60]}… can't be used", allowed)
        return at

    def stop(self, event: Any, wrong: str, allowed: str) -> NoReturn:
        self.broken(event, wrong, allowed)
        raise _Stop
