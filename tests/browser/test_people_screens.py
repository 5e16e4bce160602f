"""People who sign in: an owner invites, somebody accepts and may do so much; a lowered role acts at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from preflight.access.people import LOCAL_OWNER
from preflight.domain.project import Person
from preflight.domain.roles import ProjectRole
from preflight.services.sharing import change_role, people_in
from preflight.storage.people import ensure_person
from tests.browser.axe import grave_findings
from tests.browser.desk import Desk
from tests.browser.server import Server
from tests.provider import Provider, Somebody, a_provider
from tests.signed_in import give

pytestmark = pytest.mark.slow
PEOPLE = {
    "ada": {"name": "Ada Lovelace", "groups": []},
    "grace": {"name": "Grace Hopper", "groups": []},
    "boss": {"name": "Margaret Hamilton", "groups": ["admins"]},
}


@dataclass
class House:
    """A server with sign-in, a project on it whose owner is Ada, and a draft in that project."""

    server: Server
    desk: Desk
    draft: str
    new_page: Callable[..., Any]

    def page_of(self, who: str, path: str = "/") -> Page:
        """A page of somebody who has signed in just now."""
        page: Page = self.new_page()
        cookies = Somebody(self.server).signs_in(who).cookies
        page.context.add_cookies(
            [{"name": name, "value": value, "url": self.server.url} for name, value in cookies.items()]
        )
        page.goto(self.server.url + path)
        return page


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with a_provider(PEOPLE) as found:
        yield found


@pytest.fixture(scope="module")
def signing_in(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Desk, str]]:
    data = tmp_path_factory.mktemp("people") / "data"
    with provider.server(data) as server, Desk(server, project="Claims intake") as desk:
        with desk.workspace.database.writing() as connection:
            ada = ensure_person(
                connection, Person(id=uuid4().hex, issuer=provider.url, subject="ada", name="Ada Lovelace")
            )
        give(desk.workspace, ada, desk.project.id, ProjectRole.OWNER)
        yield server, desk, desk.draft()


@pytest.fixture
def house(signing_in: tuple[Server, Desk, str], new_page: Callable[..., Any]) -> House:
    return House(*signing_in, new_page=new_page)


def test_an_owner_invites_and_whoever_accepts_may_answer_until_the_role_is_lowered(house: House) -> None:
    ada = house.page_of("ada")
    ada.get_by_role("button", name="People", exact=True).click()
    ada.get_by_role("button", name="Make a link").click()
    expect(ada.get_by_text("it is shown this once")).to_be_visible()
    link = ada.get_by_test_id("stCode").inner_text().strip()
    assert grave_findings(ada) == []

    grace = house.page_of("grace", link.removeprefix(house.server.url))
    expect(grace.get_by_role("heading", name="Ada Lovelace invites you to “Claims intake”")).to_be_visible()
    assert "token" not in grace.url
    assert grave_findings(grace) == []
    grace.get_by_role("button", name="Accept").click()
    grace.get_by_role("button", name="Continue: Pilot to production").click()
    levels = grace.locator(".st-key-cards [role=radio]")
    levels.nth(1).click()
    expect(grace.locator(".st-key-cards").get_by_text("✓ Saved")).to_be_visible()
    expect(grace.get_by_role("button", name="Complete assessment")).to_have_count(0)

    workspace, project = house.desk.workspace, house.desk.project.id
    (member,) = [each for each in people_in(workspace, LOCAL_OWNER, project).members if each.person.subject == "grace"]
    change_role(workspace, LOCAL_OWNER, project, member.person.id, ProjectRole.VIEWER)
    levels.nth(2).click()
    expect(grace.get_by_text("You may not answer questions here")).to_be_visible()
    expect(levels.nth(0)).to_be_disabled()

    again = house.page_of("boss", link.removeprefix(house.server.url))
    expect(again.get_by_text("This invitation was used by somebody else")).to_be_visible()


def test_an_administrator_finds_somebody_and_opens_them(house: House) -> None:
    house.page_of("ada")
    boss = house.page_of("boss", "/people")
    boss.get_by_label("Search").fill("lovelace")
    boss.get_by_label("Search").press("Enter")
    expect(boss.locator(".pf-person")).to_have_count(1)
    assert grave_findings(boss) == []
    boss.get_by_role("button", name="Open").click()
    expect(boss.get_by_role("checkbox", name="Auditor")).to_be_visible()
    assert grave_findings(boss) == []
