"""Which slides a deck has, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from preflight.domain.findings import gaps
from preflight.domain.plan import plan
from preflight.exports.charted import past_runs
from preflight.exports.deck.model import Slide, SlideKind
from preflight.exports.deck.slides.after import after_slides
from preflight.exports.deck.slides.criteria import criteria_slides
from preflight.exports.deck.slides.decision import decision_slides
from preflight.exports.deck.slides.disagreements import disagreements_slides
from preflight.exports.deck.slides.evidence import evidence_slides
from preflight.exports.deck.slides.gaps import gaps_slides
from preflight.exports.deck.slides.heat import heat_slides
from preflight.exports.deck.slides.moved import moved_slides
from preflight.exports.deck.slides.path import path_slides
from preflight.exports.deck.slides.pilot import pilot_slides
from preflight.exports.deck.slides.plan import plan_slides
from preflight.exports.deck.slides.radar import radar_slides
from preflight.exports.deck.slides.radars import radars_slides
from preflight.exports.deck.slides.systems import systems_slides
from preflight.exports.deck.slides.title import title_slides
from preflight.exports.deck.slides.trend import trend_slides
from preflight.exports.deck.slides.verdict import verdict_slides
from preflight.exports.ways_up import next_path
from preflight.services.dossier import Dossier

HISTORY_KINDS: Final = (
    SlideKind.TITLE,
    SlideKind.VERDICT,
    SlideKind.TREND,
    SlideKind.RADARS,
    SlideKind.MOVED,
    SlideKind.RADAR,
    SlideKind.PATH,
    SlideKind.PLAN,
    SlideKind.CRITERIA,
    SlideKind.PILOT,
    SlideKind.DECISION,
)
"""A project's history: how it came here, where it stands, and what is next."""

_MAKERS: Final[Mapping[SlideKind, Callable[[Dossier], tuple[Slide, ...]]]] = {
    SlideKind.TITLE: title_slides,
    SlideKind.VERDICT: verdict_slides,
    SlideKind.RADAR: radar_slides,
    SlideKind.EVIDENCE: evidence_slides,
    SlideKind.TREND: trend_slides,
    SlideKind.RADARS: radars_slides,
    SlideKind.MOVED: moved_slides,
    SlideKind.HEAT: heat_slides,
    SlideKind.GAPS: gaps_slides,
    SlideKind.DISAGREEMENTS: disagreements_slides,
    SlideKind.PATH: path_slides,
    SlideKind.AFTER: after_slides,
    SlideKind.PLAN: plan_slides,
    SlideKind.CRITERIA: criteria_slides,
    SlideKind.PILOT: pilot_slides,
    SlideKind.SYSTEMS: systems_slides,
    SlideKind.DECISION: decision_slides,
}


def usual_kinds(dossier: Dossier, *, history: bool = False) -> tuple[SlideKind, ...]:
    """The slides that have something to say, in a deck's order; `history` those of a project's history."""
    kinds = HISTORY_KINDS if history else tuple(SlideKind)
    return tuple(kind for kind in kinds if _has_content(dossier, kind))


def deck_slides(dossier: Dossier, kinds: Sequence[SlideKind] = (), *, history: bool = False) -> tuple[Slide, ...]:
    """The slides of these kinds in the order given, of the usual ones where none is named.

    A kind may take several slides. One that has nothing to say for this dossier is a slide that says so.
    """
    chosen = kinds or usual_kinds(dossier, history=history)
    return tuple(slide for kind in chosen for slide in _MAKERS[kind](dossier))


def _has_content(dossier: Dossier, kind: SlideKind) -> bool:
    scored, beside = dossier.score.fraction is not None, dossier.pilot
    match kind:
        case SlideKind.RADAR | SlideKind.EVIDENCE:
            return scored
        case SlideKind.TREND | SlideKind.RADARS:
            return len(past_runs(dossier)) > 1
        case SlideKind.MOVED:
            return dossier.result.comparison is not None
        case SlideKind.GAPS:
            return bool(gaps(dossier.result.findings, dossier.score) or dossier.verdict.blockers)
        case SlideKind.DISAGREEMENTS:
            return any(record.rounds for record in dossier.records)
        case SlideKind.PATH | SlideKind.AFTER:
            return next_path(dossier) is not None
        case SlideKind.CRITERIA:
            return bool(beside.criteria)
        case SlideKind.PILOT:
            return bool(beside.steps)
        case SlideKind.SYSTEMS:
            return bool(beside.integrations)
        case SlideKind.DECISION:
            return scored or bool(beside.decisions)
        case SlideKind.PLAN:
            result = dossier.result
            return bool(beside.actions) or bool(
                plan(dossier.questionnaire, result.findings, dossier.score, dossier.verdict)
            )
        case _:
            return True
