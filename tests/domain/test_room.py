"""Codes that people read aloud and type, and how long a room lets anybody in."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.room import CODE_LENGTH, CODE_SYMBOLS, OPEN_HOURS, Room, Stage, new_code, read_code

codes = st.text(CODE_SYMBOLS, min_size=CODE_LENGTH, max_size=CODE_LENGTH)
OPENED = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_a_code_is_made_of_31_symbols_of_which_none_looks_like_another() -> None:
    assert len(set(CODE_SYMBOLS)) == len(CODE_SYMBOLS) == 31
    assert set(CODE_SYMBOLS) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for alike in ("0OQ", "1IL"):
        assert len(set(alike) & set(CODE_SYMBOLS)) <= 1, alike
    assert 31**CODE_LENGTH == 852_891_037_441


def test_each_symbol_of_a_code_is_drawn_evenly() -> None:
    asked: list[int] = []

    def below(number: int) -> int:
        asked.append(number)
        return len(asked) - 1

    assert new_code(below) == CODE_SYMBOLS[:CODE_LENGTH]
    assert asked == [31] * CODE_LENGTH


@pytest.mark.parametrize(
    "typed",
    [
        "ABCD2345",
        "abcd2345",
        "abcd-2345",
        "ABCD 2345",
        " a b c d 2 3 4 5 ",
        "AbCd–2345",
        "ABCD—2345",
        "ABCD\u20112345",  # a hyphen that does not break
        "ABCD\u00a02345",  # a space that does not break
        "ABCD_2345",
        "A.B.C.D.2.3.4.5",
        "ABCD2345\n",
        "\u200bABCD2345",  # copied from a web page
        "ABCD\t2345",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "ABCD2345"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ABCD234",
        "ABCD23456",
        "ABCD2340",
        "ABCDO345",
        "ABCD1345",
        "ABCDI345",
        "ABCDL345",
        "ÄBCD2345",
        "АBCD2345",  # a Cyrillic A
        "ABCD+2345",
        "ABCD2345' OR 1=1",
        "\ud800BCD2345",
        "ABCD" + " " * 40 + "2345",
        "A" * 100_000,
    ],
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


@given(codes, st.lists(st.sampled_from(" -–_."), min_size=CODE_LENGTH, max_size=CODE_LENGTH), st.booleans())
def test_a_code_survives_being_read_aloud_and_typed(code: str, between: list[str], small: bool) -> None:
    typed = "".join(symbol + mark for symbol, mark in zip(code.lower() if small else code, between, strict=True))
    assert read_code(typed) == read_code(code) == code


@given(st.text(max_size=40))
def test_whatever_is_typed_becomes_a_code_or_nothing(typed: str) -> None:
    read = read_code(typed)
    assert read is None or (len(read) == CODE_LENGTH and set(read) <= set(CODE_SYMBOLS))
    if read is not None:
        assert read_code(read) == read
        assert set(unicodedata.normalize("NFKC", typed).upper()) >= set(read)


def a_room(**fields: object) -> Room:
    values: dict[str, object] = {
        "id": "r", "assessment_id": "a", "code": "ABCD2345", "token": "t" * 22, "version": 1, "stage": Stage.LOBBY,
        "opened_at": OPENED, "opened_by": "local-owner", "clock_since": OPENED,
    }  # fmt: skip
    return Room(**(values | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("room", "after", "admits"),
    [
        (a_room(), timedelta(0), True),
        (a_room(), timedelta(hours=OPEN_HOURS) - timedelta(seconds=1), True),
        (a_room(), timedelta(hours=OPEN_HOURS), False),
        (a_room(), timedelta(days=400), False),
        (a_room(), timedelta(days=-1), True),  # a clock that went back shuts nobody out
        (a_room(closed_at=OPENED), timedelta(0), False),
        (a_room(locked=True), timedelta(0), True),  # who has joined comes back
    ],
)
def test_a_code_means_something_until_the_room_is_closed_or_a_day_old(
    room: Room, after: timedelta, admits: bool
) -> None:
    assert room.admits_at(OPENED + after) is admits
