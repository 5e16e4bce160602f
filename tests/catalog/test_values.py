"""What a scalar may say, and what it is never turned into (B2, B11)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from preflight.catalog import values
from preflight.catalog.nodes import Mapping, Node, Scalar, Sequence
from preflight.catalog.problems import Problems


def plain(value: str) -> Scalar:
    return Scalar(value, quoted=False, line=3, column=7)


def in_quotes(value: str) -> Scalar:
    return Scalar(value, quoted=True, line=3, column=7)


def taken(take: Callable[..., Any], node: Node, **options: Any) -> Any:
    """What the reader takes from the node, or its one problem."""
    problems = Problems("f")
    found = take(node, problems, what="label", **options)
    lines = problems.lines()
    assert (found is None) == bool(lines)
    assert len(lines) <= 1
    return lines[0] if lines else found


def text_of(node: Node) -> Any:
    return taken(values.text, node, longest=200)


YAML_1_1 = {
    "true or false": [
        form for word in ("yes", "no", "true", "false", "on", "off") for form in (word, word.capitalize(), word.upper())
    ],
    "nothing": ["~", "null", "Null", "NULL"],
    "a number": [
        *("0", "7", "-7", "+7", "012", "09", "0o14", "0x1F", "0b101", "1_000", "1:30", "190:20:30", "190:20:30.15"),
        *("1.10", "-1.5", "1.", ".5", "1e3", "1.5e-3", "1E5", ".inf", "-.inf", "+.Inf", ".INF", ".nan", ".NaN"),
    ],
    "a date": ["2026-10-01", "2026-1-1", "2026-10-01T10:00:00Z", "2026-10-01 10:00:00"],
}


@pytest.mark.parametrize(("kind", "word"), [(kind, word) for kind, words in YAML_1_1.items() for word in words])
def test_a_word_that_yaml_takes_for_something_else_must_be_quoted(kind: str, word: str) -> None:
    expected = f'f:3:7: label is {word} without quotes, which is {kind}; put quotes around it: "{word}"'
    assert text_of(plain(word)) == expected
    assert text_of(in_quotes(word)) == word


@pytest.mark.parametrize(
    "word", ["y", "N", "none", "nothing", "yess", "1.2.3", "2 days", "v1", "10%", "3/7", "M", "-", "a: b", "1,5"]
)
def test_other_words_are_text_without_quotes(word: str) -> None:
    assert text_of(plain(word)) == word


def test_text_is_trimmed_and_composed_and_tabs_become_spaces() -> None:
    assert text_of(in_quotes(" cafe\u0301\tau lait\n")) == "café au lait"


@pytest.mark.parametrize(
    ("node", "problem"),
    [
        (plain(""), "f:3:7: label is missing; write a text, or leave the key out where it may be"),
        (in_quotes("a\x00b"), "f:3:7: label holds the character U+0000; take it out"),
        (in_quotes("a\u2066b"), "f:3:7: label holds the character U+2066 (left-to-right isolate); take it out"),
        (in_quotes("a" + "\u0301" * 31), "f:3:7: label has more than 30 marks on one letter; take some of them out"),
        (in_quotes("a\ud800"), "f:3:7: label holds the character U+D800; take it out"),
        (in_quotes("a" * 201), "f:3:7: label has 201 characters; allowed are at most 200"),
        (Sequence((), 3, 7), "f:3:7: label is a list; a text belongs here"),
        (Mapping((), 3, 7), "f:3:7: label is a mapping; a text belongs here"),
    ],
)
def test_what_is_not_a_text_is_told(node: Node, problem: str) -> None:
    assert text_of(node) == problem


def test_a_title_is_one_line() -> None:
    problem = taken(values.text, in_quotes("a\nb"), longest=200, lines=False)
    assert problem == "f:3:7: label has several lines; write it in one line"


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("-7", -7),
        ("+7", 7),
        ("1.10", "11/10"),
        ("0.5", "1/2"),
        (".5", "1/2"),
        ("100000000000", 10**11),
    ],
)
def test_plain_numbers_are_read_exactly(word: str, number: int | str) -> None:
    assert taken(values.decimal, plain(word)) == Fraction(number)


@pytest.mark.parametrize(
    "word",
    [
        "012",
        "1_000",
        "1e3",
        "0x1F",
        "0o7",
        "1:30",
        ".inf",
        ".nan",
        "1.",
        "--1",
        "no",
        "true",
        "2026-10-01",
        "3/7",
        "9" * 13,
        "0." + "1" * 13,
        "9" * 5_000,
        "٣",
        "1,5",
        "five",
    ],
)
def test_other_forms_of_numbers_are_refused(word: str) -> None:
    assert "allowed is a plain number such as 2 or 0.5" in taken(values.decimal, plain(word))


@pytest.mark.parametrize(
    ("node", "problem"),
    [
        (in_quotes("2"), "f:3:7: label is '2' in quotes; take the quotes off: 2"),
        (plain(""), "f:3:7: label is missing; write a number, such as 2 or 0.5"),
        (Sequence((), 3, 7), "f:3:7: label is a list; a number belongs here, such as 2 or 0.5"),
    ],
)
def test_what_is_not_a_number_is_told(node: Node, problem: str) -> None:
    assert taken(values.decimal, node) == problem


@pytest.mark.parametrize("word", ["1.0", "0.5"])
def test_a_whole_number_has_no_point(word: str) -> None:
    assert taken(values.whole, plain(word)) == f"f:3:7: label is {word}; allowed is a whole number"


@pytest.mark.parametrize("node", [plain("3/7"), in_quotes("3/7")])
def test_a_ratio_is_exact_with_or_without_quotes(node: Node) -> None:
    assert taken(values.ratio, node) == Fraction(3, 7)


@pytest.mark.parametrize("word", ["0", "1", "0.75", "7/7"])
def test_a_ratio_may_be_a_decimal_from_0_to_1(word: str) -> None:
    assert taken(values.ratio, plain(word)) == Fraction(word)


@pytest.mark.parametrize("word", ["8/7", "1.1", "-0.1", "2"])
def test_a_ratio_outside_0_to_1_is_refused(word: str) -> None:
    assert taken(values.ratio, plain(word)) == f"f:3:7: label is {word}; allowed is from 0 to 1"


@pytest.mark.parametrize("word", ["3/0", "a/b", "1/2/3", "-1/2", "75%", "", "1 / 2", "9" * 500])
def test_what_is_not_a_ratio_is_refused(word: str) -> None:
    assert taken(values.ratio, plain(word)).endswith('allowed is a decimal such as 0.75, or a ratio such as "3/7"')


@pytest.mark.parametrize(("word", "truth"), [("true", True), ("True", True), ("false", False), ("FALSE", False)])
def test_true_and_false_are_plain(word: str, truth: bool) -> None:
    assert taken(values.truth, plain(word)) is truth


@pytest.mark.parametrize("node", [plain("yes"), plain("no"), plain("on"), plain("1"), plain(""), in_quotes("true")])
def test_nothing_else_is_true_or_false(node: Node) -> None:
    assert taken(values.truth, node).endswith("allowed are true and false, without quotes")


@pytest.mark.parametrize("node", [plain("2026-11-20"), in_quotes("2026-11-20")])
def test_a_day_needs_no_quotes(node: Node) -> None:
    assert taken(values.day, node) == date(2026, 11, 20)


@pytest.mark.parametrize("word", ["2026-02-30", "0000-01-01", "2026-13-01"])
def test_a_day_stands_in_the_calendar(word: str) -> None:
    assert (
        taken(values.day, plain(word))
        == f"f:3:7: label {word} is not in the calendar; allowed is a day such as 2026-11-20"
    )


@pytest.mark.parametrize(
    "word", ["20.11.2026", "2026-1-1", "20261120", "2026-W47-5", "2026-11-20T10:00", "yesterday", ""]
)
def test_a_day_is_written_in_one_way(word: str) -> None:
    assert taken(values.day, plain(word)).endswith("allowed is a day such as 2026-11-20")


@pytest.mark.parametrize("word", ["a", "0a", "real-inputs", "a--b", "a" * 64])
def test_ids_are_kebab_case(word: str) -> None:
    assert taken(values.identifier, plain(word)) == word


@pytest.mark.parametrize(
    "word", ["A", "a_b", "-a", "a-", "a.b", "a b", "ä", "а", "../etc/passwd", "a\n", "a" * 65, "", "a:b", "con\u0000"]
)
def test_other_ids_are_refused(word: str) -> None:
    problem = taken(values.identifier, in_quotes(word))
    assert word == "a\n" or str(problem).startswith("f:3:7: ")


@pytest.mark.parametrize("word", ["a.b", "a.b.c", "reliability.real-inputs", "regulated"])
def test_question_ids_may_be_dotted(word: str) -> None:
    assert taken(values.identifier, plain(word), dotted=True) == word


@pytest.mark.parametrize("word", [".a", "a.", "a..b", "a.-b", "a." + "b" * 65])
def test_dots_stand_between_words(word: str) -> None:
    assert "is not an id" in taken(values.identifier, plain(word), dotted=True)


def test_an_id_of_a_number_needs_quotes() -> None:
    problem = 'f:3:7: label is 0 without quotes, which is a number; put quotes around it: "0"'
    assert taken(values.identifier, plain("0")) == problem
    assert taken(values.identifier, in_quotes("0")) == "0"


@pytest.mark.parametrize("word", ["https://example.org/a?b=c", "http://127.0.0.1:8000"])
def test_web_addresses_are_http_or_https(word: str) -> None:
    assert taken(values.web_address, plain(word)) == word


@pytest.mark.parametrize(
    "word",
    ["javascript:alert(1)", "ftp://a.b", "https://", "//a.b", "a.b", "https://a b", "https://[", "data:text/html,x"],
)
def test_other_addresses_are_refused(word: str) -> None:
    assert taken(values.web_address, plain(word)).endswith("allowed are https:// and http:// addresses")


ADVERSARIAL = [
    "a" * 100_000,
    "-" * 100_000,
    "a-" * 50_000,
    "1" * 100_000,
    "1:1" * 33_000,
    "1_" * 50_000,
    "." * 100_000,
    "0." * 50_000,
    " " * 99_999 + "x",
    "2026-" * 20_000,
    "1/" * 50_000,
    "\u0301\u0316" * 50_000,
    "https://" + "a." * 49_000,
]
TAKES: dict[str, Callable[[Node, Problems], object]] = {
    "text": lambda node, problems: values.text(node, problems, what="x", longest=200),
    "identifier": lambda node, problems: values.identifier(node, problems, what="x", dotted=True),
    "decimal": lambda node, problems: values.decimal(node, problems, what="x"),
    "whole": lambda node, problems: values.whole(node, problems, what="x"),
    "ratio": lambda node, problems: values.ratio(node, problems, what="x"),
    "day": lambda node, problems: values.day(node, problems, what="x"),
    "web_address": lambda node, problems: values.web_address(node, problems, what="x"),
}


@pytest.mark.parametrize("take", TAKES.values(), ids=TAKES)
def test_no_value_takes_long_to_judge(take: Callable[[Node, Problems], object]) -> None:
    for word in ADVERSARIAL:
        for node in (plain(word), in_quotes(word)):
            problems = Problems("f")
            start = time.process_time()
            take(node, problems)
            assert time.process_time() - start < 0.25
            assert all(len(line) < 500 for line in problems.lines())
