"""Which of given moves reach a band of the verdict at the least price."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction

from preflight.domain.assessment import Answer, Answers, State
from preflight.domain.paths.budget import Budget
from preflight.domain.paths.cheapest import Search, Stand, Standing
from preflight.domain.paths.frontier import Need
from preflight.domain.paths.moves import BetterAnswer
from preflight.domain.paths.prices import Prices
from preflight.domain.paths.steering import named_options
from preflight.domain.points import score_question
from preflight.domain.questionnaire import Aggregate, Basis, Question, Questionnaire
from preflight.domain.verdict import blocker_of
from preflight.domain.visibility import chosen_options

Better = Mapping[str, Sequence[BetterAnswer]]
"""By question id, in the questionnaire's order: what it can be raised to."""


class Reaching:
    """One questionnaire, its answers and the moves that are open; asked for one band after another."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        answers: Answers,
        better: Better,
        budget: Budget,
        *,
        forbidden: Collection[str] = (),
    ) -> None:
        """`forbidden`: questions whose moves are taken only where it can't be done without, and then as few as can."""
        self._questionnaire = questionnaire
        self._better = {question_id: found for question_id, found in better.items() if found}
        self._named = named_options(questionnaire)
        self._prices = Prices({question_id: len(found) for question_id, found in self._better.items()})
        standings = {
            question.id: self._standing(question, answers.get(question.id), forbidden=question.id in forbidden)
            for question in questionnaire.questions()
        }
        self._search = Search(questionnaire, standings, self._named, unit=self._prices.unit, budget=budget)

    def cheapest(self, band: int) -> dict[str, BetterAnswer] | None:
        """The moves that reach this band (its place in the verdict's bands) or a better one, in the questionnaire's
        order; None where none do. Raises TooManyWays where more would have to be gone through than the budget has."""
        price = self._price(band)
        if price is None:
            return None
        places = self._prices.places(price)
        return {one: found[places[one]] for one, found in self._better.items() if one in places}

    def _price(self, band: int) -> int | None:
        rule = self._questionnaire.verdict
        start, exclusive = min((one.start, one.exclusive) for one in rule.bands[band:])
        need = Need(start, exclusive)
        gated = rule.cap is not None and band > [one.id for one in rule.bands].index(rule.cap)
        if rule.basis is Basis.WEAKEST:
            return self._search.overall(Aggregate.MIN, need, gated=gated)
        if rule.basis is Basis.OVERALL:
            return self._search.overall(self._questionnaire.aggregate, need, gated=gated)
        passes = [Need(section.passes) for section in self._questionnaire.sections]
        numbers = (number for number in range(len(passes) + 1) if need.met_by(Fraction(number, len(passes))))
        number = next(numbers, None)
        return None if number is None else self._search.stages(passes[:number], gated=gated)

    def _standing(self, question: Question, answer: Answer | None, *, forbidden: bool) -> Standing:
        now, state = self._stand(question, answer, 0)
        raised = [
            self._stand(question, one.answer, self._prices.of(question.id, place, one.effort, forbidden=forbidden))[0]
            for place, one in enumerate(self._better.get(question.id, ()))
        ]
        return Standing((now, *raised), asked=question.scored and state is not State.NOT_APPLICABLE)

    def _stand(self, question: Question, answer: Answer | None, price: int) -> tuple[Stand, State]:
        # Evidence plays no part in a fraction, so any day will do.
        unanswered = self._questionnaire.unanswered
        found = score_question(question, answer, unanswered=unanswered, on=date.max)
        stand = Stand(
            price=price,
            fraction=found.fraction,
            pattern=chosen_options(answer) & self._named.get(question.id, frozenset()),
            blocks=blocker_of(question, answer, found.state, completed=True) is not None,
        )
        return stand, found.state
