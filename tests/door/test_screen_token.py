"""The screen token: made once, kept privately, and nothing of it in the cookie."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from preflight.door.screen_token import FILE_NAME, ScreenTokenUnusable, cookie_of, kept_token, same


def test_it_is_made_once_with_128_random_bits(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    token = kept_token(data)
    assert len(bytes.fromhex(token)) == 16
    assert kept_token(data) == token
    assert [file.name for file in data.iterdir()] == [FILE_NAME], "no draft is left"
    assert kept_token(tmp_path / "other") != token


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_user_may_read_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    token = kept_token(tmp_path)
    file = tmp_path / FILE_NAME
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)  # as after copying a folder back
    assert kept_token(tmp_path) == token
    assert file.stat().st_mode & 0o777 == 0o600
    assert "could be read by others" in caplog.text


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"abc", b"0" * 31, b"g" * 32, b"\xff" * 32, b"0" * 32 + b"\n" + b"0" * 32]
)
def test_a_broken_one_is_replaced_with_a_warning(
    content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    token = kept_token(tmp_path)
    assert len(token) == 32
    assert kept_token(tmp_path) == token
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "held no sound token" in caplog.text
    assert token not in caplog.text


def test_one_that_cannot_be_read_or_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(ScreenTokenUnusable, match=r"screen-token can't be used .*PREFLIGHT_SCREEN_TOKEN"):
        kept_token(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ScreenTokenUnusable):
        kept_token(tmp_path / "file")


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ScreenTokenUnusable, match="No space left on device"):
        kept_token(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_cookie_is_the_tokens_own_and_tells_nothing_of_it() -> None:
    token, other = "0123456789abcdef" * 2, "0123456789abcdef" * 2 + "0"
    name, value = cookie_of(token)
    assert cookie_of(token) == (name, value)
    assert name != cookie_of(other)[0]
    assert value != cookie_of(other)[1]
    assert token[:8] not in name + value


@pytest.mark.parametrize("given", ["", "x", "tokem", "tokenn", "tökén", "\udcff"])
def test_only_the_same_is_the_same(given: str) -> None:
    assert same("token", "token")
    assert not same(given, "token")
