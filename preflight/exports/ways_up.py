"""The paths of a dossier as slides, report and wiki take them: the next verdict's, and the best one's."""

from __future__ import annotations

from dataclasses import replace

from preflight.charts.series import RadarSeries, SeriesKind, radar_series
from preflight.domain.path_sentences import size_of, steps_of
from preflight.domain.paths.improvement import NoPath, Path
from preflight.domain.paths.moves import Move
from preflight.domain.scoring import SectionScore
from preflight.domain.wording import EFFORT_WORDS, counted
from preflight.services.dossier import Dossier


def next_path(dossier: Dossier) -> Path | None:
    """The path to the nearest better verdict that can be reached; None where there is none or nothing is scored."""
    return next(iter(reached(dossier)), None)


def best_path(dossier: Dossier) -> Path | None:
    """The path to the best verdict that can be reached."""
    return next(reversed(reached(dossier)), None)


def reached(dossier: Dossier) -> list[Path]:
    """The paths that are known, the next verdict's first."""
    if dossier.score.fraction is None:
        return []
    return [each for each in dossier.paths if isinstance(each, Path)]


def without_path(dossier: Dossier) -> tuple[str, str]:
    """What there is to say where no path is known: a title, and a sentence beneath it."""
    bands = dossier.questionnaire.verdict.bands
    if len(bands) < 2:
        return "There is no better verdict to lead to", "This questionnaire has no bands."
    if dossier.score.fraction is None:
        return "No path is known yet", "Answer a question, and the path to the next verdict stands here."
    blocked = next((each for each in dossier.paths if isinstance(each, NoPath)), None)
    if blocked is not None:
        return f"No path to “{blocked.band.title}” is known", blocked.why
    return f"“{bands[-1].title}” is the best verdict: no path leads further", "Look after the evidence."


def after_outlines(dossier: Dossier, path: Path) -> list[RadarSeries]:
    """In drawing order and looking as on the screen: today dashed, after the path on top."""
    after = radar_series(path.score, questionnaire=dossier.questionnaire)[-1]
    now = radar_series(dossier.score, questionnaire=dossier.questionnaire)[-1]
    return [replace(now, name="Today", kind=SeriesKind.LAST), replace(after, name="After this path")]


def risen(dossier: Dossier, path: Path) -> list[tuple[SectionScore, SectionScore]]:
    """The dimensions that rise with how they would stand, the largest step first."""
    now = {section.id: section for section in dossier.score.sections}
    pairs = [(now[each.id], each) for each in path.score.sections if each.id in now]
    found = [(was, each) for was, each in pairs if (each.fraction or 0) > (was.fraction or 0)]
    return sorted(found, key=lambda pair: (pair[0].fraction or 0) - (pair[1].fraction or 0))


def in_short(move: Move) -> tuple[str, str]:
    """What to do first for a move and how much follows, and what the largest of its steps takes ("" for no step)."""
    (first, _), *more = steps_of(move)
    then = f" Then {counted(len(more))} more step{'' if len(more) == 1 else 's'}." if more else ""
    size = size_of(move)
    return f"{first}{then}", EFFORT_WORDS[size] if size else ""
