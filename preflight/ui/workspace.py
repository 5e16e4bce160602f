"""The one workspace of this process, opened when the server starts and shared by every visit."""

from __future__ import annotations

import os
from functools import cache

from preflight.opening import open_workspace
from preflight.services.workspace import Workspace
from preflight.settings import from_environment


@cache
def workspace() -> Workspace:
    """Open the database and the shelf. Raises StorageError with a sentence for the person who started the server.

    The door calls it once, before the first visit. It is not st.cache_resource's: any visit may empty that with
    Streamlit's `clear_cache` message, and each time the database would be opened again and never closed.
    """
    return open_workspace(from_environment(os.environ), door="screens")
