"""What a tampered browser sends to the components on the way to a decision: nothing fails, and nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.services.actions import ActionDraft, actions_of, make_actions
from preflight.services.integrations import integrations_of
from preflight.services.pilot_plans import plan_of
from preflight.services.projects import ProjectDetails, create_project, overview_of
from preflight.services.sample import load_sample
from tests.beside import workspace_beside
from tests.browser.server import ROOT, Server
from tests.security.wire import BADGE, Run, Wire, trigger
from tests.storage.dump import dump_of

pytestmark = pytest.mark.slow

WRONG: tuple[object, ...] = (None, True, 2**70, "x", [[]])


class Target:
    """A running app with the sample, whose every screen is filled, and another project with an action."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.file = folder / "preflight.db"
        opened = workspace_beside(folder)
        sample = load_sample(opened, LOCAL_OWNER)
        other = create_project(opened, LOCAL_OWNER, ProjectDetails(name="Other"))
        (foreign,) = make_actions(opened, LOCAL_OWNER, other.id, [ActionDraft(title="Foreign")])
        action = actions_of(opened, LOCAL_OWNER, sample.id)[0]
        newest = overview_of(opened, LOCAL_OWNER, sample.id).newest
        assert newest is not None
        self.project, self.assessment = f"project={sample.id}", f"assessment={newest.id}"
        self.move = {"nonce": "x" * 9, "question": action.id, "value": "doing", "seen": action.version}
        self.foreign = self.move | {"question": foreign.id}
        step = plan_of(opened, LOCAL_OWNER, sample.id).steps[0]
        self.shift = {"nonce": "n", "step": step.id, "seen": step.version, "start": "2026-01-05", "end": "2026-01-09"}
        self.system = {"system": integrations_of(opened, LOCAL_OWNER, sample.id)[0].id, "by": 1}
        opened.database.close()
        self.server = Server(data=folder, environ={"PREFLIGHT_QUESTIONNAIRES": str(ROOT / "questionnaires")})

    @property
    def dump(self) -> list[str]:
        """Everything that is kept."""
        return dump_of(self.file)


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    found = Target(tmp_path_factory.mktemp("target") / "data")
    with found.server:
        yield found


def spoiled(sound: dict[str, Any], *, but: tuple[tuple[str, object], ...] = ()) -> Iterator[dict[str, Any]]:
    """The message with each of its fields left out, and replaced by everything that does not belong there."""
    for name in sound:
        yield {key: value for key, value in sound.items() if key != name}
        yield from ({**sound, name: wrong} for wrong in WRONG if (name, wrong) not in but)


def sound(run: Run) -> None:
    assert run.finished
    assert BADGE.encode() not in run.raw
    assert not run.failed, run.text[-2_000:]


def send(target: Target, page: str, query: str, key: str, event: str, values: list[object]) -> None:
    before = target.dump
    with Wire(target.server) as wire:
        first = wire.run(page_name=page, query=query)
        component = first.widget(key)
        for value in values:
            sound(wire.run(page_hash=first.page, query=query, widgets=[trigger(component, event, value)]))
    assert target.dump == before


def sendable(*values: object) -> list[object]:
    """Text is sent as it is by `trigger`, so what is text here is wrapped by the fields that hold it."""
    return [each for each in (*WRONG, *values) if not isinstance(each, str)]


def test_the_board_moves_nothing_that_it_was_not_shown(target: Target) -> None:
    forged = [*spoiled(target.move, but=(("nonce", "x"),)), target.foreign, *WRONG]
    late = [{**target.move, "seen": seen} for seen in (0, 99)]
    many = [{**target.foreign, "nonce": str(place)} for place in range(2_000)]
    send(target, "actions", target.project, "action_board", "acts", sendable([], forged, late, many))
    send(target, "actions", target.project, "action_board", "edit", sendable())


def test_the_gantt_moves_no_step_to_a_day_that_is_none(target: Target) -> None:
    days = ("0001-01-01", "9999-12-31", "2026-02-30", "٢٠٢٦-٠١-٠٥", "1969-12-31", "2101-01-01", "")
    wrong = [{**target.shift, "nonce": f"{name}{day}", name: day} for name in ("start", "end") for day in days]
    forged = spoiled(target.shift, but=(("nonce", "x"),))
    send(target, "pilot", target.project, "plan_gantt", "moved", sendable(*forged, *wrong))
    send(target, "pilot", target.project, "plan_gantt", "opened", sendable())


def test_systems_move_by_one_place_or_not_at_all(target: Target) -> None:
    forged = [*spoiled(target.system, but=(("by", True),)), {**target.system, "by": 10**400}]
    send(target, "pilot", target.project, "systems_table", "moved", sendable(*forged))
    send(target, "pilot", target.project, "systems_table", "opened", sendable())


def test_the_portfolio_leads_nowhere_else(target: Target) -> None:
    go = {"to": "results", "project": "x", "assessment": "x"}
    forged = [each for each in spoiled(go) if each.get("to") != "results"]
    send(target, "portfolio", "", "portfolio", "go", sendable(*forged, {"to": "__class__"}))


def test_a_path_takes_no_forged_turn(target: Target) -> None:
    acts = [
        *({"do": "lock", "question": wrong} for wrong in WRONG),
        *({"do": "unlock", "question": wrong} for wrong in WRONG),
        *({"do": "make", "questions": wrong} for wrong in (*WRONG, [None], [{}], ["x"] * 10_000)),
        *({"do": wrong} for wrong in WRONG),
    ]
    send(target, "path", target.assessment, "path_ladder", "act", sendable(*acts))
    send(target, "path", target.assessment, "path_stairs", "go", sendable())
