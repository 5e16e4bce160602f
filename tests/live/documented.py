"""What docs/live-channel.md promises, read from its examples and its tables: so that code and document stay one."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.browser.server import ROOT

TEXT = (ROOT / "docs" / "live-channel.md").read_text(encoding="utf-8")
NOTHING = "…"
"""What stands where the document leaves a value out."""


def examples() -> dict[str, dict[str, Any]]:
    """From its type to each message of the document, the first of each; the distribution is called `shown`."""
    found: dict[str, dict[str, Any]] = {}
    for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL):
        for message in _messages(_as_json(block)):
            found.setdefault(message.get("type", "shown"), message)
    return found


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


def shape(value: object) -> object:
    """A message's keys, however deep; of a list the keys of all of its items together."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in sorted(value.items())}
    if isinstance(value, list):
        shapes = [shape(each) for each in value if isinstance(each, (dict, list))]
        return [shapes[0]] if shapes else NOTHING
    return NOTHING


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
