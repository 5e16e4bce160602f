"""The disagreements of the workshop: how the votes fell, the largest spread first, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from preflight.charts.series import SeriesKind
from preflight.domain.headlines import room_headline
from preflight.domain.questionnaire import Kind
from preflight.domain.wording import answer_words, counted, short_name
from preflight.exports.deck.model import (
    Cell,
    ChartForm,
    ChartSeries,
    Layout,
    NativeChart,
    Paragraph,
    Slide,
    SlideKind,
    Table,
    Words,
)
from preflight.exports.deck.slides.parts import heading, plain_slide, slide
from preflight.exports.footing import voters
from preflight.services.dossier import Dossier
from preflight.services.room_record import QuestionRecord
from preflight.services.room_view import RevealedRound

MOST_TOLD = 5
HEAD = ("Question", "Votes", "The room was", "Agreed")
WIDTHS = (0.32, 0.3, 0.14, 0.24)

Voted = tuple[QuestionRecord, RevealedRound]


def disagreements_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """Stacked bars where the questions have equally many levels, else a table; at most MOST_TOLD questions."""
    voted = [(each, each.widest or each.rounds[0]) for each in dossier.records if each.rounds]
    title = room_headline([(record.question, each.shown) for record, each in voted])
    if not voted:
        return plain_slide(
            dossier, SlideKind.DISAGREEMENTS, title, "Open a room and vote, and what it was apart on stands here."
        )
    told = voted[:MOST_TOLD]
    more = len(voted) - len(told)
    scales = {len(each.shown.bars) for _, each in told}
    stacked = len(scales) == 1 and all(record.question.kind is Kind.CHOICE for record, _ in told)
    parts = (_chart(told), _agreements(told)) if stacked else (_table(told),)
    return (
        slide(
            dossier,
            SlideKind.DISAGREEMENTS,
            Layout.CHART_AND_WORDS if stacked else Layout.TABLE,
            title,
            *parts,
            notes=[
                f"How the votes of {voters(dossier.voters)} fell, the largest disagreement first."
                if dossier.voters
                else "",
                "Of several rounds on a question, the one that was furthest apart is shown.",
                "Everybody voted in private before anything was shown; no vote has a name.",
                "Each bar is one question and all its votes, from the lowest level at the left to the highest."
                if stacked
                else "",
                "How far apart a room is runs from 0, all on one level, to 1, half at either end.",
                "That is Leik’s ordinal dispersion, and never a mean.",
                f"{counted(more).capitalize()} more {'question was' if more == 1 else 'questions were'} voted on."
                if more
                else "",
            ],
        ),
    )


def _chart(told: Sequence[Voted]) -> NativeChart:
    levels = len(told[0][1].shown.bars)
    series = [
        ChartSeries(
            name=f"Level {place + 1}",
            values=tuple(float(each.shown.bars[place].count) for _, each in told),
            level=place / (levels - 1) if levels > 1 else 1.0,
        )
        for place in range(levels)
    ]
    if any(each.shown.unknown for _, each in told):
        unknown = tuple(float(each.shown.unknown) for _, each in told)
        series.append(ChartSeries(name="Don’t know", values=unknown, kind=SeriesKind.LAST))
    if any(each.shown.not_applicable for _, each in told):
        values = tuple(float(each.shown.not_applicable) for _, each in told)
        series.append(ChartSeries(name="Does not apply", values=values))
    most = float(max(each.shown.votes for _, each in told))
    said = "; ".join(f"{short_name(record.question)}: {each.shown.summary}" for record, each in told)
    return NativeChart(
        form=ChartForm.STACKED,
        categories=tuple(short_name(record.question) for record, _ in told),
        series=tuple(series),
        most=max(most, 1.0),
        step=max(most, 1.0),
        alt=f"How the votes fell. {said}",
    )


def _agreements(told: Sequence[Voted]) -> Words:
    return Words(paragraphs=(heading("What was agreed"), *_agreed_paragraphs(told)))


def _agreed_paragraphs(told: Sequence[Voted]) -> Iterator[Paragraph]:
    for record, each in told:
        yield Paragraph(strong=f"{short_name(record.question)}:", text=f"{each.shown.words}. {_agreed(record)}")


def _agreed(record: QuestionRecord) -> str:
    if record.agreed is None:
        return "Not agreed on."
    words = answer_words(record.question, record.agreed.said)
    why = record.agreed.why
    return f"Agreed: {words}. {why}" if why else f"Agreed: {words}."


def _table(told: Sequence[Voted]) -> Table:
    return Table(
        head=HEAD,
        rows=tuple(
            (
                Cell(text=record.question.text, strong=True),
                Cell(text=each.shown.summary),
                Cell(text=each.shown.words),
                Cell(text=_agreed(record)),
            )
            for record, each in told
        ),
        widths=WIDTHS,
        alt=f"Table of {len(told)} questions: how the votes fell, how far apart the room was, and what was agreed.",
    )
