"""The one workspace of this process, opened when the server starts and shared by every visit."""

from __future__ import annotations

import os
from functools import cache

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.services.workspace import Workspace, opened_workspace
from preflight.settings import from_environment


@cache
def workspace() -> Workspace:
    """Open the database and the shelf. Raises StorageError with a sentence for the person who started the server.

    The door calls it once, before the first visit. It is not st.cache_resource's: any visit may empty that with
    Streamlit's `clear_cache` message, and each time the database would be opened again and never closed.
    """
    settings = from_environment(os.environ)
    return opened_workspace(settings.database_url, Shelf(settings.questionnaires), owner=LOCAL_OWNER)
