"""From bytes to nodes: every node keeps its line and column, and both parsers give the same."""

from __future__ import annotations

import pytest
import yaml

from preflight.catalog.events import read_nodes
from preflight.catalog.nodes import Broken, Mapping, Scalar, Sequence
from preflight.catalog.problems import Problems
from tests.catalog.documents import ANSWERS, EXAMPLE, SOUND


def read(text: str | bytes, loader: object = None) -> tuple[Mapping | None, tuple[str, ...]]:
    problems = Problems("f")
    data = text if isinstance(text, bytes) else text.encode()
    return read_nodes(data, problems, loader=loader), problems.lines()


def test_scalars_lists_and_mappings_keep_where_they_begin() -> None:
    root, problems = read("a: 1\nb:\n  - 'two'\n  - {c: \"😀\", d: x}\n")
    assert problems == ()
    assert root == Mapping(
        (
            (Scalar("a", False, 1, 1), Scalar("1", False, 1, 4)),
            (
                Scalar("b", False, 2, 1),
                Sequence(
                    (
                        Scalar("two", True, 3, 5),
                        Mapping(
                            (
                                (Scalar("c", False, 4, 6), Scalar("😀", True, 4, 9)),
                                (Scalar("d", False, 4, 14), Scalar("x", False, 4, 17)),
                            ),
                            4,
                            5,
                        ),
                    ),
                    3,
                    3,
                ),
            ),
        ),
        1,
        1,
    )


@pytest.mark.parametrize("style", ["|", ">", "|-", ">+"])
def test_block_texts_count_as_quoted(style: str) -> None:
    root, _ = read(f"a: {style}\n  No\n")
    assert root is not None
    value = root.get("a")
    assert isinstance(value, Scalar)
    assert value.quoted
    assert value.value.strip() == "No"


def test_a_byte_order_mark_moves_no_column() -> None:
    assert read(b"\xef\xbb\xbfa: 1") == read("a: 1")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_counted_with_every_line_ending(ending: str) -> None:
    root, _ = read(f"# one{ending}a: 1{ending}{ending}b: 2{ending}")
    assert root is not None
    assert [(key.line, key.column) for key, _ in root.entries] == [(2, 1), (4, 1)]
    _, problems = read(f"# one{ending}a: 1{ending}b: \x07{ending}")
    assert problems == ("f:3:4: the character U+0007 can't be used; take it out",)


def test_a_start_of_the_document_may_be_written() -> None:
    root, problems = read("---\na: 1\n...\n")
    assert problems == ()
    assert root is not None


CASES = {
    "duplicate keys, with both places": (
        "a: 1\nb: 2\na: 3\n",
        ["f:3:1: the key 'a' stands twice, first at 1:1; keep one of them"],
    ),
    "each duplicate in its own mapping": (
        "a: {x: 1, x: 2}\nb: {'y': 1, y: 2}\n",
        [
            "f:1:11: the key 'x' stands twice, first at 1:5; keep one of them",
            "f:2:13: the key 'y' stands twice, first at 2:5; keep one of them",
        ],
    ),
    "anchor and alias": (
        "a: &x 1\nb: *x\n",
        [
            "f:1:4: &x is an anchor; put quotes around a text that starts with &",
            "f:2:4: *x is an alias; write the value out; aliases are not read",
        ],
    ),
    "tags": (
        "a: !!int 1\nb: !own {c: 1}\nd: ! e\n",
        [
            "f:1:4: !!int is a tag; put quotes around a text that starts with !",
            "f:2:4: !own is a tag; put quotes around a text that starts with !",
            "f:3:4: ! is a tag; put quotes around a text that starts with !",
        ],
    ),
    "merge key": ("a: {<<: {b: 1}}\n", ["f:1:5: << is a merge key; write the keys out; nothing is merged"]),
    "no key": ("a: 1\n?\n: 2\n", ["f:2:2: a key is missing before the colon; write `key: value`"]),
    "list as key": ("? [a]\n: 1\n", ["f:1:3: a list or mapping can't be a key; allowed is a word"]),
    "two documents": ("a: 1\n---\nb: 1\n", ["f:2:1: a second document starts here; allowed is one document in a file"]),
    "directive": ("%YAML 1.1\n---\na: 1\n", ["f:1:1: a line can't start with %; directives are not read"]),
    "colon in a text": (
        "a: b: c\n",
        [
            (
                "f:1:5: this is not YAML: mapping values are not allowed in this context; "
                "put quotes around a text that holds a colon and a space"
            )
        ],
    ),
    "wrong indentation": (
        "a:\n  - b\n - c\n",
        ["f:3:2: this is not YAML: did not find expected key; line up the keys that belong together"],
    ),
    "problems before the end of what can be read": (
        "a: &x 1\nb: [\n",
        [
            "f:1:4: &x is an anchor; put quotes around a text that starts with &",
            "f:3:1: this is not YAML: did not find expected node content; check the quotes and the indentation here",
        ],
    ),
    "empty": ("", ["f:1:1: the file is empty; start with `format: 1`"]),
    "text": ("hello", ["f:1:1: the file does not hold keys with values; start with `key: value` lines"]),
    "every refused character": (
        'a: "\u202e"\nb: "\x07\ue000"\n',
        [
            "f:1:5: the character U+202E (right-to-left override) can't be used; take it out",
            "f:2:5: the character U+0007 can't be used; take it out",
            "f:2:6: the character U+E000 can't be used; take it out",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_problems_are_told_with_their_places(text: str, expected: list[str]) -> None:
    assert list(read(text)[1]) == expected


def test_what_can_not_be_read_leaves_a_gap_that_is_not_told_twice() -> None:
    root, _ = read("a: *x\n")
    assert root is not None
    assert root.get("a") == Broken(1, 4)


@pytest.mark.parametrize(
    "text", [SOUND, EXAMPLE, ANSWERS, "a: {b: 'c\n  d', e: |\n  f}\n", *(text for text, _ in CASES.values())]
)
def test_the_pure_parser_reads_the_same(text: str) -> None:
    fast, fast_problems = read(text, yaml.CSafeLoader)
    pure, pure_problems = read(text, yaml.SafeLoader)
    assert fast == pure
    places = [[problem.split(": ")[0] for problem in each] for each in (fast_problems, pure_problems)]
    assert places[0] == places[1]
