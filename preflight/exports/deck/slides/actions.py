"""The owned plan: what somebody has taken on, by when, and what later assessments say about it."""

from __future__ import annotations

from preflight.charts.theme import LIGHT
from preflight.charts.words import day as short_day
from preflight.domain.headlines_to_decide import actions_headline
from preflight.domain.wording import EFFORT_WORDS, day
from preflight.exports.deck.model import Cell, Slide, SlideKind
from preflight.exports.deck.slides.breaking import Row
from preflight.exports.deck.slides.tables import in_tables, left_off, table_slides, words_row
from preflight.exports.taken_on import TakenOn, taken_on
from preflight.services.dossier import Dossier

MOST_ACTIONS = 16
"""So many are on slides, what is open first; the report has them all."""
HEAD = ("Action", "Owner", "By", "It takes", "Where it stands")
WIDTHS = (0.36, 0.15, 0.14, 0.09, 0.26)


def actions_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """A native table over as many slides as it takes; there is at least one action."""
    found, on = taken_on(dossier), dossier.pilot.on
    rows, rest = [_row(each) for each in found[:MOST_ACTIONS]], left_off(len(found) - MOST_ACTIONS, "action")
    if rest:
        rows.append(words_row(rest, len(HEAD)))
    return table_slides(
        dossier,
        SlideKind.PLAN,
        actions_headline(dossier.pilot.actions, on),
        in_tables(rows, HEAD, WIDTHS, "action", "who does it, by when, what it takes and where it stands"),
        notes=[
            f"The actions as they stood on {day(on)}, what is due next at the top.",
            "Whether an action worked is for the next assessment to say: it is confirmed once its question has risen.",
            "What was done and did not move its question is shown as exactly that.",
            rest,
        ],
    )


def _row(found: TakenOn) -> Row:
    action, late = found.action, LIGHT.band_stops[0]
    by = short_day(action.due) if action.due else "–"
    return (
        Cell(text=action.title),
        Cell(text=action.owner or "–"),
        Cell(text=f"{by}, overdue", fill=late.fill, ink=late.text) if found.overdue else Cell(text=by),
        Cell(text=EFFORT_WORDS[action.effort] if action.effort else "–", centred=True),
        Cell(text=found.stands),
    )
