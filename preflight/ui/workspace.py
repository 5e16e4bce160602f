"""The one workspace of this process, opened when the server starts and shared by every visit."""

from __future__ import annotations

import os

import streamlit as st

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.services.workspace import Workspace, opened_workspace
from preflight.settings import from_environment


@st.cache_resource(show_spinner=False)
def workspace() -> Workspace:
    """Open the database and the shelf. Raises StorageError with a sentence for the person who started the server."""
    settings = from_environment(os.environ)
    return opened_workspace(settings.database_url, Shelf(settings.questionnaires), owner=LOCAL_OWNER)
