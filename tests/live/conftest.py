"""Fixtures of the live channel's tests: an open room on a draft, with nobody in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from preflight.live import channel
from tests.workshops import Building, Workshop, a_building, a_workshop


@pytest.fixture(scope="session")
def building(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Building]:
    with a_building(tmp_path_factory.mktemp("building")) as found:
        yield found


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes are collected for a moment before they are told; here it need not be a tenth of a second."""
    monkeypatch.setattr(channel, "_PAUSE_S", dict.fromkeys(channel._PAUSE_S, 0.02))


@pytest.fixture
def workshop(building: Building) -> Iterator[Workshop]:
    with a_workshop(building) as found:
        yield found
