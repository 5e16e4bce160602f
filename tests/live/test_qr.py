"""QR codes as paths, read back module by module."""

from __future__ import annotations

import re

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.domain.errors import Invalid
from preflight.live.qr import LONGEST, QUIET, qr_path, wifi_text


def modules(path: str, size: int) -> list[list[bool]]:
    """What the path paints dark, on a square of `size`; each rectangle is one module high and lies within it."""
    dark = [[False] * size for _ in range(size)]
    drawn = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path)
    assert "".join(f"M{x} {y}h{wide}v1h-{back}z" for x, y, wide, back in drawn) == path
    for x, y, wide, back in drawn:
        assert wide == back
        for at in range(int(x), int(x) + int(wide)):
            assert not dark[int(y)][at], "painted twice"
            dark[int(y)][at] = True
    return dark


def padded(text: str) -> list[list[bool]]:
    """What segno itself has for the text, with the quiet zone round it."""
    inside = [[bool(module) for module in row] for row in segno.make_qr(text, error="m", boost_error=True).matrix]
    wide = len(inside) + 2 * QUIET
    rows = [[False] * QUIET + row + [False] * QUIET for row in inside]
    return [[False] * wide] * QUIET + rows + [[False] * wide] * QUIET


TEXTS = [
    "http://192.168.1.20:8501/join#abcdefghijklmnopqrstuv",
    "A",
    "12345",
    "ü日本🙂",
    "WIFI:T:WPA;S:a;P:b;;",
    "x" * LONGEST,
    "日" * LONGEST,
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_path_is_the_code(text: str) -> None:
    size, path = qr_path(text)
    assert modules(path, size) == padded(text)


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=80).filter(lambda text: text.isprintable()))
def test_any_text_becomes_its_code(text: str) -> None:
    size, path = qr_path(text)
    assert modules(path, size) == padded(text)


def test_three_corners_carry_the_finder_and_all_round_is_quiet() -> None:
    size, path = qr_path(TEXTS[0])
    dark = modules(path, size)
    finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    for x, y in ((QUIET, QUIET), (size - QUIET - 7, QUIET), (QUIET, size - QUIET - 7)):
        assert ["".join("01"[dark[y + row][x + at]] for at in range(7)) for row in range(7)] == finder
    edge = [*range(QUIET), *range(size - QUIET, size)]
    assert not any(dark[row][at] or dark[at][row] for row in edge for at in range(size))


@pytest.mark.parametrize("text", ["", "x" * (LONGEST + 1), "\ud800", "join\udfff"])
def test_what_is_no_text_of_a_code_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        qr_path(text)


def read_wifi(said: str) -> dict[str, str]:
    """As a phone reads it: fields by `;`, what a backslash stands before is meant as it is."""
    assert said.startswith("WIFI:")
    fields, now, escaped = [], "", False
    for sign in said.removeprefix("WIFI:"):
        if escaped or sign not in "\\;":
            now, escaped = now + sign, False
        elif sign == "\\":
            escaped = True
        else:
            fields.append(now)
            now = ""
    assert (now, escaped) == ("", False)
    return dict(field.split(":", 1) for field in fields if field)


names = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=8)


@given(names, st.text(st.characters(codec="ascii", min_codepoint=32), max_size=63), st.booleans())
def test_a_wi_fi_is_read_as_it_was_written(name: str, password: str, hidden: bool) -> None:
    fields = read_wifi(wifi_text(name, password, hidden=hidden))
    assert fields["S"] == name
    assert fields.get("P", "") == password
    assert fields.get("T", "nopass") == ("WPA" if password else "nopass")
    assert (fields.get("H") == "true") is hidden


@pytest.mark.parametrize(
    ("name", "password"),
    [("", "secret"), ("n" * 33, ""), ("日" * 11, ""), ("n", "p" * 64), ("\ud800", ""), ("n", "\udfff")],
)
def test_what_is_no_wi_fi_is_refused(name: str, password: str) -> None:
    with pytest.raises(Invalid):
        wifi_text(name, password)
