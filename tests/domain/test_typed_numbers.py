"""Numbers as people type them are read exactly, or refused with what was typed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.criterion_words import number_words
from preflight.domain.errors import Invalid
from preflight.domain.typed_numbers import read_number, reading_told


@pytest.mark.parametrize(
    ("typed", "unit", "meant"),
    [
        ("92", "", "92"), (" 4.2 ", "", "4.2"), ("1,800", "", "1800"), ("3,5", "", "3.5"), ("1 800", "", "1800"),
        ("1\u202f800,5", "", "1800.5"), ("1'800.5", "", "1800.5"), ("1,234,567.25", "", "1234567.25"),
        ("1.800,50", "", "1800.5"), ("1.234.567", "", "1234567"), ("0,125", "", "0.125"), ("-5", "", "-5"),
        ("−5", "", "-5"), ("+5", "", "5"), ("92 %", "%", "92"), ("92%", "%", "92"), ("9 Minutes", "minutes", "9"),
        ("€1,800", "€", "1800"), ("-3 %", "%", "-3"), ("٤٢", "", "42"), ("1.800", "", "1.8"),
        ("12Maß", "Maß", "12"), ("12 MASS", "Maß", "12"), ("-5", "-", "-5"), ("-5 -", "-", "-5"), ("11", "1/h", "11"),
        ("11 1/h", "1/h", "11"), ("21,000", "1,000", "21000"), ("CHF 1'800", "CHF", "1800"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_was_meant(typed: str, unit: str, meant: str) -> None:
    assert read_number(typed, what="The target", unit=unit) == Fraction(meant)


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "1e3", "1/3", "12 34", "1,80,0", "45 minutes", "9-10", "½", "1.2.3", "--5", "1" * 13, "0.1234567"],
)
def test_anything_else_is_refused_with_its_field(typed: str) -> None:
    with pytest.raises(Invalid, match=r"^The target "):
        read_number(typed, what="The target")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1,800", "“1,800” was read as 1800."),
        ("1.800 €", "“1.800 €” was read as 1.8."),
        ("-4.125", "“-4.125” was read as -4.125."),
        ("1,8", ""),
        ("0,800", ""),
        ("1 800", ""),
        ("soon", ""),
    ],
)
def test_a_separator_before_three_digits_is_told_as_it_was_read(typed: str, told: str) -> None:
    assert reading_told(typed, unit="€") == told


@given(st.integers(-(10**18), 10**18))
def test_what_is_shown_is_read_as_the_same_number(millionths: int) -> None:
    number = Fraction(millionths, 10**6)
    shown = number_words(number)
    if len(shown.lstrip("\N{MINUS SIGN}").replace(",", "").partition(".")[0]) <= 12:
        assert read_number(shown, what="The target") == number


@given(st.text())
def test_any_text_is_a_number_or_refused(typed: str) -> None:
    try:
        assert isinstance(read_number(typed, what="The value", unit="%"), Fraction)
    except Invalid:
        pass


@pytest.mark.parametrize(("typed", "unit"), [("11/h", "1/h"), ("--5", "-"), ("%", "%"), ("- -5", "-")])
def test_what_may_be_a_unit_or_a_part_of_the_number_is_refused(typed: str, unit: str) -> None:
    with pytest.raises(Invalid, match=r"^The target "):
        read_number(typed, what="The target", unit=unit)


def test_a_text_without_end_is_refused_in_no_time() -> None:
    with pytest.raises(Invalid):
        read_number("9" * 1_000_000, what="The target", unit="9" * 60)
