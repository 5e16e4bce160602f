"""A zip holds every file of every assessment, under names that are safe, distinct and always in the same order."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import NotFound, Refused
from preflight.exports import bundle
from preflight.exports.files import ExportFile, export_file, folder_name
from preflight.exports.making import make_file
from preflight.exports.orders import Format, Order
from preflight.services.actions import ActionDraft, make_actions
from preflight.services.dossier import Dossier
from preflight.services.portfolio import Portfolio
from preflight.services.projects import ProjectDetails, change_project, create_project
from preflight.services.restoring import preview_document, restore_document
from preflight.services.workspace import Workspace
from tests.documents import FullProject, a_full_project, an_empty_workspace

pytestmark = pytest.mark.slow

EVERYTHING = Order(format=Format.BUNDLE)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullProject]:
    """One project, and a copy of it whose name differs by its case and a mark that no file name has."""
    with a_full_project(tmp_path_factory.mktemp("full")) as found:
        copy = restore_document(found.workspace, LOCAL_OWNER, found.json(), as_copy=True).project.id
        change_project(found.workspace, LOCAL_OWNER, found.project, ProjectDetails(name="Invoice: triage"))
        change_project(found.workspace, LOCAL_OWNER, copy, ProjectDetails(name="invoice? triage"))
        yield found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makers that make nothing: here the names and their order are looked at."""

    def made(dossier: Dossier, order: Order, template: bytes | None = None) -> ExportFile:
        said = "" if template is None else f", in {template.decode()}"
        return export_file(f"{order}{said}".encode(), dossier.project.name, "same", None, kind=SUFFIXES[order.format])

    def made_of_portfolio(found: Portfolio, form: Format, template: bytes | None = None) -> ExportFile:
        return export_file(f"{form}, {len(found.rows)}".encode(), "Preflight", form, None, kind=SUFFIXES[form])

    monkeypatch.setattr(bundle, "made_of", made)
    monkeypatch.setattr(bundle, "made_of_portfolio", made_of_portfolio)


SUFFIXES = {
    Format.DECK: "pptx",
    Format.REPORT: "pdf",
    Format.WORKBOOK: "xlsx",
    Format.CSV: "csv",
    Format.MARKDOWN: "md",
    Format.CHART: "png",
    Format.PORTFOLIO_DECK: "pptx",
    Format.PORTFOLIO_REPORT: "pdf",
    Format.PORTFOLIO_CSV: "csv",
}


def opened(file: ExportFile) -> zipfile.ZipFile:
    found = zipfile.ZipFile(BytesIO(file.content))
    assert found.testzip() is None
    return found


@pytest.mark.usefixtures("quick")
def test_everything_has_a_folder_for_each_project_and_assessment(full: FullProject) -> None:
    file = make_file(full.workspace, LOCAL_OWNER, EVERYTHING)
    assert file.name == "Preflight - everything - 2026-04-01.zip"
    names = opened(file).namelist()
    assert len({name.casefold() for name in names}) == len(names)
    tops = list(dict.fromkeys(name.split("/")[0] for name in names))
    assert tops == ["Invoice triage", "invoice triage 2", "Portfolio"]
    assert [name.rpartition(".")[2] for name in names if name.startswith("Portfolio/")] == ["pptx", "pdf", "csv"]
    for top in tops[:2]:
        inside = [name.removeprefix(f"{top}/") for name in names if name.startswith(f"{top}/")]
        folders = list(dict.fromkeys(name.partition("/")[0] for name in inside if "/" in name))
        assert folders == ["2026-03-02 - Before it goes live", "2026-04-01 - Before it goes live"]
        assert [name.rpartition(".")[2] for name in inside if "/" not in name] == [
            *("json", "csv", "csv", "ics", "pdf")
        ]
        for folder in folders:
            files = [
                name.rpartition("/")[2] for name in inside if name.startswith(f"{folder}/") and "charts" not in name
            ]
            assert [name.rpartition(".")[2] for name in files] == ["pptx", "pdf", "xlsx", "csv", "json", "md"]
            charts = [name for name in inside if name.startswith(f"{folder}/charts/")]
            assert charts, "as many as there is something to draw for"
            assert len(charts) % 2 == 0, "PNG and SVG"


@pytest.mark.usefixtures("quick")
def test_the_same_content_gives_the_same_zip(full: FullProject, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = full.workspace.now()
    still = Workspace(
        database=full.workspace.database,
        shelf=full.workspace.shelf,
        now=lambda: moment,
        today=full.workspace.today,
    )
    one, other = (make_file(still, LOCAL_OWNER, EVERYTHING) for _ in range(2))
    assert one.content == other.content
    still.finish()


@pytest.mark.usefixtures("quick")
def test_progress_is_told_before_each_file_and_ends_at_the_end(full: FullProject) -> None:
    told: list[tuple[int, int, str]] = []
    made = make_file(
        full.workspace,
        LOCAL_OWNER,
        Order(format=Format.BUNDLE, project=full.project),
        lambda *each: told.append(each),
    )
    assert len(told) == len(opened(made).namelist()) + 1
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert len({steps for _, steps, _ in told}) == 1
    assert told[0] == (0, told[0][1], "Invoice: triage: JSON file")
    assert told[4][2] == "Invoice: triage: decision record"
    assert told[5][2] == "Invoice: triage, 2026-03-02: deck"
    assert told[-1] == (told[0][1], told[0][1], "Ready")


@pytest.mark.usefixtures("quick")
def test_one_assessment_or_one_project_is_packed_alone(full: FullProject) -> None:
    one = make_file(full.workspace, LOCAL_OWNER, Order(format=Format.BUNDLE, assessment=full.draft))
    assert one.name == "Invoice triage - everything - 2026-04-01.zip"
    assert {name.split("/")[1] for name in opened(one).namelist()} == {"2026-04-01 - Before it goes live"}
    project = make_file(full.workspace, LOCAL_OWNER, Order(format=Format.BUNDLE, project=full.project))
    assert {name.split("/")[0] for name in opened(project).namelist()} == {"Invoice triage"}


@pytest.mark.usefixtures("quick")
def test_a_project_with_actions_has_their_tables_and_its_calendar(tmp_path: Path) -> None:
    with a_full_project(tmp_path) as own:
        drafts = [ActionDraft(title="Name an owner", due=own.workspace.today())]
        make_actions(own.workspace, LOCAL_OWNER, own.project, drafts)
        made = make_file(own.workspace, LOCAL_OWNER, Order(format=Format.BUNDLE, project=own.project))
    beside = [name.partition(" - ")[2] for name in opened(made).namelist() if name.count("/") == 1]
    assert [name.rpartition(" - ")[0] for name in beside] == [
        "copy",
        "actions for Jira",
        "actions for GitHub",
        "calendar",
        "decision",
    ]


def test_where_there_is_nothing_it_says_so(tmp_path: Path) -> None:
    with an_empty_workspace(tmp_path / "empty") as empty:
        with pytest.raises(Refused, match="no assessment to export"):
            make_file(empty, LOCAL_OWNER, EVERYTHING)
        bare = create_project(empty, LOCAL_OWNER, ProjectDetails(name="Bare"))
        with pytest.raises(Refused, match="no assessment to export"):
            make_file(empty, LOCAL_OWNER, Order(format=Format.BUNDLE, project=bare.id))
        with pytest.raises(NotFound):
            make_file(empty, LOCAL_OWNER, Order(format=Format.BUNDLE, project="nope"))


@pytest.mark.slow
def test_the_whole_of_it_opens_and_its_document_restores(full: FullProject, tmp_path: Path) -> None:
    file = make_file(full.workspace, LOCAL_OWNER, Order(format=Format.BUNDLE, project=full.project, history=True))
    packed = opened(file)
    starts = {"pptx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<svg", "json": b"{"}
    for name in packed.namelist():
        start = starts.get(name.rpartition(".")[2], b"")
        assert packed.read(name).startswith(start), name
        assert len(packed.read(name)) > 100, name
    whole = next(name for name in packed.namelist() if name.count("/") == 1)
    with an_empty_workspace(tmp_path / "empty") as empty:
        assert len(preview_document(empty, LOCAL_OWNER, packed.read(whole)).new) == 2


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Invoice: triage / 2?",), "Invoice triage 2"),
        (("..", "../../etc"), "etc"),
        (("CON",), "_CON"),
        (("com¹",), "_com¹"),
        (("\u202e", ""), "Preflight"),
        (("日本", "עברית"), "日本 - עברית"),
        (("a" * 80, "b."), f"{'a' * 60} - b"),
    ],
)
def test_a_folder_s_name_is_one_on_every_system(parts: tuple[str, ...], name: str) -> None:
    assert folder_name(*parts) == name
