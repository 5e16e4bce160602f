"""docs/settings.md, made of the table: `python -m preflight.settings.document` writes it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Final

from preflight.settings.table import ROOT, Row, Settings, table, variable

PAGE: Final = ROOT / "docs" / "settings.md"

_BEGINS: Final = {
    "host": "Where it listens",
    "data": "What it keeps and asks",
    "public_origins": "How people come to it",
    "oidc_url": "Who signs in",
    "audit_key": "What is told",
    "backups": "What is kept beside",
    "most_sessions": "How it runs",
}
"""The setting with which each heading begins; a setting that is added stands under the heading of the one before it."""

_HEAD: Final = """# Settings

Each setting is a variable of the environment; none is needed to begin. `python -m preflight doctor` shows which are
in force, where each comes from, and whether it holds; secrets it hides. A variable that begins with `PREFLIGHT_` and is
none of these, or a value that can't be used, ends the start with a sentence and exit code 3. Streamlit's own
configuration (`STREAMLIT_…`, flags, files) has no effect: the values of `.streamlit/config.toml` stand above it.

This page is made of the table in `preflight/settings/table.py` by `python -m preflight.settings.document`.
"""


def settings_page() -> str:
    """The page, in Markdown."""
    rows = {row.variable: row for row in table()}
    text = _HEAD
    for item in fields(Settings):
        if item.name in _BEGINS:
            text += f"\n## {_BEGINS[item.name]}\n\n| setting | default | what it does |\n| --- | --- | --- |\n"
        text += markdown_row(rows[variable(item.name)])
    return text


def markdown_row(row: Row) -> str:
    """The setting as a line of a table."""
    return f"| `{row.variable}` | {row.default} | {row.description} |\n"


def main(page: Path = PAGE) -> None:
    """Write the page."""
    page.write_text(settings_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
