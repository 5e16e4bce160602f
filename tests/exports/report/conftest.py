"""The sample project's newest assessment, as everything that is exported is made from it."""

from __future__ import annotations

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.services.dossier import Dossier, assessments_to_export, dossier_of
from preflight.services.sample import load_sample
from preflight.services.workspace import opened_workspace
from preflight.settings import ROOT
from tests.exports.report.reading import Read, read


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    url = f"sqlite:///{tmp_path_factory.mktemp('report') / 'preflight.db'}"
    workspace = opened_workspace(url, Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER)
    try:
        project = load_sample(workspace, LOCAL_OWNER)
        newest = assessments_to_export(workspace, LOCAL_OWNER, project.id)[-1]
        return dossier_of(workspace, LOCAL_OWNER, newest.id)
    finally:
        workspace.database.close()


@pytest.fixture(scope="session")
def sample_read(sample: Dossier) -> Read:
    """The report on it, as pypdf reads it."""
    return read(sample)
