"""Questionnaires that are made to hold the path to ready: each is given up in a moment, and says so.

Without the one budget that a look at the ways up shares (cheapest.MOST_WORK) each of these takes minutes, some hours.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from preflight.domain.paths.improvement import NoPath, paths_up
from preflight.domain.questionnaire import Band, Basis, Question, Questionnaire
from tests.builders import (
    TODAY,
    band,
    levels,
    multi,
    number,
    of_questions,
    option,
    question,
    rule,
    verdict_rule,
)

pytestmark = pytest.mark.slow


def bands(count: int) -> list[Band]:
    return [band(f"b{place}", Fraction(place, count)) for place in range(count)]


def held_to_the_mean(*questions: Question) -> Questionnaire:
    return of_questions(*questions, verdict=verdict_rule(*bands(10), basis=Basis.OVERALL, cap=None))


def many_weights() -> Questionnaire:
    random = Random(1)
    return held_to_the_mean(
        *(question(f"q{place}", points=range(8), weight=random.randrange(1, 10**6)) for place in range(300))
    )


def wide_numbers() -> Questionnaire:
    """Points without a common divisor: what is reckoned with has thousands of digits."""
    worth = [most for most in range(10_007, 13_000, 2) if all(most % part for part in range(3, 115, 2))]
    return held_to_the_mean(*(question(f"q{most}", points=(0, 3, most // 2, most)) for most in worth))


def many_levels() -> Questionnaire:
    return held_to_the_mean(*(question(f"q{place}", points=range(0, 7_000, 7)) for place in range(20)))


def many_number_bands() -> Questionnaire:
    return held_to_the_mean(*(number(f"n{place}", bands={one: one * one for one in range(900)}) for place in range(25)))


def huge_multi() -> Questionnaire:
    asked = multi(options=tuple(option(f"o{place}", place + 1) for place in range(1_500)))
    return of_questions(asked, *(question(f"q{place}", show_if=f"m:o{place}") for place in range(12)))


def many_rules() -> Questionnaire:
    pairs = " || ".join(f"({one} && {one + 1})" for one in range(0, 12, 2))
    return of_questions(
        *(
            multi(
                name,
                options=levels(*[None] * 12),
                rules=(rule(pairs, points=1, of=name), rule("default", points=0, of=name)),
            )
            for name in (f"m{place}" for place in range(200))
        )
    )


def steering() -> Questionnaire:
    """Twelve answers decide what is asked in hundreds of questions: just as many ways as may be tried."""
    steers = [question(f"s{place}", points=(0, 1)) for place in range(12)]
    shown = " || ".join(f"s{place}:1" for place in range(12))
    return of_questions(*steers, *(question(f"q{place}", show_if=shown) for place in range(500)))


BOMBS = (
    many_weights,
    wide_numbers,
    many_levels,
    many_number_bands,
    huge_multi,
    many_rules,
    steering,
)


@pytest.mark.parametrize("bomb", BOMBS, ids=[made.__name__ for made in BOMBS])
def test_a_path_that_is_too_much_to_work_out_is_given_up(bomb: Callable[[], Questionnaire]) -> None:
    found = paths_up(bomb(), {}, on=TODAY)

    assert found
    assert all(isinstance(each, NoPath) and not each.proven and not each.locked for each in found)


def test_locked_answers_give_it_no_second_budget() -> None:
    asked = many_weights()
    found = paths_up(asked, {}, on=TODAY, locked=[each.id for each in asked.questions()][::2])

    assert all(isinstance(each, NoPath) for each in found)
