"""The README and the pages in docs say what is: examples, settings, commands, links and keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from preflight.catalog.reading import read_questionnaire
from preflight.catalog.shelf import Shelf
from preflight.settings import ROOT, table
from preflight.settings.document import markdown_row

PAGES = (*map(ROOT.joinpath, ("README.md", "ARCHITECTURE.md", "SECURITY.md")), *sorted((ROOT / "docs").glob("*.md")))
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
README = TEXTS["README.md"]
CAPS = {
    "PageDown": "PgDn",
    "PageUp": "PgUp",
    "ArrowRight": "→",
    "ArrowLeft": "←",
    " ": "Space",
    "Escape": "Esc",
    "T": "Shift+T",
}
"""What is written on a key, where the browser calls it something else."""
WHILE_AGREEING = {"1", "9", "u", "Tab"}


def test_the_example_questionnaire_passes_check() -> None:
    example = README.split("```yaml\n", 1)[1].split("```", 1)[0]
    questionnaire = read_questionnaire(example.encode(), file="README.md")
    assert [question.id for question in questionnaire.questions()] == ["kitchen.soup"]


def test_every_setting_that_most_people_need_stands_in_the_readme_as_in_the_table_of_all() -> None:
    listed = re.findall(r"^\| `PREFLIGHT_.*\n", README, re.MULTILINE)
    assert listed == [markdown_row(row) for row in table() if row.common]
    assert "(docs/settings.md)" in README


def test_every_questionnaire_on_the_shelf_is_listed_with_its_minutes() -> None:
    listed = dict(re.findall(r"^\| `([a-z-]+)` \| .* \| (\d+) \|$", README, re.MULTILINE))
    shelf = {
        each.questionnaire.id: str(each.questionnaire.minutes) for each in Shelf(ROOT / "questionnaires").entries()
    }
    assert listed == shelf


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    named = {name for code in _code(*TEXTS.values()) for name in re.findall(r"\bmake ([a-z-]+)", code)}
    assert "share" in named
    assert named <= set(phony.group(1).split())


def test_every_setting_that_is_named_exists() -> None:
    named = {name for text in TEXTS.values() for name in re.findall(r"PREFLIGHT_[A-Z_]+", text)}
    assert named <= {row.variable for row in table()}


@pytest.mark.parametrize("name", TEXTS)
def test_every_link_leads_somewhere(name: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", TEXTS[name]) if "://" not in link]
    assert [link for link in links if not _leads_somewhere(ROOT / name, link)] == []


def test_the_facilitators_table_has_the_keys_of_the_shared_screen_and_no_other() -> None:
    assets = ROOT / "preflight" / "ui" / "components" / "assets"
    actions = (assets / "room_actions.js").read_text(encoding="utf-8")
    pressed = {key for keys in re.findall(r"keys: \[([^\]]*)\]", actions) for key in re.findall(r'"([^"]+)"', keys)}
    assert {"PageDown", "b", "?"} <= pressed
    assert "/^[1-9u]$/" in (assets / "room_keys.js").read_text(encoding="utf-8"), "see WHILE_AGREEING"
    section = TEXTS["docs/facilitator.md"].split("## The keys\n", 1)[1].split("\n## ", 1)[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    named = {key for cell in cells for key in re.findall("`([^`]+)`", cell)}
    assert named == {CAPS.get(key, key) for key in pressed} | WHILE_AGREEING


def _code(*texts: str) -> list[str]:
    """What stands in blocks of code and between backticks."""
    return [code for text in texts for code in re.findall(r"```.*?```|`[^`]+`", text, re.DOTALL)]


def _leads_somewhere(page: Path, link: str) -> bool:
    """Whether a link on this page leads to a file that is there, and to a heading that it has."""
    path, _, place = link.partition("#")
    target = (page.parent / path) if path else page
    if not target.exists():
        return False
    return not place or place in [_anchor(line) for line in target.read_text(encoding="utf-8").splitlines()]


def _anchor(line: str) -> str:
    """The place that GitHub gives a heading; empty for any other line."""
    heading = re.match(r"#+ (.*)", line)
    return re.sub(r"[^\w -]", "", heading.group(1)).strip().lower().replace(" ", "-") if heading else ""
