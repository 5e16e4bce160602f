"""What is kept of people: whether they are shut out, their sign-ins, their roles, and invitations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from preflight.domain.errors import NotFound
from preflight.domain.project import Person, Project
from preflight.domain.roles import Invitation, LoginSession, ProjectRole
from preflight.storage.engine import Connection, Database
from preflight.storage.invitations import (
    add_invitation,
    find_invitation,
    get_invitation,
    open_invitations,
    use_invitation,
    withdraw_invitation,
)
from preflight.storage.login_sessions import add_login_session, end_login_sessions, sign_ins
from preflight.storage.people import all_people, ensure_person, set_disabled
from preflight.storage.projects import add_project
from preflight.storage.roles import give_role, roles_in_projects

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ADA = Person(id="ada", issuer="https://login.example.com", subject="1", name="Ada")
BERTA = Person(id="berta", issuer="https://login.example.com", subject="2", name="Berta")


def fill(connection: Connection) -> None:
    for each in (ADA, BERTA):
        ensure_person(connection, each)
    add_project(connection, Project(id="one", name="One", created_at=NOW, created_by="ada"))


def session(number: int, person: Person, began: timedelta, **fields: object) -> LoginSession:
    at = NOW + began
    values = {"began_at": at, "seen_at": at, "ends_at": at + timedelta(hours=10), **fields}
    return LoginSession(id=f"{number:064x}", person_id=person.id, **values)  # type: ignore[arg-type]


def test_somebody_is_shut_out_from_a_moment_on_and_let_in_again(database: Database) -> None:
    with database.writing() as connection:
        fill(connection)
        set_disabled(connection, "ada", NOW)
    with database.writing() as connection:
        assert [(each.person, each.disabled_at) for each in all_people(connection)] == [(ADA, NOW), (BERTA, None)]
        set_disabled(connection, "ada", None)
        assert all_people(connection)[0].disabled_at is None


def test_sign_ins_are_counted_while_they_are_open_and_the_last_one_is_told(database: Database) -> None:
    with database.writing() as connection:
        fill(connection)
        add_login_session(connection, session(1, ADA, timedelta(hours=-3), claims=("old",)))
        add_login_session(connection, session(2, ADA, timedelta(minutes=-10), claims=("new", "others")))
        add_login_session(connection, session(3, ADA, timedelta(hours=-11)))
        add_login_session(connection, session(4, ADA, timedelta(minutes=-20)))
        end_login_sessions(connection, at=NOW, because="signed out", session_id=f"{4:064x}")
        found = sign_ins(connection, now=NOW, unused_since=NOW - timedelta(hours=4))
    assert {name: tuple(each) for name, each in found.items()} == {
        "ada": (NOW - timedelta(minutes=10), ("new", "others"), 2)
    }


def test_an_invitation_is_kept_used_and_withdrawn(database: Database) -> None:
    def invitation(name: str, ends: timedelta) -> Invitation:
        return Invitation(
            id=name, digest=name * 64, project_id="one", role=ProjectRole.VIEWER, made_at=NOW, made_by="ada",
            ends_at=NOW + ends,
        )  # fmt: skip

    week, past = timedelta(days=7), timedelta(days=-1)
    with database.writing() as connection:
        fill(connection)
        for name, ends in (("a", week), ("b", week), ("c", week), ("d", past)):
            add_invitation(connection, invitation(name, ends))
        use_invitation(connection, "a", at=NOW, by="berta")
        withdraw_invitation(connection, "b", at=NOW)
    with database.reading() as connection:
        assert open_invitations(connection, "one", now=NOW) == [invitation("c", week)]
        assert get_invitation(connection, "d") == find_invitation(connection, "d" * 64) == invitation("d", past)
        used = get_invitation(connection, "a")
        assert (used.used_by, used.used_at, get_invitation(connection, "b").withdrawn_at) == ("berta", NOW, NOW)
        assert find_invitation(connection, "e" * 64) is None
        with pytest.raises(NotFound):
            get_invitation(connection, "e")


def test_roles_are_told_by_person_and_project(database: Database) -> None:
    with database.writing() as connection:
        fill(connection)
        add_project(connection, Project(id="two", name="Two", created_at=NOW, created_by="ada"))
        for person, project, role in (("ada", "one", "owner"), ("ada", "two", "viewer"), ("berta", "one", "viewer")):
            give_role(connection, project, person, ProjectRole(role), at=NOW, by="ada")
        assert roles_in_projects(connection) == {
            "ada": {"one": ProjectRole.OWNER, "two": ProjectRole.VIEWER},
            "berta": {"one": ProjectRole.VIEWER},
        }
