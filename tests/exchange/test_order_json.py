"""An order on its way as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.errors import Invalid
from preflight.domain.portfolio_filter import LONGEST
from preflight.exchange.order_json import order_document, read_order
from preflight.exports.chart_kinds import ChartKind, Ground, PictureForm, PictureSize
from preflight.exports.deck.model import SlideKind
from preflight.exports.orders import OF_PORTFOLIO, Format, Order

IDS = st.none() | st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)
PLAIN = st.sampled_from([each for each in Format if each not in (Format.DECK, Format.CHART)])
ORDERS = (
    st.builds(Order, format=PLAIN, assessment=IDS, project=IDS, history=st.booleans())
    | st.builds(
        Order,
        format=st.just(Format.DECK),
        assessment=IDS,
        slides=st.lists(st.sampled_from(SlideKind), unique=True).map(tuple),
        history=st.booleans(),
        template=IDS,
    )
    | st.builds(Order, format=st.sampled_from(OF_PORTFOLIO), which=st.text(max_size=LONGEST))
    | st.builds(
        Order,
        format=st.just(Format.CHART),
        assessment=IDS,
        chart=st.none() | st.sampled_from(ChartKind),
        form=st.sampled_from(PictureForm),
        size=st.sampled_from(PictureSize),
        ground=st.sampled_from(Ground),
        template=IDS,
        beside=st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True), max_size=4).map(tuple),
    )
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["format", "slides", "chart"]), inner),
)


@given(ORDERS)
def test_every_order_comes_through_as_it_was(order: Order) -> None:
    assert read_order(json.loads(json.dumps(order_document(order)))) == order


@given(JSON | st.fixed_dictionaries({"format": st.sampled_from(Format)}, optional={"slides": JSON, "chart": JSON}))
def test_anything_else_is_refused_and_nothing_worse(document: object) -> None:
    try:
        order = read_order(document)
    except Invalid:
        return
    assert isinstance(order, Order)


@pytest.mark.parametrize("name", ["slides", "template", "chart", "form", "size", "ground"])
def test_a_field_that_the_format_has_no_use_for_is_refused(name: str) -> None:
    value = {"slides": ["title"], "chart": "radar", "form": "svg", "size": "4k", "ground": "transparent"}.get(name, "x")
    with pytest.raises(Invalid):
        read_order({"format": "report", "assessment": "a", name: value})
