"""The layers, where import-linter and ruff can't see: the domain's standard library, and the pages."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.server import ROOT

SCREENS = ("preflight/ui/", "preflight/door/", "pages/", "app.py")
CODE = [*(ROOT / "preflight").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]


def imported(file: Path) -> Iterator[str]:
    """The dotted names that a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", sorted((ROOT / "preflight" / "domain").glob("*.py")), ids=relative)
def test_the_domain_needs_the_standard_library_only(file: Path) -> None:
    foreign = [name for name in imported(file) if name.split(".")[0] not in sys.stdlib_module_names]
    assert all(name.startswith("preflight.domain.") for name in foreign), foreign


def test_streamlit_is_imported_on_the_screens_and_in_the_door_only() -> None:
    users = {relative(file) for file in CODE if any(name.split(".")[0] == "streamlit" for name in imported(file))}
    assert users
    assert not [file for file in users if not file.startswith(SCREENS)]


def test_pages_hold_no_sql_and_build_no_figures() -> None:
    closed = ("preflight.storage", "preflight.door", "sqlalchemy", "sqlite3", "plotly", "pandas", "yaml")
    for file in (ROOT / "pages").glob("*.py"):
        assert not [name for name in imported(file) if name.startswith(closed)], relative(file)


def test_nothing_but_app_imports_the_door() -> None:
    users = {relative(file) for file in CODE if any(name.startswith("preflight.door") for name in imported(file))}
    assert {user for user in users if not user.startswith("preflight/door/")} == {"app.py"}
