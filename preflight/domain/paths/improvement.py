"""The path to ready: the cheapest set of improvements that reaches a better verdict, exactly and never greedily."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from preflight.domain.assessment import Answers
from preflight.domain.paths.budget import Budget, TooManyWays
from preflight.domain.paths.cheapest import MOST_WORK
from preflight.domain.paths.moves import BetterAnswer, Efforts, Move, moves_of
from preflight.domain.paths.reaching import Better, Reaching
from preflight.domain.paths.steering import named_options
from preflight.domain.paths.subsets import NONE_NAMED
from preflight.domain.questionnaire import Band, Basis, Questionnaire, Section
from preflight.domain.scoring import Score, score
from preflight.domain.verdict import Verdict, decide
from preflight.domain.visibility import shown_questions
from preflight.domain.wording import counted, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Moves of a path that are done together, all in one top section; how it stands after them and all before them."""

    moves: tuple[Move, ...]
    section: Section
    score: Score
    verdict: Verdict
    answers: Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The cheapest moves that reach `band` or a better one, in the order in which they should be done.

    `effort` is their sum in points; answers, score and verdict are those after all of them.
    """

    band: Band
    moves: tuple[Move, ...]
    effort: int
    rungs: tuple[Rung, ...]
    answers: Answers
    score: Score
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPath:
    """No path to `band` is known; `why` is a sentence for the screen.

    `locked` are the fewest locked questions (ids, in order) that would have to be opened, empty where that would not
    help. `proven` is False where the band may well be within reach, but there are too many ways to go through.
    """

    band: Band
    locked: tuple[str, ...]
    why: str
    proven: bool = True


def paths_up(
    questionnaire: Questionnaire,
    answers: Answers,
    *,
    on: date,
    efforts: Efforts = Efforts(),  # noqa: B008 - frozen
    locked: Collection[str] = (),
) -> tuple[Path | NoPath, ...]:
    """For each band above the present one, from the next to the best, the cheapest set of improvements that reaches it.

    Judged as a completed assessment: what is critical and answered by nobody blocks. A band is reached where the
    verdict, held to its cap, is that band or a better one; how much is answered (`provisional`) plays no part, nor does
    evidence. Without any verdict the present band is the worst. `locked` questions keep their answers, and no move
    lowers a question's own fraction (moves.py says what can be raised, and at what price).

    Cheapest means: least effort, then fewest questions, then the questions that come first in the questionnaire, each
    with the first of its moves that will do; the same in every run. It is exact: over all combinations, in whole
    numbers. Beyond what MOST_TRIED and MOST_WORK (cheapest.py) and MOST_CASES (subsets.py) allow to go through, the
    answer is a NoPath that is not proven, never a path that may be too dear. All bands share MOST_WORK, the next first.
    """
    bands = questionnaire.verdict.bands
    now = score(questionnaire, answers, on=on)
    verdict = decide(questionnaire, answers, now, completed=True)
    present = bands.index(verdict.band) if verdict.band is not None else 0
    if present + 1 >= len(bands):
        return ()
    budget = Budget(MOST_WORK)
    ladder = _Ladder(questionnaire, answers, on, now, verdict, budget)
    try:
        open_to, closed = _better(questionnaire, answers, efforts, locked, budget)
    except TooManyWays:
        return tuple(_unknown(band) for band in bands[present + 1 :])
    reaching = Reaching(questionnaire, answers, open_to, budget)
    found: list[Path | NoPath] = []
    for place in range(present + 1, len(bands)):
        try:
            moved = reaching.cheapest(place)
        except TooManyWays:
            found.append(_unknown(bands[place]))
            continue
        if moved is None:
            found.append(_out_of_reach(questionnaire, answers, place, {**open_to, **closed}, set(closed), now, budget))
        else:
            found.append(ladder.path(present, place, moved))
    return tuple(found)


def _better(
    questionnaire: Questionnaire, answers: Answers, efforts: Efforts, locked: Collection[str], budget: Budget
) -> tuple[Better, Better]:
    """What can be raised, and what could if it were not locked."""
    named = named_options(questionnaire)
    open_to: dict[str, tuple[BetterAnswer, ...]] = {}
    closed: dict[str, tuple[BetterAnswer, ...]] = {}
    for question in questionnaire.questions():
        said, its_named = answers.get(question.id), named.get(question.id, NONE_NAMED)
        better = moves_of(question, said, efforts, named=its_named, budget=budget)
        (closed if question.id in locked else open_to)[question.id] = better
    return open_to, closed


def _out_of_reach(
    questionnaire: Questionnaire,
    answers: Answers,
    place: int,
    better: Better,
    closed: Collection[str],
    now: Score,
    budget: Budget,
) -> NoPath:
    band = questionnaire.verdict.bands[place]
    in_order = {question.id: better[question.id] for question in questionnaire.questions()}
    try:
        reaching = Reaching(questionnaire, answers, in_order, budget, forbidden=closed) if closed else None
        moved = reaching.cheapest(place) if reaching else None
        opened = tuple(question_id for question_id in moved or () if question_id in closed)
    except TooManyWays:
        opened = tuple(question_id for question_id in in_order if question_id in closed)
    if opened:
        answers_to = "the answer to one question is" if len(opened) == 1 else f"{counted(len(opened))} answers are"
        why = f"“{band.title}” is out of reach while {answers_to} locked."
    elif now.fraction is None and not any(in_order.values()):
        why = f"No improvement leads to “{band.title}”: nothing that counts can be raised."
    else:
        why = f"No improvement leads to “{band.title}”: even with every answer at its best, the verdict stays below it."
    return NoPath(band=band, locked=opened, why=sentence(why))


def _unknown(band: Band) -> NoPath:
    why = (
        f"The cheapest path to “{band.title}” can't be worked out: too many answers hang together. "
        "Lock some of them and try again."
    )
    return NoPath(band=band, locked=(), why=sentence(why), proven=False)


class _Ladder:
    """Paths from one assessment, their moves in the order in which the verdict rises earliest."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        answers: Answers,
        on: date,
        now: Score,
        verdict: Verdict,
        budget: Budget,
    ) -> None:
        self.questionnaire, self.answers, self.on, self.budget = questionnaire, answers, on, budget
        self.now, self.verdict = now, verdict
        self.sections = {
            question.id: (question, section)
            for section in questionnaire.sections
            for question in section.all_questions()
        }

    def path(self, present: int, place: int, moved: Mapping[str, BetterAnswer]) -> Path:
        """The path of these moves, which reach the band at `place`.

        Every band between is reached by the cheapest of the moves that do, before the others are done.
        """
        bands = self.questionnaire.verdict.bands
        left = dict(moved)
        rungs: list[Rung] = []
        answers, standing, verdict = self.answers, self.now, self.verdict
        for step in range(present + 1, place + 1):
            if verdict.band is not None and bands.index(verdict.band) >= step:
                continue
            first = self._first(answers, left, step) if step < place else left
            rungs += self._rungs(answers, standing, verdict, first)
            left = {question_id: one for question_id, one in left.items() if question_id not in first}
            if rungs:
                answers, standing, verdict = rungs[-1].answers, rungs[-1].score, rungs[-1].verdict
        return Path(
            band=bands[place],
            moves=tuple(move for rung in rungs for move in rung.moves),
            effort=sum(one.effort for one in moved.values()),
            rungs=tuple(rungs),
            answers=answers,
            score=standing,
            verdict=verdict,
        )

    def _first(self, answers: Answers, left: Mapping[str, BetterAnswer], band: int) -> Mapping[str, BetterAnswer]:
        """The cheapest of the moves that reach a band on the way; none where that is too much to work out."""
        try:
            better = {question_id: (one,) for question_id, one in left.items()}
            return Reaching(self.questionnaire, answers, better, self.budget).cheapest(band) or {}
        except TooManyWays:
            return {}

    def _rungs(
        self, answers: Answers, standing: Score, verdict: Verdict, moved: Mapping[str, BetterAnswer]
    ) -> list[Rung]:
        """One rung for each top section: what lifts blockers first, then the weakest; stages in their order."""
        moves: dict[str, list[Move]] = {}
        for question_id, one in moved.items():
            question, section = self.sections[question_id]
            moves.setdefault(section.id, []).append(
                Move(
                    question=question,
                    section=section,
                    before=answers.get(question_id),
                    after=one.answer,
                    effort=one.effort,
                    steps=one.steps,
                )
            )
        blocking = {blocker.question for blocker in verdict.blockers}
        in_order = [section for section in standing.sections if section.id in moves]
        if self.questionnaire.verdict.basis is not Basis.STAGES:
            in_order.sort(
                key=lambda section: (
                    not any(move.question.id in blocking for move in moves[section.id]),
                    section.fraction is None,
                    section.fraction or 0,
                )
            )
        waiting = [moves[section.id] for section in in_order]
        rungs = []
        while waiting:
            shown = shown_questions(self.questionnaire, answers)
            # What another rung brings up waits for that rung.
            ready = (one for one in waiting if all(move.question.id in shown for move in one))
            together = next(ready, waiting[0])
            waiting.remove(together)
            answers = {**answers, **{move.question.id: move.after for move in together}}
            scored = score(self.questionnaire, answers, on=self.on)
            rungs.append(
                Rung(
                    moves=tuple(together),
                    section=together[0].section,
                    score=scored,
                    verdict=decide(self.questionnaire, answers, scored, completed=True),
                    answers=answers,
                )
            )
        return rungs
