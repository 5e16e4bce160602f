"""What stood on the decision's page, drawn from its picture: that of today, and that of a decision years ago."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from markupsafe import Markup

from preflight.domain.decision_picture import (
    AssessmentShown,
    ConditionShown,
    CriterionShown,
    DecisionPicture,
    DimensionShown,
    RuleShown,
    SystemShown,
)
from preflight.domain.figures import NO_FIGURE
from preflight.domain.wording import day
from preflight.exports.report.told import living_link
from preflight.ui.appearance import band_style
from preflight.ui.decision_looks import kind_style, kind_title
from preflight.ui.markup import html, joined

_MARKS: Final = {"met": "✓", "missed": "✕", "not_measured": "○", "not_sealed": "○", "withdrawn": "–"}
_COLUMNS: Final = ("Criterion", "As it was sealed", "As it holds now", "Measured", "It says")


def picture_facts(picture: DecisionPicture) -> Markup:
    """Everything in its order: the assessment beside the plan, the systems and what is open; then the criteria."""
    left = _assessment(picture.assessed) if picture.assessed else _note("No assessment was completed.")
    return html(
        '<div class="pf-decision-facts"><div class="two"><div><section><h3>The verdict</h3>{}</section>{}</div>'
        "<div>{}{}</div></div><section><h3>Criteria against measurements</h3>{}</section></div>",
        left,
        _plan(picture),
        _conditions(picture.conditions),
        _systems(picture),
        _criteria(picture.criteria, picture.on),
    )


def picture_rules(picture: DecisionPicture) -> Markup:
    """Every rule in its order: whether it holds, what it saw, and the idea behind it."""
    return html('<ol class="pf-decision-rules">{}</ol>', joined([_rule(each) for each in picture.rules]))


def _rule(rule: RuleShown) -> Markup:
    held = "decides" if rule.decides else "holds too" if rule.because else "does not hold"
    saw = joined([html("<li>{}</li>", each) for each in rule.because])
    return html(
        '<li class="{}"><p><b>{}</b> <span class="pf-chip {}" style="{}">{}</span></p><p>{}</p>{}'
        '<p class="idea">{}</p></li>',
        "decides" if rule.decides else "holds" if rule.because else "",
        rule.title,
        "band" if rule.because else "",
        kind_style(rule.kind) if rule.because else "",
        f"{held}: {kind_title(rule.kind)}" if rule.because else held,
        rule.sentence,
        html("<ul>{}</ul>", saw) if rule.because else Markup(""),
        rule.idea,
    )


def _assessment(found: AssessmentShown) -> Markup:
    style = band_style(found.place, found.bands) if found.place is not None else ""
    said = [each for each in (found.provisional, found.evidence) if each]
    blockers = joined([html("<li>{}</li>", each) for each in found.blockers])
    return html(
        '<p class="verdict" style="{}">{}</p><p class="quiet">{} · {} · {} covered</p>{}{}{}',
        style,
        found.verdict,
        found.questionnaire,
        day(found.on),
        found.coverage,
        joined([html("<p>{}</p>", each) for each in said]),
        html('<ul class="blockers" aria-label="Blockers">{}</ul>', blockers) if found.blockers else Markup(""),
        _dimensions(found.dimensions),
    )


def _dimensions(found: Sequence[DimensionShown]) -> Markup:
    rows = joined([_dimension(each) for each in found])
    return html(
        '<table class="pf-decision-bars" aria-label="Dimensions"><thead><tr><th scope="col">Dimension</th>'
        '<th scope="col" aria-hidden="true"></th><th scope="col" class="claimed">Claimed</th>'
        '<th scope="col" class="proven">With evidence</th></tr></thead><tbody>{}</tbody></table>',
        rows,
    )


def _dimension(found: DimensionShown) -> Markup:
    bar = Markup("")
    if found.shares is not None:
        bar = html(
            '<i class="claimed" style="--share:{}%"></i><i class="proven" style="--share:{}%"></i>',
            *(round(share * 100, 1) for share in found.shares),
        )
    return html(
        '<tr><th scope="row">{}</th><td class="bar" aria-hidden="true"><span>{}</span></td><td class="n"><b>{}</b></td>'
        '<td class="n">{}</td></tr>',
        found.title,
        bar,
        found.figure or NO_FIGURE,
        found.proven,
    )


def _plan(picture: DecisionPicture) -> Markup:
    said = [(picture.decision_due, picture.decision_pressing), (picture.review, picture.review_pressing)]
    rows = [html('<li class="{}">{}</li>', "pressing" if presses else "", words) for words, presses in said if words]
    return html("<section><h3>The plan</h3><ul>{}</ul></section>", joined(rows))


def _conditions(found: Sequence[ConditionShown]) -> Markup:
    if not found:
        return html("<section><h3>Open conditions</h3>{}</section>", _note("No earlier condition is open."))
    rows = [html('<li class="{}">{}</li>', "pressing" if each.overdue else "", _condition(each)) for each in found]
    return html("<section><h3>Open conditions</h3><ul>{}</ul></section>", joined(rows))


def _condition(found: ConditionShown) -> Markup:
    due = f"{'was due on' if found.overdue else 'by'} {day(found.due)}" if found.due else "no day"
    return html("<b>{}</b> <span>· {} · {}</span>", found.text, found.owner or "no owner", due)


def _systems(picture: DecisionPicture) -> Markup:
    if not picture.systems:
        return html("<section><h3>Systems</h3>{}</section>", _note("No system is listed."))
    total = Markup("")
    if picture.estimate:
        total = html(
            "<p>Estimated at <b>{}</b>. Production usually takes three to five times that: <b>{}</b>.</p>",
            picture.estimate,
            picture.usual,
        )
    return html(
        '<section><h3>Systems</h3>{}<table class="pf-decision-systems" aria-label="Systems"><thead><tr>'
        '<th scope="col">System</th><th scope="col">In the pilot</th><th scope="col" class="n">Days</th>'
        '<th scope="col" class="n">Usually</th></tr></thead><tbody>{}</tbody></table></section>',
        total,
        joined([_system(each) for each in picture.systems]),
    )


def _system(found: SystemShown) -> Markup:
    return html(
        '<tr><th scope="row">{}</th><td class="how {}">{}</td><td class="n">{}</td><td class="n">{}</td></tr>',
        found.system,
        "" if found.confronted else "deferred",
        "✓ confronted" if found.confronted else "✕ deferred",
        found.estimate or "not known",
        found.usual or NO_FIGURE,
    )


def _criteria(found: Sequence[CriterionShown], on: date) -> Markup:
    if not found:
        return _note("No success criterion is written down.")
    head = joined([html('<th scope="col">{}</th>', each) for each in _COLUMNS])
    return html(
        '<table class="pf-decision-criteria" aria-label="Criteria against measurements"><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table>",
        head,
        joined([_criterion(each, on) for each in found]),
    )


def _criterion(found: CriterionShown, on: date) -> Markup:
    sealed = f"Sealed on {day(found.sealed_on)}" if found.sealed_on else "Not sealed yet"
    cells = (
        html("<b>{}</b><small>{}</small><small>Answers for it: {}</small>", found.metric, found.how, found.owner),
        html("{}<small>{}</small>{}", found.first_goal, sealed, _late(found)),
        _now(found),
        _measured(found),
        _says(found, on),
    )
    body = [
        html('<td data-label="{}"><div>{}</div></td>', name, cell) for name, cell in zip(_COLUMNS, cells, strict=True)
    ]
    return html('<tr class="{}">{}</tr>', found.standing, joined(body))


def _late(found: CriterionShown) -> Markup:
    return html("<small>Added after the others: {}</small>", found.late) if found.late else Markup("")


def _now(found: CriterionShown) -> Markup:
    if not found.amendments:
        return html('<span class="quiet">The same</span>')
    parts = [
        html("<p>{}<small>{}, {}: “{}”</small></p>", each.goal, day(each.on), each.by, each.reason)
        for each in reversed(found.amendments)
    ]
    return joined(parts)


def _measured(found: CriterionShown) -> Markup:
    if not found.measured:
        return html('<span class="quiet">Nothing yet</span>')
    link = html("<small>{}</small>", found.link)
    if living_link(found.link):
        link = html('<small><a href="{0}" rel="noopener noreferrer">{0}</a></small>', found.link)
    return html("<b>{}</b><small>{}</small>{}", found.measured, found.evidence, link)


def _says(found: CriterionShown, on: date) -> Markup:
    mark, place = _MARKS.get(found.standing, ""), found.place(on)
    style = "" if place is None else band_style(place, 3)
    first = html("<small>As it was sealed: {}</small>", found.first_says.lower()) if found.first_says else Markup("")
    return html(
        '<span class="pf-chip {}" style="{}">{} {}</span>{}', "band" if style else "", style, mark, found.says, first
    )


def _note(words: str) -> Markup:
    return html('<p class="quiet">{}</p>', words)
