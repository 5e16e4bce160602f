"""An order that nothing can be made from says why; everything else has one maker."""

from __future__ import annotations

import pytest

from preflight.domain.errors import Invalid
from preflight.exports.making import SPOKEN, check_order
from preflight.exports.orders import Format, Order


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        *((Order(format=each), "which assessment") for each in Format if each is not Format.BUNDLE),
        *((Order(format=each, assessment="a", project="p"), "not of both") for each in Format),
        *((Order(format=each, project="p"), "which assessment") for each in (Format.DECK, Format.CSV, Format.FORM)),
        (Order(format=Format.CHART, assessment="a"), "which chart"),
    ],
)
def test_a_wrong_order_is_told_in_a_sentence(order: Order, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        check_order(order)


def test_every_format_has_a_name_in_sentences() -> None:
    assert set(SPOKEN) == set(Format)
