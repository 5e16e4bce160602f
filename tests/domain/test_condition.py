"""Conditions: what they mean, what can't be read, and that nothing but ConditionError ever comes out."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from preflight.domain.condition import (
    DEEPEST,
    LONGEST,
    Always,
    And,
    Chosen,
    Condition,
    Not,
    Or,
    atoms,
    holds,
    parse_condition,
)
from preflight.domain.errors import ConditionError

A, B, C = Chosen("q", "a"), Chosen("q", "b"), Chosen("q", "c")
WORDS = {A: "q:a", B: "q:b", C: "q:c", Chosen("autonomy.level", "acts"): "autonomy.level:acts"}
ATOMS = tuple(WORDS)


def printed(condition: Condition, *, fully: bool = False) -> str:
    """The condition as text: with the fewest parentheses, or with one pair around every part."""

    def inside(part: Condition, *held: type) -> str:
        text = printed(part, fully=fully)
        return f"({text})" if fully or isinstance(part, held) else text

    match condition:
        case Chosen():
            return WORDS[condition]
        case Always():
            return "default"
        case Not(part):
            return "!" + inside(part, And, Or)
        case And(parts):
            return " && ".join(inside(part, And, Or) for part in parts)
        case Or(parts):
            return " || ".join(inside(part, Or) for part in parts)


def joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return parts.map(Not) | several.map(And) | several.map(Or)


conditions = st.recursive(st.sampled_from(ATOMS), joined, max_leaves=12)
choices = st.sets(st.sampled_from(ATOMS))


def truth(condition: Condition, chosen: set[Chosen]) -> bool:
    by_question: dict[str, frozenset[str]] = {}
    for atom in chosen:
        by_question[atom.question] = by_question.get(atom.question, frozenset()) | {atom.option}
    return holds(condition, by_question)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("q:a", A),
        ("  q:a\t\n", A),
        ("!q:a", Not(A)),
        ("! q:a", Not(A)),
        ("!!q:a", Not(Not(A))),
        ("(((q:a)))", A),
        ("q:a&&q:b", And((A, B))),
        ("q:a && q:b && q:c", And((A, B, C))),
        ("q:a || q:b || q:c", Or((A, B, C))),
        ("q:a || q:b && q:c", Or((A, And((B, C))))),
        ("q:a && q:b || q:c", Or((And((A, B)), C))),
        ("(q:a || q:b) && q:c", And((Or((A, B)), C))),
        ("!q:a && q:b", And((Not(A), B))),
        ("!(q:a && q:b)", Not(And((A, B)))),
        ("!q:a || q:b", Or((Not(A), B))),
        (
            "autonomy.level:acts && !regulated:no",
            And((Chosen("autonomy.level", "acts"), Not(Chosen("regulated", "no")))),
        ),
        ("q:1.10", Chosen("q", "1.10")),
    ],
)
def test_a_condition_is_read_with_not_before_and_before_or(text: str, meaning: Condition) -> None:
    assert parse_condition(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("default", Always()),
        ("a", Chosen("m", "a")),
        ("a && !b", And((Chosen("m", "a"), Not(Chosen("m", "b"))))),
        ("default && a", And((Always(), Chosen("m", "a")))),
        ("m:default", Chosen("m", "default")),
    ],
)
def test_inside_a_question_an_atom_is_an_option_and_default_is_true(text: str, meaning: Condition) -> None:
    assert parse_condition(text, own_question="m") == meaning


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("   ", 0),
        ("a", 0),
        ("default", 0),
        ("q:a &&", 6),
        ("q:a q:b", 4),
        ("q:a & q:b", 4),
        ("q:a | q:b", 4),
        ("&& q:a", 0),
        ("q:a || || q:b", 7),
        ("(q:a", 0),
        ("q:a)", 3),
        ("()", 1),
        ("!", 1),
        ("q:a:b", 3),
        ("q:", 1),
        (":a", 0),
        ("q: a", 1),
        ("q:a and q:b", 4),
        ("not q:a", 0),
        ("q=a", 1),
        ("q:ä", 1),
        ("q:a\u00a0&& %", 7),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_position(text: str, position: int) -> None:
    with pytest.raises(ConditionError) as refused:
        parse_condition(text)
    assert refused.value.position == position
    assert str(refused.value)


def test_a_condition_longer_than_allowed_is_refused() -> None:
    assert parse_condition("q:a" + " " * (LONGEST - 3)) == A
    with pytest.raises(ConditionError):
        parse_condition("q:a" + " " * (LONGEST - 2))


@pytest.mark.parametrize("opening", ["!", "(", "!("])
def test_nesting_is_read_up_to_its_limit_and_refused_beyond(opening: str) -> None:
    def nested(depth: int) -> str:
        start = (opening * depth)[:depth]
        return start + "q:a" + ")" * start.count("(")

    parse_condition(nested(DEEPEST))
    for depth in (DEEPEST + 1, DEEPEST + 2, 900):
        with pytest.raises(ConditionError):
            parse_condition(nested(depth))


@pytest.mark.parametrize("opening", ["!", "(", "!(", "q:a && (", "q:a || !"])
@pytest.mark.parametrize("depth", [DEEPEST - 1, DEEPEST, DEEPEST + 1, DEEPEST + 2, 200])
def test_nesting_that_stops_too_early_is_refused(opening: str, depth: int) -> None:
    """At exactly one level too many, the text may end where the reader wants to point."""
    with pytest.raises(ConditionError):
        parse_condition(opening * depth)


pieces = st.sampled_from(
    ["q:a", "q:b", "a", "default", "!", "&&", "||", "(", ")", " ", "\t", "&", ":", ".", "-", "é", "\x1c"]
)


@given(st.text(max_size=60) | st.lists(pieces, max_size=30).map("".join), st.none() | st.just("m"))
@example("\x85q:a", None)
@example("q:a\x00", None)
def test_arbitrary_text_is_a_condition_or_a_condition_error_and_nothing_else(text: str, own: str | None) -> None:
    refused = None
    try:
        read = parse_condition(text, own_question=own)
    except ConditionError as error:
        refused = error
    if refused is not None:
        assert 0 <= refused.position <= len(text)
    else:
        assert holds(read, {}) in (True, False)
        assert all(atom.question and atom.option for atom in atoms(read))


@given(conditions)
def test_a_printed_condition_reads_back_as_itself(condition: Condition) -> None:
    assert parse_condition(printed(condition)) == condition
    assert parse_condition(printed(condition, fully=True)) == condition


@given(conditions)
def test_whitespace_between_words_means_nothing(condition: Condition) -> None:
    text = printed(condition)
    assert parse_condition(re.sub(r"([!()]|&&|\|\|)", r"\n \1\t", text)) == condition
    assert parse_condition(text.replace(" ", "")) == condition


@given(conditions)
def test_atoms_are_named_from_left_to_right(condition: Condition) -> None:
    assert [WORDS[atom] for atom in atoms(condition)] == re.findall(r"[\w.]+:\w+", printed(condition))


@given(st.lists(st.sampled_from(["&&", "||"]), max_size=5), st.data())
def test_precedence_is_that_of_not_and_or_in_python(joints: list[str], data: st.DataObject) -> None:
    """Without parentheses, so that nothing but precedence decides."""
    truths = data.draw(st.lists(st.booleans(), min_size=len(joints) + 1, max_size=len(joints) + 1))
    signs = data.draw(st.lists(st.sampled_from(["", "!", "!!"]), min_size=len(truths), max_size=len(truths)))
    text, python = "", ""
    for place, (value, sign) in enumerate(zip(truths, signs, strict=True)):
        joint = joints[place - 1] if place else ""
        text += f" {joint} {sign}q{place}:yes"
        python += {"": "", "&&": " and ", "||": " or "}[joint] + sign.replace("!", " not ") + str(value)
    chosen = {f"q{place}": frozenset({"yes"}) for place, value in enumerate(truths) if value}
    assert holds(parse_condition(text), chosen) is eval(python.strip())


@given(conditions, conditions, choices)
def test_de_morgan_holds_for_conditions(one: Condition, two: Condition, chosen: set[Chosen]) -> None:
    assert truth(Not(And((one, two))), chosen) == truth(Or((Not(one), Not(two))), chosen)
    assert truth(Not(Or((one, two))), chosen) == truth(And((Not(one), Not(two))), chosen)


@given(conditions, choices)
def test_not_not_changes_nothing_and_not_always_does(condition: Condition, chosen: set[Chosen]) -> None:
    assert truth(Not(condition), chosen) is not truth(condition, chosen)
    assert truth(Not(Not(condition)), chosen) is truth(condition, chosen)


@pytest.mark.parametrize(("one", "two"), list(itertools.product([False, True], repeat=2)))
def test_the_truth_table_of_and_or_not(one: bool, two: bool) -> None:
    chosen = {atom for atom, said in ((A, one), (B, two)) if said}
    assert truth(And((A, B)), chosen) is (one and two)
    assert truth(Or((A, B)), chosen) is (one or two)
    assert truth(Not(A), chosen) is (not one)


def test_an_atom_about_a_question_that_nobody_answered_is_false() -> None:
    assert holds(A, {}) is False
    assert holds(A, {"other": frozenset({"a"})}) is False
    assert holds(A, {"q": frozenset()}) is False
    assert holds(Not(A), {}) is True
    assert holds(Always(), {}) is True
