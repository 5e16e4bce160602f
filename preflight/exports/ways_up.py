"""The paths of a dossier as slides, report and wiki take them: the next verdict's, and the best one's."""

from __future__ import annotations

from preflight.domain.improvement import NoPath, Path
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
