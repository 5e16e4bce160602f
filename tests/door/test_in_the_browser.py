"""The door as Chromium meets it: under the content policy, offline, without a leak (THREATS A14, A16)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.server import ROOT, Server
from tests.door.blackhole import BlackHole
from tests.door.launcher import launcher

BOOM = """
import streamlit as st

SECRET = "postgresql://user:secret@db.internal/preflight"

def fail():
    raise RuntimeError(SECRET)

st.title("Ready")
st.button("In a callback", on_click=fail)
if st.button("In the page"):
    fail()
"""

COUNTING = """
import gc
import streamlit as st

st.session_state.setdefault("runs", 0)
st.session_state.runs += 1
st.button("Again")
st.text(f"run {st.session_state.runs}, full collections {gc.get_stats()[2]['collections']}")
"""

COMPONENT = """
from pathlib import Path
import streamlit as st
from preflight.ui.components import qualified, register_components

register_components(Path(__file__).parent / "assets")
mount = st.components.v2.component(qualified("probe"), js="probe.js", css="probe.css")
result = mount(key="probe", data={"name": "Chromium"}, on_said_change=lambda: None)
st.text(f"heard: {result.said}")
"""

PROBE_JS = """
import { greeting } from "./words.js"

export default function (component) {
  const { parentElement, data, setTriggerValue } = component
  let button = parentElement.querySelector("button")
  if (!button) {
    button = document.createElement("button")
    parentElement.appendChild(button)
  }
  button.textContent = greeting(data.name)
  button.onclick = () => setTriggerValue("said", "yes")
}
"""


def refusals(page: Any) -> list[str]:
    """What the browser complains about from here on; the list fills as it happens."""
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    return seen


def test_the_first_page_opens_without_a_complaint_in_our_font(server: Server, page: Any) -> None:
    complaints = refusals(page)
    page.goto(server.url)
    page.locator("[data-testid=stMain] h1, [data-testid=stMain] h2").first.wait_for()
    page.wait_for_function("document.fonts.status === 'loaded'")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert "Atkinson Hyperlegible Next" in [family.strip('"') for family in loaded]
    assert complaints == []


def test_the_scripts_travel_compressed(server: Server, page: Any) -> None:
    page.goto(server.url)
    page.locator("[data-testid=stMain]").wait_for()
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').filter(r => r.name.endsWith('.js') && r.name.includes('/static/'))"
        ".map(r => [r.encodedBodySize, r.decodedBodySize])"
    )
    sent, unpacked = (sum(column) for column in zip(*sizes, strict=True))
    assert unpacked > 1_500_000
    assert sent < unpacked / 3


def test_a_failing_page_shows_a_reference_and_the_log_has_the_rest(
    start_server: Callable[..., Server], page: Any, tmp_path: Path
) -> None:
    server = start_server(app=launcher(tmp_path / "app", BOOM))
    references = set()
    for button in ("In the page", "In a callback"):
        page.goto(server.url)
        page.get_by_role("button", name=button).click()
        alert = page.get_by_test_id("stAlert")
        alert.wait_for()
        shown = page.content()
        for leaked in ("secret", "db.internal", "RuntimeError", "Traceback", str(tmp_path)):
            assert leaked not in shown
        found = re.search(r"reference ([0-9a-f]{12})", alert.inner_text())
        assert found is not None
        references.add(found[1])
    assert len(references) == 2
    for reference in references:
        assert f"reference {reference}" in server.log
    assert server.log.count("RuntimeError: postgresql://user:***@db.internal/preflight") == 2, "each trace once"
    assert "user:secret" not in server.log


def test_no_collection_stands_in_the_way_of_a_click(
    start_server: Callable[..., Server], page: Any, tmp_path: Path
) -> None:
    server = start_server(app=launcher(tmp_path / "app", COUNTING))
    page.goto(server.url)
    page.get_by_text("run 1,").wait_for()
    page.get_by_role("button", name="Again").click()
    before = page.get_by_text("run 2,").inner_text().split("collections ")[1]
    for run in range(3, 9):
        page.get_by_role("button", name="Again").click()
        page.get_by_text(f"run {run},").wait_for()
    assert page.get_by_text("run 8,").inner_text().split("collections ")[1] == before


def test_a_component_of_files_works_under_the_content_policy(
    start_server: Callable[..., Server], page: Any, tmp_path: Path
) -> None:
    app = launcher(tmp_path / "app", COMPONENT)
    assets = tmp_path / "app" / "assets"
    assets.mkdir()
    (assets / "probe.js").write_text(PROBE_JS, encoding="utf-8")
    (assets / "words.js").write_text("export const greeting = (name) => `Hello ${name}`\n", encoding="utf-8")
    (assets / "probe.css").write_text("button { color: rgb(1, 2, 3); }\n", encoding="utf-8")
    server = start_server(app=app)
    complaints = refusals(page)

    page.goto(server.url)
    button = page.get_by_role("button", name="Hello Chromium")
    button.click()
    page.get_by_text("heard: yes").wait_for()
    assert button.evaluate("element => getComputedStyle(element).color") == "rgb(1, 2, 3)"
    assert complaints == []
    answer = server.get("/_stcore/bidi-components/preflight.probe/words.js")
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize("how", ["python", "streamlit", "uvicorn"])
def test_neither_the_server_nor_the_page_calls_anyone(
    how: str, start_server: Callable[..., Server], new_page: Callable[..., Any], tmp_path: Path
) -> None:
    with BlackHole(tmp_path / "hole") as hole:
        server = start_server(how=how, environ=hole.environ(ROOT))
        page = new_page(proxy={"server": hole.url, "bypass": "127.0.0.1"})
        page.goto(server.url)
        page.locator("[data-testid=stMain] h1, [data-testid=stMain] h2").first.wait_for()
        page.wait_for_timeout(1000)
        assert (hole.connections, hole.direct) == (0, [])
        assert "ajs_anonymous_id" not in {cookie["name"] for cookie in page.context.cookies()}
