"""The shelf reads what is there, when it has changed, and keeps the rest when one file is unsound."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from preflight.catalog import shelf as shelf_module
from preflight.catalog.shelf import MOST_KEPT, Shelf, questionnaire_from
from preflight.domain.errors import UnsoundFile
from tests.catalog.documents import SOUND

Put = Callable[..., Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write a small questionnaire of this id into a file, or any text; the time of the file always moves on."""
    clock = iter(range(1_000_000_000, 2_000_000_000))

    def write(name: str, questionnaire_id: str = "small", *, text: str = SOUND) -> Path:
        path = tmp_path / name
        path.write_text(text.replace("id: small", f"id: {questionnaire_id}"), encoding="utf-8")
        now = next(clock)
        os.utime(path, (now, now))
        return path

    return write


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read, in order."""
    names: list[str] = []
    read = shelf_module.read_questionnaire

    def counted(data: bytes, *, file: str) -> object:
        names.append(file)
        return read(data, file=file)

    monkeypatch.setattr(shelf_module, "read_questionnaire", counted)
    return names


def test_every_questionnaire_stands_on_it_by_file_name(tmp_path: Path, put: Put) -> None:
    put("b.yaml", "second")
    put("a.yml", "first")
    put("notes.txt", "third")
    put("._a.yml", "fourth")
    (tmp_path / "folder.yaml").mkdir()
    entries = Shelf(tmp_path).entries()
    assert [(entry.questionnaire.id, entry.file) for entry in entries] == [("first", "a.yml"), ("second", "b.yaml")]
    assert entries[0].source == (tmp_path / "a.yml").read_bytes()
    assert entries[0].digest == hashlib.sha256(entries[0].source).hexdigest()


def test_one_is_had_by_its_id(tmp_path: Path, put: Put) -> None:
    put("a.yaml", "first")
    found = Shelf(tmp_path).get("first")
    assert found is not None
    assert found.questionnaire.id == "first"
    assert Shelf(tmp_path).get("other") is None


def test_an_unsound_file_leaves_the_others_standing(tmp_path: Path, put: Put) -> None:
    put("a.yaml", "first")
    put("b.yaml", text="format: 2\n")
    shelf = Shelf(tmp_path)
    assert [entry.questionnaire.id for entry in shelf.entries()] == ["first"]
    assert "b.yaml:1:9: format is 2; this Preflight reads format 1" in shelf.problems()


def test_an_id_belongs_to_the_first_file(tmp_path: Path, put: Put) -> None:
    put("a.yaml", "same")
    put("b.yaml", "same", text=SOUND.replace('"Small"', '"Other"'))
    shelf = Shelf(tmp_path)
    assert [entry.file for entry in shelf.entries()] == ["a.yaml"]
    found = shelf.get("same")
    assert found is not None
    assert found.file == "a.yaml"
    assert shelf.problems() == ("b.yaml:2:5: the id 'same' is taken by a.yaml; choose another id",)


def test_a_file_is_read_again_only_when_it_has_changed(tmp_path: Path, put: Put, reads: list[str]) -> None:
    put("a.yaml", "first")
    put("b.yaml", "second")
    shelf = Shelf(tmp_path)
    before = shelf.get("second")
    shelf.entries()
    shelf.problems()
    assert reads == ["a.yaml", "b.yaml"]
    put("a.yaml", "third")
    assert [entry.questionnaire.id for entry in shelf.entries()] == ["third", "second"]
    assert reads == ["a.yaml", "b.yaml", "a.yaml"]
    assert shelf.get("second") is before


def test_a_file_that_comes_or_goes_is_seen(tmp_path: Path, put: Put) -> None:
    shelf = Shelf(tmp_path)
    assert shelf.entries() == ()
    path = put("a.yaml", "first")
    assert len(shelf.entries()) == 1
    path.unlink()
    assert shelf.entries() == ()


def test_a_problem_goes_with_its_mending(tmp_path: Path, put: Put) -> None:
    put("a.yaml", text="format: 1\n")
    shelf = Shelf(tmp_path)
    assert shelf.problems()
    put("a.yaml", "first")
    assert shelf.problems() == ()
    assert shelf.get("first") is not None


def test_a_folder_that_is_not_there_is_an_empty_shelf(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "gone")
    assert shelf.entries() == ()
    assert shelf.problems() == ()


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "a.yaml").open("wb") as file:
        file.truncate(2**33)
    assert Shelf(tmp_path).problems() == (
        "a.yaml:1:1: the file is larger than 1,048,576 bytes; allowed is at most 1 MiB",
    )


def test_a_link_to_nothing_is_passed_over(tmp_path: Path, put: Put) -> None:
    put("a.yaml", "first")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "gone")
    assert len(Shelf(tmp_path).entries()) == 1


def test_threads_share_it(tmp_path: Path, put: Put, reads: list[str]) -> None:
    for name in "abcdef":
        put(f"{name}.yaml", name)
    shelf = Shelf(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: shelf.entries(), range(100)))
    assert len(reads) == 6
    assert all(each == found[0] for each in found)


def kept(text: str) -> tuple[str, bytes]:
    data = text.encode()
    return hashlib.sha256(data).hexdigest(), data


def test_a_kept_questionnaire_is_read_once() -> None:
    digest, data = kept(SOUND + "# kept once\n")
    asked: list[str] = []

    def source() -> bytes:
        asked.append(digest)
        return data

    first = questionnaire_from(digest, source)
    assert first.id == "small"
    assert questionnaire_from(digest, source) is first
    assert asked == [digest]


def test_what_is_not_what_was_kept_is_refused() -> None:
    digest, data = kept(SOUND + "# kept\n")
    with pytest.raises(UnsoundFile, match="it is not what was kept"):
        questionnaire_from(digest, lambda: data + b"#")


def test_only_so_many_stay_read() -> None:
    first, data = kept(SOUND + "# the first\n")
    questionnaire_from(first, lambda: data)
    for number in range(MOST_KEPT):
        digest, other = kept(f"{SOUND}# number {number}\n")
        questionnaire_from(digest, lambda other=other: other)
    asked: list[bool] = []
    questionnaire_from(first, lambda: asked.append(True) or data)
    assert asked == [True]
