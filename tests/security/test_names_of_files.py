"""B9: no name or id that somebody wrote leads anywhere: a file that leaves is called so that every system takes it, and
stays in the folder that it is meant for; what is looked up by an id is found or not, and never opened."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.catalog.shelf import Shelf
from preflight.exports.files import MEDIA_TYPES, file_name
from preflight.settings import ROOT

RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in "123456789¹²³")}
UNSAFE = set('/\\:*?"<>|')
PIECES = (
    "..",
    "../",
    "..\\",
    "/",
    "\\",
    "~",
    ".",
    "C:",
    "con",
    "NUL",
    "lpt¹",
    "%2e%2e%2f",
    "\0",
    "\n",
    "\u202e",
    "a",
    "日",
)

texts = st.one_of(
    st.text(max_size=80),
    st.text("日👩é", min_size=50, max_size=90),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)


@given(project=texts, what=texts, kind=st.sampled_from(sorted(suffix.lstrip(".") for suffix in MEDIA_TYPES)))
def test_whatever_a_project_is_called_its_files_have_a_name_on_every_system(project: str, what: str, kind: str) -> None:
    name = file_name(project, what, date(2026, 11, 20), kind=kind)
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert not UNSAFE & set(name)
    assert not [letter for letter in name if unicodedata.category(letter)[0] == "C"]
    assert name.split(".")[0].strip().casefold() not in RESERVED
    assert not name.startswith((".", " ", "~"))
    assert len(name.encode()) <= 255
    assert (Path("/srv/out") / name).resolve().parent == Path("/srv/out")


@pytest.mark.parametrize(
    "questionnaire_id",
    [
        "../../etc/passwd",
        "..",
        "pilot-to-production.yaml",
        "PILOT-TO-PRODUCTION",
        "pilot-to-production\0",
        "",
        "a" * 10_000,
    ],
)
def test_a_questionnaire_is_found_by_its_id_and_by_no_path(questionnaire_id: str) -> None:
    shelf = Shelf(ROOT / "questionnaires")
    assert questionnaire_id not in {entry.questionnaire.id for entry in shelf.entries()}
    assert shelf.get(questionnaire_id) is None
