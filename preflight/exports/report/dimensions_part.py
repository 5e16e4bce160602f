"""The dimensions with their figures, and what moved since last time."""

from __future__ import annotations

from typing import Any

from preflight.charts.series import asked_sections
from preflight.charts.words import shown_of
from preflight.domain.figures import percent, shown, signed
from preflight.domain.questionnaire import Basis, Questionnaire, Risk
from preflight.domain.scoring import SectionScore
from preflight.domain.sentences import compared_on, movement_sentence
from preflight.domain.wording import answer_words, day, short_name
from preflight.exports.report.told import told
from preflight.services.dossier import Dossier

MOST_MOVES = 6
MOST_FLOOR_QUESTIONS = 3
_RISKS = (Risk.HIGH, Risk.MEDIUM, Risk.UNDEFINED)


def dimensions_part(dossier: Dossier) -> list[dict[str, Any]]:
    """A row for each dimension that was asked; `claimed` and `evidenced` are shares from 0 to 1, or None."""
    return [
        {
            "title": told(section.title),
            "score": shown_of(section.fraction, section.out_of),
            "with_evidence": shown(section.evidenced, section.out_of),
            "demo_gap": shown(section.demo_gap, section.out_of),
            "coverage": percent(section.coverage),
            "floor": shown(section.floor.fraction, section.out_of),
            "floor_questions": _floor_questions(dossier.questionnaire, section),
            "claimed": None if section.fraction is None else float(section.fraction),
            "evidenced": None if section.evidenced is None else float(section.evidenced),
            "aside": "; ".join(part for part in (_standing(dossier, section), _risks(section)) if part),
        }
        for section in asked_sections(dossier.score, dossier.questionnaire)
    ]


def movement_part(dossier: Dossier) -> dict[str, Any] | None:
    """What moved since last time; None where there was no last time."""
    result, questionnaire = dossier.result, dossier.questionnaire
    comparison = result.comparison
    if comparison is None or result.previous is None:
        return None
    moves = []
    for move in comparison.moves[:MOST_MOVES]:
        question, section = questionnaire.question(move.question), dossier.score.section(move.section)
        if question is None or section is None:
            continue
        moves.append(
            {
                "question": told(question.text),
                "section": told(section.title),
                "before": told(answer_words(question, result.last_answers.get(question.id))),
                "now": told(answer_words(question, dossier.open.answers.get(question.id))),
                "effect": signed(move.of_section, section.out_of),
                "up": (move.of_section > 0) - (move.of_section < 0),
            }
        )
    left = len(comparison.moves) - len(moves)
    return {
        "since": day(result.previous.date),
        "sentence": told(movement_sentence(questionnaire, comparison)),
        "moves": moves,
        "more": f"{left} more answers changed, with smaller effect; each says so beside its question." if left else "",
        "narrowed": "" if comparison.complete else f"Compared on {compared_on(comparison)}.",
    }


def _floor_questions(questionnaire: Questionnaire, section: SectionScore) -> str:
    found = [each for each in map(questionnaire.question, section.floor.questions) if each]
    names = [short_name(each) for each in found[:MOST_FLOOR_QUESTIONS]]
    left = len(found) - len(names)
    return told("; ".join(names) + (f"; and {left} more" if left > 0 else ""))


def _standing(dossier: Dossier, section: SectionScore) -> str:
    """Where the dimension stands among stages, or that it decides; empty where neither is to be said."""
    verdict, questionnaire = dossier.verdict, dossier.questionnaire
    if questionnaire.verdict.basis is Basis.STAGES:
        places = {each.id: place for place, each in enumerate(questionnaire.sections)}
        first_open = places.get(verdict.next_stage or "", len(places))
        place = places[section.id]
        return "stage passed" if place < first_open else "next stage" if place == first_open else "later stage"
    decides = questionnaire.verdict.basis is Basis.WEAKEST and section.id == verdict.weakest
    return "weakest" if decides and len(dossier.score.sections) > 1 else ""


def _risks(section: SectionScore) -> str:
    return ", ".join(f"{section.risks[risk]} {risk.value} risk" for risk in _RISKS if section.risks.get(risk))
