"""The criteria against what was measured: as they were sealed, as they were amended, and whether they are met."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.charts.theme import LIGHT
from preflight.domain.criterion import Criterion, CriterionStanding, standing_of
from preflight.domain.criterion_days import overdue_on
from preflight.domain.headlines_to_decide import criteria_headline
from preflight.domain.wording import day
from preflight.exports.criteria_told import amendments_told, criterion_told
from preflight.exports.deck.model import Cell, Slide, SlideKind
from preflight.exports.deck.slides.breaking import Row
from preflight.exports.deck.slides.parts import plain_slide
from preflight.exports.deck.slides.tables import in_tables, table_slides
from preflight.services.dossier import Dossier

HEAD = ("Criterion", "Before", "Target", "Measured", "Stands")
WIDTHS = (0.3, 0.13, 0.21, 0.18, 0.18)
AMENDED_HEAD = ("Criterion", "Before", "Target as sealed", "As amended", "Measured", "Stands")
AMENDED_WIDTHS = (0.23, 0.11, 0.18, 0.17, 0.15, 0.16)


def criteria_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """A native table over as many slides as it takes; a column for amendments only where there are any."""
    criteria, on = dossier.pilot.criteria, dossier.pilot.on
    title = criteria_headline(criteria, on)
    if not criteria:
        return plain_slide(
            dossier, SlideKind.CRITERIA, title, "Say what would count as success before anything is measured."
        )
    amended = any(each.amended for each in criteria)
    head, widths = (AMENDED_HEAD, AMENDED_WIDTHS) if amended else (HEAD, WIDTHS)
    rows = [_row(dossier, each, amended=amended) for each in criteria]
    told = "what it was before, the target, what was measured and whether it is met"
    return table_slides(
        dossier,
        SlideKind.CRITERIA,
        title,
        in_tables(rows, head, widths, "criterion", told, several="criteria"),
        notes=[
            "Criteria are written down and sealed before anything is measured; a change after that says why.",
            *amendments_told(criteria),
            *_evidence(criteria),
            f"As it stood on {day(on)}.",
        ],
    )


def _row(dossier: Dossier, criterion: Criterion, *, amended: bool) -> Row:
    told = criterion_told(criterion, dossier.pilot.on)
    fill, ink = _colours(dossier, criterion)
    return (
        Cell(text=told.metric, strong=True),
        Cell(text=told.before),
        Cell(text=told.sealed),
        *([Cell(text=told.amended)] if amended else []),
        Cell(text=told.measured),
        Cell(text=told.stands, fill=fill, ink=ink),
    )


def _colours(dossier: Dossier, criterion: Criterion) -> tuple[str, str]:
    bad, _, good = LIGHT.band_stops
    standing = standing_of(criterion)
    if standing is CriterionStanding.MET:
        return good.fill, good.text
    if standing is CriterionStanding.MISSED and overdue_on(criterion, dossier.pilot.on):
        return bad.fill, bad.text
    return "", ""


def _evidence(criteria: tuple[Criterion, ...]) -> Iterator[str]:
    for each in criteria:
        if each.measured and (words := each.measured.evidence.text or each.measured.evidence.url):
            yield f"Evidence for “{each.newest.terms.metric}”: {words}"
