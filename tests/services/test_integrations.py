"""The systems as they are kept: in the team's order, estimates exact, changed over the version that was seen."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from preflight.domain.pilot import Confronting
from preflight.domain.project import Person, Project
from preflight.services.integrations import (
    MOST_SYSTEMS,
    SystemDetails,
    add_integration,
    change_integration,
    integrations_of,
    move_integration,
    remove_integration,
)
from preflight.services.workspace import Workspace


def _names(workspace: Workspace, project: Project) -> list[str]:
    return [each.system for each in integrations_of(workspace, LOCAL_OWNER, project.id)]


def test_a_system_is_kept_cleaned_and_exact(workspace: Workspace, project: Project) -> None:
    said = SystemDetails(
        system=" ERP\u202e ",
        interface="REST",
        owner="Bo",
        confronting=Confronting.CONFRONTED,
        estimate="2,5",
        note="A\r\nB",
    )
    kept = add_integration(workspace, LOCAL_OWNER, project.id, said)
    assert (kept.system, kept.estimate, kept.note, kept.position) == ("ERP", Fraction("2.5"), "A\nB", 0)
    assert integrations_of(workspace, LOCAL_OWNER, project.id) == (kept,)


@pytest.mark.parametrize(
    "said",
    [
        {"system": "\x00"},
        {"system": "x" * 121},
        {"interface": "x" * 301},
        {"estimate": "ten"},
        {"estimate": "-1"},
        {"estimate": "1,000"},
        {"estimate": "10001"},
        {"estimate": "1e9"},
        {"estimate": "\u0661"},
        {"note": "x" * 4001},
        {"confronting": "maybe"},
    ],
)
def test_what_can_not_be_kept_of_a_system_is_refused(
    workspace: Workspace, project: Project, said: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        add_integration(workspace, LOCAL_OWNER, project.id, SystemDetails(**{"system": "ERP", **said}))
    assert _names(workspace, project) == []


def test_a_system_is_changed_and_removed_over_the_version_that_was_seen(workspace: Workspace, project: Project) -> None:
    kept = add_integration(workspace, LOCAL_OWNER, project.id, SystemDetails(system="ERP"))
    changed = change_integration(
        workspace, LOCAL_OWNER, kept.id, SystemDetails(system="SAP", estimate="0"), seen=kept.version
    )
    assert (changed.system, changed.estimate, changed.version) == ("SAP", 0, 2)
    for stale in (
        lambda: change_integration(workspace, LOCAL_OWNER, kept.id, SystemDetails(system="Mine"), seen=1),
        lambda: remove_integration(workspace, LOCAL_OWNER, kept.id, seen=1),
    ):
        with pytest.raises(Conflict):
            stale()
    assert integrations_of(workspace, LOCAL_OWNER, project.id) == (changed,)
    remove_integration(workspace, LOCAL_OWNER, kept.id, seen=2)
    with pytest.raises(NotFound):
        remove_integration(workspace, LOCAL_OWNER, kept.id, seen=2)


@pytest.mark.parametrize(
    ("places", "order"),
    [(-1, "BACD"), (-9, "BACD"), (1, "ACBD"), (9, "ACDB"), (0, "ABCD")],
)
def test_a_system_moves_within_the_list(workspace: Workspace, project: Project, places: int, order: str) -> None:
    kept = {name: add_integration(workspace, LOCAL_OWNER, project.id, SystemDetails(system=name)) for name in "ABCD"}
    move_integration(workspace, LOCAL_OWNER, kept["B"].id, places)
    found = integrations_of(workspace, LOCAL_OWNER, project.id)
    assert "".join(each.system for each in found) == order
    assert {each.version for each in found} == {1}


def test_a_project_holds_so_many_systems(workspace: Workspace, project: Project) -> None:
    for number in range(MOST_SYSTEMS):
        add_integration(workspace, LOCAL_OWNER, project.id, SystemDetails(system=f"System {number}"))
    with pytest.raises(Refused, match=f"{MOST_SYSTEMS}"):
        add_integration(workspace, LOCAL_OWNER, project.id, SystemDetails(system="One more"))
    with pytest.raises(NotFound):
        add_integration(workspace, LOCAL_OWNER, "gone", SystemDetails(system="ERP"))


def test_who_may_not_plan_is_refused(workspace: Workspace, project: Project) -> None:
    stranger = Person(id="x", issuer="elsewhere", subject="x", name="X")
    for act in (
        lambda: integrations_of(workspace, stranger, project.id),
        lambda: add_integration(workspace, stranger, project.id, SystemDetails(system="ERP")),
        lambda: change_integration(workspace, stranger, "x", SystemDetails(system="ERP"), seen=1),
        lambda: remove_integration(workspace, stranger, "x", seen=1),
        lambda: move_integration(workspace, stranger, "x", 1),
    ):
        with pytest.raises(NotAllowed):
            act()
