"""What one question can be raised to, and what that costs."""

from __future__ import annotations

from fractions import Fraction

import pytest

from preflight.domain.assessment import Answer
from preflight.domain.errors import Invalid
from preflight.domain.paths.budget import TooManyWays
from preflight.domain.paths.moves import Efforts, moves_of
from preflight.domain.questionnaire import Combine, Effort, Improvement, Question
from tests.builders import (
    NOT_APPLICABLE,
    UNKNOWN,
    answer,
    evidence,
    levels,
    multi,
    number,
    option,
    question,
    rule,
    text,
)


def steps(**sizes: str) -> dict[str, Improvement]:
    return {name.lstrip("_"): Improvement(do=f"Leave {name}", effort=Effort(size)) for name, size in sizes.items()}


def raised(asked: Question, said: Answer | None, **how: object) -> dict[object, int]:
    """By what is then answered: the effort."""
    return {
        one.answer.choice if one.answer.choice else one.answer.number if one.answer.choices is None
        else one.answer.choices: one.effort
        for one in moves_of(asked, said, Efforts(), **how)  # type: ignore[arg-type]
    }  # fmt: skip


CHOICES: dict[str, tuple[Question, Answer | None, dict[object, int]]] = {
    "steps add up, an unsaid one is of medium size": (
        question(improve=steps(_1="S", _2="L")),
        answer("1"),
        {"2": 1, "3": 9, "4": 12},
    ),
    "the best has no moves": (question(), answer("4"), {}),
    "unanswered starts at the lowest, and to answer it costs no effort": (
        question(points=(0, 1)),
        None,
        {"0": 0, "1": 3},
    ),
    "so does unknown": (question(points=(0, 1)), UNKNOWN, {"0": 0, "1": 3}),
    "so does an option that is gone": (question(points=(0, 1)), answer("7"), {"0": 0, "1": 3}),
    "not applicable stays": (question(), NOT_APPLICABLE, {}),
    "the way up goes by points, not by place": (
        question(points=(5, 0, 2), improve=steps(_1="S", _2="L")),
        answer("1"),
        {"2": 1, "0": 9},
    ),
    "options of the same points are one level": (
        question(points=(0, 1, 1, 2), improve=steps(_1="S", _2="L")),
        answer("0"),
        {"1": 3, "2": 3, "3": 4},
    ),
    "sideways is no move": (question(points=(0, 1, 1)), answer("1"), {}),
    "negative points are lower than none": (question(points=(-1, 0, 2)), answer("0"), {"1": 3, "2": 6}),
    "context has no moves": (question(points=(None, None)), None, {}),
    "but critical context can be answered": (question(points=(None, None), critical="0"), None, {"0": 0}),
    "text has no moves": (text(), None, {}),
}


@pytest.mark.parametrize(("asked", "said", "expected"), CHOICES.values(), ids=CHOICES)
def test_a_choice_is_raised_step_by_step(asked: Question, said: Answer | None, expected: dict[object, int]) -> None:
    assert raised(asked, said) == expected


def test_each_step_says_what_the_questionnaire_says_or_nothing() -> None:
    improve = steps(_0="S", _2="L")
    top = moves_of(question(points=(0, 1, 2, 3), improve=improve), answer("0"), Efforts())[-1]
    assert top.steps == (improve["0"], None, improve["2"])


def test_note_and_evidence_stay_with_the_answer() -> None:
    said = answer("0", evidence(3), note="Anna knows more")
    for one in moves_of(question(), said, Efforts()):
        assert (one.answer.note, one.answer.evidence) == (said.note, said.evidence)
    assert moves_of(question(), answer(None, note="We ask"), Efforts())[0].answer == answer("0", note="We ask")


FALLING = number(bands={0: 4, 10: 2, 20: 0})
NUMBERS: dict[str, tuple[Question, Answer | None, dict[object, int]]] = {
    "upwards to where a band starts": (number(bands={0: 0, 10: 2, 20: 4}), answer(3), {10: 3, 20: 6}),
    "below the first band counts as a step": (number(bands={5: 1, 10: 2}), answer(1), {5: 3, 10: 6}),
    "downwards to just under the next band": (FALLING, answer(99), {19: 3, 9: 6}),
    "or half way where the band is narrow": (
        number(bands={0: 2, "0.5": 1, 1: 0}),
        answer(4),
        {Fraction(3, 4): 3, Fraction(1, 4): 6},
    ),
    "unknown starts at the band worth least": (FALLING, UNKNOWN, {20: 0, 19: 3, 9: 6}),
    "a band outside the range is out of reach": (
        number(bands={0: 0, 10: 2, 20: 4}, maximum=Fraction(15)),
        answer(3),
        {10: 3},
    ),
    "the range moves the number": (FALLING, answer(20), {19: 3, 9: 6}),
    "and may cut a band off": (
        number(bands={0: 4, 10: 2, 20: 0}, minimum=Fraction(12)),
        UNKNOWN,
        {20: 0, 19: 3},
    ),
}


@pytest.mark.parametrize(("asked", "said", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_raised_band_by_band(asked: Question, said: Answer | None, expected: dict[object, int]) -> None:
    assert raised(asked, said) == expected


ALONE = (option("a", 1), option("b", 1), option("none", 0, exclusive=True))
MULTIS: dict[str, tuple[Question, Answer | None, dict[object, int]]] = {
    "the best option first": (multi(), answer([]), {"c": 3, ("b", "c"): 6, ("a", "b", "c"): 9}),
    "unanswered starts with nothing chosen": (multi(), None, {(): 0, "c": 3, ("b", "c"): 6, ("a", "b", "c"): 9}),
    "the mean is raised by dropping the worst": (
        multi(combine=Combine.MEAN),
        answer(["a", "c"]),
        {"c": 3},
    ),
    "the least too, and never by dropping all": (
        multi(combine=Combine.MIN),
        answer(["a"]),
        {"c": 6},
    ),
    "the greatest by one": (multi(combine=Combine.MAX), answer(["a"]), {("a", "c"): 3}),
    "a share by any": (multi(combine=Combine.SHARE), answer(["b", "c"]), {("a", "b", "c"): 3}),
    "an exclusive option steps aside by itself": (
        multi(options=ALONE),
        answer(["none"]),
        {"a": 3, ("a", "b"): 6},
    ),
    "to choose one is a change of those that go": (
        multi(options=(option("a", 0), option("b", 0), option("best", 4, exclusive=True))),
        answer(["a", "b"]),
        {"best": 6},
    ),
    "a rule asks for the fewest changes": (
        multi(options=levels(*[None] * 4), rules=(rule("0 && !1", points=2), rule("default", points=0))),
        answer(["1", "3"]),
        {("0", "3"): 6},
    ),
    "unknown under rules starts with the worst that is nearest to none": (
        multi(options=levels(*[None] * 3), rules=(rule("1 || 2", points=0), rule("default", points=1))),
        UNKNOWN,
        {"1": 0, (): 3},
    ),
    "what no rule says is no way up": (
        multi(options=levels(*[None] * 2), rules=(rule("0", points=1), rule("1", points=2))),
        answer(["0"]),
        {"1": 6},
    ),
}


@pytest.mark.parametrize(("asked", "said", "expected"), MULTIS.values(), ids=MULTIS)
def test_options_of_a_multi_question_change_one_by_one(
    asked: Question, said: Answer | None, expected: dict[object, int]
) -> None:
    assert raised(asked, said) == expected


def test_subsets_differ_where_conditions_elsewhere_name_their_options() -> None:
    assert raised(multi(), answer([]), named=frozenset("a")) == {
        "c": 3, "a": 3, ("b", "c"): 6, ("a", "c"): 6, ("a", "b", "c"): 9,
    }  # fmt: skip


def test_many_options_are_no_trouble_without_rules() -> None:
    many = multi(options=levels(*range(60)))
    assert len(raised(many, answer([]))) == 59  # the option without points is never worth choosing


def test_rules_that_cannot_be_overseen_are_refused() -> None:
    pairs = " || ".join(f"({one} && {one + 1})" for one in range(0, 40, 2))
    tangled = multi(options=levels(*[None] * 40), rules=(rule(pairs, points=1), rule("default", points=0)))
    with pytest.raises(TooManyWays):
        moves_of(tangled, answer([]), Efforts())


@pytest.mark.parametrize("points", [0, 1_001, -3, True, 2.5])
def test_an_effort_is_a_whole_number_of_points(points: int) -> None:
    with pytest.raises(Invalid, match="a whole number from 1 to 1,000"):
        Efforts(M=points)
