"""The pages, each named once: its file, its title, its address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

PAGES_FOLDER = Path(__file__).resolve().parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One screen. `path` is its address; the default page answers at the root."""

    name: str
    title: str
    icon: str
    default: bool = False

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
PAGES = (HOME, PORTFOLIO, ASSESS, WORKSHOP, RESULTS, HISTORY, PATH, ACTIONS, PILOT, DECISION, EXPORT)


@cache
def page(entry: PageEntry) -> StreamlitPage:
    """The Streamlit page of an entry, at an absolute path, whatever folder the server was started in."""
    return st.Page(entry.file, title=entry.title, icon=entry.icon, url_path=entry.name, default=entry.default)
