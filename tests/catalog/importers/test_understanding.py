"""What somebody typed is understood generously where it can mean one thing, and refused where it can mean two."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction

import pytest

from preflight.catalog.importers.days import day_of
from preflight.catalog.importers.understanding import answer_in_csv, answer_in_form, cell_text, ticked
from preflight.catalog.importers.xlsx_rows import CellValue
from preflight.domain.assessment import Answer
from preflight.domain.errors import Invalid
from tests.builders import multi, number, option, question, text

LEVELS = (
    option("0", 0, label="Not considered"),
    option("1", 1, label="Known"),
    option("2", 2, label="Written down"),
    option("3", 3, label="Done"),
)
CHOICE = question("s.level", options=LEVELS)
DAYS_TAKEN = number("s.days", unit="days", minimum=Fraction(-10), maximum=Fraction(5000))
EPOCH = datetime.combine(date(1899, 12, 30), time())
MAC_EPOCH = datetime.combine(date(1904, 1, 1), time())

CHOSEN = {
    "as listed": ("3 · Written down", "2"),
    "its number": (3, "2"),
    "its number as text": ("3", "2"),
    "its number as a fraction of none": (3.0, "2"),
    "its number with a point": ("3.", "2"),
    "its label": ("Written down", "2"),
    "its label in another case": ("  written   DOWN ", "2"),
    "with a hyphen": ("3 - Written down", "2"),
    "with a colon": ("3: written", "2"),
    "in wide letters": ("３", "2"),
}


@pytest.mark.parametrize(("typed", "meant"), CHOSEN.values(), ids=CHOSEN)
def test_a_level_is_understood_however_it_is_typed(typed: CellValue, meant: str) -> None:
    assert answer_in_form(CHOICE, typed) == Answer(choices=(meant,))


@pytest.mark.parametrize("typed", ["Nobody knows", "nobody knows", "unknown", "?", "Don't know"])
@pytest.mark.parametrize("asked", [CHOICE, multi(), DAYS_TAKEN], ids=["level", "parts", "number"])
def test_that_nobody_knows_can_be_said_in_other_words(asked: object, typed: str) -> None:
    assert answer_in_form(asked, typed) == Answer(unknown=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["unknown", "?", "n/a", "nobody"])
def test_a_text_answer_is_taken_by_its_word(typed: str) -> None:
    assert answer_in_form(text(), typed) == Answer(text=typed)


NUMBERS: dict[str, tuple[CellValue, Fraction]] = {
    "a number": (3.5, Fraction(7, 2)),
    "a whole one": (12, Fraction(12)),
    "a comma": ("3,5", Fraction(7, 2)),
    "a point": ("3.5", Fraction(7, 2)),
    "with its unit": ("12 days", Fraction(12)),
    "below zero": ("\N{MINUS SIGN}5", Fraction(-5)),
    "nearly none": (1e-06, Fraction(1, 1_000_000)),
}


@pytest.mark.parametrize(("typed", "meant"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_understood_however_it_is_typed(typed: CellValue, meant: Fraction) -> None:
    assert answer_in_form(DAYS_TAKEN, typed) == Answer(number=meant)


@pytest.mark.parametrize("typed", ["1,250", "1.250", "-1,250", True, "12 weeks", 1e300, float("inf"), "12,5,3", "1e3"])
def test_what_is_no_number_or_could_be_two_is_refused(typed: CellValue) -> None:
    with pytest.raises(Invalid):
        answer_in_form(DAYS_TAKEN, typed)


def test_in_csv_a_point_is_a_point_and_options_go_by_their_ids() -> None:
    assert answer_in_csv(DAYS_TAKEN, "1.125") == Answer(number=Fraction(9, 8))
    assert answer_in_csv(CHOICE, "3") == Answer(choices=("3",))
    assert answer_in_csv(CHOICE, "3 · Written down") == Answer(choices=("2",))
    assert answer_in_csv(multi(), " a ;c") == Answer(choices=("a", "c"))
    for asked, typed in ((DAYS_TAKEN, "1,125"), (CHOICE, "7"), (multi(), "a; z"), (CHOICE, "0; 1")):
        with pytest.raises(Invalid):
            answer_in_csv(asked, typed)


@pytest.mark.parametrize("typed", ["Yes", "y", "X", "✓", True, 1])
def test_an_option_is_ticked_by_many_signs(typed: CellValue) -> None:
    assert ticked(typed)


@pytest.mark.parametrize("typed", [None, "", "No", "0", False])
def test_an_option_without_a_sign_is_not_chosen(typed: CellValue) -> None:
    assert not ticked(typed)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, ""),
        ("#N/A as text", "#N/A as text"),
        (3.0, "3"),
        (0.1, "0.1"),
        (True, "TRUE"),
        (date(2026, 5, 3), "2026-05-03"),
        (datetime.combine(date(2026, 5, 3), time(9, 30)), "2026-05-03T09:30:00"),
        (time(9, 30), "09:30:00"),
    ],
)
def test_a_cell_reads_as_somebody_would_type_it(value: CellValue, read: str) -> None:
    assert cell_text(value) == read


DAYS: dict[str, object] = {
    "a date": date(2026, 10, 3),
    "a moment": datetime.combine(date(2026, 10, 3), time()),
    "a serial number": 46298,
    "a serial number with a time": 46298.75,
    "as text": "2026-10-03",
    "with slashes, the year first": "2026/10/3",
    "with points": "3.10.2026",
    "with points and spaces": "3. 10. 2026",
    "in words": "3 October 2026",
    "in words with an ending": "3rd October, 2026",
    "shortened": "Oct 3, 2026",
}


@pytest.mark.parametrize("typed", DAYS.values(), ids=DAYS)
def test_a_day_is_understood_however_it_is_typed(typed: object) -> None:
    assert day_of(typed, EPOCH) == date(2026, 10, 3)


def test_a_slash_parts_a_day_only_where_one_can_be_meant() -> None:
    assert day_of("25/10/2026", EPOCH) == day_of("10/25/2026", EPOCH) == date(2026, 10, 25)
    assert day_of("5/5/2026", EPOCH) == date(2026, 5, 5)


def test_a_serial_number_counts_from_the_files_own_first_day() -> None:
    assert day_of(44836, MAC_EPOCH) == date(2026, 10, 3)


@pytest.mark.parametrize(
    "typed",
    [
        "3/10/2026",
        "3-10-2026",
        "31.2.2026",
        "3.10.26",
        "46298",
        "yesterday",
        "Ma 3 2026",
        5,
        -1,
        1e9,
        True,
        "",
        "2026-13-01",
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused(typed: object) -> None:
    with pytest.raises(Invalid, match="write it as 2026-11-20"):
        day_of(typed, EPOCH)
