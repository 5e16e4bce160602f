"""The sample project's newest assessment, as everything that is exported is made from it."""

from __future__ import annotations

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.services.dossier import Dossier, assessments_to_export, dossier_of
from preflight.services.sample import load_sample
from preflight.services.workspace import Workspace, opened_workspace
from preflight.settings import ROOT
from tests.builders import TODAY
from tests.new_database import new_database


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """Read once; a dossier changes nothing."""
    url = new_database(tmp_path_factory.mktemp("sample") / "preflight.db")
    opened = opened_workspace(url, Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER)
    workspace = Workspace(database=opened.database, shelf=opened.shelf, today=lambda: TODAY)
    try:
        project = load_sample(workspace, LOCAL_OWNER)
        newest = assessments_to_export(workspace, LOCAL_OWNER, project.id)[-1]
        return dossier_of(workspace, LOCAL_OWNER, newest.id)
    finally:
        opened.database.close()
