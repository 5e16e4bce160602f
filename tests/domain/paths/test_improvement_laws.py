"""The laws of paths: nothing is cheaper than what paths_up finds (everything is tried), and what follows from that."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.domain.paths.improvement import NoPath, Path, paths_up
from preflight.domain.paths.moves import Efforts
from preflight.domain.questionnaire import Kind, Questionnaire
from preflight.domain.scoring import score
from preflight.domain.verdict import decide
from preflight.domain.visibility import shown_questions
from tests.builders import TODAY
from tests.domain.paths.generated_starts import Start, a_start
from tests.domain.paths.reference_paths import Raised, reference_paths, worth

pytestmark = pytest.mark.slow

MOST_TRIED = 500

starts = st.randoms(use_true_random=False).map(a_start)


def paths(start: Start) -> tuple[Path | NoPath, ...]:
    return paths_up(start.questionnaire, start.answers, on=TODAY, efforts=start.efforts, locked=start.locked)


def compare_with_the_reference(start: Start, most: int) -> int:
    """How many paths were compared; 0 where there is too much to try."""
    expected = reference_paths(start.questionnaire, start.answers, start.efforts, start.locked, most=most)
    if expected is None:
        return 0
    found = paths(start)
    assert [path.band.id for path in found] == list(expected)
    for path in found:
        cheapest = expected[path.band.id]
        if isinstance(path, NoPath):
            assert path.proven
            assert cheapest is None
        else:
            assert cheapest is not None
            same(start.questionnaire, path, cheapest)
    return len(found)


def same(questionnaire: Questionnaire, path: Path, cheapest: tuple[Raised, ...]) -> None:
    assert path.effort == sum(one.effort for one in cheapest)
    places = [question.id for question in questionnaire.questions()]
    moves = sorted(path.moves, key=lambda move: places.index(move.question.id))
    assert [(move.question.id, move.effort) for move in moves] == [(one.question.id, one.effort) for one in cheapest]
    for move, one in zip(moves, cheapest, strict=True):
        if move.question.kind is Kind.CHOICE:
            assert move.after == one.answer
        else:
            assert worth(move.question, move.after) == worth(one.question, one.answer)


@settings(max_examples=500)
@given(starts)
def test_no_combination_of_improvements_is_cheaper(start: Start) -> None:
    compare_with_the_reference(start, MOST_TRIED)


@pytest.mark.parametrize("batch", range(2))
def test_nor_in_some_hundred_more_made_by_plain_chance(batch: int) -> None:
    for seed in range(batch * 100, (batch + 1) * 100):
        compare_with_the_reference(a_start(Random(seed), broad=3), MOST_TRIED)


@settings(max_examples=100)
@given(starts)
def test_a_path_says_what_the_verdict_of_its_answers_is(start: Start) -> None:
    bands = start.questionnaire.verdict.bands
    for path in paths(start):
        if isinstance(path, NoPath):
            continue
        last = start.answers
        for rung in path.rungs:
            moved = {move.question.id: move for move in rung.moves}
            assert all(move.section == rung.section for move in rung.moves)
            assert all(move.before == last.get(one) for one, move in moved.items())
            assert rung.answers == {**last, **{one: move.after for one, move in moved.items()}}
            assert rung.score == score(start.questionnaire, rung.answers, on=TODAY)
            assert rung.verdict == decide(start.questionnaire, rung.answers, rung.score, completed=True)
            last = rung.answers
        end = path.rungs[-1]
        assert (path.answers, path.score, path.verdict) == (end.answers, end.score, end.verdict)
        assert path.verdict.band is not None
        assert bands.index(path.verdict.band) >= bands.index(path.band)
        assert path.moves == tuple(move for rung in path.rungs for move in rung.moves)
        assert path.effort == sum(move.effort for move in path.moves)


@settings(max_examples=100)
@given(starts)
def test_moves_only_raise_what_is_shown_applies_and_is_not_locked(start: Start) -> None:
    for path in (one for one in paths(start) if isinstance(one, Path)):
        for move in path.moves:
            before, after = (worth(move.question, each) if each else None for each in (move.before, move.after))
            assert (after or 0) >= (before or 0)
            assert move.question.id not in start.locked
            assert move.question.id in shown_questions(start.questionnaire, path.answers)
            assert move.before is None or move.before.not_applicable is None
            kept = (move.before.note, move.before.evidence) if move.before else ("", ())
            assert (move.after.note, move.after.evidence) == kept
            assert len({one.question.id for one in path.moves}) == len(path.moves)


@settings(max_examples=100)
@given(starts, st.randoms(use_true_random=False))
def test_neither_locks_nor_dearer_steps_make_a_path_cheaper(start: Start, random: Random) -> None:
    free, more = Efforts(), Efforts(S=random.randint(1, 9), M=random.randint(3, 9), L=random.randint(8, 9))
    questions = [question.id for question in start.questionnaire.questions()]
    locked = start.locked | {random.choice(questions)}
    cheaper = {path.band: path for path in paths(replace(start, efforts=free))}
    for changed in (replace(start, efforts=more), replace(start, efforts=free, locked=locked)):
        for path in paths(changed):
            if isinstance(path, Path):
                before = cheaper[path.band]
                assert isinstance(before, Path)
                assert path.effort >= before.effort


@settings(max_examples=100)
@given(starts, st.randoms(use_true_random=False))
def test_the_order_in_which_answers_come_changes_nothing(start: Start, random: Random) -> None:
    shuffled = list(start.answers.items())
    random.shuffle(shuffled)
    assert paths(replace(start, answers=dict(shuffled))) == paths(start)


@settings(max_examples=100)
@given(starts)
def test_a_better_band_is_never_cheaper_and_never_within_reach_alone(start: Start) -> None:
    found = paths(start)
    for lower, higher in pairwise(found):
        if isinstance(higher, Path):
            assert isinstance(lower, Path)
            assert lower.effort <= higher.effort


@settings(max_examples=150)
@given(starts)
def test_the_locked_questions_that_are_named_are_enough_to_open(start: Start) -> None:
    start = replace(start, locked=frozenset(question.id for question in start.questionnaire.questions()))
    for path in paths(start):
        assert isinstance(path, NoPath)
        opened = paths(replace(start, locked=start.locked - set(path.locked)))
        assert isinstance(next(one for one in opened if one.band == path.band), Path) == bool(path.locked)
        for one in path.locked:
            fewer = paths(replace(start, locked=(start.locked - set(path.locked)) | {one}))
            assert isinstance(next(found for found in fewer if found.band == path.band), NoPath)


def test_the_generated_starts_lead_to_every_kind_of_path() -> None:
    """Agreement says little about what never came up."""
    met = set()
    for seed in range(300):
        start = a_start(Random(seed))
        shown = shown_questions(start.questionnaire, start.answers)
        for path in paths(start):
            if isinstance(path, NoPath):
                met.add("locked" if path.locked else "out of reach")
                continue
            after = shown_questions(start.questionnaire, path.answers)
            basis = start.questionnaire.verdict.basis.value
            met |= {basis, f"{min(len(path.moves), 4)} moves", f"{min(len(path.rungs), 3)} rungs"}
            met |= {move.question.kind.value for move in path.moves}
            met |= {"only answered"} if any(move.effort == 0 for move in path.moves) else set()
            met |= {"hides"} if shown - after else set()
            met |= {"shows"} if after - shown else set()
            met |= {"shows what is moved"} if {move.question.id for move in path.moves} - shown else set()
    assert met == {
        *("locked", "out of reach", "weakest", "overall", "stages", "choice", "multi", "number", "only answered"),
        *("1 moves", "2 moves", "3 moves", "4 moves", "1 rungs", "2 rungs", "3 rungs"),
        *("hides", "shows", "shows what is moved"),
    }
