"""What the stairs, the ladder and the try-out are given to draw: plain values, in the words of the screen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Any

from preflight.charts.heat import LevelStyle, level_style
from preflight.charts.theme import Palette
from preflight.charts.words import shown_of
from preflight.domain.assessment import Answer, Answers, State
from preflight.domain.figures import scale_end, shown, signed
from preflight.domain.path_sentences import (
    points_words,
    rung_reaches,
    rung_title,
    rung_verdict,
    starts_unknown,
    steps_of,
)
from preflight.domain.paths.improvement import NoPath, Path
from preflight.domain.paths.moves import Move
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Kind, Question
from preflight.domain.saying import plain_said
from preflight.domain.scoring import Score, SectionScore
from preflight.domain.verdict import Verdict
from preflight.domain.wording import STATE_WORDS, answer_words, level_number, number_of
from preflight.services.paths import Ways
from preflight.ui.appearance import band_style
from preflight.ui.question_data import range_words


def stairs(ways: Ways, chosen: str) -> dict[str, Any]:
    """Every band as a step, from the worst to the best; `chosen` is the id of the one whose path is shown."""
    rule, paths = ways.open.questionnaire.verdict, {path.band.id: path for path in ways.paths}
    here = ways.verdict.band or next(iter(rule.bands), None)
    stands = "You are here" if ways.verdict.band else "No verdict yet"
    return {
        "chosen": chosen,
        "steps": [
            {
                "id": band.id,
                "title": band.title,
                "style": band_style(place, len(rule.bands)),
                "words": _step_words(paths.get(band.id), stands if here == band else "Passed"),
                "can": band.id in paths,
                "here": here == band,
            }
            for place, band in enumerate(rule.bands)
        ],
    }


def _step_words(path: Path | NoPath | None, otherwise: str) -> str:
    if isinstance(path, Path):
        return f"{number_of(len(path.moves), 'improvement')} · {points_words(path.effort)}"
    if isinstance(path, NoPath):
        return "Out of reach" if path.proven else "Not worked out"
    return otherwise


def ladder(ways: Ways, path: Path, palette: Palette) -> dict[str, Any]:
    """A path as rungs with their moves; what each reaches stands after it."""
    questionnaire, before, rungs = ways.open.questionnaire, ways.verdict, []
    bands = [band.id for band in questionnaire.verdict.bands]
    for place, rung in enumerate(path.rungs):
        band = rung.verdict.band
        rises = band is not None and band != before.band
        rungs.append(
            {
                "title": rung_title(place, rung, alone=len(path.rungs) == 1),
                "dimension": rung.section.title,
                "moves": [_move(ways, path, move, palette) for move in rung.moves],
                "reaches": rung_reaches(questionnaire, rung),
                "verdict": rung_verdict(questionnaire, before, rung),
                "style": band_style(bands.index(band.id), len(bands)) if rises and band is not None else "",
            }
        )
        before = rung.verdict
    return {
        "for": [ways.open.assessment.id, path.band.id],
        "rungs": rungs,
        "locked": _locked(ways),
    }


def _move(ways: Ways, path: Path, move: Move, palette: Palette) -> dict[str, Any]:
    action = ways.under_way.get(move.question.id)
    return {
        "id": move.question.id,
        "text": move.question.text,
        "before": _level(move.question, move.before, ways.score.questions[move.question.id], palette),
        "after": _level(move.question, move.after, path.score.questions[move.question.id], palette),
        "steps": [{"do": do, "takes": takes} for do, takes in steps_of(move)],
        "unknown": starts_unknown(move),
        "effort": points_words(move.effort) if move.effort else "no effort",
        "under_way": f"Already an action: {action.title}" if action is not None else "",
    }


def _level(question: Question, answer: Answer | None, scored: QuestionScore, palette: Palette) -> dict[str, Any]:
    """A level with its number, or what else was said, in words; `mark` is empty where it has no number."""
    state = State.UNANSWERED if answer is None else answer.state
    value = scored.fraction if state is State.ANSWERED and scored.scored else state
    number, words = "", answer_words(question, answer)
    if answer is not None and state is State.ANSWERED and question.kind is Kind.CHOICE and answer.choice:
        option = question.option(answer.choice)
        number, words = str(level_number(question, answer.choice)), option.label if option else words
    look = level_style(value, palette)
    return {"mark": number or look.glyph, "words": words, **_colours(look)}


def _colours(look: LevelStyle) -> dict[str, str]:
    return {"fill": look.fill, "ink": look.ink, "edge": look.edge, "pattern": look.pattern}


def _locked(ways: Ways) -> list[dict[str, str]]:
    found = (ways.open.questionnaire.question(name) for name in ways.setting.locked)
    return [
        {"id": question.id, "text": question.text, "stands": answer_words(question, ways.open.answers.get(question.id))}
        for question in found
        if question is not None
    ]


def tryout(
    ways: Ways, answers: Answers, outcome: tuple[Score, Verdict], differs: Collection[str], *, turn: int
) -> dict[str, Any]:
    """Every question that is shown with `answers`, by dimension, with what it says today and what is tried.

    `turn` tells the screen that its own state is to be taken from here anew.
    """
    score, verdict = outcome
    needs = {blocker.question: blocker.needs for blocker in verdict.blockers}
    sections = []
    for section in ways.open.questionnaire.sections:
        questions = [
            _tried(ways, question, answers, question.id in differs, needs.get(question.id))
            for question in section.all_questions()
            if score.questions[question.id].state is not State.HIDDEN and question.kind is not Kind.TEXT
        ]
        if questions:
            now, was = score.section(section.id), ways.score.section(section.id)
            after, before = now.fraction if now else None, was.fraction if was else None
            change = Fraction(0) if after is None or before is None else after - before
            sections.append(
                {
                    "id": section.id,
                    "title": section.title,
                    "figure": shown_of(after, section.out_of),
                    "change": signed(change, section.out_of) if change else "",
                    "rises": change > 0,
                    "questions": questions,
                }
            )
    return {"for": ways.open.assessment.id, "turn": turn, "sections": sections}


def _tried(ways: Ways, question: Question, answers: Answers, changed: bool, needs: str | None) -> dict[str, Any]:
    today, now = ways.open.answers.get(question.id), answers.get(question.id)
    state = State.UNANSWERED if today is None else today.state
    needed = question.option(needs) if needs else None
    return {
        "id": question.id,
        "text": question.text,
        "kind": question.kind.value,
        "options": [
            {"id": option.id, "label": option.label, "text": option.text, "alone": option.exclusive}
            for option in question.options
        ],
        "unit": question.unit,
        "range": range_words(question),
        "today": plain_said(today) if today else {},
        "today_words": "" if state is State.ANSWERED else STATE_WORDS[state],
        "now": plain_said(now) if now else {},
        "words": f"Today: {answer_words(question, today)}" if changed else "",
        "blocks": f"Needs at least “{needed.label}”" if needed else "",
    }


def dimension_changes(sections: Sequence[SectionScore], before: Score) -> list[dict[str, object]]:
    """Each dimension as a row: today, after, and by how much it moved."""
    rows: list[dict[str, object]] = []
    for now in sections:
        was = before.section(now.id)
        today = was.fraction if was else None
        moved = None if today is None or now.fraction is None else now.fraction - today
        rows.append(
            {
                "Dimension": now.title,
                "Today": shown(today, now.out_of),
                "After": shown(now.fraction, now.out_of),
                "Change": signed(moved, now.out_of) if moved else None,
                "Out of": scale_end(now.out_of),
            }
        )
    return rows
