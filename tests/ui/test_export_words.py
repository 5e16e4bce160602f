"""Everything that can leave has a name on screen."""

from __future__ import annotations

from preflight.exports.deck.model import SlideKind
from preflight.exports.orders import Format
from preflight.ui.export_deck import NAMES
from preflight.ui.export_rows import file_row


def test_every_slide_has_a_name_of_its_own() -> None:
    assert set(NAMES) == set(SlideKind)
    assert len(set(NAMES.values())) == len(NAMES)


def test_a_row_orders_what_it_names() -> None:
    row = file_row("Report", "PDF", "To read.", "paper", Format.REPORT, assessment="a1")
    assert row["order"] == {"format": "report", "assessment": "a1"}
    assert row["label"] == "Download"
