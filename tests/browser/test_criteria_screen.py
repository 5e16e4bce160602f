"""Success criteria on the Pilot screen: a hope is refused; what is written is sealed, measured, amended on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from preflight.access.people import LOCAL_OWNER
from preflight.domain.criterion import Criterion, Direction
from preflight.domain.measurable import TermsDraft
from preflight.services.criteria import criteria_of, seal_criteria, write_criterion
from preflight.services.measuring import Measured, measure
from tests.browser.axe import grave_findings
from tests.browser.desk import Desk


class CriteriaScreen:
    """The part of the Pilot screen about success criteria, as a person uses it."""

    def __init__(self, page: Page, desk: Desk) -> None:
        self.page, self.desk = page, desk
        self.dialog, self.cards = page.get_by_role("dialog"), page.locator(".pf-pilot-criterion")

    def open(self) -> CriteriaScreen:
        self.page.goto(f"{self.desk.url}/pilot?project={self.desk.project.id}")
        self.page.get_by_role("heading", name="Success criteria", exact=True).wait_for()
        self.page.get_by_role("heading", name="Systems", exact=True).wait_for()  # What still grows moves menus away.
        return self

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def choose(self, way: str) -> None:
        """One of the ways under More, of the only criterion."""
        self.button("More").click()
        self.page.get_by_text(way, exact=True).click()
        self.dialog.wait_for()

    def fill(self, **said: str) -> None:
        """Fill fields of the open dialog by the first words of their label."""
        for label, value in said.items():
            field = self.dialog.get_by_label(label.replace("_", " ")).first
            field.fill(value)
            expect(field).to_have_value(value)

    def press(self, name: str) -> None:
        """Press a button of the open dialog, and wait until it is closed."""
        self.dialog.get_by_role("button", name=name, exact=True).click()
        self.dialog.wait_for(state="detached")

    @property
    def kept(self) -> tuple[Criterion, ...]:
        return criteria_of(self.desk.workspace, LOCAL_OWNER, self.desk.project.id).criteria


@pytest.fixture
def screen(desk: Desk, page: Page) -> CriteriaScreen:
    return CriteriaScreen(page, desk).open()


def sound(desk: Desk) -> TermsDraft:
    return TermsDraft(
        metric="Average handling time",
        unit="minutes",
        baseline="45",
        target="9",
        direction=Direction.AT_MOST,
        how="Time stamps of the ticket system",
        by_when=desk.workspace.today() + timedelta(days=60),
        business_owner="Ada Lindqvist",
    )


def test_from_a_hope_to_a_sealed_amended_and_measured_criterion(screen: CriteriaScreen) -> None:
    screen.button("Write the first criterion").click()
    screen.fill(What_is_counted="Works well", Target="better")
    screen.dialog.get_by_role("button", name="Write it down").click()
    told = screen.dialog.get_by_role("alert")
    expect(told).to_contain_text("“Works well” is a hope")
    expect(told).to_contain_text("Name the person in the business")
    assert not screen.kept

    screen.dialog.get_by_role("button", name="Start from this example").click()
    expect(screen.dialog.get_by_label("What is counted")).to_have_value("Invoices processed correctly")
    screen.fill(Target="93,5")
    screen.press("Write it down")
    expect(screen.cards.get_by_role("heading")).to_have_text("Invoices processed correctly")
    expect(screen.cards).to_contain_text("from 71 to at least 93.5 %")
    expect(screen.cards).to_contain_text("Not sealed yet")
    expect(screen.button("Measure")).to_have_count(0)

    screen.button("Seal it").click()
    expect(screen.dialog).to_contain_text("nothing can be changed unseen")
    screen.press("Seal it")
    expect(screen.cards.locator(".seal")).to_contain_text("Sealed")
    expect(screen.button("Change")).to_have_count(0)

    screen.button("Measure").click()
    screen.fill(Value="90 %")
    screen.dialog.get_by_role("button", name="Write it down").click()
    expect(screen.dialog.get_by_role("alert")).to_contain_text("where the number comes from")
    expect(screen.dialog.get_by_label("Value")).to_have_value("90 %")
    screen.fill(Where_the_number_comes_from="Sample of week 12")
    screen.press("Write it down")
    expect(screen.cards).to_contain_text("not met, but better than 71 before")

    screen.choose("Amend it")
    screen.fill(Target="88", Why_is_it_amended="Illegible scans are left out")
    screen.press("Amend it")
    expect(screen.cards.locator(".stands")).to_contain_text("Met")
    expect(screen.cards).to_contain_text("As first sealed, at least 93.5 %: not met.")
    versions = screen.page.get_by_label("Amendments")
    expect(versions).to_contain_text("from 71 to at least 93.5 %")
    expect(versions.locator("ins")).to_have_text("from 71 to at least 88 %")
    expect(versions).to_contain_text("Illegible scans are left out")
    assert [each.number for each in screen.kept[0].versions] == [1, 2]


def test_what_was_struck_or_withdrawn_stays_to_be_seen_and_everybody_can_read_it(
    screen: CriteriaScreen, desk: Desk
) -> None:
    project, today = desk.project.id, desk.workspace.today()
    write_criterion(desk.workspace, LOCAL_OWNER, project, sound(desk))
    (written,) = seal_criteria(desk.workspace, LOCAL_OWNER, project, seen=screen.kept)
    for value in ("12", "1.2"):
        said = Measured(value=value, date=today, evidence="Ticket system")
        measure(desk.workspace, LOCAL_OWNER, written.id, said)
    screen.open()
    screen.choose("Strike a measurement out")
    screen.fill(What_was_wrong_with_it="A digit too few")
    screen.press("Strike it out")
    struck = screen.page.get_by_role("row", name="A digit too few")
    expect(struck.locator("s").first).to_be_visible()
    expect(screen.cards).to_contain_text("12 minutes")
    expect(screen.page.get_by_role("img", name="Average handling time over time")).to_be_visible()
    screen.choose("Withdraw it")
    screen.fill(Why_is_it_withdrawn="The desk was closed")
    screen.press("Withdraw it")
    expect(screen.cards).to_contain_text("Withdrawn")
    expect(screen.page.get_by_label("Amendments")).to_contain_text("The desk was closed")
    for scheme in ("light", "dark"):
        screen.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        screen.open()  # A reload ends the toast: Streamlit draws it as an alertdialog without a name.
        screen.cards.first.wait_for()
        assert grave_findings(screen.page) == []
        screen.button("Add one late").click()
        screen.dialog.get_by_label("Why was it missing?").wait_for()
        assert grave_findings(screen.page) == []
