"""One success criterion as a card: its goal large, its seal, its versions side by side, its measurements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

import streamlit as st
from markupsafe import Markup

from preflight.charts.words import day as short_day
from preflight.domain.criterion import (
    Criterion,
    CriterionStanding,
    CriterionTerms,
    CriterionVersion,
    Measurement,
    standing_of,
)
from preflight.domain.criterion_days import overdue_on
from preflight.domain.criterion_words import (
    DIRECTION_WORDS,
    FIELDS,
    Difference,
    differences,
    measurement_words,
    number_words,
    standing_words,
    target_words,
    value_words,
)
from preflight.domain.wording import day, listed
from preflight.services.pilot_file import PilotFile
from preflight.ui.markup import draw, html, joined
from preflight.ui.pieces import table

FEW = 6
"""So many measurements stand open; the rest is folded away."""
SHORT_UNIT = 14
"""A unit of so many letters stays beside its number; a longer one may go on below."""
NO_BREAK = "\N{NO-BREAK SPACE}"
_SIGNS = {
    CriterionStanding.NOT_SEALED: ("open", "○"),
    CriterionStanding.NOT_MEASURED: ("open", "○"),
    CriterionStanding.MET: ("met", "✓"),
    CriterionStanding.MISSED: ("missed", "✕"),
    CriterionStanding.WITHDRAWN: ("gone", "–"),
}


def local_day(moment: datetime) -> date:
    """A moment's day where the server stands."""
    return moment.astimezone().date()


def criterion_card(criterion: Criterion, file: PilotFile) -> Markup:
    """What is counted, from where to where, how, by when and for whom; where it stands, and its seal."""
    terms = criterion.newest.terms
    facts: tuple[tuple[str, str], ...] = (
        ("How it is measured", terms.how),
        ("By when", day(terms.by_when)),
        ("Business owner", terms.business_owner),
    )
    if criterion.late:
        facts += (("Why it was missing", criterion.first.reason),)
    rows = joined([html("<div><dt>{}</dt><dd>{}</dd></div>", what, words) for what, words in facts])
    return html(
        '<article class="pf-pilot-criterion{}"><header><div><h3>{}</h3>{}{}</div><div class="marks">{}{}</div></header>'
        "<dl>{}</dl></article>",
        " withdrawn" if criterion.withdrawn else "",
        terms.metric,
        _goal(terms),
        _said(criterion),
        _stands(criterion, file.on),
        _seal(criterion, file),
        rows,
    )


def _goal(terms: CriterionTerms) -> Markup:
    """“from 45 to at most 9 minutes”, the numbers large."""
    start = html("from <b>{}</b> to ", number_words(terms.baseline)) if terms.baseline is not None else Markup("")
    return html(
        '<p class="goal">{}{} <b>{}</b> {}</p>',
        start,
        DIRECTION_WORDS[terms.direction],
        number_words(terms.target),
        terms.unit,
    )


def _said(criterion: Criterion) -> Markup:
    """What the newest measurement says, and what it would say of the version first sealed where that differs."""
    if criterion.withdrawn or criterion.measured is None:
        return Markup("")
    terms, measured = criterion.newest.terms, criterion.measured
    told = html('<p class="said">Last measured: {}.</p>', measurement_words(terms, measured))
    if standing_of(criterion, criterion.first) is standing_of(criterion):
        return told
    first = criterion.first.terms
    verdict = "met" if first.met_by(measured.value) else "not met"
    return told + html('<p class="said differs">As first sealed, {}: {}.</p>', target_words(first), verdict)


def _stands(criterion: Criterion, on: date) -> Markup:
    kind, sign = _SIGNS[standing_of(criterion)]
    words = standing_words(criterion, on)
    if overdue_on(criterion, on):
        kind = "missed"
        if criterion.measured is not None:
            words = f"{words}, {day(criterion.newest.terms.by_when)} has passed"
    elif kind == "missed":
        kind = "waiting"
    return html('<p class="stands {}"><i aria-hidden="true">{}</i>{}</p>', kind, sign, words)


def _seal(criterion: Criterion, file: PilotFile) -> Markup:
    if criterion.sealed_at is None:
        return Markup("")
    return html(
        '<p class="seal"><i aria-hidden="true"></i><span><b>{}</b> {}<small>{}</small></span></p>',
        "Added late, sealed" if criterion.late else "Sealed",
        day(local_day(criterion.sealed_at)),
        _name(criterion.sealed_by or "", file),
    )


def versions(criterion: Criterion, file: PilotFile) -> Markup:
    """What was sealed first and what holds now, side by side, with every amendment and its reason."""
    changed = differences(criterion.first.terms, criterion.newest.terms)
    steps = [
        _amendment(before, after, file, alone=len(criterion.versions) == 2)
        for before, after in pairwise(criterion.versions)
    ]
    return html(
        '<section class="pf-pilot-versions" aria-label="Amendments">{}<ol>{}</ol></section>',
        _side_by_side(criterion, changed) if changed else Markup(""),
        joined(steps),
    )


def _side_by_side(criterion: Criterion, changed: Sequence[Difference]) -> Markup:
    rows = joined(
        [
            html(
                '<tr><th scope="row">{}</th><td>{}</td><td><ins>{}</ins></td></tr>', each.what, each.before, each.after
            )
            for each in changed
        ]
    )
    same = [name for name in FIELDS if name not in {each.what for each in changed}]
    return html(
        '<table><thead><tr><td></td><th scope="col">Sealed first<small>{}</small></th><th scope="col">Holds now'
        "<small>since {}</small></th></tr></thead><tbody>{}</tbody></table><p>{}</p>",
        day(local_day(criterion.sealed_at)) if criterion.sealed_at else "",
        day(local_day(criterion.newest.at)),
        rows,
        f"Unchanged: {listed([name[:1].lower() + name[1:] for name in same])}." if same else "",
    )


def _amendment(before: CriterionVersion, after: CriterionVersion, file: PilotFile, *, alone: bool) -> Markup:
    """One amendment: when, who, why; and what it changed, unless the table above says so already."""
    moved = "; ".join(f"{each.what}: {each.before} → {each.after}" for each in differences(before.terms, after.terms))
    return html(
        "<li><b>{}</b> · {} · {}<q>{}</q>{}</li>",
        "Withdrawn" if after.withdrawn else f"Amendment {after.number - 1}",
        day(local_day(after.at)),
        _name(after.by, file),
        after.reason,
        html("<small>{}</small>", moved) if moved and not alone else Markup(""),
    )


def measurements(criterion: Criterion, file: PilotFile) -> None:
    """Every measurement, newest first; struck ones struck through with their reason. Older ones are folded away."""
    newest_first = list(reversed(criterion.measurements))
    _measurement_table(newest_first[:FEW], criterion, file)
    if len(newest_first) > FEW:
        _all_measurements(newest_first, criterion, file)


@st.fragment
def _all_measurements(newest_first: list[Measurement], criterion: Criterion, file: PilotFile) -> None:
    """Every measurement, drawn only once somebody opens it."""
    with st.expander(
        f"All {len(newest_first)} measurements",
        icon=":material/table:",
        key=f"pilot_all_{criterion.id}",
        on_change="rerun",
    ) as part:
        if part.open:
            _measurement_table(newest_first, criterion, file)


def _measurement_table(shown: list[Measurement], criterion: Criterion, file: PilotFile) -> None:
    rows = [_measurement_row(each, criterion, file) for each in shown]
    columns, caption = ["Measured", "Value", "Target", "Evidence"], f"Measurements of {criterion.newest.terms.metric}"
    held = table(columns, rows, numeric=frozenset({"Value"}), caption=caption)
    draw(html('<div class="pf-pilot-measured">{}</div>', held))


def _measurement_row(each: Measurement, criterion: Criterion, file: PilotFile) -> dict[str, object]:
    terms, first = criterion.newest.terms, criterion.first.terms
    value, on = value_words(each.value, terms.unit), short_day(each.date)
    if len(terms.unit) <= SHORT_UNIT:
        value = value.replace(" ", NO_BREAK)
    evidence = html("{}{} <small>· {}</small>", each.evidence.text, _link(each), _name(each.by, file))
    if each.struck_at is not None:
        struck = html(
            "<b>Struck out</b> “{}” <small>{} · {}</small>",
            each.struck_why,
            short_day(local_day(each.struck_at)),
            _name(each.struck_by or "", file),
        )
        return {
            "Measured": html("<s>{}</s>", on),
            "Value": html("<s>{}</s>", value),
            "Target": struck,
            "Evidence": html("<s>{}</s>{}", each.evidence.text, _link(each)),
        }
    met, met_first = terms.met_by(each.value), first.met_by(each.value)
    says = html("<b>{}</b>", "✓ met" if met else "✕ not met")
    if met is not met_first:
        says += html(" <small>· as first sealed: {}</small>", "met" if met_first else "not met")
    return {"Measured": on, "Value": html("<b>{}</b>", value), "Target": says, "Evidence": evidence}


def _link(each: Measurement) -> Markup:
    if not each.evidence.url:
        return Markup("")
    return html(' <a href="{}" target="_blank" rel="noopener noreferrer">Open the link</a>', each.evidence.url)


def _name(person_id: str, file: PilotFile) -> str:
    return file.names.get(person_id, "Somebody")
