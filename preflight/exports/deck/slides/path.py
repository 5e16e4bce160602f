"""The path: what to do, in which order, to reach the next verdict with the least effort."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.domain.headlines import fitting
from preflight.domain.path_sentences import (
    EXACT,
    effort_sentence,
    path_headline,
    rung_reaches,
    rung_title,
)
from preflight.domain.paths.improvement import NoPath, Path
from preflight.domain.paths.moves import Move
from preflight.domain.wording import answer_words, counted, short_name
from preflight.exports.deck.model import Cell, Slide, SlideKind
from preflight.exports.deck.slides.breaking import Group, Row, broken_into_tables
from preflight.exports.deck.slides.parts import draft_words, plain_slide
from preflight.exports.deck.slides.tables import left_off, table_slides, words_row
from preflight.exports.ways_up import best_path, in_short, next_path, without_path
from preflight.services.dossier import Dossier

MOST_MOVES = 12
"""So many are on slides; the report has them all."""
HEAD = ("What to do", "Question", "Now", "Then", "It takes")
WIDTHS = (0.38, 0.17, 0.17, 0.17, 0.11)


def path_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """A native table: one group for each rung of the ladder, with what is reached by it."""
    path = next_path(dossier)
    if path is None:
        return plain_slide(dossier, SlideKind.PATH, *without_path(dossier))
    told = "what to do, where each stands and would stand, and what it takes"
    return table_slides(
        dossier,
        SlideKind.PATH,
        _title(dossier, path),
        broken_into_tables(list(_groups(dossier, path)), HEAD, WIDTHS, told=told),
        notes=[
            effort_sentence(path),
            EXACT,
            "Days, weeks or a quarter is what the largest step of each usually takes.",
            *(f"{rung_reaches(dossier.questionnaire, rung)}." for rung in path.rungs),
            *(each.why for each in dossier.paths if isinstance(each, NoPath)),
            "" if dossier.assessment.completed else "It is worked out as if this draft were completed now.",
            draft_words(dossier),
        ],
    )


def _title(dossier: Dossier, path: Path) -> str:
    first, best = path_headline(path), best_path(dossier)
    if best is None or best.band.id == path.band.id:
        return first
    return fitting(f"{first}, {counted(len(best.moves))} to “{best.band.title}”", first)


def _groups(dossier: Dossier, path: Path) -> Iterator[Group]:
    """The rungs, as many moves of them as there is a place for."""
    left, band = MOST_MOVES, dossier.verdict.band
    for place, rung in enumerate(path.rungs):
        shown, rest = rung.moves[:left], len(path.moves) - MOST_MOVES
        left -= len(shown)
        if not shown:
            return
        rows = [_row(move) for move in shown]
        if not left and rest > 0:
            rows.append(words_row(left_off(rest, "improvement"), len(HEAD)))
        title = rung_title(place, rung, alone=len(path.rungs) == 1)
        reached = f"{title}: {rung_reaches(dossier.questionnaire, rung)}"
        becomes = rung.verdict.band if rung.verdict.band != band else None
        yield Group(title=reached, figure=f"→ {becomes.title}" if becomes else "", rows=tuple(rows), wide=3)
        band = rung.verdict.band


def _row(move: Move) -> Row:
    do, takes = in_short(move)
    return (
        Cell(text=do),
        Cell(text=short_name(move.question)),
        Cell(text=answer_words(move.question, move.before)),
        Cell(text=answer_words(move.question, move.after)),
        Cell(text=takes or "–", centred=True),
    )
