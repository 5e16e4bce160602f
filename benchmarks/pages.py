"""The pages that are measured, each in a browser window of its own, and what a person does on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

STOPWATCH = Path(__file__).with_name("stopwatch.js")
SCREEN = {"width": 1280, "height": 800}


def window(browser: Browser) -> BrowserContext:
    """A window of its own with an empty cache, and the stopwatch in each of its pages."""
    opened = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
    opened.add_init_script(path=STOPWATCH)
    return opened


def opened(browser: Browser, address: str) -> Page:
    """A page in a window of its own that has drawn its levels, or its radio."""
    page = window(browser).new_page()
    page.goto(address)
    wait_for(page, "usable")
    return page


def wait_for(page: Page, shows: str) -> float:
    """The time since the page's navigation began at which its first frame showed it."""
    return float(page.evaluate("shows => stopwatch.until(shows, [])", shows))


def repaint_ms(
    page: Page, event: str, shows: str, args: Sequence[Any], do: Callable[[], None], *, every_frame: bool = False
) -> float:
    """Milliseconds from the event that `do` causes to the frame that shows it."""
    page.evaluate("asked => stopwatch.arm(...asked)", [event, shows, list(args), every_frame])
    do()
    return float(page.evaluate("stopwatch.time"))


class BareRadio:
    """The bare app: its options one after another."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._options = page.get_by_test_id("stRadioOption")
        self._words = self._options.all_inner_texts()
        self._at = 0

    def choose(self) -> float:
        """Click on the next option; until the text names it."""
        self._at = (self._at + 1) % len(self._words)
        option = self._options.nth(self._at)
        return repaint_ms(self.page, "click", "text", [f"Chosen: {self._words[self._at]}"], option.click)


class OneQuestion:
    """Ours, one question large on the screen: a level, then on to the next question, to the end and back again."""

    def __init__(self, page: Page, questions: Sequence[str]) -> None:
        self.page = page
        self._questions = questions
        self._at = 0
        self._step = 1

    def choose(self) -> float:
        """Click on another level; until it shows as saved."""
        return _choose(self.page, self._questions[self._at])

    def move_on(self) -> float:
        """Press the arrow; until the next question stands there."""
        if not 0 <= self._at + self._step < len(self._questions):
            self._step = -self._step
        self._at += self._step
        key = "ArrowRight" if self._step > 0 else "ArrowLeft"
        return repaint_ms(
            self.page, "keydown", "question", [self._questions[self._at]], lambda: self.page.keyboard.press(key)
        )


class WholeSection:
    """Ours, a section of eight questions on the screen: one question after another."""

    def __init__(self, page: Page, questions: Sequence[str]) -> None:
        self.page = page
        page.get_by_role("radio", name="Whole section").click()
        cards = page.locator("section.card.compact")
        cards.first.wait_for()
        self._questions = questions[: cards.count()]
        self._at = -1

    def choose(self) -> float:
        """Click on another level of the next card; until that shows as saved."""
        self._at = (self._at + 1) % len(self._questions)
        return _choose(self.page, self._questions[self._at])


def _choose(page: Page, question: str) -> float:
    levels = page.locator("section.card", has=page.locator(f'[id="t-{question}"]')).locator(".level")
    checked = [level.get_attribute("aria-checked") for level in levels.all()]
    wanted = (checked.index("true") + 1) % len(checked) if "true" in checked else 0
    return repaint_ms(page, "click", "saved", [question, wanted], levels.nth(wanted).click)
