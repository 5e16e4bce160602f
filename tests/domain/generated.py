"""Questionnaires and answers made by chance, as the dictionaries that the YAML files hold.

One maker serves both uses: a seeded `random.Random` makes thousands a second, and Hypothesis drives the same code
where a failure should shrink. Every chance is written so that its smallest draw is the plainest outcome.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cached_property
from random import Random

from hypothesis import strategies as st

from preflight.domain.assessment import Answers
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.scoring import Score, score
from preflight.domain.verdict import Verdict, decide
from tests.builders import TODAY
from tests.domain.plain import Plain, answers_of, questionnaire_of

SCALES: tuple[tuple[int | Fraction, ...], ...] = (
    (0, 1, 2, 3, 4),
    (0, 1),
    (0, 1, 3),
    (1, 2, 3),
    (0, Fraction(1, 3), Fraction(3, 7), 1),
    (-1, 0, 2),
    (2, 0, 5, 5),
    (0, 0),
)
WEIGHTS = (1, 2, 3, Fraction(1, 3), Fraction(5, 2))
AGES_DAYS = (0, 29, 30, 31, 179, 180, 181, 400, -1)


@dataclass(frozen=True)
class Case:
    """A questionnaire, answers to it, and whether the assessment is completed; plain, and in the domain."""

    plain: Plain
    said: Plain
    completed: bool

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return questionnaire_of(self.plain)

    @cached_property
    def answers(self) -> Answers:
        return answers_of(self.said)

    @cached_property
    def score(self) -> Score:
        return score(self.questionnaire, self.answers, on=TODAY)

    @cached_property
    def verdict(self) -> Verdict:
        return decide(self.questionnaire, self.answers, self.score, completed=self.completed)


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    conditions: bool = False,
    kinds: tuple[str, ...] = ("choice", "multi", "rules", "number", "text"),
    unanswered: tuple[str, ...] = ("leave-out", "zero"),
    basis: tuple[str, ...] = ("weakest", "overall", "stages"),
) -> Case:
    return a_case(
        draw(st.randoms(use_true_random=False)),
        conditions=conditions,
        kinds=kinds,
        unanswered=unanswered,
        basis=basis,
        broad=3,
        deep=2,
    )


def a_case(
    random: Random,
    *,
    conditions: bool = True,
    kinds: tuple[str, ...] = ("choice", "multi", "rules", "number", "text"),
    unanswered: tuple[str, ...] = ("leave-out", "zero"),
    basis: tuple[str, ...] = ("weakest", "overall", "stages"),
    broad: int = 4,
    deep: int = 3,
) -> Case:
    """One case. `broad` is the most children of a section, `deep` the most levels of sections."""
    maker = _Maker(random, kinds, broad, deep)
    plain: Plain = {
        "sections": [maker.section(1) for _ in range(random.randint(1, broad))],
        "verdict": maker.verdict(basis),
        "unanswered": random.choice(unanswered),
    }
    maker.maybe(plain, "aggregate", ("mean", "min", "max"))
    maker.maybe(plain, "evidence_days", (30, 180, 0))
    questions = list(every_question(plain["sections"]))
    if conditions:
        maker.conditions(plain["sections"], questions)
    said = {question["id"]: found for question in questions if (found := maker.answer(question)) is not None}
    return Case(plain, said, completed=maker.likely(50))


@st.composite
def cases_answered_twice(draw: st.DrawFn, *, conditions: bool = False) -> tuple[Case, Case]:
    """The same questionnaire, answered on two occasions; some answers stay as they were."""
    random = draw(st.randoms(use_true_random=False))
    first = a_case(random, conditions=conditions, broad=3, deep=2)
    maker = _Maker(random, (), 1, 1)
    said = dict(first.said)
    for question in every_question(first.plain["sections"]):
        if maker.likely(60):
            said.pop(question["id"], None)
            if (found := maker.answer(question)) is not None:
                said[question["id"]] = found
    return first, Case(first.plain, said, first.completed)


def every_question(sections: list[Plain]) -> Iterator[Plain]:
    for section in sections:
        yield from section.get("questions", [])
        yield from every_question(section.get("sections", []))


def every_section(sections: list[Plain]) -> Iterator[Plain]:
    for section in sections:
        yield section
        yield from every_section(section.get("sections", []))


class _Maker:
    def __init__(self, random: Random, kinds: tuple[str, ...], broad: int, deep: int) -> None:
        self.random, self.kinds, self.broad, self.deep = random, kinds, broad, deep
        self.made = 0

    def likely(self, percent: int) -> bool:
        return self.random.randrange(100) >= 100 - percent

    def maybe(self, where: Plain, key: str, values: tuple[object, ...], percent: int = 40) -> None:
        """A key that stands in the file only sometimes, so that its default is met too."""
        if self.likely(percent):
            where[key] = self.random.choice(values)

    def name(self, kind: str) -> str:
        self.made += 1
        return f"{kind}{self.made}"

    def section(self, level: int) -> Plain:
        made: Plain = {"id": self.name("s")}
        self.maybe(made, "weight", WEIGHTS)
        self.maybe(made, "aggregate", ("mean", "min", "max"))
        self.maybe(made, "pass", ("0", "0.25", "3/7", "0.5", "0.75"), percent=80)
        inside = range(self.random.randint(1, self.broad))
        if level < self.deep and self.likely(30):
            made["sections"] = [self.section(level + 1) for _ in inside]
        else:
            made["questions"] = [self.question() for _ in inside]
        return made

    def question(self) -> Plain:
        made: Plain = {"id": self.name("q.")}
        self.maybe(made, "weight", WEIGHTS)
        kind = self.random.choice(self.kinds)
        if kind != "choice" or self.likely(50):
            made["kind"] = "multi" if kind == "rules" else kind
        if kind == "number":
            starts = sorted({self.random.randint(-2, 20) for _ in range(self.random.randint(1, 4))})
            made["bands"] = [{"from": start, "points": self.random.randint(0, 4)} for start in starts]
        if kind in ("choice", "multi", "rules"):
            scale = self.random.choice(SCALES)
            made["options"] = [{"id": f"{place}", "points": points} for place, points in enumerate(scale)]
            if kind == "rules" or self.likely(10):
                made["options"] = [{"id": option["id"]} for option in made["options"]]
        if kind == "choice" and "points" in made["options"][0]:
            self.maybe(made, "critical", tuple(option["id"] for option in made["options"]), percent=30)
        if kind == "multi":
            made["combine"] = self.random.choice(("sum", "mean", "max", "min", "share"))
        if kind == "rules":
            self.rules(made)
        return made

    def rules(self, question: Plain) -> None:
        names = [option["id"] for option in question["options"]]
        question["rules"] = [{"when": self.condition([names])} for _ in range(self.random.randint(1, 3))]
        if self.likely(60):
            question["rules"].append({"when": "default"})
        with_points = self.likely(80)
        for rule in question["rules"]:
            rule["risk"] = self.random.choice(("none", "medium", "high"))
            if with_points and self.likely(90):
                rule["points"] = self.random.randint(0, 3)

    def condition(self, atoms: list[list[str]], depth: int = 2) -> str:
        """A condition over atoms (given in groups: first a group is chosen, then an atom of it)."""
        form = self.random.randrange(10) if depth else 0
        if form < 4:
            return str(self.random.choice(self.random.choice(atoms)))
        if form < 6:
            inner = self.condition(atoms, depth - 1)
            return f"!({inner})" if " " in inner or self.likely(20) else f"!{inner}"
        one, two = self.condition(atoms, depth - 1), self.condition(atoms, depth - 1)
        joined = f"{one} {'&&' if form < 8 else '||'} {two}"
        return f"({joined})" if self.likely(40) else joined

    def conditions(self, sections: list[Plain], questions: list[Plain]) -> None:
        """show_if on questions and sections, about questions before or behind them, never in a circle."""
        order = list(range(len(questions)))
        self.random.shuffle(order)
        rank = {question["id"]: place for question, place in zip(questions, order, strict=True)}

        def about_lower(than: int) -> list[list[str]]:
            return [
                [f"{question['id']}:{option['id']}" for option in question["options"]]
                for question in questions
                if rank[question["id"]] < than and "options" in question
            ]

        for question in questions:
            atoms = about_lower(rank[question["id"]])
            if atoms and self.likely(35):
                question["show_if"] = self.condition(atoms)
        for section in every_section(sections):
            atoms = about_lower(min(rank[question["id"]] for question in every_question([section])))
            if atoms and self.likely(35):
                section["show_if"] = self.condition(atoms)

    def verdict(self, basis: tuple[str, ...]) -> Plain:
        made: Plain = {"bands": [{"id": "b0", "from": "0"}]}
        chosen = self.random.choice(basis)
        if chosen != "weakest" or self.likely(50):
            made["basis"] = chosen
        starts = sorted({self.random.choice(("0.25", "3/7", "0.5", "0.75", "1")) for _ in range(2)}, key=Fraction)
        for place, start in enumerate(starts, 1):
            made["bands"].append({"id": f"b{place}", self.random.choice(("from", "above")): start})
        self.maybe(made, "cap", tuple(band["id"] for band in made["bands"]), percent=70)
        self.maybe(made, "needs_coverage", ("0.5", "0.9", "1"), percent=60)
        return made

    def answer(self, question: Plain) -> object:
        """Any answer to a question, or None."""
        form = self.random.randrange(100)
        if form < 20:
            return None
        if form < 25:
            return {"note": "We will ask.", "evidence": [self.evidence()]}
        if form < 35:
            return {"unknown": True}
        if form < 40:
            return {"unknown": True, "evidence": [self.evidence()]}
        if form < 50:
            return {"not_applicable": "A batch job"}
        made = self.answered(question)
        if self.likely(60):
            made["evidence"] = [self.evidence() for _ in range(self.random.randint(1, 2))]
        return made["choice"] if list(made) == ["choice"] and self.likely(70) else made

    def answered(self, question: Plain) -> Plain:
        kind = question.get("kind", "choice")
        if kind == "text":
            return {"text": "The operations team"}
        if kind == "number":
            return {"number": self.random.choice((-5, *range(-2, 22), Fraction(19, 2)))}
        names = [option["id"] for option in question["options"]]
        if kind == "choice":
            return {"choice": self.random.choice(names)}
        return {"choices": [name for name in names if self.likely(50)]}

    def evidence(self) -> Plain:
        made: Plain = {}
        self.maybe(made, "text", ("Load test", ""), percent=70)
        self.maybe(made, "url", ("https://example.org/report", ""), percent=40)
        if self.likely(85):
            made["date"] = TODAY - timedelta(days=self.random.choice(AGES_DAYS))
        return made
