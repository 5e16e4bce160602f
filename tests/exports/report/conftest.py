"""The report on the sample project."""

from __future__ import annotations

import pytest

from preflight.services.dossier import Dossier
from tests.exports.report.reading import Read, read


@pytest.fixture(scope="session")
def sample_read(sample: Dossier) -> Read:
    """The report on it, as pypdf reads it."""
    return read(sample)
