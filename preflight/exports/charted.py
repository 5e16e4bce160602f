"""What the charts of a dossier draw: outlines, lines, dates, movements and cells, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from preflight.charts.heat import HeatCell, HeatDimension, level_style
from preflight.charts.history_radar import DatedRadar
from preflight.charts.lettering import distinct
from preflight.charts.movement import Movement
from preflight.charts.series import RadarSeries, SeriesKind, asked_sections, radar_series
from preflight.charts.theme import LIGHT
from preflight.charts.timeline import TrendLine
from preflight.charts.words import day
from preflight.domain.assessment import State
from preflight.domain.figures import scale_end, shown
from preflight.domain.headlines_over_time import Moment
from preflight.domain.questionnaire import Kind, Question
from preflight.domain.target import target_of
from preflight.domain.wording import STATE_WORDS, answer_words, level_number, short_name
from preflight.services.dossier import Dossier
from preflight.services.results import PastRun

MOST_OVERLAID: Final = 4
"""So many radars lie over one another at most, and can still be told apart."""
MEAN: Final = "Mean"


def past_runs(dossier: Dossier) -> tuple[PastRun, ...]:
    """The completed assessments up to this one, the oldest first: what came later is none of its story."""
    if dossier.history is None:
        return ()
    runs = dossier.history.runs
    place = next((at for at, run in enumerate(runs) if run.assessment.id == dossier.assessment.id), None)
    if place is not None:
        return runs[: place + 1]
    return tuple(run for run in runs if run.assessment.date <= dossier.assessment.date)


def moments(dossier: Dossier) -> tuple[Moment, ...]:
    """The same as dates and scores."""
    return tuple(Moment(on=run.assessment.date, score=run.score) for run in past_runs(dossier))


def radar_outlines(dossier: Dossier) -> list[RadarSeries]:
    """In drawing order: last time, the target, what has evidence, and on top what is claimed."""
    comparison, previous = dossier.result.comparison, dossier.result.previous
    outlines = radar_series(
        dossier.score,
        questionnaire=dossier.questionnaire,
        last=comparison.before if comparison else None,
        last_name=f"Last time, {day(previous.date)}" if previous else "Last time",
    )
    return [*outlines[:-2], *target_outline(dossier), *outlines[-2:]]


def target_outline(dossier: Dossier) -> list[RadarSeries]:
    """The target of each dimension as one outline; none where there is no target."""
    target = target_of(dossier.questionnaire)
    if target is None:
        return []
    sections = asked_sections(dossier.score, dossier.questionnaire)
    values = [(section.title, target.sections[section.id]) for section in sections]
    return [RadarSeries(name=target.name, kind=SeriesKind.TARGET, values=values)]


def trend_lines(dossier: Dossier) -> list[TrendLine]:
    """A line for each dimension that any of the runs asked; a run without it is a gap."""
    runs = past_runs(dossier)
    asked = {section.id for run in runs for section in asked_sections(run.score, run.questionnaire)}
    found = []
    for section in runs[-1].questionnaire.sections if runs else ():
        if section.id in asked:
            scores = [(run.assessment.date, run.score.section(section.id)) for run in runs]
            points = [(on, each.fraction if each else None) for on, each in scores]
            found.append(TrendLine(name=section.title, points=points))
    return found


def mean_line(dossier: Dossier) -> TrendLine:
    """The score of the whole over time."""
    points = [(run.assessment.date, run.score.fraction) for run in past_runs(dossier)]
    return TrendLine(name=MEAN, points=points)


def overlaid_runs(dossier: Dossier) -> list[PastRun]:
    """At most MOST_OVERLAID, evenly thinned out; the first and the last are always among them."""
    runs = past_runs(dossier)
    most = min(MOST_OVERLAID, len(runs))
    return [runs[round(place * (len(runs) - 1) / (most - 1))] for place in range(most)] if most > 1 else list(runs)


def dated_radars(dossier: Dossier) -> list[DatedRadar]:
    """The dimensions on the dates of `overlaid_runs`; a date that stands twice is numbered."""
    runs = overlaid_runs(dossier)
    names = distinct([day(run.assessment.date) for run in runs], taken="")
    found = []
    for run, name in zip(runs, names, strict=True):
        sections = asked_sections(run.score, run.questionnaire)
        values = [(section.title, section.fraction) for section in sections]
        found.append(DatedRadar(on=run.assessment.date, name=name, values=values))
    return found


def movements(dossier: Dossier) -> list[Movement]:
    """The questions whose answers moved a dimension's score since last time, each with its share of it."""
    comparison = dossier.result.comparison
    if comparison is None:
        return []
    found = []
    for move in comparison.moves:
        question, section = dossier.questionnaire.question(move.question), comparison.after.section(move.section)
        if question is not None and section is not None and comparison.change(move.section) is not None:
            found.append(
                Movement(
                    question=question.text,
                    dimension=section.title,
                    change=move.of_section,
                    before=answer_words(question, dossier.result.last_answers.get(question.id)),
                    after=answer_words(question, dossier.open.answers.get(question.id)),
                )
            )
    return found


def heat_dimensions(dossier: Dossier) -> list[HeatDimension]:
    """Every question that was asked, by dimension, with its level or state as it looks in the heat strip."""
    found = []
    for section, scored in zip(dossier.questionnaire.sections, dossier.score.sections, strict=True):
        cells = tuple(_cells(dossier, section.all_questions()))
        if cells:
            known = f"{shown(scored.fraction, scored.out_of)} of {scale_end(scored.out_of)}"
            figure = "no score yet" if scored.fraction is None else known
            found.append(HeatDimension(title=section.title, figure=figure, cells=cells))
    return found


def _cells(dossier: Dossier, questions: Iterator[Question]) -> Iterator[HeatCell]:
    blocking = {blocker.question for blocker in dossier.verdict.blockers}
    for question in questions:
        scored = dossier.score.questions[question.id]
        if scored.state is State.HIDDEN:
            continue
        answered = scored.state is State.ANSWERED
        value = scored.fraction if answered and scored.scored else scored.state
        style = level_style(value, LIGHT)
        yield HeatCell(
            name=short_name(question),
            words=_words(dossier, question, scored.state),
            mark=_mark(dossier, question) if answered else style.glyph,
            style=style,
            blocks=question.id in blocking,
            answered=answered,
        )


def _words(dossier: Dossier, question: Question, state: State) -> str:
    """The level without its number, which stands in the cell; or the state."""
    if state is not State.ANSWERED:
        return STATE_WORDS[state]
    if question.kind is Kind.TEXT:
        return "Answered in words"
    words = answer_words(question, dossier.open.answers.get(question.id))
    return words.partition(" · ")[2] if question.kind is Kind.CHOICE else words


def _mark(dossier: Dossier, question: Question) -> str:
    answer = dossier.open.answers.get(question.id)
    if answer is not None and question.kind is Kind.CHOICE and answer.choice is not None:
        return str(level_number(question, answer.choice))
    if answer is not None and question.kind is Kind.MULTI:
        return str(len(answer.choices or ()))
    return "✓"
