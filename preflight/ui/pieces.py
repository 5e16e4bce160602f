"""Pieces that several screens share: the verdict, chips, tables, lists of findings, empty states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from preflight.charts.series import asked_sections, radar_series
from preflight.charts.svg_radar import radar_svg
from preflight.domain.assessment import Assessment
from preflight.domain.figures import percent, scale_end, shown
from preflight.domain.findings import Finding
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.scoring import Score
from preflight.domain.sentences import blocker_sentence, evidence_sentence, verdict_sentence
from preflight.domain.verdict import Verdict
from preflight.domain.wording import EFFORT_WORDS, answer_words, day, short_name
from preflight.services.assessments import OpenAssessment
from preflight.ui.appearance import band_style, palette
from preflight.ui.drawn import drawing
from preflight.ui.export_menu import Taken, take_menu
from preflight.ui.markup import draw, html, joined


def verdict_style(questionnaire: Questionnaire, verdict: Verdict) -> str:
    """The colours of a verdict's band; none without a band."""
    if verdict.band is None:
        return ""
    bands = questionnaire.verdict.bands
    return band_style([band.id for band in bands].index(verdict.band.id), len(bands))


def verdict_chip(questionnaire: Questionnaire, verdict: Verdict | None) -> Markup:
    """The verdict in a word or two."""
    if verdict is None or verdict.band is None:
        return html('<span class="pf-chip">No verdict yet</span>')
    provisional = " · provisional" if verdict.provisional else ""
    style = verdict_style(questionnaire, verdict)
    return html('<span class="pf-chip band" style="{}">{}{}</span>', style, verdict.band.title, provisional)


def verdict_banner(opened: OpenAssessment) -> Markup:
    """The verdict in one sentence, why it is provisional, and every blocker with what it has and needs."""
    return verdict_banner_of(opened.questionnaire, opened.score, opened.verdict)


def verdict_banner_of(questionnaire: Questionnaire, score: Score, verdict: Verdict) -> Markup:
    """The same of any score and its verdict."""
    lines = []
    if verdict.provisional:
        needed = percent(questionnaire.verdict.needs_coverage)
        lines.append(
            html(
                "<p>Provisional: {} of it is covered; a firm verdict needs {}.</p>",
                percent(score.coverage),
                needed,
            )
        )
    proven = evidence_sentence(questionnaire, score, verdict)
    if proven:
        lines.append(html("<p>{}</p>", proven))
    blockers = []
    for blocker in verdict.blockers:
        question = questionnaire.question(blocker.question)
        if question is not None:
            blockers.append(
                html("<li><b>{}</b> <span>{}</span></li>", question.text, blocker_sentence(question, blocker))
            )
    if blockers:
        lines.append(html("<ul>{}</ul>", joined(blockers)))
    sentence = verdict_sentence(questionnaire, score, verdict)
    style = verdict_style(questionnaire, verdict)
    return html(
        '<section class="pf-verdict" style="{}" aria-label="Verdict"><h2>{}</h2>{}</section>',
        style,
        sentence,
        joined(lines),
    )


def live_radar(opened: OpenAssessment, *, highlight: str | None) -> None:
    """The small radar beside the questions, and where the draft stands."""
    score = opened.score
    svg = radar_svg(
        radar_series(score, questionnaire=opened.questionnaire),
        palette=palette(),
        title="Readiness so far",
        out_of=score.out_of,
        highlight=highlight,
        size=300,
        scale=1.12,
    )
    drawing(svg, key="live_radar", most_width="24rem")
    standing = verdict_sentence(opened.questionnaire, score, opened.verdict)
    draw(
        html('<div class="pf-live"><p><b>{}</b> covered</p><p>So far: {}</p></div>', percent(score.coverage), standing)
    )


def table(
    columns: Sequence[str], rows: Sequence[Mapping[str, object]], *, numeric: frozenset[str], caption: str
) -> Markup:
    """A table of plain values; columns in `numeric` stand to the right, a None is an en dash."""
    head = joined([html('<th scope="col" class="{}">{}</th>', _side(name, numeric), name) for name in columns])
    body = joined(
        [html("<tr>{}</tr>", joined([_cell(row.get(name), name, numeric) for name in columns])) for row in rows]
    )
    return html(
        '<div class="pf-scroll" tabindex="0" role="region" aria-label="{0}"><table class="pf-table" aria-label="{0}">'
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>",
        caption,
        head,
        body,
    )


def heading(words: str) -> None:
    """The title of a part of a screen."""
    draw(html('<h2 class="pf-heading">{}</h2>', words))


def chart(key: str, figure: Any, summary: str, *, taken: Taken | None = None) -> None:
    """A Plotly figure with a name that a screen reader can say, and beside it the menu that takes it along."""
    with st.container(key=f"chart_{key}"):
        if taken is not None:
            take_menu(taken)
        st.plotly_chart(figure, key=key, theme=None, config={"displayModeBar": False, "responsive": True})
        if summary:
            draw(html('<p class="pf-kicker">{}</p>', summary))


def twin(columns: list[str], rows: list[dict[str, Any]], *, numeric: frozenset[str], caption: str) -> None:
    """The table beside a chart, folded away."""
    with st.expander("As a table", icon=":material/table:"):
        draw(table(columns, rows, numeric=numeric, caption=caption))


def dimension_rows(score: Score, questionnaire: Questionnaire) -> list[dict[str, object]]:
    """Every dimension with its score, what of it is evidenced, its coverage and its floor."""
    rows: list[dict[str, object]] = []
    for section in asked_sections(score, questionnaire):
        floors = [questionnaire.question(name) for name in section.floor.questions]
        floor = shown(section.floor.fraction, section.out_of)
        rows.append(
            {
                "Dimension": html("<b>{}</b>", section.title),
                "Score": "–"
                if section.fraction is None
                else f"{shown(section.fraction, section.out_of)} of {scale_end(section.out_of)}",
                "With evidence": shown(section.evidenced, section.out_of),
                "Demo gap": shown(section.demo_gap, section.out_of),
                "Coverage": percent(section.coverage),
                "Floor": html(
                    "<b>{}</b><small>{}</small>", floor, ", ".join(short_name(each) for each in floors[:3] if each)
                ),
            }
        )
    return rows


def finding_list(findings: Sequence[Finding], opened: OpenAssessment, *, steps: bool) -> Markup:
    """Findings as a list; with `steps`, the next step and its effort."""
    items = []
    for finding in findings:
        answer = answer_words(finding.question, opened.answers.get(finding.question.id))
        mark = Markup(' · <span class="blocks">holds the verdict back</span>') if finding.blocks else Markup("")
        step = Markup("")
        if steps and finding.next_step is not None:
            step = html(
                '<br><em>Next: {}</em> <span class="effort">takes {}</span>',
                finding.next_step.do,
                EFFORT_WORDS[finding.next_step.effort],
            )
        items.append(
            html(
                "<li><b>{}</b><span>{} · {}{}</span>{}</li>",
                finding.question.text,
                finding.section.title,
                answer,
                mark,
                step,
            )
        )
    return html('<ul class="pf-list">{}</ul>', joined(items))


def assessment_label(assessment: Assessment, title: str) -> str:
    """An assessment in a line: its date and questionnaire."""
    draft = "" if assessment.completed else " (draft)"
    return f"{day(assessment.date)} · {title}{draft}"


def empty(title: str, words: str) -> None:
    """An empty state that says what could stand here; the button that invites stands below it."""
    drawing(_SKETCH, key="sketch", most_width="10rem")
    draw(html('<div class="pf-empty"><h1 class="pf-title">{}</h1><p class="pf-lead">{}</p></div>', title, words))


_SKETCH = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 104" aria-hidden="true" fill="none">'
    '<g stroke="var(--pf-outline)" stroke-width="1.3"><path d="M60 8 112 98H8Z"/><path d="M60 38 86 83H34Z"/>'
    '<path d="M60 68V8M60 68 112 98M60 68 8 98"/></g><path d="M60 24 98 90 42 78Z" fill="var(--pf-evidenced)" '
    'fill-opacity=".18" stroke="var(--pf-claimed)" stroke-width="2.6" stroke-linejoin="round"/></svg>'
)


def _side(name: str, numeric: frozenset[str]) -> str:
    return "n" if name in numeric else ""


def _cell(value: object, name: str, numeric: frozenset[str]) -> Markup:
    return html('<td class="{}">{}</td>', _side(name, numeric), "–" if value is None else value)
