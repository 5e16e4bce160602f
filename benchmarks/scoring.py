"""How long the domain takes to score, decide and compare. Prints a table and asserts nothing.

python -m benchmarks.scoring
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from statistics import median

from preflight.domain.assessment import Answers
from preflight.domain.comparison import Run, compare
from preflight.domain.condition import parse_condition
from preflight.domain.questionnaire import Question, Questionnaire
from preflight.domain.scoring import score
from preflight.domain.verdict import decide
from preflight.domain.visibility import shown_questions
from tests.builders import TODAY, answer, evidence, question, questionnaire, section

ROUNDS = 25
LEAST_ROUND_S = 0.02
MOST_COMPARED = 240  # every question changes; the time rises with the square of their number


def asked(questions: int, *, sections: int = 3, conditional: bool) -> Questionnaire:
    """Choice questions on a scale of five; each fourth is critical, with `conditional` each third has a show_if."""

    def one(place: int, first: int) -> Question:
        show_if = f"q{first}:4 || !q{first}:0" if conditional and place > first and place % 3 == 0 else None
        return question(f"q{place}", weight=1 + place % 3, critical="2" if place % 4 == 0 else None, show_if=show_if)

    size = questions // sections
    starts = [number * size for number in range(sections)]
    return questionnaire(
        *(section(f"s{start}", *(one(place, start) for place in range(start, start + size))) for start in starts)
    )


def answered(questionnaire: Questionnaire, level: int) -> Answers:
    """Every question answered, each second one with a piece of evidence."""
    return {
        each.id: answer(str((place + level) % 5), *([evidence(place % 250)] if place % 2 else []))
        for place, each in enumerate(questionnaire.questions())
    }


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """The median and the least time of one call, over ROUNDS rounds of as many calls as fill LEAST_ROUND_S."""
    work()
    started = time.perf_counter()
    work()
    calls = max(1, int(LEAST_ROUND_S / max(time.perf_counter() - started, 1e-9)))
    rounds = []
    for _ in range(ROUNDS if calls > 1 else 3):
        started = time.perf_counter()
        for _ in range(calls):
            work()
        rounds.append((time.perf_counter() - started) / calls * 1_000)
    return median(rounds), min(rounds)


def row(name: str, work: Callable[[], object]) -> None:
    middle, least = milliseconds(work)
    print(f"{name:44}{middle:10.3f}{least:10.3f}")


def measure(count: int, *, conditional: bool) -> None:
    """The rows of one size of questionnaire, every question answered."""
    form = asked(count, conditional=conditional)
    before, after = answered(form, 0), answered(form, 1)
    found = score(form, before, on=TODAY)
    earlier = Run(questionnaire=form, answers=before, score=found)
    later = Run(questionnaire=form, answers=after, score=score(form, after, on=TODAY))
    name = f"{count} answers{', a third conditional' if conditional else ''}: "
    row(name + "score", lambda: score(form, before, on=TODAY))
    row(name + "shown", lambda: shown_questions(form, before))
    row(name + "verdict", lambda: decide(form, before, found, completed=True))
    if count <= MOST_COMPARED:
        row(name + "compare", lambda: compare(earlier, later))


def main() -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}; milliseconds for one call")
    print(f"{'':44}{'median':>10}{'least':>10}")
    for count in (24, 60, 240, 999):
        for conditional in (False, True):
            measure(count, conditional=conditional)
    row("read one condition", lambda: parse_condition("autonomy.level:acts && !(regulated:no || size:small)"))


if __name__ == "__main__":
    main()
