"""What moved between two assessments: which questions changed the score, and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from preflight.domain.assessment import Answers, State
from preflight.domain.questionnaire import Question, Questionnaire
from preflight.domain.scoring import QuestionScore, Score, combine_scores


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
    """Two runs on the questions that both asked in the same way.

    `before` and `after` are scores of the shared questions alone; they equal the runs' own scores when `complete`.
    `left_out` names the questions that only one run asked, or that changed their options in between.
    """

    before: Score
    after: Score
    shared: tuple[str, ...]
    left_out: tuple[str, ...]
    moves: tuple[Move, ...]

    @property
    def complete(self) -> bool:
        """Whether both runs asked the very same questions."""
        return not self.left_out

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


def restricted(questionnaire: Questionnaire, score: Score, question_ids: Iterable[str]) -> Score:
    """The score of these questions alone, combined as this questionnaire combines them."""
    wanted = frozenset(question_ids)
    return combine_scores(questionnaire, {name: found for name, found in score.questions.items() if name in wanted})


def compare(before: Run, after: Run) -> Comparison:
    """Hold two runs against each other; the later run's questionnaire says how questions combine.

    The shares of `moves` sum exactly to the change of their section and of the whole: each question is moved from
    its old to its new score in turn, once from first to last and once from last to first, and the two are averaged
    (for a weighted mean over the same questions the order makes no difference).
    """
    shared = shared_questions((before.questionnaire, after.questionnaire))
    asked = {question.id for each in (before, after) for question in each.questionnaire.questions()}
    order = [question.id for each in (after, before) for question in each.questionnaire.questions()]
    left_out = tuple(dict.fromkeys(name for name in order if name in asked and name not in set(shared)))
    frame = after.questionnaire
    old = {name: before.score.questions[name] for name in shared}
    new = {name: after.score.questions[name] for name in shared}
    changed = [name for name in shared if _differs(old[name], new[name], before.answers, after.answers)]
    forward = _path(frame, old, new, changed)
    backward = _path(frame, old, new, changed[::-1])
    moves = []
    for name in changed:
        section = frame.section_of(name)
        assert section is not None, "a shared question stands in the later questionnaire"
        of_section, of_whole = ((one + two) / 2 for one, two in zip(forward[name], backward[name], strict=True))
        moves.append(
            Move(
                question=name,
                section=section.id,
                before=old[name],
                after=new[name],
                of_section=of_section,
                of_whole=of_whole,
            )
        )
    moves.sort(key=lambda move: (-abs(move.of_section), shared.index(move.question)))
    return Comparison(
        before=combine_scores(frame, old),
        after=combine_scores(frame, new),
        shared=shared,
        left_out=left_out,
        moves=tuple(moves),
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


def _path(
    frame: Questionnaire, old: Mapping[str, QuestionScore], new: Mapping[str, QuestionScore], order: Sequence[str]
) -> dict[str, tuple[Fraction, Fraction]]:
    """What each question adds (to its section, to the whole) when they change one after another in this order."""
    state = dict(old)
    now = combine_scores(frame, state)
    steps: dict[str, tuple[Fraction, Fraction]] = {}
    for name in order:
        state[name] = new[name]
        then = combine_scores(frame, state)
        section = frame.section_of(name)
        assert section is not None, "a shared question stands in the later questionnaire"
        one, two = now.section(section.id), then.section(section.id)
        steps[name] = (
            _or_zero(two.fraction if two else None) - _or_zero(one.fraction if one else None),
            _or_zero(then.fraction) - _or_zero(now.fraction),
        )
        now = then
    return steps


def _or_zero(fraction: Fraction | None) -> Fraction:
    return Fraction(0) if fraction is None else fraction
