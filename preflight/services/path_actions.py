"""The moves of a path as actions to be made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from preflight.domain.action import ActionOrigin
from preflight.domain.path_sentences import size_of, steps_of
from preflight.domain.paths.improvement import Path
from preflight.domain.paths.moves import Move
from preflight.domain.text import LINE
from preflight.domain.wording import answer_words, short_name
from preflight.services.actions import ActionDraft, link_to
from preflight.services.paths import Ways


def drafts_of(
    ways: Ways, path: Path, moves: Sequence[Move], *, owner: str = "", due: date | None = None
) -> tuple[ActionDraft, ...]:
    """One action for each of these moves of a path, linked to where its question stands and where it is to stand.

    What it is to do is its title where that is one step, and in its detail where it is several.
    """
    return tuple(_draft(ways, path, move, owner, due) for move in moves)


def _draft(ways: Ways, path: Path, move: Move, owner: str, due: date | None) -> ActionDraft:
    question = move.question
    steps = steps_of(move)
    single = [steps[0][0].removesuffix(".")] if len(steps) == 1 else []
    level = question.option(move.after.choice) if move.after.choice else None
    aim = f"{short_name(question)}: reach “{level.label if level else answer_words(question, move.after)}”"
    names = (*single, aim, short_name(question), question.id)
    lines = [
        question.text,
        f"From “{answer_words(question, move.before)}” to “{answer_words(question, move.after)}”.",
    ]
    if len(steps) > 1:
        lines += [f"{place}. {do}" for place, (do, _) in enumerate(steps, 1)]
    return ActionDraft(
        title=next(name for name in names if len(name) <= LINE),
        detail="\n".join(lines),
        owner=owner,
        due=due,
        effort=size_of(move),
        origin=ActionOrigin.PATH,
        link=link_to(ways.open, question.id, path.score.questions[question.id].fraction),
    )
