"""The machine's own Chromium, driven by Playwright; it makes no connection of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ELSEWHERE = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


def executable() -> str | None:
    """The path of Chromium, from CHROMIUM or where systems put it; None where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return found or next((path for path in _ELSEWHERE if Path(path).exists()), None)


@contextmanager
def launched(**options: Any) -> Iterator[Browser]:
    """A running Chromium; closed at the end of the block."""
    path = executable()
    assert path is not None, "No Chromium found. `make test` installs it where it may; or set CHROMIUM to its path."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS), **options)
        try:
            yield browser
        finally:
            browser.close()


if __name__ == "__main__":
    # For tools/bootstrap.py: exit code 0 where there is a Chromium.
    raise SystemExit(0 if executable() else 1)
