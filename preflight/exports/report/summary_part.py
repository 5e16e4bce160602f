"""The first page: what it is of, the verdict and what holds it, the radar, and the figures that stand beside it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from preflight.charts.series import radar_summary
from preflight.charts.svg_radar import radar_svg
from preflight.charts.theme import LIGHT, band_colour
from preflight.charts.words import shown_of
from preflight.domain.assessment import State
from preflight.domain.figures import percent, shown
from preflight.domain.headlines import evidence_headline, questions_headline
from preflight.domain.headlines_over_time import moved_headline
from preflight.domain.headlines_to_decide import criteria_headline
from preflight.domain.questionnaire import Basis, Question
from preflight.domain.sentences import evidence_sentence, verdict_sentence
from preflight.domain.verdict import Blocker
from preflight.domain.verdict_headline import verdict_headline
from preflight.domain.wording import answer_words, day, level_number
from preflight.exports.charted import radar_outlines
from preflight.exports.footing import DRAFT
from preflight.exports.pictures.words import picture_of
from preflight.exports.report.decision_part import decision_lead
from preflight.exports.report.mending_part import plan_lead
from preflight.exports.report.room_part import room_lead
from preflight.exports.report.told import told
from preflight.services.dossier import Dossier

RADAR_WIDTH = 440
_STATES = (
    (State.ANSWERED, "answered"),
    (State.UNKNOWN, "that nobody knows"),
    (State.NOT_APPLICABLE, "that do not apply"),
    (State.UNANSWERED, "not answered"),
    (State.HIDDEN, "not asked, after an earlier answer"),
)


def summary_part(dossier: Dossier) -> dict[str, Any]:
    """Everything on the first page."""
    questionnaire, score, verdict = dossier.questionnaire, dossier.score, dossier.verdict
    return {
        "project": told(dossier.project.name),
        "about": told(dossier.project.summary),
        "facts": _facts(dossier),
        "draft": "" if dossier.assessment.completed else f"{DRAFT[0].upper()}{DRAFT[1:]}",
        "verdict": told(verdict_sentence(questionnaire, score, verdict)),
        "headline": told(_headline(dossier)),
        "provisional": _provisional(dossier),
        "evidence": told(evidence_sentence(questionnaire, score, verdict)),
        "band": _band(dossier),
        "blockers": [
            _blocker(dossier, question, each)
            for each in verdict.blockers
            if (question := questionnaire.question(each.question)) is not None
        ],
        "radar": _radar(dossier),
        "figures": _figures(dossier),
        "found": [told(words) for words in _found(dossier) if words],
    }


def _blocker(dossier: Dossier, question: Question, blocker: Blocker) -> dict[str, str]:
    needed = question.option(blocker.needs)
    return {
        "question": told(question.text),
        "now": told(answer_words(question, dossier.open.answers.get(question.id))),
        "needed": told(f"{level_number(question, needed.id)} · {needed.label}" if needed else blocker.needs),
    }


def _headline(dossier: Dossier) -> str:
    """What the verdict rests on; empty where the verdict's sentence says it all."""
    questionnaire, score, verdict = dossier.questionnaire, dossier.score, dossier.verdict
    words = f"{verdict_headline(questionnaire, dossier.open.answers, score, verdict)}."
    return "" if verdict.value is None or words == verdict_sentence(questionnaire, score, verdict) else words


def _found(dossier: Dossier) -> list[str]:
    """What else the numbers say, a title each; the parts of the report tell the rest."""
    if dossier.verdict.value is None:
        return []
    result, file = dossier.result, dossier.pilot
    moved = moved_headline(result.comparison, result.previous.date) if result.previous else ""
    return [
        evidence_headline(dossier.score),
        moved,
        questions_headline(dossier.questionnaire, dossier.score),
        room_lead(dossier),
        plan_lead(dossier),
        criteria_headline(file.criteria, file.on) if file.criteria else "",
        decision_lead(dossier),
    ]


def _facts(dossier: Dossier) -> list[list[str]]:
    said = [
        ("Questionnaire", f"{dossier.questionnaire.title}, version {dossier.questionnaire.version}"),
        ("Assessed" if dossier.assessment.completed else "Begun", day(dossier.assessment.date)),
        ("Team", dossier.project.team),
        ("Owner", dossier.project.owner),
    ]
    return [[name, told(words)] for name, words in said if words]


def _provisional(dossier: Dossier) -> str:
    if not dossier.verdict.provisional or dossier.verdict.value is None:
        return ""
    needed = percent(dossier.questionnaire.verdict.needs_coverage)
    return f"Provisional: {percent(dossier.score.coverage)} of it is covered; a firm verdict needs {needed}."


def _band(dossier: Dossier) -> dict[str, str]:
    """The colours of the verdict's band, quiet ones without a verdict."""
    bands, band = dossier.questionnaire.verdict.bands, dossier.verdict.band
    if band is None:
        return {"text": LIGHT.ink, "fill": LIGHT.sunken, "line": LIGHT.outline}
    colours = band_colour([each.id for each in bands].index(band.id), len(bands), LIGHT)
    return {"text": colours.text, "fill": colours.fill, "line": colours.line}


def _radar(dossier: Dossier) -> dict[str, Any]:
    outlines, out_of = radar_outlines(dossier), dossier.score.out_of
    svg = radar_svg(outlines, palette=LIGHT, size=RADAR_WIDTH, out_of=out_of)
    return {"picture": picture_of(svg), "alt": told(radar_summary(outlines, out_of))}


def _figures(dossier: Dossier) -> list[dict[str, str]]:
    """The four figures beside the verdict, each with what it means."""
    score = dossier.score
    counts = Counter(each.state for each in score.questions.values())
    said = [f"{counts[state]} {words}" for state, words in _STATES if counts[state]]
    gap = None if score.fraction is None or score.evidenced is None else score.fraction - score.evidenced
    decides = dossier.questionnaire.verdict.basis is Basis.OVERALL or len(score.sections) == 1
    questions = "1 question" if len(score.questions) == 1 else f"{len(score.questions)} questions"
    found = [
        {
            "figure": shown_of(score.fraction, score.out_of),
            "name": "Claimed",
            "words": f"Over all dimensions; it {'decides' if decides else 'does not decide'}.",
        },
        {
            "figure": shown_of(score.evidenced, score.out_of),
            "name": "With evidence",
            "words": "" if gap is None else f"Demo gap {shown(gap, score.out_of)}: claimed, not yet shown.",
        },
        {
            "figure": percent(score.coverage),
            "name": "Covered",
            "words": f"{questions}: {', '.join(said)}.",
        },
    ]
    if dossier.voters:
        found.append(
            {
                "figure": f"{dossier.voters}",
                "name": "Voters" if dossier.voters > 1 else "Voter",
                "words": "In the workshop, each in private before anything was shown.",
            }
        )
    return found
