"""Sharing a project: roles that people are given, and the links that give them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from preflight.access.admission import Access
from preflight.access.people import LOCAL_OWNER, Visitor
from preflight.access.role_mapping import RoleMapping, read_mapping
from preflight.domain.errors import NotAllowed, NotFound, NotSeen, Refused
from preflight.domain.project import Project
from preflight.domain.roles import ProjectRole, WholeRole
from preflight.services import inviting
from preflight.services.inviting import (
    LASTS,
    accept_invitation,
    invitations_to,
    invite,
    offer_of,
    withdraw_invitation,
)
from preflight.services.people import disable_person
from preflight.services.projects import ProjectDetails, create_project, list_projects
from preflight.services.sharing import change_role, people_in, take_role
from preflight.services.workspace import Workspace
from preflight.storage import audit as audit_rows
from preflight.storage import people_tables
from tests.signed_in import give, make, signed_in
from tests.workshops import Clock

VIEWER, CONTRIBUTOR, FACILITATOR, OWNER = ProjectRole


@pytest.fixture
def server(workspace: Workspace, project: Project) -> Workspace:
    """The same workspace where people sign in; blue is a group of the project, everyone one of all."""
    mapping = read_mapping(f"blue=owner@{project.id}; everyone=contributor")
    return replace(workspace, access=Access(local=False, mapping=mapping))


@pytest.fixture
def ada(server: Workspace, project: Project) -> Visitor:
    """The project's owner."""
    found = signed_in(server, "ada")
    give(server, found, project.id, OWNER)
    return found


def roles(server: Workspace, ada: Visitor, project: Project) -> dict[str, ProjectRole]:
    return {each.person.name: each.role for each in people_in(server, ada, project.id).members}


def test_whoever_accepts_has_the_role_and_the_link_is_used_up(
    server: Workspace, ada: Visitor, project: Project
) -> None:
    berta, carl = signed_in(server, "berta"), signed_in(server, "carl")
    made = invite(server, ada, project.id, CONTRIBUTOR)
    offer = offer_of(server, berta, made.token)
    assert (offer.project, offer.role, offer.by, offer.now) == (project.name, CONTRIBUTOR, "Ada", None)
    assert offer.ends_at - made.invitation.made_at == LASTS == timedelta(days=7)
    with pytest.raises(NotAllowed):
        list_projects(server, berta)
    assert accept_invitation(server, berta, made.token) == project
    assert [each.name for each in list_projects(server, berta)] == [project.name]
    assert list(roles(server, ada, project).items()) == [("Ada", OWNER), ("Berta", CONTRIBUTOR)]
    assert invitations_to(server, ada, project.id).invitations == ()
    for act in (offer_of, accept_invitation):
        with pytest.raises(Refused, match="already; an invitation"):
            act(server, berta, made.token)
        with pytest.raises(Refused, match="used by somebody else"):
            act(server, carl, made.token)
    with pytest.raises(Refused, match="has accepted"):
        withdraw_invitation(server, ada, made.invitation.id)


def test_the_acceptance_is_told_with_its_project_and_without_its_token(
    server: Workspace, ada: Visitor, project: Project
) -> None:
    made = invite(server, ada, project.id, VIEWER)
    accept_invitation(server, signed_in(server, "berta"), made.token)
    with server.database.reading() as connection:
        told = list(audit_rows.events(connection))
    assert [(each.person, each.operation, each.project_id) for each in told[-2:]] == [
        ("Ada", "share", project.id), ("Berta", "join", project.id),
    ]  # fmt: skip
    assert not [each for each in told if made.token in each.detail or made.invitation.digest in each.detail]
    with server.database.reading() as connection:
        kept = connection.execute(people_tables.invitation.select()).mappings().one()
    assert made.token not in map(str, kept.values())


def withdrawn(server: Workspace, ada: Visitor, _: Project, invitation_id: str, __: Clock) -> None:
    withdraw_invitation(server, ada, invitation_id)
    withdraw_invitation(server, ada, invitation_id)


def run_out(_: Workspace, __: Visitor, ___: Project, ____: str, clock: Clock) -> None:
    clock.pass_days(7)


def maker_left(server: Workspace, ada: Visitor, project: Project, _: str, __: Clock) -> None:
    give(server, signed_in(server, "dora"), project.id, OWNER)
    change_role(server, ada, project.id, ada.id, FACILITATOR)


def maker_disabled(server: Workspace, ada: Visitor, _: Project, __: str, ___: Clock) -> None:
    boss = signed_in(server, "boss")
    make(server, boss, WholeRole.ADMINISTRATOR)
    disable_person(server, boss, ada.id)


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (withdrawn, "was withdrawn"),
        (run_out, "has run out"),
        (maker_left, "may not invite people there any more"),
        (maker_disabled, "may not invite people there any more"),
    ],
)
def test_a_link_that_is_not_good_any_more_says_why(
    server: Workspace,
    ada: Visitor,
    project: Project,
    clock: Clock,
    before: Callable[[Workspace, Visitor, Project, str, Clock], None],
    sentence: str,
) -> None:
    made = invite(server, ada, project.id, OWNER)
    before(server, ada, project, made.invitation.id, clock)
    berta = signed_in(server, "berta")
    for act in (offer_of, accept_invitation):
        with pytest.raises(Refused, match=sentence):
            act(server, berta, made.token)


@pytest.mark.parametrize("token", ["", "x", "A" * 22, "A" * 5_000, "é" * 22, "' OR 1=1 --            "])
def test_a_link_that_was_never_made_gives_nothing(server: Workspace, token: str) -> None:
    berta = signed_in(server, "berta")
    for act in (offer_of, accept_invitation):
        with pytest.raises(NotFound, match="not known here"):
            act(server, berta, token)


@pytest.mark.parametrize(
    ("held", "claims", "offered", "then"),
    [
        (VIEWER, (), FACILITATOR, FACILITATOR),
        (None, ("everyone",), FACILITATOR, FACILITATOR),
        (FACILITATOR, (), FACILITATOR, None),
        (OWNER, (), VIEWER, None),
        (None, ("everyone",), VIEWER, None),
        (VIEWER, ("blue",), FACILITATOR, None),
    ],
)
def test_the_larger_role_stays_and_the_link_stays_good_for_somebody_else(
    server: Workspace,
    ada: Visitor,
    project: Project,
    held: ProjectRole | None,
    claims: tuple[str, ...],
    offered: ProjectRole,
    then: ProjectRole | None,
) -> None:
    berta = signed_in(server, "berta", claims=claims)
    if held is not None:
        give(server, berta, project.id, held)
    made = invite(server, ada, project.id, offered)
    assert offer_of(server, berta, made.token).gives_more == (then is not None)
    if then is not None:
        accept_invitation(server, berta, made.token)
        assert roles(server, ada, project)["Berta"] is then
        return
    with pytest.raises(Refused, match="already"):
        accept_invitation(server, berta, made.token)
    assert accept_invitation(server, signed_in(server, "carl"), made.token) == project


def test_roles_change_at_once(server: Workspace, ada: Visitor, project: Project) -> None:
    berta = signed_in(server, "berta")
    give(server, berta, project.id, VIEWER)
    with pytest.raises(NotAllowed):
        invite(server, berta, project.id, VIEWER)
    change_role(server, ada, project.id, berta.id, OWNER)
    assert invite(server, berta, project.id, VIEWER).token
    take_role(server, berta, project.id, ada.id)
    with pytest.raises(NotSeen):
        people_in(server, ada, project.id)
    with pytest.raises(NotFound, match="not in this project"):
        take_role(server, berta, project.id, ada.id)


@pytest.mark.parametrize(
    ("second", "allowed"),
    [
        (None, False),
        ("a facilitator", False),
        ("a disabled owner", False),
        ("an owner", True),
        ("an owner by claims", True),
    ],
)
def test_the_last_owner_stays_unless_an_administrator_says_so(
    server: Workspace, ada: Visitor, project: Project, second: str | None, allowed: bool
) -> None:
    boss = signed_in(server, "boss")
    make(server, boss, WholeRole.ADMINISTRATOR)
    if second:
        berta = signed_in(server, "berta", claims=("blue",) if second == "an owner by claims" else ())
        if second != "an owner by claims":
            give(server, berta, project.id, FACILITATOR if second == "a facilitator" else OWNER)
        if second == "a disabled owner":
            disable_person(server, boss, berta.id)

    def lower(by: Visitor) -> None:
        change_role(server, by, project.id, ada.id, VIEWER)

    def take(by: Visitor) -> None:
        take_role(server, by, project.id, ada.id)

    for act in (lower, take):
        give(server, ada, project.id, OWNER)
        if allowed:
            act(ada)
            continue
        with pytest.raises(Refused, match="last owner"):
            act(ada)
        act(boss)
    assert ada.id not in {each.person.id for each in people_in(server, boss, project.id).members}


def test_a_role_that_groups_give_is_not_taken_here(server: Workspace, ada: Visitor, project: Project) -> None:
    berta = signed_in(server, "berta", claims=("blue",))
    assert roles(server, ada, project)["Berta"] is OWNER
    with pytest.raises(Refused, match="groups"):
        take_role(server, ada, project.id, berta.id)
    with pytest.raises(Refused, match="groups"):
        change_role(server, ada, project.id, berta.id, VIEWER)


def test_an_invitation_is_the_business_of_its_own_project(server: Workspace, ada: Visitor, project: Project) -> None:
    mapped = replace(server, access=Access(local=False, mapping=RoleMapping()))
    berta = signed_in(mapped, "berta")
    theirs = create_project(
        replace(server, access=Access(local=True)), LOCAL_OWNER, ProjectDetails(name="Somebody else’s")
    )
    give(mapped, berta, theirs.id, OWNER)
    made = invite(mapped, ada, project.id, VIEWER)
    with pytest.raises(NotSeen):
        withdraw_invitation(mapped, berta, made.invitation.id)
    with pytest.raises(NotSeen):
        invitations_to(mapped, berta, project.id)


def test_not_everybody_waits_at_once(
    server: Workspace, ada: Visitor, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "MOST_OPEN", 2)
    for _ in range(2):
        invite(server, ada, project.id, VIEWER)
    with pytest.raises(Refused, match="waiting"):
        invite(server, ada, project.id, VIEWER)


def test_alone_on_a_machine_there_is_nothing_to_accept(workspace: Workspace, project: Project) -> None:
    made = invite(workspace, LOCAL_OWNER, project.id, VIEWER)
    with pytest.raises(Refused, match="Nobody signs in here"):
        accept_invitation(workspace, LOCAL_OWNER, made.token)
