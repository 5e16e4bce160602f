"""Actions as CSV for a tracker: one table as Jira's importer maps it, one with the columns that GitHub's tools know.

UTF-8 without a byte order mark (an importer would take it for a part of the first column's name), commas, CRLF, quotes
as in RFC 4180. A text that a spreadsheet would take for a formula bears an apostrophe, as in the CSV of answers. What
Jira's wiki or GitHub's Markdown would bring to life (a link, a mention, a macro) is parted by a sign that nobody sees.
Dropped actions stay at home.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from typing import Final

from preflight.catalog.importers.csv_layout import guarded
from preflight.domain.action import Action, ActionOrigin, ActionStatus
from preflight.domain.errors import Refused
from preflight.exports.action_told import action_lines
from preflight.exports.files import ExportFile, export_file
from preflight.exports.markdown_text import markdown_text
from preflight.exports.orders import CALLED, Format
from preflight.services.pilot_file import PilotFile

MOST_TITLE: Final = 250
"""Letters of a title that both trackers take (255 and 256); a longer one stands whole in the text."""
JIRA_COLUMNS: Final = (
    "Summary",
    "Description",
    "Issue Type",
    "Priority",
    "Due date",
    "Assignee",
    "Status",
    "Labels",
    "Labels",
    "Labels",
)
"""A field of several values has a column for each, all with one name: so Jira's importer wants it."""
GITHUB_COLUMNS: Final = ("title", "body", "labels", "assignees", "state")

_JIRA_STATUS: Final = {ActionStatus.OPEN: "To Do", ActionStatus.DOING: "In Progress", ActionStatus.DONE: "Done"}
_HIGH, _MEDIUM = "High", "Medium"
_ORIGINS: Final = {
    ActionOrigin.PATH: "path",
    ActionOrigin.GAP: "gap",
    ActionOrigin.DISAGREEMENT: "disagreement",
    ActionOrigin.CONDITION: "condition",
    ActionOrigin.HAND: "",
}
_ALIVE_IN_JIRA: Final = re.compile(r"[\[{](?=\S)|!(?=\S)|(?<=:)(?=//)|@(?=\w)|www(?=\.)", re.IGNORECASE)
_PART: Final = "\u200b"
_LOGIN: Final = re.compile(r"@([A-Za-z0-9](?:-?[A-Za-z0-9]){0,38})")


def jira_file(file: PilotFile) -> ExportFile:
    """The actions for Jira's importer. Raises Refused where there is none."""
    return _table(file, Format.JIRA, JIRA_COLUMNS, _for_jira)


def github_file(file: PilotFile) -> ExportFile:
    """The actions for GitHub. Raises Refused where there is none."""
    return _table(file, Format.GITHUB, GITHUB_COLUMNS, _for_github)


def actions_to_export(file: PilotFile) -> list[Action]:
    """Every action but the dropped ones."""
    return [each for each in file.actions if each.status is not ActionStatus.DROPPED]


def _table(
    file: PilotFile, made: Format, columns: Sequence[str], row: Callable[[PilotFile, Action], Iterable[str]]
) -> ExportFile:
    actions = actions_to_export(file)
    if not actions:
        raise Refused("There is no action to export yet.")
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row(file, each)] for each in actions)
    return export_file(written.getvalue().encode("utf-8"), file.project.name, CALLED[made], file.on, kind="csv")


def _for_jira(file: PilotFile, action: Action) -> Iterable[str]:
    labels = _labels(file, action)
    yield _title(action)
    yield "\n".join(_ALIVE_IN_JIRA.sub(lambda found: found.group() + _PART, line) for line in _text(file, action))
    yield "Task"
    yield _HIGH if _holds_back(file, action) else _MEDIUM
    yield action.due.isoformat() if action.due else ""
    yield action.owner
    yield _JIRA_STATUS[action.status]
    yield from labels + [""] * (JIRA_COLUMNS.count("Labels") - len(labels))


def _for_github(file: PilotFile, action: Action) -> Iterable[str]:
    due = [f"Due: {action.due.isoformat()}"] if action.due else []
    login = _LOGIN.fullmatch(action.owner)
    yield _title(action)
    yield "\n\n".join(markdown_text(line) for line in [*_text(file, action), *due])
    yield ",".join(_labels(file, action))
    yield login.group(1) if login else ""
    yield "closed" if action.status is ActionStatus.DONE else "open"


def _title(action: Action) -> str:
    return action.title if len(action.title) <= MOST_TITLE else f"{action.title[: MOST_TITLE - 1].rstrip()}…"


def _text(file: PilotFile, action: Action) -> list[str]:
    whole = [] if len(action.title) <= MOST_TITLE else [action.title]
    return whole + action_lines(file, action)


def _labels(file: PilotFile, action: Action) -> list[str]:
    """That it comes from here, what it was made from, and its dimension; a label has neither spaces nor commas."""
    asked = file.asked(action)
    dimension = re.sub(r"[\W_]+", "-", asked.section.title.casefold()).strip("-") if asked else ""
    return [label for label in ("preflight", _ORIGINS[action.origin], dimension) if label]


def _holds_back(file: PilotFile, action: Action) -> bool:
    """Whether its question holds the newest verdict back."""
    if action.link is None or file.newest is None or file.newest.questionnaire.id != action.link.questionnaire_id:
        return False
    return any(each.question == action.link.question_id for each in file.newest.verdict.blockers)
