"""The Portfolio page with very many projects: how long until its rows stand there, in milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from preflight.services.workspace import Workspace
from tests.beside import workspace_beside
from tests.browser.server import Server

PROJECTS, RUNS = 1_000, 10

# Gives the time from the deed until the first frame that shows what came of it.
UNTIL_SHOWN = """async (deed) => {
  const roots = () => [...document.querySelectorAll("*")].map((each) => each.shadowRoot)
  const root = () => roots().find((each) => each?.querySelector(".portfolio"))
  const shown = () => root()?.querySelector(".portfolio tbody")?.textContent
  const frame = () => new Promise((next) => requestAnimationFrame(next))
  const links = [...document.querySelectorAll("a")]
  const before = shown()
  const started = performance.now()
  if (deed === "open") links.find((each) => each.textContent.includes("Portfolio")).click()
  if (deed === "turn") [...root().querySelectorAll(".pager button")].at(-1).click()
  if (deed === "search") {
    const field = root().querySelector("input[type=search]")
    field.value = field.value ? "" : "claims"
    field.dispatchEvent(new Event("input"))
  }
  while (!shown() || shown() === before) await frame()
  await frame()
  return performance.now() - started
}"""


def page_times(data: Path, browser: Any, *, visits: int) -> dict[str, list[float]]:
    """What it takes to open the page within a visit ("open"), to turn to its next page and to search; one visit more
    goes before, to warm up."""
    with Server(data=data) as server:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        found: dict[str, list[float]] = {"open": [], "turn": [], "search": []}
        page.goto(f"{server.url}/pilot")
        for visit in range(visits + 1):
            page.get_by_role("link", name="Portfolio").wait_for()
            page.get_by_role("heading", level=1).first.wait_for()
            for deed, times_ms in found.items():
                took = page.evaluate(UNTIL_SHOWN, deed)
                if visit:
                    times_ms.append(took)
            page.get_by_role("link", name="Pilot", exact=True).click()
            page.locator(".portfolio").wait_for(state="detached")
        page.close()
    return found


def times(work: Callable[[], object], *, warming: int = 2, count: int = 12) -> list[float]:
    """Milliseconds of each run, after some that do not count."""
    found = []
    for run in range(warming + count):
        started = time.perf_counter()
        work()
        if run >= warming:
            found.append((time.perf_counter() - started) * 1_000)
    return found


@contextmanager
def opened(data: Path) -> Iterator[Workspace]:
    """A workspace in this folder, closed afterwards."""
    data.mkdir(parents=True, exist_ok=True)
    workspace = workspace_beside(data)
    try:
        yield workspace
    finally:
        workspace.finish()
        workspace.database.close()
