"""The path to the next verdict, rung by rung, and beside it in short the paths beyond."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from preflight.charts.series import radar_summary
from preflight.charts.svg_radar import radar_svg
from preflight.charts.theme import LIGHT
from preflight.domain.figures import shown
from preflight.domain.path_sentences import (
    EXACT,
    beside_sentence,
    effort_sentence,
    path_headline,
    rung_reaches,
    rung_title,
    rung_verdict,
    starts_unknown,
    steps_of,
)
from preflight.domain.paths.improvement import NoPath, Path
from preflight.domain.paths.moves import Move
from preflight.domain.wording import answer_words
from preflight.exports.pictures.words import picture_of
from preflight.exports.report.told import is_long, told
from preflight.exports.ways_up import after_outlines, reached, risen
from preflight.services.dossier import Dossier

RADAR_WIDTH = 300


def path_part(dossier: Dossier) -> dict[str, Any] | None:
    """Everything about the paths; None where none leads to a better verdict."""
    found = reached(dossier)
    if not found:
        return None
    path, *others = found
    return {
        "lead": told(path_headline(path)),
        "words": [told(effort_sentence(path)), EXACT],
        "draft": "" if dossier.assessment.completed else "It is worked out as if this draft were completed now.",
        "rises": [
            [told(each.title), f"{shown(was.fraction, was.out_of)} → {shown(each.fraction, each.out_of)}"]
            for was, each in risen(dossier, path)
        ],
        "radar": _radar(dossier, path),
        "rungs": _rungs(dossier, path),
        "others": [_other(each, earlier) for each, earlier in zip(others, found, strict=False)],
        "closed": [told(each.why) for each in dossier.paths if isinstance(each, NoPath)],
    }


def _radar(dossier: Dossier, path: Path) -> dict[str, Any]:
    outlines, out_of = after_outlines(dossier, path), dossier.score.out_of
    svg = radar_svg(outlines, palette=LIGHT, size=RADAR_WIDTH, out_of=out_of)
    return {"picture": picture_of(svg), "alt": told(f"Before and after. {radar_summary(outlines, out_of)}")}


def _rungs(dossier: Dossier, path: Path) -> list[dict[str, Any]]:
    found, before = [], dossier.verdict
    for place, rung in enumerate(path.rungs):
        found.append(
            {
                "title": rung_title(place, rung, alone=len(path.rungs) == 1),
                "reaches": told(rung_reaches(dossier.questionnaire, rung)),
                "verdict": told(rung_verdict(dossier.questionnaire, before, rung)),
                "moves": _moves(rung.moves),
            }
        )
        before = rung.verdict
    return found


def _moves(moves: Sequence[Move]) -> list[dict[str, Any]]:
    found = []
    for move in moves:
        row = {
            "question": told(move.question.text),
            "now": told(answer_words(move.question, move.before)),
            "then": told(answer_words(move.question, move.after)),
            "aside": starts_unknown(move),
            "steps": [[told(do), takes] for do, takes in steps_of(move)],
        }
        found.append(row | {"long": is_long(row)})
    return found


def _other(path: Path, earlier: Path) -> dict[str, Any]:
    return {
        "lead": told(path_headline(path)),
        "words": [told(beside_sentence(path, earlier)), told(effort_sentence(path))],
        "moves": [[told(move.question.text), told(answer_words(move.question, move.after))] for move in path.moves],
    }
