"""Actions as tables: columns as trackers map them, every text back as it was, and nothing in it comes alive."""

from __future__ import annotations

import csv
import os
import re
import subprocess
from dataclasses import replace
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from preflight.catalog.importers.csv_layout import unguarded
from preflight.domain.action import ActionStatus
from preflight.domain.errors import Invalid, Refused
from preflight.domain.text import LINE, NOTE, clean_text
from preflight.exports.actions_csv import GITHUB_COLUMNS, JIRA_COLUMNS, MOST_TITLE, github_file, jira_file
from preflight.services.dossier import Dossier
from preflight.services.pilot_file import PilotFile
from preflight.settings import ROOT
from tests.builders import TODAY, UNKNOWN, of_questions, question
from tests.exports.dossiers import a_dossier
from tests.exports.pilot_files import a_pilot_file, an_action, raises
from tests.office import PATIENCE_S, office


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8"), newline=""), strict=True))


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8"), newline=""), strict=True))


@pytest.fixture(scope="module")
def file() -> PilotFile:
    """The six actions of the builders, beside an assessment that asks their question."""
    return a_dossier(of_questions(question("s.q")), {"s.q": "1"}, pilot=a_pilot_file()).pilot


def test_it_is_utf_8_without_a_mark_and_lines_that_end_in_crlf(file: PilotFile) -> None:
    made = jira_file(file)
    assert (made.name, made.media_type) == (
        "Invoice triage - actions for Jira - 2026-11-20.csv",
        "text/csv; charset=utf-8",
    )
    assert made.content.startswith(b"Summary,Description,Issue Type,Priority,Due date,Assignee,Status,Labels,Labels,")
    assert made.content.endswith(b"\r\n")
    assert github_file(file).name == "Invoice triage - actions for GitHub - 2026-11-20.csv"


def test_jira_finds_each_field_under_its_own_name(file: PilotFile) -> None:
    head, *found = table(jira_file(file).content)
    assert tuple(head) == JIRA_COLUMNS
    first = dict(zip(head[:7], found[0][:7], strict=True))
    assert first == {
        "Summary": "Name an owner for each shift",
        "Description": first["Description"],
        "Issue Type": "Task",
        "Priority": "Medium",
        "Due date": "2026-11-27",
        "Assignee": "Ada Quispe",
        "Status": "In Progress",
    }
    assert first["Description"].split("\n")[:2] == ["Owner: Ada Quispe", "Effort: days"]
    assert found[0][7:] == ["preflight", "path", "section-s"]
    assert {row[6] for row in found} == {"To Do", "In Progress", "Done"}
    assert all(" " not in label for row in found for label in row[7:])


def test_dropped_actions_stay_at_home(file: PilotFile) -> None:
    kept = [each for each in file.actions if each.status is not ActionStatus.DROPPED]
    assert len(kept) < len(file.actions)
    for made in (jira_file(file), github_file(file)):
        assert len(table(made.content)) == len(kept) + 1


def test_github_gets_markdown_labels_and_only_logins(file: PilotFile) -> None:
    named = replace(file, actions=(an_action("Ask @team", owner="@mei-tanaka", due=TODAY, link=raises("s.q")),))
    (row,) = rows(github_file(named).content)
    assert tuple(row) == GITHUB_COLUMNS
    assert (row["labels"], row["assignees"], row["state"]) == ("preflight,section-s", "mei-tanaka", "open")
    assert row["body"].endswith("Due: 2026-11-20")
    assert "@mei" not in row["body"], "it mentions nobody by accident"
    assert {each["assignees"] for each in rows(github_file(file).content)} == {""}
    assert {each["state"] for each in rows(github_file(file).content)} == {"open", "closed"}


def test_what_holds_the_verdict_back_has_a_high_priority() -> None:
    asked = of_questions(question("s.q", critical="3"))
    dossier: Dossier = a_dossier(asked, {"s.q": UNKNOWN}, pilot=a_pilot_file(actions=[an_action(link=raises("s.q"))]))
    assert table(jira_file(dossier.pilot).content)[1][3] == "High"


def test_a_long_title_stands_whole_in_the_text() -> None:
    long = "Ä" * LINE
    found = a_pilot_file(actions=[an_action(long, id="one")])
    (_, row), (issue,) = table(jira_file(found).content), rows(github_file(found).content)
    for title, text in ((row[0], row[1]), (issue["title"], issue["body"])):
        assert (len(title), title[-1]) == (MOST_TITLE, "…")
        assert text.startswith(long)


@pytest.mark.parametrize("made", [jira_file, github_file])
def test_nothing_to_export_is_told(made: Any) -> None:
    with pytest.raises(Refused, match="no action"):
        made(a_pilot_file(actions=[an_action(status=ActionStatus.DROPPED)]))


TEXTS = st.text(max_size=200) | st.text(alphabet="=+-@;,\"'\t\n\r x|{}[]!*#", max_size=60)


@given(TEXTS, TEXTS, TEXTS)
@example("=cmd|'/c calc'!A0", "=1;\n-1\n@SUM(1)", "@x")
@settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_any_text_comes_back_as_it_was_and_begins_no_formula(title: str, detail: str, owner: str) -> None:
    try:
        title = clean_text(title, what="title", longest=LINE) or "x"
        detail = clean_text(detail, what="detail", longest=NOTE, lines=True)
        owner = clean_text(owner, what="owner", longest=LINE)
    except Invalid:
        return
    found = a_pilot_file(actions=[an_action(title, id="one", detail=detail, owner=owner)])
    (_, row), (issue,) = table(jira_file(found).content), rows(github_file(found).content)
    assert (unguarded(row[0]), unguarded(row[5])) == (title, owner)
    assert unguarded(issue["title"]) == title
    said = unguarded(row[1]).replace("\u200b", "")
    assert said.startswith("\n".join(line for line in detail.split("\n") if line.strip()).replace("\u200b", ""))
    for separator in ",;\t":
        for content in (jira_file(found).content, github_file(found).content):
            cells = csv.reader(StringIO(content.decode("utf-8"), newline=""), delimiter=separator)
            assert not [cell for line in cells for cell in line if cell.strip().startswith(("=", "+", "-", "@"))]


def test_what_jira_would_bring_to_life_is_parted() -> None:
    said = "{html}x{html} [~mei] [a|https://x.example] !https://x.example/a.png! www.x.example, well done!"
    found = a_pilot_file(actions=[an_action(detail=said)])
    text = table(jira_file(found).content)[1][1]
    for alive in ("{html", "[~", "[a|", "https://", "!h", "www."):
        assert alive not in text
    assert text.replace("\u200b", "").startswith(said)


def test_the_loop_for_github_in_the_documentation_makes_each_issue(
    file: PilotFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = re.search(r"```python\n(.*?)```", (ROOT / "docs/exports.md").read_text(encoding="utf-8"), re.DOTALL)
    assert written is not None
    saved = tmp_path / "actions.csv"
    saved.write_bytes(github_file(file).content)
    called: list[list[str]] = []

    def run(command: list[str], **_: object) -> object:
        called.append(command)
        return SimpleNamespace(stdout="https://github.example/1\n")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr("sys.argv", ["issues.py", str(saved)])
    exec(compile(written.group(1), "issues.py", "exec"), {})
    issues = [command for command in called if command[2] == "create"]
    assert [command[4] for command in issues] == [row["title"] for row in rows(saved.read_bytes())]
    assert [command[2:] for command in called if command[2] == "close"] == [["close", "https://github.example/1"]]
    assert all("preflight" in command for command in issues)


@pytest.mark.slow
def test_libreoffice_reads_the_same_cells_and_no_formula(tmp_path: Path) -> None:
    program = office()
    assert program is not None
    actions = [an_action("=1+1", id="one", detail='a, b\n-c "d";e', owner="Ünal", due=TODAY), an_action("+2", id="two")]
    saved = tmp_path / "jira.csv"
    saved.write_bytes(jira_file(a_pilot_file(actions=actions)).content)
    subprocess.run(
        [
            program,
            "--headless",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--infilter=CSV:44,34,76,1",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(tmp_path),
            str(saved),
        ],
        capture_output=True,
        timeout=PATIENCE_S,
        env={**os.environ, "HOME": str(tmp_path)},
        check=True,
    )
    sheet = openpyxl.load_workbook(tmp_path / "jira.xlsx").active
    assert sheet is not None
    cells = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in cells] == ["Summary", "'=1+1", "'+2"]
    assert cells[1][1].replace("\r", "").split("\n")[:2] == ["a, b", '\'-c "d";e']
    assert cells[1][5] == "Ünal"
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
