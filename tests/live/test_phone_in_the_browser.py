"""The phone page in a real browser, against a room that does as it is told (phone_stub.py)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import grave_findings
from tests.live.phone_stub import TOKEN, TOO_LATE, PhoneStub, question, shown, until

pytestmark = pytest.mark.slow
expect.set_options(timeout=20_000)

IN = "Your vote is in. You can change it until the reveal."
WAITING = "Waiting for the network: your vote goes out by itself."
SENDING = "Sending…"


class Phone:
    """What a person does and sees on one phone."""

    def __init__(self, page: Page, room: PhoneStub) -> None:
        self.page = page
        self.room = room
        self.heading = page.get_by_role("heading", level=1)
        self.status = page.locator("#status")
        self.why = page.get_by_label("In one line, why?")

    def join(self) -> Phone:
        self.page.goto(f"{self.room.url}#{TOKEN}")
        until(lambda: self.room.connected)
        return self

    def level(self, number: int) -> Locator:
        return self.page.locator(".level").nth(number - 1)

    def choose(self, number: int) -> None:
        self.level(number).click()
        expect(self.level(number)).to_have_attribute("aria-checked", "true")

    def vote(self, number: int) -> None:
        self.choose(number)
        expect(self.status).to_have_text(IN)

    @property
    def chosen(self) -> list[str]:
        """The numbers of the levels, or the words of the buttons, that show as chosen."""
        texts = self.page.locator(".ballot [aria-checked=true]").all_inner_texts()
        return [text.partition("\n")[0] for text in texts]


@pytest.fixture
def room() -> Iterator[PhoneStub]:
    stub = PhoneStub().start()
    yield stub
    stub.stop()


@pytest.fixture
def new_phone(new_page: Callable[..., Page], room: PhoneStub) -> Iterator[Callable[..., Phone]]:
    """Phones of 360x640 that touch; no script of theirs may fail, and none may be refused by the policy."""
    wrong: list[str] = []

    def watch(message: Any) -> None:
        if "Content Security Policy" in message.text:
            wrong.append(message.text)

    def make(**options: Any) -> Phone:
        page = new_page(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True, **options)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", watch)
        return Phone(page, room)

    yield make
    assert wrong == []


@pytest.fixture
def phone(new_phone: Callable[..., Phone]) -> Phone:
    return new_phone()


def test_a_phone_follows_the_room_from_the_lobby_to_the_end(phone: Phone, room: PhoneStub) -> None:
    phone.join()
    expect(phone.heading).to_have_text("You're in.")
    expect(phone.page.locator("main")).to_contain_text("You are number 7. Watch the big screen.")
    phone.page.get_by_role("radio", name="I operate it").click()
    until(lambda: room.roles == ["operates"])

    room.tell(question=question())
    expect(phone.heading).to_contain_text("(inputs)")
    expect(phone.heading).to_be_focused()
    assert phone.chosen == []
    phone.vote(2)
    phone.vote(4)
    assert phone.chosen == ["4"]
    phone.why.fill("Only the night shift knows")
    phone.why.press("Enter")
    until(lambda: (room.vote_of(7) or {}).get("why") == "Only the night shift knows")
    assert [vote["n"] for vote in room.votes] == [1, 2, 3]
    assert room.vote_of(7) == {"n": 3, "said": {"choices": ["3"]}, "why": "Only the night shift knows"}

    room.tell(
        stage="revealed", shown=shown(lines=[{"number": 4, "words": "Only the night shift knows", "said": "Level 4"}])
    )
    expect(phone.page.get_by_role("heading", name="far apart")).to_be_focused()
    assert phone.page.locator(".bar").all_inner_texts()[3].split("\n")[:2] == ["4", "Scored kind by kind"]
    expect(phone.page.locator(".mine")).to_have_count(1)
    expect(phone.page.locator(".mine")).to_contain_text("Scored kind by kind")
    expect(phone.page.locator(".lines")).to_contain_text("Only the night shift knows")

    room.tell(stage="agreed", agreed={"words": "Level 2 · Variety written down", "why": "No sample was drawn yet."})
    expect(phone.page.get_by_role("heading", name="Agreed")).to_be_focused()
    expect(phone.page.locator(".agreed")).to_contain_text("Level 2 · Variety written down")

    room.tell(question=question(), round=2)
    expect(phone.status).to_have_text("A new round: vote again after what you heard.")
    assert phone.chosen == []
    expect(phone.why).to_have_value("")
    room.tell(stage="closing", question=None)
    expect(phone.page.locator("main")).to_contain_text("The result is on the big screen.")
    room.tell(stage="closed")
    expect(phone.page.locator("main")).to_contain_text("The room is closed.")


def test_a_code_is_typed_once(phone: Phone, room: PhoneStub) -> None:
    phone.page.goto(f"{room.url}/")
    code = phone.page.get_by_label("Type the code on the big screen")
    join = phone.page.get_by_role("button", name="Join")
    code.press_sequentially("abcd9")
    expect(code).to_have_value("ABCD-9")
    join.click()
    expect(phone.page.get_by_role("alert")).to_have_text("A code has 8 characters, such as ABCD-2345.")
    assert room.joins == []
    code.fill("The code: abcd 9999")
    expect(code).to_have_value("ABCD-9999")
    join.click()
    expect(phone.page.get_by_role("alert")).to_contain_text("No open room has this code.")
    expect(code).to_be_focused()
    room.refusals = [(503, {"sentence": "Many are joining at this moment.", "retry_s": 0.5})]
    code.fill("ABCD2345")
    code.press("Enter")
    expect(phone.page.locator("main")).to_contain_text("Many are joining at this moment.")
    expect(phone.heading).to_have_text("You're in.")
    assert [asked["code"] for asked in room.joins] == ["ABCD9999", "ABCD2345", "ABCD2345"]
    phone.page.reload()
    expect(phone.heading).to_have_text("You're in.")
    assert room.joins[3:] == [{"token": TOKEN}]
    expect(phone.page.locator("main")).to_contain_text("You are number 7.")


def test_a_vote_without_network_goes_out_once_and_soon(phone: Phone, room: PhoneStub) -> None:
    room.tell(question=question())
    phone.join()
    phone.vote(1)
    room.stop()
    phone.choose(2)
    phone.choose(3)
    expect(phone.status).to_have_text(WAITING)
    room.start()
    back = time.monotonic()
    expect(phone.status).to_have_text(IN)
    assert time.monotonic() - back < 5
    assert [(vote["n"], vote["said"]) for vote in room.votes] == [(1, {"choices": ["0"]}), (3, {"choices": ["2"]})]


def test_a_vote_that_got_lost_is_sent_again_under_its_number(phone: Phone, room: PhoneStub) -> None:
    room.tell(question=question())
    phone.join()
    phone.vote(1)
    room.answers = False
    phone.choose(2)
    expect(phone.status).to_have_text(SENDING)
    until(lambda: len(room.votes) == 2)
    room.answers = True
    room.drop()
    expect(phone.status).to_have_text(IN)
    assert [vote["n"] for vote in room.votes] == [1, 2, 2]
    # This time only the acknowledgement is lost: the state tells that the vote is there, and nothing is sent again.
    room.acknowledges = False
    phone.choose(3)
    until(lambda: len(room.votes) == 4)
    room.drop()
    expect(phone.status).to_have_text(IN)
    assert [vote["n"] for vote in room.votes] == [1, 2, 2, 3]
    assert phone.chosen == ["3"]


def test_a_reload_keeps_the_participant_and_the_vote(phone: Phone, room: PhoneStub) -> None:
    room.tell(question=question())
    phone.join()
    phone.why.fill("Typed before anything was chosen")
    phone.page.reload()
    expect(phone.why).to_have_value("Typed before anything was chosen")
    assert room.votes == []
    phone.vote(2)
    expect(phone.page.locator(".me")).to_have_text("You are 7")
    room.answers = False
    phone.choose(5)
    until(lambda: len(room.votes) == 2)
    phone.page.reload()
    expect(phone.status).to_have_text(SENDING)
    assert phone.chosen == ["5"]
    room.answers = True
    room.drop()
    expect(phone.status).to_have_text(IN)
    assert {vote["n"] for vote in room.votes[1:]} == {2}
    expected = {"n": 2, "said": {"choices": ["4"]}, "why": "Typed before anything was chosen"}
    assert room.vote_of(7) == expected
    phone.page.reload()
    expect(phone.status).to_have_text(IN)
    assert phone.chosen == ["5"]
    expect(phone.why).to_have_value("Typed before anything was chosen")


def test_a_latecomer_sees_the_question_and_may_say_the_role_above_it(
    new_phone: Callable[..., Phone], room: PhoneStub
) -> None:
    room.tell(question=question())
    first, second = new_phone().join(), new_phone().join()
    for phone, number in ((first, 7), (second, 8)):
        expect(phone.heading).to_contain_text("(inputs)")
        expect(phone.page.locator(".me")).to_have_text(f"You are {number}")
        expect(phone.page.locator(".part.top")).to_be_visible()
    first.page.get_by_role("button", name="Don't ask me").click()
    expect(first.page.locator(".part.foot")).to_be_visible()
    second.page.get_by_text("What is your part in it?").click()
    second.page.get_by_role("radio", name="I secure it").click()
    until(lambda: room.roles == ["secures"])
    expect(second.page.get_by_text("Your part: I secure it")).to_be_visible()
    for phone in (first, second):
        phone.page.reload()
        expect(phone.page.locator(".part.foot")).to_be_visible()


def test_a_late_vote_is_refused_in_words(phone: Phone, room: PhoneStub) -> None:
    room.tell(question=question())
    phone.join()
    phone.vote(1)
    room.stop()
    phone.choose(4)
    room.room |= {"stage": "revealed", "shown": shown()}
    room.start()
    expect(phone.status).to_have_text(TOO_LATE)
    expect(phone.page.locator(".mine")).to_contain_text("Demo cases only")
    room.tell(question=question("next"))
    expect(phone.status).not_to_have_text(TOO_LATE)
    phone.vote(2)
    assert room.votes[-1]["question"] == "next"


def test_what_is_being_typed_stays_with_its_question(phone: Phone, room: PhoneStub) -> None:
    room.tell(question=question())
    phone.join()
    phone.vote(1)
    phone.why.press_sequentially("half a sen")
    room.tell(countdown_ms=30_000)
    expect(phone.page.get_by_role("timer")).to_have_text("0:30")
    expect(phone.why).to_have_value("half a sen")
    room.tell(question=question("next"), countdown_ms=None)
    expect(phone.heading).to_contain_text("(next)")
    assert phone.chosen == []
    expect(phone.why).to_have_value("")
    until(lambda: any(vote["why"] == "half a sen" for vote in room.votes))
    assert {vote["question"] for vote in room.votes} == {"inputs"}


def test_several_options_and_a_number(phone: Phone, room: PhoneStub) -> None:
    levels = [("One", ""), ("Two", ""), ("None", "")]
    several = question("several", kind="multi", levels=levels)
    several["options"][2]["exclusive"] = True
    room.tell(question=several)
    phone.join()
    for number in (2, 1):
        phone.vote(number)
    assert room.votes[-1]["said"] == {"choices": ["0", "1"]}
    phone.vote(3)
    assert room.votes[-1]["said"] == {"choices": ["2"]}
    phone.page.get_by_role("checkbox", name="I don't know").click()
    until(lambda: room.votes[-1]["said"] == {"unknown": True})

    room.tell(question=question("share", kind="number", unit="%", minimum="0", maximum="100"))
    number = phone.page.get_by_role("textbox", name="(share)")
    number.fill("130")
    number.blur()
    expect(phone.page.locator("#range")).to_have_text("Not sent. A number from 0 up to 100")
    number.fill("12,5")
    expect(phone.status).to_have_text(IN)
    assert room.votes[-1]["said"] == {"number": "12.5"}
    bars = [{"id": "0", "number": None, "label": "0 to below 50", "count": 3}]
    room.tell(stage="revealed", shown=shown(bars=bars))
    expect(phone.page.locator(".bar").first).to_have_text("0 to below 503 votes")
    expect(phone.page.locator(".result")).to_contain_text("You said 12.5 %")
    room.tell(question=question("talk", kind="text"))
    expect(phone.page.locator("main")).to_contain_text("This one is talked through together; nothing to vote.")


def test_an_arrow_moves_and_never_votes(phone: Phone, room: PhoneStub) -> None:
    room.tell(question=question())
    phone.join()
    phone.level(1).focus()
    for _ in range(2):
        phone.page.keyboard.press("ArrowDown")
    expect(phone.level(3)).to_be_focused()
    assert phone.chosen == []
    phone.page.keyboard.press("Space")
    expect(phone.status).to_have_text(IN)
    assert room.vote_of(7) == {"n": 1, "said": {"choices": ["2"]}, "why": ""}


def test_the_countdown_is_counted_here(phone: Phone, room: PhoneStub) -> None:
    room.tell(question=question(), countdown_ms=65_000)
    phone.join()
    timer = phone.page.get_by_role("timer")
    expect(timer).to_have_text("1:05")
    expect(timer).to_have_text("1:04")
    room.tell(countdown_ms=1_000)
    expect(timer).to_have_text("0:01")
    expect(timer).to_have_text("Time is up")
    phone.vote(1)
    room.tell(countdown_ms=None)
    expect(timer).to_be_hidden()


def test_a_phone_that_slept_finds_out_at_once(phone: Phone, room: PhoneStub) -> None:
    room.tell(question=question())
    phone.join()
    room.answers = False
    phone.choose(3)
    phone.page.evaluate("window.dispatchEvent(new Event('pageshow'))")
    until(lambda: room.connections == 2)
    room.answers = True
    room.drop()
    expect(phone.status).to_have_text(IN)
    assert room.vote_of(7) == {"n": 1, "said": {"choices": ["2"]}, "why": ""}


def test_a_phone_that_was_removed_stays_away_and_one_that_is_unknown_joins_anew(
    new_phone: Callable[..., Phone], room: PhoneStub
) -> None:
    room.tell(question=question())
    phone = new_phone().join()
    room.send(type="gone", reason="unknown", sentence="This phone is not known here.")
    until(lambda: len(room.joins) == 2)
    expect(phone.heading).to_contain_text("(inputs)")
    room.send(type="gone", reason="removed", sentence="The facilitator removed this phone.")
    expect(phone.page.locator("main")).to_contain_text("The facilitator removed this phone.")
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.page.get_by_role("button", name="Type another code").click()
    expect(phone.heading).to_have_text("Join the room")
    assert len(room.joins) == 2
    assert room.connections == 2
    # The QR code of another room, opened in the same tab, changes nothing but the fragment.
    phone.page.goto(f"{room.url}#another-token-of-another-room")
    expect(phone.heading).to_have_text("You can't join.")
    expect(phone.page.locator("main")).to_contain_text("No open room has this code.")


def test_texts_are_never_markup(phone: Phone, room: PhoneStub) -> None:
    nasty = "<img src=x onerror=\"document.title='owned'\"> & <b>bold</b>"
    asked = question(levels=[(nasty, nasty)], text=nasty, section=nasty, why=nasty)
    room.tell(question=asked, title=nasty, project=nasty)
    phone.join()
    expect(phone.heading).to_have_text(nasty)
    lines = [{"number": 1, "words": nasty, "said": nasty}]
    agreed = {"words": nasty, "why": nasty}
    room.tell(stage="agreed", agreed=agreed, shown=shown(words=nasty, reason=nasty, summary=nasty, lines=lines))
    expect(phone.page.locator(".agreed")).to_contain_text(nasty)
    assert phone.page.locator("main img, main main b:not(.you), header b").count() == 0
    assert "owned" not in phone.page.title().replace(nasty, "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(new_phone: Callable[..., Phone], room: PhoneStub, scheme: str) -> None:
    phone = new_phone(color_scheme=scheme, reduced_motion="reduce")
    found = {}

    def look(where: str) -> None:
        for line in grave_findings(phone.page):
            found[f"{scheme}, {where}: {line}"] = True

    phone.page.goto(room.url)
    phone.page.get_by_role("button", name="Join").click()
    look("code")
    phone.join()
    expect(phone.heading).to_have_text("You're in.")
    look("lobby")
    room.tell(question=question(), countdown_ms=9_000)
    phone.vote(2)
    look("voted")
    room.tell(question=question("share", kind="number", unit="%", minimum="0", maximum="100"), countdown_ms=None)
    number = phone.page.get_by_role("textbox", name="(share)")
    number.fill("130")
    number.blur()
    look("number")
    room.tell(question=question("several", kind="multi"))
    phone.vote(2)
    look("several")
    lines = [{"number": 1, "words": "We never looked", "said": "Level 1"}]
    room.tell(stage="agreed", agreed={"words": "Level 2", "why": "A reason"}, shown=shown(lines=lines))
    expect(phone.page.get_by_role("heading", name="Agreed")).to_be_visible()
    look("agreed")
    room.send(type="refused", n=9, question="several", round=1, sentence=TOO_LATE)
    room.stop()
    expect(phone.status).to_have_text("Connecting again. Your vote is in.")
    look("away")
    room.start()
    until(lambda: room.connected)
    room.send(type="gone", reason="closed", sentence="The room is closed.")
    expect(phone.heading).to_have_text("Thank you.")
    look("gone")
    assert list(found) == []
