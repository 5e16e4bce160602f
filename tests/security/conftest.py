"""Fixtures of the attacks on live rooms: an open room on a draft, with nobody in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.workshops import Building, Workshop, a_building, a_workshop


@pytest.fixture(scope="session")
def building(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Building]:
    with a_building(tmp_path_factory.mktemp("building")) as found:
        yield found


@pytest.fixture
def workshop(building: Building) -> Iterator[Workshop]:
    with a_workshop(building) as found:
        yield found
