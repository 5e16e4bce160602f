"""The pages, each named once: its file, its title, its address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from preflight.access.permissions import Operation

PAGES_FOLDER = Path(__file__).resolve().parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One screen. `name` is its address; the default page answers at the root.

    One that `needs` something stands in the account menu of those who may do it, and not in the row. One that is
    `for_everybody` is shown to somebody without any role too: an invitation is accepted there.
    """

    name: str
    title: str
    icon: str
    default: bool = False
    needs: Operation | None = None
    for_everybody: bool = False

    @property
    def in_row(self) -> bool:
        """Whether it stands in the row of pages."""
        return self.needs is None and not self.for_everybody

    @property
    def file(self) -> Path:
        return PAGES_FOLDER / f"{self.name}.py"


HOME = PageEntry("home", "Home", ":material/home:", default=True)
ASSESS = PageEntry("assess", "Assess", ":material/checklist:")
WORKSHOP = PageEntry("workshop", "Workshop", ":material/groups:")
RESULTS = PageEntry("results", "Results", ":material/radar:")
HISTORY = PageEntry("history", "History", ":material/timeline:")
PATH = PageEntry("path", "Path", ":material/stairs:")
ACTIONS = PageEntry("actions", "Actions", ":material/task_alt:")
PILOT = PageEntry("pilot", "Pilot", ":material/event_note:")
DECISION = PageEntry("decision", "Decision", ":material/gavel:")
PORTFOLIO = PageEntry("portfolio", "Portfolio", ":material/grid_view:")
EXPORT = PageEntry("export", "Export", ":material/ios_share:")
PEOPLE = PageEntry("people", "People", ":material/manage_accounts:", needs=Operation.MANAGE_PEOPLE)
AUDIT = PageEntry("audit", "Audit trail", ":material/receipt_long:", needs=Operation.AUDIT)
INVITATION = PageEntry("invitation", "Invitation", ":material/mail:", for_everybody=True)
PAGES = (
    HOME, PORTFOLIO, ASSESS, WORKSHOP, RESULTS, HISTORY, PATH, ACTIONS, PILOT, DECISION, EXPORT, PEOPLE, AUDIT,
    INVITATION,
)  # fmt: skip


@cache
def page(entry: PageEntry) -> StreamlitPage:
    """The Streamlit page of an entry, to link and lead to."""
    return new_page(entry)


def new_page(entry: PageEntry) -> StreamlitPage:
    """The same, to be run: Streamlit notes on the page that it may run once, so that two people must not share it.

    It has an absolute path, whatever folder the server was started in.
    """
    return st.Page(
        entry.file,
        title=entry.title,
        icon=entry.icon,
        url_path=entry.name,
        default=entry.default,
        visibility="visible" if entry.in_row else "hidden",
    )
