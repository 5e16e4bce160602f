"""A sealed stream gives back what went in, or says that it can't: nothing changed, cut, moved or added gets through."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.errors import UnsoundBackup
from preflight.storage import sealing
from preflight.storage.sealing import HEADER, PIECE, SealingWriter, UnsealingReader, is_sealed

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
STORED = PIECE + 16
"""A piece with its tag."""


def sealed(content: bytes, *, step: int = 300_000, key: bytes = KEY) -> bytes:
    out = io.BytesIO()
    writer = SealingWriter(out, key)
    for start in range(0, len(content), step):
        writer.write(content[start : start + step])
    writer.finish()
    return out.getvalue()


def opened(stored: bytes, *keys: bytes) -> bytes:
    return io.BufferedReader(UnsealingReader(io.BytesIO(stored), keys or (KEY,)), 10_000).read()


def three_pieces() -> tuple[bytes, bytes, list[bytes]]:
    content = bytes(PIECE) + b"\1" * PIECE + b"the rest"
    stored = sealed(content)
    body = stored[HEADER:]
    return content, stored[:HEADER], [body[:STORED], body[STORED : 2 * STORED], body[2 * STORED :]]


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7])
def test_what_went_in_comes_out(size: int) -> None:
    content = bytes(number % 251 for number in range(1000)) * (size // 1000 + 1)
    stored = sealed(content[:size])
    assert is_sealed(stored)
    assert opened(stored) == content[:size]
    assert opened(stored, OTHER, KEY) == content[:size]


def test_each_file_is_sealed_differently() -> None:
    assert sealed(b"the same")[HEADER:] != sealed(b"the same")[HEADER:]


@pytest.mark.parametrize(
    "change",
    ["no end", "no middle", "in another order", "one twice", "more behind it", "half a piece", "empty"],
)
def test_pieces_that_are_not_all_there_in_their_order_are_refused(change: str) -> None:
    _, header, (one, two, last) = three_pieces()
    body = {
        "no end": one + two,
        "no middle": one + last,
        "in another order": two + one + last,
        "one twice": one + one + two + last,
        "more behind it": one + two + last + b"x",
        "half a piece": one + two[: STORED // 2],
        "empty": b"",
    }[change]
    with pytest.raises(UnsoundBackup, match="changed, or a part of it is missing"):
        opened(header + body)


def test_a_piece_of_another_file_is_refused() -> None:
    _, header, (one, _, last) = three_pieces()
    _, _, (_, other, _) = three_pieces()
    with pytest.raises(UnsoundBackup):
        opened(header + one + other + last)


@given(st.integers(0, len(sealed(b"a short text")) - 1), st.integers(1, 255))
def test_any_byte_changed_is_found(place: int, by: int) -> None:
    stored = bytearray(sealed(b"a short text"))
    stored[place] ^= by
    with pytest.raises(UnsoundBackup):
        opened(bytes(stored))


@given(st.integers(0, len(sealed(b"a short text")) - 1))
def test_any_end_cut_off_is_found(size: int) -> None:
    with pytest.raises(UnsoundBackup):
        opened(sealed(b"a short text")[:size])


def test_without_the_key_nothing_is_given() -> None:
    with pytest.raises(UnsoundBackup, match="with another key"):
        opened(sealed(b"secret"), OTHER)
    with pytest.raises(UnsoundBackup, match="no key was given"):
        UnsealingReader(io.BytesIO(sealed(b"secret")), ())
    assert b"secret" not in sealed(b"secret")


def test_a_number_is_never_used_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_MOST_PIECES", 2)
    with pytest.raises(UnsoundBackup, match="more pieces"):
        sealed(bytes(3 * PIECE))
