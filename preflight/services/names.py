"""The names of people, as whoever reads them here should read them."""

from __future__ import annotations

from collections.abc import Collection

from preflight.access.people import told_to_others
from preflight.services.workspace import Workspace
from preflight.storage.engine import Connection
from preflight.storage.people import names_of as kept_names_of


def names_here(workspace: Workspace, connection: Connection, person_ids: Collection[str]) -> dict[str, str]:
    """From id to name, within a transaction that is under way. “You” is only who sits alone at a machine."""
    names = kept_names_of(connection, person_ids)
    return names if workspace.access.local else told_to_others(names)
