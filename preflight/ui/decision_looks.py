"""How decisions look: the colours of each kind, their names, and the four of them beside one another."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from preflight.domain.decision import DecisionKind
from preflight.domain.decision_words import KIND_WORDS
from preflight.ui.appearance import band_style
from preflight.ui.markup import html, joined

RISING: Final = (DecisionKind.STOP, DecisionKind.NO_GO, DecisionKind.GO_WITH_CONDITIONS, DecisionKind.GO)
_PLACES: Final = {DecisionKind.GO: 2, DecisionKind.GO_WITH_CONDITIONS: 1}


def kind_style(kind: str) -> str:
    """The colours of a kind, by its value; none for one that there is no more."""
    known = _known(kind)
    return band_style(_PLACES.get(known, 0), 3) if known else ""


def kind_title(kind: str) -> str:
    """What a kind is called, by its value."""
    known = _known(kind)
    return KIND_WORDS[known] if known else kind


def scale(*, recommended: str, decided: str = "") -> Markup:
    """The four kinds from stop to go, marked with what is recommended and what was decided."""
    cells = []
    for kind in RISING:
        marks = [words for words, is_it in (("recommended", recommended), ("decided", decided)) if is_it == kind]
        cells.append(
            html(
                '<li class="{}" style="{}"><b>{}</b><span>{}</span></li>',
                " ".join(marks),
                kind_style(kind),
                KIND_WORDS[kind],
                " and ".join(marks).capitalize() or "\u00a0",
            )
        )
    return html('<ol class="pf-decision-scale" aria-label="From stop to go">{}</ol>', joined(cells))


def _known(kind: str) -> DecisionKind | None:
    return DecisionKind(kind) if kind in set(DecisionKind) else None
