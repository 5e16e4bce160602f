"""The Export screen, and the menu beside every chart, as a person uses them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

SAVED = "Saved to your downloads"


class ChartMenu:
    """The menu beside one chart; `chart` is its name, such as “Radar”."""

    def __init__(self, page: Page, chart: str) -> None:
        self.page = page
        self.button = page.get_by_role("button", name=f"Take this chart: {chart}", exact=True)
        self.sheet = page.locator(".sheet:popover-open")
        self.items = self.sheet.get_by_role("menuitem")
        self.foot = self.sheet.locator(".foot")

    def open(self) -> ChartMenu:
        """Open it, unless it is open."""
        if self.button.get_attribute("aria-expanded") != "true":
            self.button.click()
        expect(self.items).to_have_count(6)
        return self

    def item(self, name: str) -> Locator:
        return self.items.filter(has_text=name)

    def take(self, name: str) -> Download:
        """Click an item and wait for its download."""
        with self.page.expect_download() as download:
            self.open().item(name).click()
        return download.value

    def transparent(self, *, on: bool) -> None:
        """Set the switch."""
        switch = self.sheet.get_by_role("menuitemcheckbox", name="Transparent background")
        if switch.get_attribute("aria-checked") != str(on).lower():
            switch.click()
        expect(switch).to_have_attribute("aria-checked", str(on).lower())


class ExportScreen:
    """Finds its parts by what they are."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.deck = page.get_by_role("region", name="The deck", exact=True)
        self.slides = self.deck.locator(".slides > li")
        self.count = self.deck.locator(".counted .count")
        self.download = self.deck.get_by_role("button", name="Download the deck")
        self.template_file = self.deck.locator("input[type=file]")
        self.told = self.deck.locator(".counted .told")
        self.view = page.get_by_role("dialog", name="The slide, large")

    def open(self, url: str) -> ExportScreen:
        """Go to it and wait for its slides."""
        self.page.goto(url)
        return self.ready()

    def ready(self) -> ExportScreen:
        """Wait until the slides stand."""
        self.deck.locator(".slides > li svg").first.wait_for()
        self.page.get_by_role("button", name="Download the form").wait_for()
        expect(self.page.locator(".deck.waiting")).to_have_count(0)
        return self

    @property
    def names(self) -> list[str]:
        """The slides' names, in the order of the deck."""
        return self.slides.locator(".name").all_inner_texts()

    def begins_with(self, *names: str) -> None:
        """Wait until these slides are the first, in this order."""
        for at, name in enumerate(names):
            expect(self.slides.locator(".name").nth(at)).to_have_text(name)

    def slide(self, name: str) -> Locator:
        return self.slides.filter(has=self.page.get_by_text(name, exact=True))

    def picture(self, name: str) -> Locator:
        return self.slide(name).locator(".picture")

    def drag(self, name: str, *, onto: str) -> None:
        """Drag a slide to the place of another, past its middle."""
        start, end = self.picture(name).bounding_box(), self.picture(onto).bounding_box()
        assert start is not None, name
        assert end is not None, onto
        later = self.names.index(onto) > self.names.index(name)
        mouse = self.page.mouse
        mouse.move(start["x"] + 40, start["y"] + 40)
        mouse.down()
        mouse.move(start["x"] + 60, start["y"] + 50, steps=3)
        mouse.move(end["x"] + end["width"] * (0.8 if later else 0.2), end["y"] + 50, steps=8)
        mouse.up()

    def saved_deck(self) -> Download:
        """Download the deck."""
        with self.page.expect_download() as download:
            self.download.click()
        expect(self.deck.locator(".standing")).to_contain_text(SAVED)
        return download.value

    def card(self, name: str) -> Locator:
        """The card of a file: Report, Workbook, …"""
        return self.page.locator(".files li").filter(has=self.page.locator("h4", has_text=name))

    def saved(self, name: str) -> Download:
        """Download a file by its card, and wait until the card says so."""
        card = self.card(name)
        with self.page.expect_download() as download:
            card.get_by_role("button").click()
        expect(card.locator(".standing")).to_contain_text(SAVED)
        return download.value


def kept(download: Download, folder: Path) -> Path:
    """The downloaded file under its own name."""
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def focused_name(page: Page) -> str:
    """The first line of what has the keyboard, inside components too."""
    return str(
        page.evaluate(
            """() => {
                let element = document.activeElement
                while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
                return element.getAttribute('aria-label') || element.innerText.split('\\n')[0]
            }"""
        )
    )


def walk(page: Page, keys: Sequence[str]) -> list[str]:
    """What has the keyboard after each of the keys."""
    found = []
    for key in keys:
        page.keyboard.press(key)
        found.append(focused_name(page))
    return found
