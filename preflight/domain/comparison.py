"""What moved between two assessments: which questions changed the score, and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from preflight.domain.assessment import Answers, State
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Aggregate, Question, Questionnaire, Section
from preflight.domain.scoring import Score, aggregated, combine_scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One assessment as it is compared: what was asked, what was answered, and the score it was given."""

    questionnaire: Questionnaire
    answers: Answers
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One question that changed. `of_section` and `of_whole` are its shares of the change (-1 to 1).

    `of_section` counts in its top section's fraction, `of_whole` in the questionnaire's.
    """

    question: str
    section: str
    before: QuestionScore
    after: QuestionScore
    of_section: Fraction
    of_whole: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs on the questions that both asked in the same way; `so_far`: of these, that the later one has answered.

    `before` and `after` are scores of the shared questions alone; they equal the runs' own scores when `complete`.
    `left_out` names the questions that only one run asked, or that changed their options in between.
    """

    before: Score
    after: Score
    shared: tuple[str, ...]
    left_out: tuple[str, ...]
    moves: tuple[Move, ...]
    complete: bool
    """Whether both runs asked the very same questions and combined them in the same way (sections, weights)."""
    so_far: bool = False

    def change(self, section_id: str) -> Fraction | None:
        """How much a top section moved (-1 to 1); None where one of the runs has no fraction for it."""
        before, after = self.before.section(section_id), self.after.section(section_id)
        if before is None or after is None or before.fraction is None or after.fraction is None:
            return None
        return after.fraction - before.fraction


def shared_questions(questionnaires: Sequence[Questionnaire]) -> tuple[str, ...]:
    """The ids of the questions that all of them ask with the same kind and the same points, in the last one's order."""
    if not questionnaires:
        return ()
    known = [{question.id: _measure(question) for question in each.questions()} for each in questionnaires]
    return tuple(
        question.id
        for question in questionnaires[-1].questions()
        if all(each.get(question.id) == _measure(question) for each in known)
    )


def asked_alike(one: Question | None, other: Question | None) -> bool:
    """Whether both are there and measure the same: the same kind and the same points, whatever the words."""
    return one is not None and other is not None and _measure(one) == _measure(other)


def restricted(questionnaire: Questionnaire, score: Score, question_ids: Iterable[str]) -> Score:
    """The score of these questions alone, combined as this questionnaire combines them."""
    wanted = frozenset(question_ids)
    return combine_scores(questionnaire, {name: found for name, found in score.questions.items() if name in wanted})


def compare(before: Run, after: Run, *, so_far: bool = False) -> Comparison:
    """Hold two runs against each other; the later run's questionnaire says how questions combine.

    `so_far` is for a later run that is a draft: what nobody has answered yet is left out, for it has not fallen.

    The shares of `moves` sum exactly to the change of their section and of the whole: each question is moved from
    its old to its new score in turn, once from first to last and once from last to first, and the two are averaged
    (for a weighted mean over the same questions the order makes no difference).
    """
    shared = shared_questions((before.questionnaire, after.questionnaire))
    if so_far:
        shared = tuple(name for name in shared if after.score.questions[name].state is not State.UNANSWERED)
    place = {name: number for number, name in enumerate(shared)}
    frame = after.questionnaire
    asked = [question.id for each in (after, before) for question in each.questionnaire.questions()]
    left_out = tuple(name for name in dict.fromkeys(asked) if name not in place)
    old = {name: before.score.questions[name] for name in shared}
    new = {name: after.score.questions[name] for name in shared}
    changed = [name for name in shared if _differs(old[name], new[name], before.answers, after.answers)]
    forward = _path(frame, old, new, changed)
    backward = _path(frame, old, new, changed[::-1])
    moves = []
    sections = {question.id: section.id for section in frame.sections for question in section.all_questions()}
    for name in changed:
        of_section, of_whole = ((one + two) / 2 for one, two in zip(forward[name], backward[name], strict=True))
        moves.append(
            Move(
                question=name,
                section=sections[name],
                before=old[name],
                after=new[name],
                of_section=of_section,
                of_whole=of_whole,
            )
        )
    moves.sort(key=lambda move: (-abs(move.of_section), place[move.question]))
    return Comparison(
        before=combine_scores(frame, old),
        after=combine_scores(frame, new),
        shared=shared,
        left_out=left_out,
        moves=tuple(moves),
        complete=not left_out and _frame(before.questionnaire) == _frame(frame),
        so_far=so_far,
    )


def _measure(question: Question) -> tuple[object, ...]:
    """What must be equal for two questions to measure the same; words may differ."""
    options = tuple((option.id, option.points) for option in question.options)
    return (question.kind, options, question.combine, question.rules, question.bands, question.unit)


def _differs(old: QuestionScore, new: QuestionScore, before: Answers, after: Answers) -> bool:
    if (old.state, old.fraction) != (new.state, new.fraction):
        return True
    one, two = before.get(old.id), after.get(new.id)
    return (
        old.state is State.ANSWERED
        and one is not None
        and two is not None
        and (one.choices, one.number, one.text) != (two.choices, two.number, two.text)
    )


def _frame(questionnaire: Questionnaire) -> object:
    """How the questions combine: equal frames give equal scores; the order of children makes no difference."""

    def of(section: Section) -> object:
        questions = frozenset((question.id, question.weight) for question in section.questions)
        return (section.id, section.weight, section.aggregate, questions, frozenset(map(of, section.sections)))

    return (questionnaire.aggregate, frozenset(map(of, questionnaire.sections)))


def _path(
    frame: Questionnaire, old: Mapping[str, QuestionScore], new: Mapping[str, QuestionScore], order: Sequence[str]
) -> dict[str, tuple[Fraction, Fraction]]:
    """What each question adds (to its section, to the whole) when they change one after another in this order."""
    whole, places = _tree(frame, old)
    steps: dict[str, tuple[Fraction, Fraction]] = {}
    for name in order:
        top, parent, place = places[name]
        before = _or_zero(top.fraction), _or_zero(whole.fraction)
        parent.put(place, new[name].fraction)
        steps[name] = (_or_zero(top.fraction) - before[0], _or_zero(whole.fraction) - before[1])
    return steps


class _Node:
    """A section's fraction while its questions change one at a time; only the way up is worked out again."""

    __slots__ = ("above", "fraction", "fractions", "how", "place", "weights")

    def __init__(self, how: Aggregate, above: _Node | None = None, weight: Fraction | None = None) -> None:
        self.how, self.above = how, above
        self.weights: list[Fraction] = []
        self.fractions: list[Fraction | None] = []
        self.fraction: Fraction | None = None
        self.place = above.add(weight) if above is not None and weight is not None else 0

    def add(self, weight: Fraction, fraction: Fraction | None = None) -> int:
        self.weights.append(weight)
        self.fractions.append(fraction)
        return len(self.weights) - 1

    def put(self, place: int, fraction: Fraction | None) -> None:
        self.fractions[place] = fraction
        self.settle()

    def settle(self) -> None:
        self.fraction = aggregated(self.how, self.weights, self.fractions)
        if self.above is not None:
            self.above.put(self.place, self.fraction)


def _tree(
    frame: Questionnaire, scores: Mapping[str, QuestionScore]
) -> tuple[_Node, dict[str, tuple[_Node, _Node, int]]]:
    """The whole, and for each question its top section, the section it stands in and its place there."""
    whole = _Node(frame.aggregate)
    places: dict[str, tuple[_Node, _Node, int]] = {}

    def grow(section: Section, above: _Node, top: _Node | None) -> None:
        node = _Node(section.aggregate, above, section.weight)
        for question in section.questions:
            if question.id in scores:
                place = node.add(question.weight, scores[question.id].fraction)
                places[question.id] = (top or node, node, place)
        for inner in section.sections:
            grow(inner, node, top or node)
        node.settle()

    for section in frame.sections:
        grow(section, whole, None)
    return whole, places


def _or_zero(fraction: Fraction | None) -> Fraction:
    return Fraction(0) if fraction is None else fraction
