"""The Export screen: a deck in its order, every file in a second program, templates, forms; only one’s own files."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation
from pypdf import PdfReader

from tests.browser.axe import grave_findings
from tests.browser.desk import Desk
from tests.browser.export_screen import ExportScreen, kept

SAID = {"reliability.fallback": "3", "operations.owner": "1", "integration.seams": "4"}


def titles(file: Path) -> list[str]:
    """The titles of a deck's slides."""
    return [slide.shapes.title.text_frame.text for slide in Presentation(str(file)).slides]


@pytest.fixture
def screen(desk: Desk, page: Page) -> ExportScreen:
    """The newest of two completed assessments."""
    desk.completed(days_ago=30, said=SAID)
    return ExportScreen(page).open(desk.export_url(desk.completed()))


def test_the_deck_leaves_in_the_order_in_which_it_stands(screen: ExportScreen, page: Page, tmp_path: Path) -> None:
    usual = screen.names
    assert usual[:3] == ["Title", "Verdict", "Radar"]
    screen.drag("Title", onto="Radar")
    screen.begins_with("Verdict", "Radar", "Title")
    screen.slide("Radar").get_by_role("button", name="Move Radar earlier").click()
    screen.begins_with("Radar", "Verdict", "Title")
    screen.picture("Title").focus()
    page.keyboard.press("Alt+ArrowLeft")
    screen.begins_with("Radar", "Title", "Verdict")
    expect(screen.picture("Title")).to_be_focused()
    screen.slide("Decision").get_by_role("checkbox").uncheck()
    expect(screen.count).to_have_text(" of ".join(str(screen.count.inner_text()).split(" of ")))
    page.reload()
    screen.ready()
    screen.begins_with("Radar", "Title", "Verdict")
    expect(screen.slide("Decision").get_by_role("checkbox")).not_to_be_checked()
    shown = [text.split(": ", 1)[1].removesuffix(". Look at it large") for text in labels(screen)]
    deck = titles(kept(screen.saved_deck(), tmp_path))
    assert [deck[0], deck[1], deck[2]] == shown[:3]
    assert shown[-1] not in deck, "the unticked slide stayed at home"
    page.get_by_role("button", name="Back to the usual slides").click()
    screen.begins_with(*usual)


def labels(screen: ExportScreen) -> list[str]:
    found = screen.slides.locator(".picture")
    return [str(found.nth(at).get_attribute("aria-label")) for at in range(found.count())]


def test_a_slide_is_looked_at_large_by_the_keyboard_alone(screen: ExportScreen, page: Page) -> None:
    screen.picture("Verdict").focus()
    page.keyboard.press("Enter")
    expect(screen.view.locator(".count")).to_contain_text("Verdict")
    expect(screen.view.get_by_role("heading", name="What to say")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(screen.view.locator(".count")).to_contain_text("Radar")
    page.keyboard.press("Escape")
    expect(screen.view).to_be_hidden()
    expect(screen.picture("Radar")).to_be_focused()


def test_the_deck_of_a_history_is_another_one_and_a_reload_keeps_it(screen: ExportScreen, page: Page) -> None:
    about_one = screen.names
    page.get_by_role("radio", name="The history").check()
    page.wait_for_url("**deck=history**")
    expect(screen.slides).not_to_have_count(len(about_one))
    page.reload()
    screen.ready()
    assert "Trend" in screen.names
    assert len(screen.names) < len(about_one)


def test_every_file_opens_in_a_second_program(screen: ExportScreen, desk: Desk, tmp_path: Path) -> None:
    report = PdfReader(kept(screen.saved("Report"), tmp_path))
    assert desk.project.name[:20] in "".join(page.extract_text() for page in report.pages)
    book = openpyxl.load_workbook(kept(screen.saved("Workbook"), tmp_path))
    assert len(book.sheetnames) >= 2
    table = kept(screen.saved("Table"), tmp_path).read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(io.StringIO(table)))) > len(list(desk.questionnaire().questions()))
    assert json.loads(kept(screen.saved("Exact copy"), tmp_path).read_bytes())
    assert kept(screen.saved("Summary"), tmp_path).read_text(encoding="utf-8").startswith("#")
    with zipfile.ZipFile(kept(screen.saved("Whole project"), tmp_path)) as bundle:
        assert bundle.testzip() is None
        assert {Path(name).suffix for name in bundle.namelist()} >= {".pptx", ".pdf", ".xlsx", ".csv", ".json", ".md"}


def test_a_long_export_can_be_cancelled(screen: ExportScreen, page: Page) -> None:
    card = screen.card("Whole project")
    # It never gets ready: what the server says of it is held back until it is cancelled.
    page.route("**/standing?*", lambda route: None)
    card.get_by_role("button").click()
    with page.expect_request(lambda request: request.method == "DELETE" and "/exports/" in request.url):
        card.get_by_role("button", name="Cancel: Whole project").click()
    expect(card.locator(".standing")).to_have_text("Cancelled.")
    expect(card.get_by_role("button", name="Download: Whole project")).to_be_visible()


def test_two_people_at_once_get_their_own(desk: Desk, new_page: Any, tmp_path: Path) -> None:
    mine, theirs = desk.completed(days_ago=30, said=SAID), desk.completed()
    screens = [ExportScreen(new_page()).open(desk.export_url(each)) for each in (mine, theirs)]
    tickets: list[str] = []
    for screen in screens:
        screen.page.on("request", lambda request: tickets.append(request.url) if "standing" in request.url else None)
    with screens[0].page.expect_download() as first, screens[1].page.expect_download() as second:
        for screen in screens:
            screen.card("Table").get_by_role("button").click()
    contents = [kept(each.value, tmp_path / name).read_bytes() for each, name in ((first, "a"), (second, "b"))]
    assert contents[0] != contents[1]
    with screens[0].page.expect_request(lambda request: "standing" in request.url) as asked:
        screens[0].card("Summary").get_by_role("button").click()
    address = asked.value.url.partition("/standing")[0]
    assert screens[1].page.request.get(address).status in {403, 404}


def test_a_template_that_cannot_serve_says_why_and_one_that_can_is_kept(
    screen: ExportScreen, page: Page, tmp_path: Path
) -> None:
    bad, good = tmp_path / "broken.pptx", tmp_path / "Contoso 2026.pptx"
    bad.write_bytes(b"PK\x03\x04 this is no presentation")
    Presentation().save(str(good))
    screen.template_file.set_input_files(bad)
    expect(screen.told).to_have_class("told failed")
    assert screen.told.inner_text().endswith(".")
    screen.template_file.set_input_files(good)
    chosen = page.get_by_role("radio", name="Contoso 2026")
    expect(chosen).to_be_checked()
    page.reload()
    screen.ready()
    expect(chosen).to_be_checked()
    screen.picture("Verdict").click()
    whole, seen = (screen.view.locator(each).bounding_box() for each in (".large svg", ".large"))
    assert whole == pytest.approx(seen, abs=1), "a slide of 4:3 is seen to its foot"
    page.keyboard.press("Escape")
    presentation = Presentation(str(kept(screen.saved_deck(), tmp_path)))
    assert (presentation.slide_width, presentation.slide_height) == (9144000, 6858000), "the template's own shape, 4:3"
    page.get_by_role("button", name="Remove the template Contoso 2026").click()
    page.get_by_role("button", name="Remove it").click()
    expect(chosen).to_have_count(0)
    expect(page.get_by_role("radio", name="House style")).to_be_checked()


def test_a_form_is_filled_in_offline_and_comes_back(desk: Desk, page: Page, tmp_path: Path) -> None:
    draft = desk.draft(said={"operations.owner": "1"})
    page.goto(desk.assess_url(draft))
    page.get_by_role("button", name="Fill in offline").click()
    dialog = page.get_by_role("dialog", name="Fill in offline")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download the form").click()
    form = kept(download.value, tmp_path)
    filled = fill(form, tmp_path / "filled.xlsx", {"operations.owner": "no such level"})
    chooser = dialog.locator("input[type=file]")
    chooser.set_input_files(filled)
    expect(dialog.get_by_role("region", name="What needs a look")).to_contain_text("no such level")
    chooser.set_input_files(fill(form, tmp_path / "again.xlsx", {"operations.owner": 4, "reliability.fallback": 2}))
    table = dialog.get_by_role("table", name="What will change")
    expect(table.locator("tbody tr")).to_have_count(2)
    assert desk.choice(draft, "operations.owner") == "1", "nothing is kept before it is accepted"
    dialog.get_by_role("button", name="Keep all 2 answers").click()
    expect(dialog).to_have_count(0)
    options = {each.id: each for each in desk.questionnaire().questions()}
    assert desk.choice(draft, "operations.owner") == options["operations.owner"].options[3].id
    assert desk.choice(draft, "reliability.fallback") == options["reliability.fallback"].options[1].id


def fill(form: Path, to: Path, answers: dict[str, str | int]) -> Path:
    """The form with these questions answered: a level by its number, or whatever somebody might write."""
    book = openpyxl.load_workbook(form)
    sheet = book["Form"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Answer" for cell in row))
    ids, column = ({str(cell.value): cell.column for cell in head}[name] for name in ("Row id", "Answer"))
    for row in range(head[0].row + 1, sheet.max_row + 1):
        question = str(sheet.cell(row, ids).value or "").removeprefix("question:")
        if question in answers:
            sheet.cell(row, column).value = answers[question]
    book.save(to)
    return to


def test_an_exact_copy_comes_back_on_home(screen: ExportScreen, desk: Desk, page: Page, tmp_path: Path) -> None:
    copy = kept(screen.saved("Exact copy"), tmp_path)
    page.goto(desk.url)
    page.get_by_role("button", name="Restore from a file").click()
    dialog = page.get_by_role("dialog", name="Restore from a file")
    dialog.locator("input[type=file]").set_input_files(copy)
    expect(dialog.get_by_role("region", name="What is in the file")).to_contain_text(desk.project.name)
    cards = page.get_by_role("article").filter(has_text=desk.project.name)
    before = cards.count()
    expect(dialog).to_contain_text("All of it is here already, just the same.")
    dialog.get_by_role("button", name="Bring it in as a copy").click()
    expect(dialog).to_have_count(0)
    expect(cards).to_have_count(before + 1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(desk: Desk, new_page: Any, scheme: str) -> None:
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    desk.completed(days_ago=30, said=SAID)
    desk.completed()
    screen = ExportScreen(page).open(desk.export_url(desk.draft()))
    found = {"export": grave_findings(page)}
    screen.picture("Verdict").click()
    screen.view.wait_for()
    found["a slide, large"] = grave_findings(page)
    page.keyboard.press("Escape")
    page.goto(desk.url)
    page.get_by_role("button", name="Restore from a file").click()
    page.get_by_role("button", name="Choose the file").wait_for()
    found["restore"] = grave_findings(page)
    shade = page.locator("[role=dialog] .drop").evaluate("(each) => getComputedStyle(each).backgroundColor")
    assert shade == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(23, 32, 51)"), "as dark as the page"
    assert not any(found.values()), found
