"""`export` and `import`: what they write, where, with which sentence and exit code; beside the app or without it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.cli import main
from preflight.domain.errors import Invalid
from preflight.exports.deck import template as templates_of_decks
from preflight.exports.files import ExportFile
from preflight.exports.orders import Order
from preflight.services.restoring import restore_document
from preflight.services.templates import keep_template
from preflight.services.workspace import Workspace
from preflight.settings import ROOT
from tests.beside import AUDIT_KEY
from tests.documents import FullProject, a_full_project, an_empty_workspace
from tests.storage.dump import dump_of

pytestmark = pytest.mark.slow

NAME = "Invoice “triage” 日本"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullProject]:
    with a_full_project(tmp_path_factory.mktemp("full")) as found:
        yield found


@pytest.fixture(scope="module")
def database(full: FullProject, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database that holds the full project."""
    folder = tmp_path_factory.mktemp("original")
    with an_empty_workspace(folder) as workspace:
        restore_document(workspace, LOCAL_OWNER, full.json())
    return folder / "empty.db"


@pytest.fixture
def here(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, with the settings leading to the project."""
    data, folder = tmp_path / "data", tmp_path / "here"
    data.mkdir()
    folder.mkdir()
    shutil.copy(database, data / "preflight.db")
    monkeypatch.setenv("PREFLIGHT_DATA", str(data))
    monkeypatch.setenv("PREFLIGHT_AUDIT_KEY", AUDIT_KEY.hex())  # of whoever wrote the database
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings lead to no database yet."""
    monkeypatch.setenv("PREFLIGHT_DATA", str(tmp_path / "new"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_the_list_tells_projects_and_assessments_with_their_ids(
    here: Path, full: FullProject, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = told(capsys, "export", "--list")
    assert code == 0
    assert out.splitlines() == [
        f"{NAME}  [{full.project}]",
        f"  2026-03-02  completed  workshop, version 1  [{full.completed}]",
        f"  2026-04-01  draft      workshop, version 1  [{full.draft}]",
    ]
    assert list(here.iterdir()) == []


def test_an_empty_workspace_is_told_by_its_name(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "export", "--list")
    assert (code, out) == (0, f"There is no project yet in {nowhere / 'new' / 'preflight.db'}.\n")


def test_a_file_is_written_under_its_own_name_and_told(
    here: Path, full: FullProject, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = told(capsys, "export", "json", "--project", NAME.upper())
    (written,) = here.iterdir()
    assert (code, out) == (0, f"{written.name} (49 kB)\n")
    assert re.fullmatch(r"Invoice triage 日本 - copy - \d{4}-\d\d-\d\d\.json", written.name)
    assert json.loads(written.read_bytes())["content"] == json.loads(full.json())["content"]


@pytest.mark.parametrize("scope", ["whole id", "beginning", "project's newest completed"])
def test_what_is_meant_is_found_by_id_or_by_project(
    here: Path, full: FullProject, capsysbinary: pytest.CaptureFixture[bytes], scope: str
) -> None:
    typed = {
        "whole id": ("--assessment", full.completed),
        "beginning": ("--assessment", full.completed[:12]),
        "project's newest completed": ("--project", full.project),
    }
    assert main(["export", "csv", *typed[scope], "--out", "-"]) == 0
    out, err = capsysbinary.readouterr()
    assert b"2026-03-02" in out
    assert err == b""
    assert list(here.iterdir()) == [], "standard output alone"


def test_a_form_of_a_project_is_that_of_its_draft(
    here: Path, full: FullProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, "export", "form", "--project", full.project, "--out", "form.xlsx")[0] == 0
    assert told(capsys, "export", "form", "--assessment", full.draft, "--out", "same.xlsx")[0] == 0
    assert (here / "form.xlsx").read_bytes() == (here / "same.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["export"], "Say what to export: deck, report"),
        (["export", "csv"], "Say of what: --assessment ID or --project NAME"),
        (["export", "csv", "--project", "Nope"], r"There is no project 'Nope'\. `python -m preflight export --list`"),
        (["export", "csv", "--assessment", "nope"], "There is no assessment 'nope'"),
        (["export", "csv", "--assessment", ""], "There is no assessment ''"),
        (["export", "csv", "--project", "a", "--assessment", "b"], "not both"),
        (["export", "chart", "--project", NAME], "Say which chart"),
        (["export", "deck", "--project", NAME, "--slides", "title,radr"], "there is no 'radr'; did you mean 'radar'?"),
        (["export", "deck", "--project", NAME, "--slides", "title,title"], "once"),
        (
            ["export", "deck", "--project", NAME, "--template", "no.potx"],
            "no template 'no.potx', neither a file nor a kept one",
        ),
        (["export", "csv", "--project", NAME, "--out", "no/such/file.csv"], "There is no folder no/such"),
        (["export", "csv", "--project", NAME, "--out", "no/"], "There is no folder no/"),
        (["import", __file__], "Say which draft the answers are for: --into ASSESSMENT"),
        (["import", "everything.zip"], "This is a zip; unpack it"),
        (["import", __file__, "--into", "nope"], "There is no assessment 'nope'"),
        (["import", __file__, "--into", "nope", "--as-copy"], "--as-copy is for JSON"),
        (["import", "no.json"], "no.json: the file can't be read"),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_can_t_be_done_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], typed: list[str], sentence: str
) -> None:
    code, out, err = told(capsys, *typed)
    assert (code, out) == (2, "")
    assert re.search(sentence, err), err
    assert "Traceback" not in err


def test_nothing_is_written_over_without_force(
    here: Path, full: FullProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = here / "mine.json"
    mine.write_text("precious")
    typed = ["export", "json", "--project", full.project, "--out", "mine.json"]
    with monkeypatch.context() as patch:
        patch.setattr("preflight.cli.ordering.make_file", never)
        assert told(capsys, *typed)[0] == 2, "told before any work is done"
    assert mine.read_text() == "precious"
    code, _, _ = told(capsys, *typed, "--force")
    assert code == 0
    assert json.loads(mine.read_bytes())["format"] == "preflight-assessment"
    # Its own name is known only once it is made.
    assert told(capsys, "export", "json", "--project", full.project, "--out", ".")[0] == 0
    code, _, err = told(capsys, "export", "json", "--project", full.project)
    assert (code, "is there already" in err) == (2, True)
    assert sorted(each.name.partition(" - ")[0] for each in here.iterdir()) == ["Invoice triage 日本", "mine.json"], (
        "no parts stay"
    )


def never(*_: object, **__: object) -> ExportFile:
    raise AssertionError("work was done for nothing")


def test_a_disk_that_fails_leaves_nothing_behind(
    here: Path, full: FullProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("preflight.cli.files.os.fsync", full_disk)
    code, out, err = told(capsys, "export", "json", "--project", full.project)
    assert (code, out) == (2, "")
    assert "No space left on device" in err
    assert list(here.iterdir()) == []


def test_an_order_is_made_of_what_was_typed(
    here: Path, full: FullProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    orders: list[tuple[Order, bytes | None]] = []

    def made(workspace: Workspace, person: object, order: Order, tell: object, *, template: bytes | None) -> ExportFile:
        del workspace, person, tell
        orders.append((order, template))
        return ExportFile(name=f"{len(orders)}.x", media_type="", content=b"x")

    monkeypatch.setattr("preflight.cli.ordering.make_file", made)
    monkeypatch.setattr(templates_of_decks, "read_template", refuse_nonsense)
    (here / "house.potx").write_bytes(b"PK house")
    chart = ["--chart", "radar", "--as", "png", "--size", "4k", "--ground", "transparent"]
    assert told(capsys, "export", "chart", "--assessment", full.draft, *chart)[0] == 0
    deck = ["--slides", "title, radar", "--history", "--template", "house.potx"]
    assert told(capsys, "export", "deck", "--assessment", full.draft, *deck)[0] == 0
    assert told(capsys, "export", "bundle")[0] == 0
    assert told(capsys, "export", "bundle", "--project", NAME)[0] == 0
    (first, _), (second, template), (third, _), (fourth, _) = orders
    assert (first.assessment, first.chart, first.size, first.ground) == (full.draft, "radar", "4k", "transparent")
    assert (second.slides, second.history, template) == (("title", "radar"), True, b"PK house")
    assert (third.assessment, third.project, fourth.project) == (None, None, full.project)
    (here / "bad.potx").write_bytes(b"nonsense")
    code, _, err = told(capsys, "export", "deck", "--assessment", full.draft, "--template", "bad.potx")
    assert (code, err) == (2, "This is no template.\n")
    assert len(orders) == 4


def refuse_nonsense(content: bytes) -> None:
    if not content.startswith(b"PK"):
        raise Invalid("This is no template.")


@pytest.mark.slow
def test_every_format_is_made_for_real(here: Path, full: FullProject, capsys: pytest.CaptureFixture[str]) -> None:
    starts = {"deck": b"PK", "report": b"%PDF", "workbook": b"PK", "csv": b"", "json": b"{", "markdown": b"#",
              "form": b"PK", "bundle": b"PK"}  # fmt: skip
    for name, start in starts.items():
        out = here / name
        assert told(capsys, "export", name, "--assessment", full.completed, "--out", str(out))[0] == 0
        assert out.read_bytes().startswith(start)
    for form, start in {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF", "pptx": b"PK"}.items():
        out = here / form
        chart = ["--chart", "radar", "--as", form, "--out", str(out)]
        assert told(capsys, "export", "chart", "--assessment", full.completed, *chart)[0] == 0
        assert out.read_bytes().startswith(start)


@pytest.fixture
def document(full: FullProject, tmp_path: Path) -> Path:
    path = tmp_path / "document.json"
    path.write_bytes(full.json())
    return path


def test_a_document_comes_in_and_is_told_first(
    nowhere: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = told(capsys, "import", str(document), "--dry-run")
    assert code == 0
    at = json.loads(document.read_bytes())["exported_at"][:16].replace("T", " ")
    assert out.splitlines() == [
        f"“{NAME}”, exported {at} UTC; the project is not here yet.",
        "  2026-03-02  completed  Before it goes live: 4 answers, 6 changes, 4 rounds; new",
        "  2026-04-01  draft      Before it goes live: 6 answers, 8 changes, 0 rounds; new",
        "With it come 8 actions, 4 criteria, 7 steps of its plan, 3 systems, 2 decisions and 1 setting of its path.",
        "It can come in. Nothing was written.",
    ]
    assert "no project yet" in told(capsys, "export", "--list")[1]
    assert told(capsys, "import", str(document)) == (0, f"Brought 2 assessments into “{NAME}”.\n", "")
    again = f"Everything in it is in “{NAME}” already; nothing was changed.\n"
    assert told(capsys, "import", str(document)) == (0, again, "")
    assert told(capsys, "import", str(document), "--as-copy")[1] == f"Brought 2 assessments into “{NAME} 2”.\n"
    assert told(capsys, "export", "json", "--project", NAME, "--out", "again.json")[0] == 0
    assert json.loads((nowhere / "again.json").read_bytes())["content"] == json.loads(document.read_bytes())["content"]


def test_a_document_that_can_t_come_in_says_why_and_changes_nothing(
    here: Path, document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "data" / "preflight.db"
    before = dump_of(database)
    assert told(capsys, "import", str(document), "--into", "x")[0] == 2
    broken = here / "broken.json"
    broken.write_bytes(document.read_bytes().replace(b"O'Neill", b"Nobody"))
    code, out, err = told(capsys, "import", str(broken))
    assert (code, out) == (2, "")
    assert err == "$.checksum: the content is not what was exported; it was changed, or did not arrive whole\n"
    assert told(capsys, "import", str(broken), "--dry-run")[0] == 2
    assert dump_of(database) == before


@pytest.mark.parametrize(("format_", "suffix"), [("csv", "csv"), ("form", "xlsx")])
def test_answers_come_back_as_they_went_out(
    here: Path, full: FullProject, capsys: pytest.CaptureFixture[str], format_: str, suffix: str
) -> None:
    name = f"answers.{suffix}"
    assert told(capsys, "export", format_, "--assessment", full.draft, "--out", name)[0] == 0
    assert told(capsys, "import", name, "--into", full.draft) == (0, "It changes nothing.\n", "")
    code, out, _ = told(capsys, "import", name, "--into", full.draft, "--dry-run")
    assert (code, out.splitlines()[-1]) == (0, "Nothing was written.")
    assert out.startswith("0 would change, 6 are the same")
    code, _, err = told(capsys, "import", name, "--into", full.completed)
    assert (code, err[:41]) == (2, "A completed assessment can't be changed; ")


def test_changed_answers_are_told_and_kept_all_or_none(
    here: Path, full: FullProject, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert told(capsys, "export", "csv", "--assessment", full.draft, "--out", "answers.csv")[0] == 0
    text = (here / "answers.csv").read_text(encoding="utf-8-sig")
    changed = here / "changed.csv"
    changed.write_text(text.replace("3.25", "7.5"), encoding="utf-8")
    code, out, _ = told(capsys, "import", "changed.csv", "--into", full.draft[:10], "--dry-run")
    assert code == 0
    assert out.splitlines()[:3] == ["How many days does it take? (alpha.days)", "  - 3.25 days", "  + 7.5 days"]
    changed.write_text(text.replace("3.25", "many"), encoding="utf-8")
    before = dump_of(tmp_path / "data" / "preflight.db")
    code, out, _ = told(capsys, "import", "changed.csv", "--into", full.draft, "--dry-run")
    assert (code, out.splitlines()[-1]) == (1, "It can't come in as it is. Nothing was written.")
    code, out, err = told(capsys, "import", "changed.csv", "--into", full.draft)
    assert (code, out) == (2, "")
    assert "row " in err
    assert dump_of(tmp_path / "data" / "preflight.db") == before
    changed.write_text(text.replace("3.25", "7.5"), encoding="utf-8")
    assert told(capsys, "import", "changed.csv", "--into", full.draft) == (0, "Brought in 1 answer.\n", "")


@pytest.mark.slow
def test_it_works_while_the_app_holds_the_database(here: Path, document: Path, tmp_path: Path) -> None:
    """As another process, whose reader and writer this one keeps open."""
    from preflight.catalog.shelf import Shelf
    from preflight.services.workspace import opened_workspace

    url = f"sqlite:///{(tmp_path / 'data' / 'preflight.db').as_posix()}"
    held = opened_workspace(url, Shelf(here), owner=LOCAL_OWNER)
    run = [sys.executable, "-m", "preflight"]

    def call(*typed: str) -> str:
        done = subprocess.run([*run, *typed], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout

    try:
        with held.database.reading():
            assert call("import", str(document), "--as-copy").startswith("Brought 2 assessments into")
            call("export", "markdown", "--project", f"{NAME} 2", "--out", str(here))
        assert keep_template(held, LOCAL_OWNER, name="T", content=b"PK").size == 2, "and the app goes on writing"
    finally:
        held.database.close()
    assert len(list(here.iterdir())) == 1


@pytest.mark.slow
def test_it_works_on_postgresql(
    postgres_url: str,
    nowhere: Path,
    document: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PREFLIGHT_DATABASE_URL", postgres_url)
    assert told(capsys, "import", str(document))[0] == 0
    assert told(capsys, "export", "json", "--project", NAME, "--out", "again.json")[0] == 0
    assert json.loads((nowhere / "again.json").read_bytes())["content"] == json.loads(document.read_bytes())["content"]


@pytest.mark.slow
def test_a_reader_that_has_read_enough_is_no_error(database: Path, tmp_path: Path) -> None:
    shutil.copy(database, tmp_path / "preflight.db")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "preflight", "export", "--list"],
        cwd=ROOT,
        env={**os.environ, "PREFLIGHT_DATA": str(tmp_path), "PREFLIGHT_AUDIT_KEY": AUDIT_KEY.hex()},
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")
