"""An order as JSON, for the way from the browser and for the way to the process that makes it; docs/exchange.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, Final, TypeVar

from preflight.domain.errors import Invalid
from preflight.domain.portfolio_filter import LONGEST
from preflight.exports.chart_kinds import ChartKind, Ground, PictureForm, PictureSize
from preflight.exports.deck.model import SlideKind
from preflight.exports.orders import OF_PORTFOLIO, Format, Order

UNREADABLE: Final = "This order can't be read. Load the page again, then try once more."
_MOST_BESIDE: Final = 24
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DEFAULTS: Final = {each.name: each.default for each in fields(Order) if each.name != "format"}
_MEANT_FOR: Final[Mapping[str, frozenset[Format]]] = {
    "slides": frozenset({Format.DECK}),
    "template": frozenset({Format.DECK, Format.CHART, Format.PORTFOLIO_DECK}),
    "which": frozenset(OF_PORTFOLIO),
    "chart": frozenset({Format.CHART}),
    "form": frozenset({Format.CHART}),
    "size": frozenset({Format.CHART}),
    "ground": frozenset({Format.CHART}),
    "beside": frozenset({Format.CHART}),
}
_Choice = TypeVar("_Choice", bound=StrEnum)


def read_order(document: object) -> Order:
    """The order that the JSON document says. Raises Invalid where it is anything but one, whole and unambiguous."""
    if not isinstance(document, dict) or not document.keys() <= {"format", *_DEFAULTS}:
        raise Invalid(UNREADABLE)
    said = {name: value for name, value in document.items() if value is not None}
    slides, beside = said.get("slides", []), said.get("beside", [])
    history = said.get("history", False)
    if not isinstance(slides, list) or len(slides) > len(SlideKind) or not isinstance(history, bool):
        raise Invalid(UNREADABLE)
    which = said.get("which", "")
    if not isinstance(which, str) or len(which) > LONGEST:
        raise Invalid(UNREADABLE)
    if not isinstance(beside, list) or len(beside) > _MOST_BESIDE:
        raise Invalid(UNREADABLE)
    order = Order(
        format=_one_of(Format, said.get("format")),
        assessment=_id(said.get("assessment")),
        project=_id(said.get("project")),
        chart=_one_of(ChartKind, said["chart"]) if "chart" in said else None,
        form=_one_of(PictureForm, said.get("form", PictureForm.PNG)),
        size=_one_of(PictureSize, said.get("size", PictureSize.FULL_HD)),
        ground=_one_of(Ground, said.get("ground", Ground.WHITE)),
        slides=tuple(_one_of(SlideKind, each) for each in slides),
        history=history,
        template=_id(said.get("template")),
        beside=tuple(each for each in map(_id, beside) if each),
        which=which,
    )
    for name, formats in _MEANT_FOR.items():
        if order.format not in formats and getattr(order, name) != _DEFAULTS[name]:
            raise Invalid(UNREADABLE)
    return order


def order_document(order: Order) -> dict[str, Any]:
    """What `read_order` reads back as the same order."""
    plain = {name: getattr(order, name) for name in _DEFAULTS}
    return {"format": order.format} | plain | {"slides": [*order.slides], "beside": [*order.beside]}


def _one_of(kind: type[_Choice], value: object) -> _Choice:
    try:
        return kind(value)  # type: ignore[arg-type]
    except ValueError:
        raise Invalid(UNREADABLE) from None


def _id(value: object) -> str | None:
    if value is None or (isinstance(value, str) and _ID.fullmatch(value)):
        return value
    raise Invalid(UNREADABLE)
