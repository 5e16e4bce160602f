"""The README says what is: its example is sound, its settings are the table, its commands exist."""

from __future__ import annotations

import re

from preflight.catalog.reading import read_questionnaire
from preflight.catalog.shelf import Shelf
from preflight.settings import ROOT, table

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_questionnaire_passes_check() -> None:
    example = README.split("```yaml\n", 1)[1].split("```", 1)[0]
    questionnaire = read_questionnaire(example.encode(), file="README.md")
    assert [question.id for question in questionnaire.questions()] == ["kitchen.soup"]


def test_every_setting_stands_in_the_table_with_its_default() -> None:
    rows = [f"| `{row.variable}` | {row.default} | {row.description} |" for row in table()]
    assert [row for row in rows if row not in README] == []


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
    named = set(re.findall(r"make ([a-z-]+)", README))
    assert named <= set(phony.group(1).split())


def test_every_picture_that_is_shown_is_there() -> None:
    missing = [name for name in re.findall(r"\]\((docs/[^)]+)\)", README) if not (ROOT / name).is_file()]
    assert missing == []
