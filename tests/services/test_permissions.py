"""Every service, called as every kind of person, meets what the table says (docs/permissions.md)."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import preflight.services
from preflight.access.people import Visitor
from preflight.access.permissions import Operation
from preflight.domain.audit import Outcome as Told
from preflight.domain.errors import Invalid, NotAllowed, NotFound, NotSeen, PreflightError, SignedOut
from preflight.services.actions import ActionDraft, link_to, make_actions
from preflight.services.assessments import kept_questionnaires, open_assessment
from preflight.services.dossier import assessments_to_export, dossier_of
from preflight.services.dossier_beside import held_against
from preflight.services.portfolio import portfolio
from preflight.services.projects import list_drafts, list_overviews, list_projects, touched_projects
from preflight.services.results import moved_between
from preflight.services.rooms import list_open_rooms
from preflight.storage.audit import events
from tests.services.permission_calls import Undone, World, a_world, calls
from tests.services.permission_table import NOT_ASKED, PAGE, PERSONAS, ROWS, TABLE, Outcome, page
from tests.storage.dump import rows_in
from tests.workshops import LEVEL


def services() -> dict[str, Callable[..., Any]]:
    """Every public function of preflight/services that reaches the database by itself."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.iter_modules(preflight.services.__path__):
        imported = importlib.import_module(f"preflight.services.{module.name}")
        for name, function in inspect.getmembers(imported, inspect.isfunction):
            takes = inspect.signature(function).parameters
            its_own = function.__module__ == imported.__name__ and not name.startswith("_")
            if its_own and "workspace" in takes and "connection" not in takes:
                found[f"{module.name}.{name}"] = function
    return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with a_world(tmp_path_factory.mktemp("permissions")) as found:
        yield found


def test_every_service_has_a_row_and_a_call(world: World) -> None:
    assert set(ROWS) == set(calls(world))
    assert not set(ROWS) & set(NOT_ASKED)
    assert set(services()) == set(ROWS) | set(NOT_ASKED)
    assert {operation for operation, _ in TABLE} == set(Operation)


def met(service: Callable[..., Any], world: World, persona: str, given: tuple[Any, ...], named: Any) -> Outcome:
    try:
        found = service(world.workspace, world.people[persona], *given, **named)
        if isinstance(found, Iterator):
            next(found, None)
    except SignedOut:
        return Outcome.OUT
    except NotAllowed:
        return Outcome.NO
    except NotSeen:
        return Outcome.UNSEEN
    except (Undone, PreflightError):
        pass
    return Outcome.YES


@pytest.mark.slow
def test_everybody_meets_what_the_table_says_and_every_refusal_is_told(world: World) -> None:
    before = rows_in(world.machine.database)
    told = before.pop("audit_event")
    wrong, refused = [], []
    every = services()
    for name, (given, named) in calls(world).items():
        for persona in PERSONAS:
            found, wanted = met(every[name], world, persona, given, named), TABLE[ROWS[name]][persona]
            if found is not wanted:
                wrong.append(f"{name} as {persona}: {found}, not {wanted}")
            if found is not Outcome.YES:
                refused.append((ROWS[name][0].name.lower(), getattr(world.people[persona], "id", "")))
    for thread in threading.enumerate():
        if thread.name == "audit check":
            thread.join(20)
    assert wrong == []
    after = rows_in(world.machine.database)
    after.pop("audit_event")
    assert after == before, "a refused call has written something"
    with world.machine.database.reading() as connection:
        new = list(events(connection, after=len(told)))
    assert {each.outcome for each in new} == {Told.REFUSED}
    assert [(each.operation, each.person_id) for each in new] == refused


def asked(world: World, who: Visitor) -> set[str]:
    every = assessments_to_export(world.machine, world.people["local owner"])  # type: ignore[arg-type]
    projects = {each.id: each.project_id for each in every}
    return {projects[name] for name in kept_questionnaires(world.workspace, who, every)}


LISTS: dict[str, Callable[[World, Visitor], set[str]]] = {
    "projects": lambda world, who: {each.id for each in list_projects(world.workspace, who)},
    "overviews": lambda world, who: {each.project.id for each in list_overviews(world.workspace, who)},
    "touched": lambda world, who: {each.project_id for each in touched_projects(world.workspace, who)},
    "drafts": lambda world, who: {project.id for project, _ in list_drafts(world.workspace, who)},
    "portfolio": lambda world, who: {each.project.id for each in portfolio(world.workspace, who).rows},
    "open rooms": lambda world, who: {each.project_id for _, each in list_open_rooms(world.workspace, who)},
    "to export": lambda world, who: {each.project_id for each in assessments_to_export(world.workspace, who)},
    "questionnaires": asked,
}


@pytest.mark.parametrize("what", LISTS)
def test_no_list_shows_a_project_without_a_role(world: World, what: str) -> None:
    here, elsewhere = {world.here.id}, {world.elsewhere.id}
    seen = {
        "viewer": here, "owner of another project": elsewhere, "no role at all": set(), "auditor": here | elsewhere,
    }  # fmt: skip
    for persona, wanted in seen.items():
        who = world.people[persona]
        assert isinstance(who, Visitor)
        found: set[str] = set()
        with suppress(NotAllowed):
            found = LISTS[what](world, who)
        assert found == wanted, persona


def test_an_id_in_the_arguments_belongs_to_the_project_that_was_admitted(world: World) -> None:
    """Even for whoever may see both: nothing of one project is put into another."""
    boss, there = world.people["administrator"], world.elsewhere.id
    assert boss is not None
    opened = open_assessment(world.workspace, boss, world.completed.id)
    dossier = dossier_of(world.workspace, boss, opened.assessment.id)
    (other,) = [each for each in assessments_to_export(world.workspace, boss, there) if each.completed]
    linked = ActionDraft(title="Look", link=link_to(opened, LEVEL))
    decided = ActionDraft(title="Look", decision_id=world.decision.decision_seen)
    for crossing in (
        lambda: make_actions(world.workspace, boss, there, [linked]),
        lambda: make_actions(world.workspace, boss, there, [decided]),
        lambda: moved_between(world.workspace, boss, other.id, opened.assessment.id),
        lambda: held_against(world.workspace, boss, dossier, [other.id]),
    ):
        with pytest.raises((Invalid, NotFound)):
            crossing()


def test_the_page_is_made_of_the_table() -> None:
    assert Path(PAGE).read_text(encoding="utf-8") == page(), "run python -m tests.services.permission_table"
