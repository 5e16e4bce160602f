"""The Assess screen as a person uses it. Every step waits until the screen shows that it is done."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class AssessScreen:
    """Finds its parts by what they are; acts by mouse and by key."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.card = page.locator("section.card")
        self.heading = page.locator("section.card h2")
        self.levels = page.locator("section.card .level")
        self.status = page.locator("section.card .status")
        self.alert = page.locator("section.card .alert")
        self.note = page.get_by_role("textbox", name="Note")
        self.list = page.get_by_role("navigation", name="All questions")
        self.complete = page.get_by_role("button", name="Complete assessment")

    def open(self, url: str) -> AssessScreen:
        """Go to a deep link and wait for its question."""
        self.page.goto(url)
        self.levels.or_(self.page.locator("section.card .typed")).first.wait_for()
        return self

    def level(self, number: int) -> Locator:
        return self.levels.nth(number - 1)

    def button(self, name: str) -> Locator:
        """A button beside the list: the list's own say states too (“Worst case, nobody knows”)."""
        return self.page.get_by_role("button", name=name).and_(
            self.page.locator("button:not(nav[aria-label='All questions'] *)")
        )

    def listed(self, name: str) -> Locator:
        """A question in the list, by its short name."""
        return self.list.get_by_role("button", name=name)

    def part(self, name: str) -> Locator:
        """A part that opens on a click: Note, Evidence, To get talking."""
        return self.card.locator("summary", has_text=name)

    def saved(self) -> None:
        """Wait until everything on the screen is shown as saved."""
        self.page.locator(".card[data-saved=true]").first.wait_for()
        self.page.locator(".status.saving").first.wait_for(state="detached")

    def at(self, number: int, of: int = 24) -> None:
        """Wait for the question with this number."""
        self.card.locator(".kicker").get_by_text(f"· {number} of {of}", exact=False).first.wait_for()

    def shows(self, number: int) -> None:
        """The level with this number, and no other, is chosen."""
        expect(self.levels.and_(self.page.locator("[aria-checked=true]"))).to_have_count(1)
        expect(self.level(number)).to_have_attribute("aria-checked", "true")

    def press(self, number: int) -> None:
        """Choose a level by its key, saved."""
        self.page.keyboard.press(str(number))
        self.page.locator(f".level:nth-child({number})[aria-checked=true]").first.wait_for()
        self.saved()

    def click(self, number: int) -> None:
        """Choose a level by the mouse, saved."""
        self.level(number).click()
        self.page.locator(f".level:nth-child({number})[aria-checked=true]").first.wait_for()
        self.saved()

    def write_note(self, words: str) -> None:
        """Write a note by the keyboard, saved."""
        self.page.keyboard.press("n")
        expect(self.note).to_be_focused()
        self.note.fill(words)
        self.note.blur()
        self.saved()
