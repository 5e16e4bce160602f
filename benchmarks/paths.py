"""How long the paths to every better verdict take. Prints a table and asserts nothing.

python -m benchmarks.paths
"""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median, quantiles

from benchmarks.scoring import asked
from benchmarks.table import Row
from preflight.catalog.shelf import Shelf
from preflight.domain.assessment import Answer, Answers
from preflight.domain.paths.improvement import paths_up
from preflight.domain.questionnaire import Basis, Effort, Improvement, Kind, Question, Questionnaire
from tests.builders import TODAY, UNKNOWN

SIZES = (24, 40, 60)
SHELF = Path(__file__).parents[1] / "questionnaires"
STARTS = 20
"""Assessments to start from: the first has no answer, the second the worst ones, the others are low by chance."""
ROUNDS = 3


def rows() -> list[Row]:
    """Each size, as the shipped questionnaires are: the weakest section decides, a third of them conditional."""
    return [Row(f"Paths to every better verdict, {size} questions", "ms", times_ms(form(size))) for size in SIZES]


def form(size: int, *, basis: Basis = Basis.WEAKEST, sections: int = 4) -> Questionnaire:
    """About as many questions, with steps of all sizes."""
    plain = asked(size, sections=sections, conditional=basis is Basis.WEAKEST)
    random = Random(size)

    def with_steps(question: Question) -> Question:
        sizes = random.choices(list(Effort), (3, 4, 2), k=len(question.options))
        steps = {
            option.id: Improvement(do="Do it", effort=effort)
            for option, effort in zip(question.options, sizes, strict=True)
        }
        return replace(question, improve=steps)

    parts = tuple(replace(part, questions=tuple(map(with_steps, part.questions))) for part in plain.sections)
    return replace(plain, sections=parts, verdict=replace(plain.verdict, basis=basis))


def starts(questionnaire: Questionnaire) -> Iterator[Answers]:
    """Answers to start from, far from the best verdict."""
    yield {}
    chosen = [question for question in questionnaire.questions() if question.kind is Kind.CHOICE]
    worst = {question.id: sorted(question.options, key=lambda option: option.points or 0) for question in chosen}
    yield {question_id: Answer(choices=(options[0].id,)) for question_id, options in worst.items()}
    for seed in range(2, STARTS):
        random = Random(seed)
        low = {
            question_id: Answer(choices=(options[int(random.random() ** 2 * len(options))].id,))
            for question_id, options in worst.items()
        }
        kept = {question_id: said for question_id, said in low.items() if random.random() > 0.1}
        yield {question_id: UNKNOWN if random.random() < 0.05 else said for question_id, said in kept.items()}


def times_ms(questionnaire: Questionnaire) -> list[float]:
    """How long the paths to all better bands take together, for each start the least of a few rounds."""
    return [min(_once_ms(questionnaire, answers) for _ in range(ROUNDS)) for answers in starts(questionnaire)]


def _once_ms(questionnaire: Questionnaire, answers: Answers) -> float:
    started = time.perf_counter()
    paths_up(questionnaire, answers, on=TODAY)
    return (time.perf_counter() - started) * 1_000


def main() -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}; milliseconds for the paths to all better bands")
    print(f"{'':44}{'median':>10}{'p95':>10}{'most':>10}")
    named = {f"{size} questions, {basis.value}": form(size, basis=basis) for size in SIZES for basis in Basis}
    shipped = {entry.questionnaire.id: entry.questionnaire for entry in Shelf(SHELF).entries()}
    for name, questionnaire in {**named, **shipped}.items():
        times = times_ms(questionnaire)
        late = quantiles(times, n=20, method="inclusive")[-1]
        print(f"{name:44}{median(times):10.1f}{late:10.1f}{max(times):10.1f}")


if __name__ == "__main__":
    main()
