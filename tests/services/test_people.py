"""People: who is known, and what administrators may do to them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from preflight.access.admission import Access
from preflight.access.people import LOCAL_OWNER, Visitor
from preflight.access.role_mapping import read_mapping
from preflight.domain.audit import AuditEvent
from preflight.domain.errors import Invalid, NotAllowed, NotFound, Refused, SignedOut
from preflight.domain.project import Person, Project
from preflight.domain.roles import ProjectRole, WholeRole
from preflight.services.people import (
    KnownPerson,
    disable_person,
    enable_person,
    give_whole_role,
    introduce_person,
    list_people,
    sign_out_everywhere,
    take_whole_role,
)
from preflight.services.projects import list_projects
from preflight.services.workspace import Workspace
from preflight.storage import audit as audit_rows
from tests.signed_in import ISSUER, give, make, signed_in

ADMINISTRATOR = WholeRole.ADMINISTRATOR


@pytest.fixture
def server(workspace: Workspace, project: Project) -> Workspace:
    """The same workspace where people sign in."""
    mapping = read_mapping("admins=administrator; teams=facilitator; all=viewer")
    return replace(workspace, access=Access(local=False, mapping=mapping))


@pytest.fixture
def admin(server: Workspace) -> Visitor:
    found = signed_in(server, "ada")
    make(server, found, ADMINISTRATOR)
    return found


def known(server: Workspace, admin: Person) -> dict[str, KnownPerson]:
    return {each.person.name: each for each in list_people(server, admin).people}


def newest(server: Workspace) -> AuditEvent:
    with server.database.reading() as connection:
        return list(audit_rows.events(connection))[-1]


def test_the_list_says_who_is_here_with_what_they_are(server: Workspace, admin: Visitor, project: Project) -> None:
    berta = signed_in(server, "berta", claims=("teams", "cooks"))
    signed_in(server, "berta", claims=("all",))
    give(server, berta, project.id, ProjectRole.OWNER)
    introduce_person(server, admin, issuer=ISSUER, subject="carl")
    found = known(server, admin)
    assert list(found) == ["Ada", "Berta", "Not signed in yet"], "and nobody who only sits at this machine"
    assert (set(found["Ada"].whole), found["Ada"].open, found["Ada"].administers) == ({ADMINISTRATOR}, 1, True)
    her = found["Berta"]
    assert (her.everywhere, her.open, dict(her.projects)) == (
        ProjectRole.VIEWER, 2, {project.id: ProjectRole.OWNER},
    ), "the claims are those of the last sign-in"  # fmt: skip
    assert list_people(server, admin).projects == {project.id: project.name}
    assert (found["Not signed in yet"].last_sign_in, found["Not signed in yet"].open) == (None, 0)


def test_a_sign_in_that_has_run_out_or_was_not_used_is_not_open(server: Workspace, admin: Visitor) -> None:
    signed_in(server, "idle", began_at=server.now() - timedelta(minutes=61))
    signed_in(server, "late", began_at=server.now() - timedelta(minutes=30), lasts=timedelta(minutes=20))
    found = known(server, admin)
    assert [found[name].open for name in ("Idle", "Late")] == [0, 0]
    assert found["Idle"].last_sign_in is not None


def test_whoever_is_disabled_is_out_at_once_and_comes_back_as_they_were(server: Workspace, admin: Visitor) -> None:
    berta = signed_in(server, "berta", claims=("teams",))
    assert list_projects(server, berta)
    disable_person(server, admin, berta.id)
    with pytest.raises(SignedOut):
        list_projects(server, berta)
    with pytest.raises(SignedOut):
        list_projects(server, signed_in(server, "berta", claims=("teams",)))
    since = known(server, admin)["Berta"].disabled_at
    disable_person(server, admin, berta.id)
    assert known(server, admin)["Berta"].disabled_at == since
    enable_person(server, admin, berta.id)
    with pytest.raises(SignedOut):
        list_projects(server, berta)
    assert list_projects(server, signed_in(server, "berta", claims=("teams",)))


def test_signing_somebody_out_ends_every_sign_in_and_is_told(server: Workspace, admin: Visitor) -> None:
    here, there = (signed_in(server, "berta", claims=("teams",)) for _ in range(2))
    assert sign_out_everywhere(server, admin, here.id) == 2
    told = newest(server)
    for each in (here, there):
        with pytest.raises(SignedOut):
            list_projects(server, each)
    assert (told.operation, told.about, told.person) == ("sign_out_everywhere", f"person {here.id}", "Ada")
    assert list_projects(server, signed_in(server, "berta", claims=("teams",)))


def test_a_role_for_the_whole_acts_at_once_both_ways(server: Workspace, admin: Visitor) -> None:
    berta = signed_in(server, "berta")
    with pytest.raises(NotAllowed):
        list_people(server, berta)
    give_whole_role(server, admin, berta.id, ADMINISTRATOR)
    assert list_people(server, berta).people
    change = json.loads(newest(server).detail)["changes"][0]
    assert (change["table"], change["after"]["person_id"]) == ("whole_role", berta.id)
    take_whole_role(server, admin, berta.id, ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        list_people(server, berta)


def test_the_last_administrator_stays(server: Workspace, admin: Visitor) -> None:
    machine = replace(server, access=Access(local=True))
    with pytest.raises(Refused, match="last administrator"):
        take_whole_role(server, admin, admin.id, ADMINISTRATOR)
    with pytest.raises(Refused, match="last administrator"):
        disable_person(machine, LOCAL_OWNER, admin.id)
    assert known(server, admin)["Ada"].administers


def test_an_administrator_by_claims_counts_and_a_disabled_one_does_not(server: Workspace, admin: Visitor) -> None:
    by_claims = signed_in(server, "berta", claims=("admins",))
    disable_person(server, admin, by_claims.id)
    with pytest.raises(Refused, match="last administrator"):
        take_whole_role(server, admin, admin.id, ADMINISTRATOR)
    enable_person(server, admin, by_claims.id)
    take_whole_role(server, admin, admin.id, ADMINISTRATOR)
    take_whole_role(server, signed_in(server, "berta", claims=("admins",)), by_claims.id, ADMINISTRATOR)
    assert [
        name for name, each in known(server, signed_in(server, "berta", claims=("admins",))).items() if each.administers
    ] == ["Berta"]


def test_nobody_shuts_themselves_out(server: Workspace, admin: Visitor) -> None:
    signed_in(server, "berta", claims=("admins",))
    with pytest.raises(Refused, match="yourself"):
        disable_person(server, admin, admin.id)


def test_somebody_can_be_made_known_before_they_sign_in(server: Workspace, admin: Visitor) -> None:
    carl = introduce_person(server, admin, issuer=ISSUER, subject="carl")
    give_whole_role(server, admin, carl.id, ADMINISTRATOR)
    came = signed_in(server, "carl", name="Carl")
    assert came.id == carl.id
    assert known(server, came)["Carl"].administers
    assert introduce_person(server, admin, issuer=ISSUER, subject="carl").name == "Carl"


@pytest.mark.parametrize(("issuer", "subject"), [("", "4711"), (ISSUER, ""), ("local", "owner"), (ISSUER, "a\nb")])
def test_nobody_is_made_known_who_could_not_sign_in(
    server: Workspace, admin: Visitor, issuer: str, subject: str
) -> None:
    with pytest.raises(Invalid):
        introduce_person(server, admin, issuer=issuer, subject=subject)


def test_nobody_unknown_is_changed(server: Workspace, admin: Visitor) -> None:
    for act in (disable_person, enable_person, sign_out_everywhere):
        for name in ("nobody", LOCAL_OWNER.id):
            with pytest.raises(NotFound):
                act(server, admin, name)
