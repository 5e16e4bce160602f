"""What the closing screen shows: the radar as it grew, the verdict, blockers and the largest disagreements."""

from __future__ import annotations

from typing import Any

from preflight.charts.series import radar_series, radar_summary
from preflight.charts.svg_radar import radar_svg
from preflight.charts.theme import LIGHT, PALETTES
from preflight.domain.figures import percent
from preflight.domain.sentences import blocker_sentence, verdict_sentence
from preflight.domain.wording import answer_words
from preflight.live.shown import bars_message
from preflight.services.room_closing import Closing
from preflight.services.room_record import QuestionRecord

SIZE = 640
LETTERS = 1.45


def closing_message(closing: Closing, *, theme: str) -> dict[str, Any]:
    """The closing screen in the colours of a theme, "light" or "dark"."""
    found, palette = closing.open, PALETTES.get(theme, LIGHT)
    questionnaire, verdict = found.questionnaire, closing.verdict
    bands = questionnaire.verdict.bands
    frames = []
    for step in closing.steps:
        series = radar_series(step, questionnaire=questionnaire)
        frames.append(
            radar_svg(
                series,
                palette=palette,
                size=SIZE,
                title="Readiness",
                out_of=step.out_of,
                bands=questionnaire.verdict.dimension_bands,
                scale=LETTERS,
            )
        )
    summary = radar_summary(radar_series(found.score, questionnaire=questionnaire), found.score.out_of)
    band = None
    if verdict.band is not None:
        position = [each.id for each in bands].index(verdict.band.id)
        band = {"title": verdict.band.title, "position": position, "of": len(bands)}
    provisional = None
    if verdict.provisional:
        needed = percent(questionnaire.verdict.needs_coverage)
        provisional = f"Provisional: {percent(found.score.coverage)} of it is covered; a firm verdict needs {needed}."
    return {
        "type": "closing",
        "frames": frames,
        "summary": summary,
        "band": band,
        "sentence": verdict_sentence(questionnaire, found.score, verdict),
        "provisional": provisional,
        "coverage": percent(found.score.coverage),
        "agreed": len(closing.view.agreed),
        "of": len(closing.view.agenda),
        "blockers": [
            {"question": question.text, "sentence": blocker_sentence(question, blocker)}
            for blocker in verdict.blockers
            if (question := questionnaire.question(blocker.question)) is not None
        ],
        "disagreements": [_disagreement(record) for record in closing.disagreements],
    }


def _disagreement(record: QuestionRecord) -> dict[str, Any]:
    widest = record.widest
    assert widest is not None
    return {
        "question": record.question.text,
        "words": widest.shown.words,
        "bars": bars_message(widest.shown),
        "unknown": widest.shown.unknown,
        "not_applicable": widest.shown.not_applicable,
        "agreed": answer_words(record.question, record.agreed.said) if record.agreed else "",
        "why": record.agreed.why if record.agreed else "",
    }
