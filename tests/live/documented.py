"""What docs/live-channel.md promises, read from its examples and its tables: so that code and document stay one."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.browser.server import ROOT

TEXT = (ROOT / "docs" / "live-channel.md").read_text(encoding="utf-8")
SAYING = {"choices", "number", "text", "unknown", "not_applicable"}
"""Of these, exactly one is what was said."""


def examples(kind: str) -> list[dict[str, Any]]:
    """The document's messages of this type, in its order; the distribution is called `shown`."""
    blocks = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    messages = [message for block in blocks for message in _messages(_as_json(block))]
    return [message for message in messages if message.get("type", "shown") == kind]


def check(message: object, documented: object, *, at: str = "") -> None:
    """The message has the documented keys, no fewer and no more, with values of the documented kinds.

    Where the document shows null, `{...}` or `[...]`, anything goes; where it shows a value, null may stand too.
    """
    if documented in (None, {}, []) or message is None:
        return
    if at.endswith(".said") and isinstance(documented, dict):
        assert isinstance(message, dict), at
        assert len(message) == 1, at
        assert set(message) <= SAYING, at
    elif isinstance(documented, dict):
        assert isinstance(message, dict), at
        assert sorted(message) == sorted(documented), at
        for name, value in message.items():
            check(value, documented[name], at=f"{at}.{name}")
    elif isinstance(documented, list):
        assert isinstance(message, list), at
        for place, value in enumerate(message):
            check(value, documented[0], at=f"{at}[{place}]")
    else:
        kinds: tuple[type, ...] = (int, float) if type(documented) in (int, float) else (type(documented),)
        assert type(message) in kinds, f"{at}: {message!r} where the document shows {documented!r}"


def commands() -> dict[str, str]:
    """From each command of a screen to what the table says that it comes with."""
    rows = re.search(r"\| what \| with \| does \|\n\|[ -|]*\n((?:\|.*\n)+)", TEXT)
    assert rows is not None
    found = {}
    for row in rows.group(1).splitlines():
        names, comes_with, _ = (cell.strip() for cell in row.strip("|").split("|", 2))
        found.update(dict.fromkeys(re.findall(r"`([a-z]+)`", names), comes_with))
    return found


def statuses() -> dict[int, str]:
    """From each status of joining to the body that the table shows."""
    rows = re.findall(r"^\| ([0-9, ]+) \| `(.*?)` \|", TEXT, re.MULTILINE)
    return {int(status): body for numbers, body in rows for status in numbers.split(",")}


def _as_json(block: str) -> str:
    """The examples are JSON but for what stands for more: `[...]`, `{...}`, `, ...}`, and `"a" | "b" | null`."""
    block = block.replace("[...]", "[]").replace("{...}", "{}").replace(", ...}", "}")
    return re.sub(r'(?<=["}])(?: \| (?:"[^"]*"|null))+', "", block)


def _messages(text: str) -> list[dict[str, Any]]:
    decoder, found = json.JSONDecoder(), []
    while text := text.strip():
        message, end = decoder.raw_decode(text)
        found.append(message)
        text = text[end:]
    return found
