"""What the room said, on Results: each question's votes in each round, what was agreed and why."""

from __future__ import annotations

from functools import partial

import streamlit as st
from markupsafe import Markup

from preflight.domain.consensus import Distribution
from preflight.domain.wording import answer_words
from preflight.services.action_drafts import disagreed, draft_of_disagreement
from preflight.services.assessments import OpenAssessment
from preflight.services.room_record import QuestionRecord, room_record
from preflight.services.room_view import RevealedRound
from preflight.ui.action_offer import Offers
from preflight.ui.context import PageContext
from preflight.ui.markup import draw, html, joined
from preflight.ui.pieces import heading

AT_FIRST = 5


def room_said(context: PageContext, opened: OpenAssessment) -> None:
    """Every question that a room voted on, the largest disagreement first; nothing where there was no room."""
    records = room_record(context.workspace, context.person, opened.assessment.id)
    if not records:
        return
    heading("What the room said")
    draw(html('<p class="pf-kicker">The largest disagreement first. Votes have no names, here or in the database.</p>'))
    offers = Offers(context, opened)
    _records(records[:AT_FIRST], opened, offers)
    rest = records[AT_FIRST:]
    if rest:
        with st.expander(f"The other {len(rest)} questions", icon=":material/groups:"):
            _records(rest, opened, offers)


def _records(records: tuple[QuestionRecord, ...], opened: OpenAssessment, offers: Offers) -> None:
    """Where opinions were apart, an action can be made of finding out."""
    with st.container(gap=None):
        for each in records:
            draft = partial(draft_of_disagreement, opened, each) if disagreed(each) else None
            offers.beside(partial(_drawn, each), each.question.id, draft, key="room")


def _drawn(record: QuestionRecord) -> None:
    draw(html('<ul class="pf-list pf-said">{}</ul>', _record(record)))


def _record(record: QuestionRecord) -> Markup:
    rounds = joined([_round(each, alone=len(record.rounds) == 1) for each in record.rounds])
    lines = [html("<li>“{}”</li>", line.why) for each in record.rounds for line in each.lines]
    written = html('<ul class="lines">{}</ul>', joined(lines)) if lines else Markup("")
    return html("<li><b>{}</b>{}{}{}</li>", record.question.text, rounds, _agreed(record), written)


def _agreed(record: QuestionRecord) -> Markup:
    if record.agreed is None:
        return html('<p class="agreed">Not agreed on.</p>')
    words = answer_words(record.question, record.agreed.said)
    return html('<p class="agreed">Agreed: <b>{}</b> <span>{}</span></p>', words, record.agreed.why)


def _round(found: RevealedRound, *, alone: bool) -> Markup:
    shown = found.shown
    cells = [_cell(str(bar.number or bar.label), bar.count, shown) for bar in shown.bars]
    if shown.unknown:
        cells.append(_cell("Don’t know", shown.unknown, shown))
    if shown.not_applicable:
        cells.append(_cell("Not applicable", shown.not_applicable, shown))
    name = "" if alone else f"Round {found.number}: "
    by_hand = f", {shown.by_hand} of them by hand" if shown.by_hand else ""
    votes = "1 vote" if shown.votes == 1 else f"{shown.votes} votes"
    return html(
        '<div class="votes" role="img" aria-label="{0}{1}">{2}</div><p class="pf-kicker">{0}{3}{4}, {5}</p>',
        name,
        shown.summary,
        joined(cells),
        votes,
        by_hand,
        shown.words,
    )


def _cell(name: str, count: int, shown: Distribution) -> Markup:
    share = round(100 * count / shown.votes) if shown.votes else 0
    return html('<span style="--share:{}%"><i>{}</i><b>{}</b></span>', share, name, count)
