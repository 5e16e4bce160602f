"""`python -m preflight people`: the list, the first administrator, and shutting somebody out."""

from __future__ import annotations

from pathlib import Path

import pytest

from preflight.cli import main
from preflight.cli.commands import DONE, WRONG

ADA = ("https://login.example.com", "4711")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFLIGHT_DATA", str(tmp_path / "data"))


def test_the_first_administrator_is_made_before_they_sign_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["people", "--make-administrator", *ADA]) == DONE
    said = capsys.readouterr().out
    assert said.startswith("1 person\n")
    assert "administrator" in said
    assert " ".join(ADA) in said


def test_somebody_is_shut_out_and_let_in_again(capsys: pytest.CaptureFixture[str]) -> None:
    main(["people", "--make-administrator", *ADA])
    assert main(["people", "--disable", *ADA]) == DONE
    assert "DISABLED" in capsys.readouterr().out
    assert main(["people", "--enable", *ADA]) == DONE
    assert "DISABLED" not in capsys.readouterr().out


def test_nobody_unknown_is_shut_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["people", "--disable", "https://login.example.com", "somebody else"]) == WRONG
    assert "Nobody here signs in" in capsys.readouterr().err
