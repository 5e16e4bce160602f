"""The load program itself: it says nothing about a sound server, and notices a broken one."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.load.crowd import Habits
from tests.load.ledger import Ledger
from tests.load.stub import Broken, Stub
from tests.load.workshop import Found, Plan, whole_workshop

HABITS = Habits(window_s=0.2, cuts=0.3, changes=0.3, reloads=0.1)
PLAN = Plan(phones=14, questions=2, join_s=0.1, talk_s=0, late=2, habits=HABITS)


pytestmark = pytest.mark.slow


def driven(folder: Path, plan: Plan, broken: Broken) -> Found:
    async def drive() -> Found:
        async with Stub(folder / "stub.db", plan.questions, broken).serving() as venue:
            return await whole_workshop(venue, plan)

    return asyncio.run(drive())


def test_a_sound_server_is_found_sound(tmp_path: Path) -> None:
    found = driven(tmp_path, PLAN, Broken.NOWHERE)
    assert found.ledger.sound, found.ledger.faults
    assert found.ledger.checked == found.ledger.acked >= 2 * PLAN.phones - found.ledger.refused
    assert found.ledger.resent
    assert len(found.changed.ms) == 2 * PLAN.phones


@pytest.mark.parametrize(
    ("broken", "counted"),
    [
        (Broken.LOSES, "lost"),
        (Broken.FORGETS, "lost"),
        (Broken.DOUBLES, "doubled"),
        (Broken.EARLY, "early"),
        (Broken.OUTDATED, "outdated"),
    ],
)
def test_a_broken_server_is_found_out(tmp_path: Path, broken: Broken, counted: str) -> None:
    ledger: Ledger = driven(tmp_path, replace(PLAN, phones=20), broken).ledger
    assert getattr(ledger, counted) > 0
    assert not ledger.sound
    assert ledger.faults
