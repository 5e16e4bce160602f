"""The systems that the pilot has to live with: which it has met, and what their integration usually takes."""

from __future__ import annotations

from fractions import Fraction

from preflight.charts.theme import LIGHT
from preflight.domain.headlines_to_decide import systems_headline
from preflight.domain.integration_range import (
    CONFRONTING_WORDS,
    LEAST_TIMES,
    MOST_TIMES,
    integration_picture,
    usual_range,
)
from preflight.domain.pilot import Confronting, Integration
from preflight.domain.wording import day, listed, typed_number
from preflight.exports.deck.model import Cell, Slide, SlideKind
from preflight.exports.deck.slides.breaking import Row
from preflight.exports.deck.slides.parts import plain_slide
from preflight.exports.deck.slides.tables import in_tables, table_slides
from preflight.services.dossier import Dossier

HEAD = ("System", "Reached by", "Owner", "In the pilot", "Days estimated", "Days usual")
WIDTHS = (0.25, 0.2, 0.17, 0.13, 0.12, 0.13)
NONE = "–"


def systems_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """A native table of the systems with their sum, over as many slides as it takes."""
    systems = dossier.pilot.integrations
    title = systems_headline(systems)
    if not systems:
        return plain_slide(dossier, SlideKind.SYSTEMS, title, "List what production has to be connected to.")
    found = integration_picture(systems)
    rows = [_row(each) for each in systems]
    if found.estimate is not None and found.systems > 1:
        rows.append(_sum(found.estimate))
    unknown = f"Nobody has estimated {listed(found.not_estimated)}; it counts in no sum." if found.not_estimated else ""
    return table_slides(
        dossier,
        SlideKind.SYSTEMS,
        title,
        in_tables(rows, HEAD, WIDTHS, "system", "whether the pilot meets each, its estimate and what is usual"),
        notes=[
            "Confronted means that the pilot meets a system as production will; deferred, that it goes round it.",
            "Days are working days of one person.",
            f"Production usually takes {LEAST_TIMES} to {MOST_TIMES} times what was estimated.",
            "The range is that, and no forecast.",
            unknown,
            f"As it stood on {day(dossier.pilot.on)}.",
        ],
    )


def _row(system: Integration) -> Row:
    deferred = system.confronting is Confronting.DEFERRED
    between = LIGHT.band_stops[1]
    estimate = system.estimate
    return (
        Cell(text=system.system, strong=True),
        Cell(text=system.interface or NONE),
        Cell(text=system.owner or NONE),
        Cell(
            text=CONFRONTING_WORDS[system.confronting],
            fill=between.fill if deferred else "",
            ink=between.text if deferred else "",
        ),
        Cell(text=NONE if estimate is None else typed_number(estimate), centred=True),
        Cell(text=NONE if estimate is None else _range(estimate), centred=True),
    )


def _sum(estimate: Fraction) -> Row:
    whole = (Cell(text=words, strong=True, centred=True) for words in (typed_number(estimate), _range(estimate)))
    return (Cell(text="In all", strong=True, span=4), *[Cell(text="")] * 3, *whole)


def _range(estimate: Fraction) -> str:
    usual = usual_range(estimate)
    return f"{typed_number(usual.least)} to {typed_number(usual.most)}"
