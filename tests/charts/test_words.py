"""Numbers and labels: shown as everywhere else, literal, and wrapped without loss."""

from __future__ import annotations

import html
import unicodedata
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.charts.lettering import columns, distinct, literal_lines, text_width, wrapped
from preflight.charts.words import day, literal, printable, shown_number, shown_of
from preflight.domain.figures import scale_end, shown, signed
from preflight.domain.wording import listed
from tests.charts.samples import HOSTILE, SIXTY, any_text, fractions


@given(fraction=st.none() | fractions, out_of=st.sampled_from([4, 7, 10, 100]))
def test_a_score_is_the_same_figure_in_the_table(fraction: Fraction | None, out_of: int) -> None:
    number = shown_number(fraction, out_of)
    assert number is None if fraction is None else number == float(shown(fraction, out_of))


@pytest.mark.parametrize(
    ("fraction", "out_of", "words"),
    [
        (None, 4, "no score"),
        (Fraction(3, 5), 4, "2.4 of 4"),
        (Fraction(3, 5), 100, "60 of 100"),
        (Fraction(1, 2), Fraction(5, 2), "1.2 of 2.5"),
    ],
)
def test_a_score_says_what_it_is_out_of(fraction: Fraction | None, out_of: Fraction, words: str) -> None:
    assert shown_of(fraction, out_of) == words


@given(fractions.filter(bool), st.sampled_from([4, 100]))
def test_a_change_is_never_said_to_be_none(change: Fraction, out_of: int) -> None:
    assert signed(change, out_of)[0] == "+"
    assert signed(-change, out_of)[0] == "−"
    assert float(signed(change, out_of)[1:]) > 0


def test_no_change_has_no_direction() -> None:
    assert (signed(Fraction(0), 4), signed(Fraction(0), 100)) == ("±0.0", "±0")


@given(any_text)
def test_a_literal_text_holds_no_markup_and_reads_back(text: str) -> None:
    safe = literal(text)
    assert not set(safe) & set("<>\"'$")
    assert html.unescape(safe) == printable(text)
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in safe)


def test_plotly_s_own_markup_stays_text() -> None:
    assert literal(HOSTILE).count("&lt;") == 4


@given(any_text, st.integers(1, 30))
def test_wrapping_keeps_every_letter_and_every_line_s_width(text: str, width: int) -> None:
    lines = wrapped(text, width, 10_000)
    assert "".join(lines).replace(" ", "") == printable(text).replace(" ", "")
    assert all(columns(line) <= max(width, 2) for line in lines)
    assert lines


@given(any_text, st.integers(2, 30), st.integers(1, 4))
def test_what_does_not_fit_ends_in_an_ellipsis(text: str, width: int, most: int) -> None:
    whole, cut = wrapped(text, width, 10_000), wrapped(text, width, most)
    assert len(cut) <= most
    assert cut == whole if len(whole) <= most else cut[-1].endswith("…")


def test_sixty_letters_fit_four_lines_of_twenty() -> None:
    assert wrapped(SIXTY) == ("Reliability on the", "full messy variety", "of real inputs,", "always")
    assert literal_lines("a < b", 3) == "a &lt;<br>b"


@given(any_text)
def test_a_longer_text_is_never_narrower(text: str) -> None:
    assert text_width(text + "m", 16) > text_width(text, 16) >= 0


def test_columns_of_a_table_have_names_of_their_own() -> None:
    assert distinct(["A", "Date", "A", "A"], taken="Date") == ["A", "Date (2)", "A (2)", "A (3)"]


def test_names_are_listed_as_in_a_sentence() -> None:
    assert [listed(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == ["", "A", "A and B", "A, B and C"]


def test_a_date_reads_the_same_everywhere() -> None:
    assert day(date(2026, 3, 12)) == "12 Mar 2026"
    assert scale_end(Fraction(8, 3)) == "2.67"
