"""Accessibility findings of axe-core on the page as it stands, under the real content policy."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

GRAVE = ("serious", "critical")


def grave_findings(page: Page, *, ignore: tuple[str, ...] = ()) -> list[str]:
    """One line for each serious or critical finding: the rule, what it says, and the first element's HTML."""
    if not page.evaluate("() => 'axe' in window"):
        # evaluate() runs outside the page's content policy; a script element would be refused by it.
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{found['impact']}: {found['id']}: {found['help']}: {found['nodes'][0]['html'][:200]} (×{len(found['nodes'])})"
        for found in result["violations"]
        if found["impact"] in GRAVE and found["id"] not in ignore
    ]
