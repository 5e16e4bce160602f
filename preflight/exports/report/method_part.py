"""How the figures are made, in plain words, from what the questionnaire itself lays down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from preflight.domain.figures import percent, scale_end
from preflight.domain.questionnaire import Aggregate, Basis, Questionnaire, Source, Unanswered
from preflight.domain.wording import day
from preflight.exports.report.questions_part import judged_on
from preflight.exports.report.told import is_long, told
from preflight.services.dossier import Dossier

_COVERAGE = "The share of the questions that apply here to which the answer is known, or known to be unknown."
_FLOOR = "The lowest score among the questions of a dimension: how low it goes while the mean looks fine."
_SINCE = (
    "Two assessments are compared on the questions that both asked in the same way. What moved is shared out among the "
    "questions that changed, so that the shares add up to the whole change."
)
_VOTES = (
    "Everybody voted in private, and saw the others’ votes only once they were revealed. How far a room agrees is told "
    "from the spread of its votes over the levels (Leik’s ordinal dispersion): of one mind, close, apart, far apart; "
    "never as a mean. Votes bear no names."
)
LONGEST_ON_ONE_PAGE = 6_000
_HOW = {Aggregate.MEAN: "the mean", Aggregate.MIN: "the least", Aggregate.MAX: "the greatest"}


def method_part(dossier: Dossier) -> dict[str, Any]:
    """Named paragraphs on the figures and on the answers, the bands with their thresholds, and the sources."""
    questionnaire = dossier.questionnaire
    part = {
        "figures": [[name, told(words)] for name, words in _figures(dossier)],
        "answers": [[name, told(words)] for name, words in _answers(dossier)],
        "bands": _bands(questionnaire),
        "sources": [_source(each) for each in questionnaire.sources],
    }
    return part | {"long": is_long(part, LONGEST_ON_ONE_PAGE)}


def _figures(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """How the figures are made."""
    questionnaire = dossier.questionnaire
    yield "Score", _score(questionnaire)
    yield "Verdict", _verdict(questionnaire)
    yield "With evidence", _evidenced(dossier)
    yield "Coverage", f"{_COVERAGE} {_needed(questionnaire)}"
    yield "Floor", _FLOOR


def _answers(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """What the answers mean, and where the questions are from."""
    yield "Without an answer", _without_an_answer(dossier.questionnaire)
    if dossier.result.comparison is not None:
        yield "Since last time", _SINCE
    if dossier.records:
        yield "Votes", _VOTES
    yield "Questionnaire", _questionnaire(dossier.questionnaire)


def _evidenced(dossier: Dossier) -> str:
    return (
        "Claimed is what was answered. With evidence, an answer keeps its points only where a text or a link with a "
        f"date stands behind it, not older than {dossier.questionnaire.evidence_days} days on "
        f"{day(judged_on(dossier))}. What lies between the two is the demo gap."
    )


def _without_an_answer(questionnaire: Questionnaire) -> str:
    unanswered = "no points" if questionnaire.unanswered is Unanswered.ZERO else "left out, and missing in the coverage"
    return (
        "Four different things. Nobody knows: no points, since nobody can act on it. Does not apply, with its reason: "
        f"left out. Not answered: {unanswered}. Not asked, because an earlier answer rules it out: left out. What has "
        "no score is a gap in the radar, not a zero."
    )


def _score(questionnaire: Questionnaire) -> str:
    hows = {section.aggregate for section in questionnaire.sections}
    own = _HOW[hows.pop()] if len(hows) == 1 else "the mean, the least or the greatest, as the questionnaire says,"
    weights = {each.weight for each in questionnaire.questions()} | {each.weight for each in questionnaire.sections}
    return (
        "An answer is worth its points as a share of the most that the question can give. A dimension is "
        f"{own} of its questions, and the whole is {_HOW[questionnaire.aggregate]} of its dimensions, "
        f"shown out of {scale_end(questionnaire.out_of)}."
        + (" Some questions or dimensions weigh more than others." if weights - {1} else "")
        + " Figures are cut, not rounded, so that none claims a threshold that was not reached."
    )


def _verdict(questionnaire: Questionnaire) -> str:
    rule = questionnaire.verdict
    follows = {
        Basis.WEAKEST: "It follows the weakest dimension, never the mean.",
        Basis.OVERALL: "It follows the score of the whole.",
        Basis.STAGES: "The dimensions are stages, one after another. It follows the share of stages passed before the "
        "first that is not.",
    }[rule.basis]
    cap = next((band.title for band in rule.bands if band.id == rule.cap), "")
    held = f" While a critical question is below its minimum, it is “{cap}” at best." if cap else ""
    return f"{follows}{held}"


def _needed(questionnaire: Questionnaire) -> str:
    least = questionnaire.verdict.needs_coverage
    return f"Below {percent(least)} the verdict is provisional: it may still change a lot." if least else ""


def _questionnaire(questionnaire: Questionnaire) -> str:
    licence = f" Its licence is {questionnaire.licence}." if questionnaire.licence else ""
    return f"“{questionnaire.title}”, version {questionnaire.version}. {questionnaire.summary}{licence}"


def _bands(questionnaire: Questionnaire) -> list[list[str]]:
    """Each verdict with where it begins, the worst first; by share of stages, as percent."""
    rule = questionnaire.verdict
    found = []
    for band in rule.bands:
        stages = rule.basis is Basis.STAGES
        start = percent(band.start) if stages else scale_end(band.start * questionnaire.out_of)
        of = " of the stages" if stages else f" of {scale_end(questionnaire.out_of)}"
        found.append([told(band.title), f"{'above' if band.exclusive else 'from'} {start}{of}"])
    return found


def _source(source: Source) -> str:
    parts = (source.author, source.publisher, source.year, source.url)
    return told(". ".join([source.title, ", ".join(part for part in parts if part)]).strip(". "))
