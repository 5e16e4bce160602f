"""From what a provider says to a login session, and to its end. The clock is the test's."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from preflight.access.about import WHOLE
from preflight.access.admission import Access
from preflight.access.claims import NAMELESS
from preflight.access.people import LOCAL_OWNER, Visitor
from preflight.access.permissions import Operation
from preflight.access.role_mapping import read_mapping
from preflight.domain.audit import Outcome
from preflight.domain.errors import Disabled, NotAllowed, SignedOut, SignInEnded, SignInRunOut
from preflight.services import signing_in
from preflight.services.projects import list_projects
from preflight.services.workspace import Workspace
from preflight.storage.audit import events
from preflight.storage.login_sessions import find_login_session
from preflight.storage.people import set_disabled

ISSUER = "https://login.example.com"


@dataclass
class Clock:
    """It stands still until the test moves it."""

    moment: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(workspace: Workspace) -> Workspace:
    access = Access(local=False, mapping=read_mapping("admins=administrator; lookers=viewer"))
    return dataclasses.replace(workspace, access=access, linger_s=0)


def claims(workspace: Workspace, subject: str = "ada", **more: Any) -> dict[str, Any]:
    return {"iss": ISSUER, "sub": subject, "name": "Ada", "iat": workspace.now().timestamp(), **more}


def digest(text: str = "one") -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def begun(workspace: Workspace, cookie: str = "one", **more: Any) -> Visitor:
    said = claims(workspace, more.pop("subject", "ada"), **more)
    return signing_in.begin(workspace, said, digest(cookie), address="192.0.2.7", browser="Firefox")


def visited(workspace: Workspace) -> Visitor:
    """Who visits, once what is written down afterwards is written."""
    visitor = signing_in.visitor_of_digest(workspace, digest())
    workspace.afterwards.submit(lambda _: None).result(10)
    return visitor


def told(workspace: Workspace) -> list[tuple[str, Outcome]]:
    with workspace.database.reading() as connection:
        return [(each.operation, each.outcome) for each in events(connection)]


def test_who_signs_in_is_known_by_the_cookie_and_the_audit_trail_tells(workspace: Workspace) -> None:
    ada = begun(workspace, groups=["admins"])
    assert (ada.issuer, ada.subject, ada.name, ada.address) == (ISSUER, "ada", "Ada", "192.0.2.7")
    again = signing_in.visitor_of_digest(workspace, digest())
    assert again == ada
    assert workspace.may(again, Operation.MANAGE_PEOPLE, WHOLE)
    assert told(workspace)[-1] == ("sign_in", Outcome.DONE)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"name": "  Ada\u202e  Marković "}, "Ada  Marković"),
        ({"name": "", "preferred_username": "ada.m"}, "ada.m"),
        ({"name": ["Ada"], "preferred_username": 7}, NAMELESS),
        ({"name": "x" * 5_000}, NAMELESS),
        ({"name": "\x00"}, NAMELESS),
    ],
)
def test_a_name_is_what_the_provider_says_if_it_can_be_shown(workspace: Workspace, said: Any, name: str) -> None:
    assert begun(workspace, **said).name == name


def test_people_are_who_they_are_by_issuer_and_subject_and_never_by_mail(workspace: Workspace) -> None:
    one = begun(workspace, "one", subject="one", email="ada@example.com")
    other = begun(workspace, "two", subject="two", email="ada@example.com")
    elsewhere = begun(workspace, "three", subject="one", iss="https://other.example.com", email="ada@example.com")
    renamed = begun(workspace, "four", subject="one", name="Ada Lovelace", email="else@example.com")
    assert len({one.id, other.id, elsewhere.id}) == 3
    assert renamed.id == one.id
    assert signing_in.visitor_of_digest(workspace, digest("one")).name == "Ada Lovelace"


@pytest.mark.parametrize(
    "wrong",
    [
        {"sub": ""}, {"sub": None}, {"sub": 7}, {"sub": "a\0b"}, {"sub": "x" * 2_001}, {"iss": None}, {"iss": "local"},
        {"iat": None}, {"iat": "now"}, {"iat": True}, {"iat": float("nan")}, {"iat": float("inf")}, {"iat": -(10**400)},
    ],
)  # fmt: skip
def test_claims_that_say_too_little_begin_nothing(workspace: Workspace, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        begun(workspace, **wrong)
    assert told(workspace)[-1] == ("sign_in", Outcome.REFUSED)
    with pytest.raises(SignedOut):
        signing_in.visitor_of_digest(workspace, digest())


@pytest.mark.parametrize(("old_s", "fresh"), [(0, True), (590, True), (-590, True), (610, False), (-610, False)])
def test_a_token_is_fresh_for_ten_minutes(workspace: Workspace, old_s: int, fresh: bool) -> None:
    issued = workspace.now().timestamp() - old_s
    if fresh:
        begun(workspace, iat=issued)
    else:
        with pytest.raises(NotAllowed, match="took too long"):
            begun(workspace, iat=issued)


def test_a_cookie_begins_one_session_and_never_another(workspace: Workspace) -> None:
    begun(workspace)
    with pytest.raises(NotAllowed):
        begun(workspace)
    signing_in.end(workspace, digest())
    with pytest.raises(NotAllowed):
        begun(workspace)
    with pytest.raises(SignInEnded):
        signing_in.visitor_of_digest(workspace, digest())


def test_an_unused_sign_in_runs_out_and_that_is_told_once(workspace: Workspace, clock: Clock) -> None:
    ada = begun(workspace)
    clock.moment += timedelta(minutes=59)
    assert visited(workspace) == ada
    clock.moment += timedelta(minutes=59)
    assert signing_in.visitor_of_digest(workspace, digest(), touch=False) == ada
    clock.moment += timedelta(minutes=1)
    for _ in range(3):
        with pytest.raises(SignInRunOut):
            signing_in.visitor_of_digest(workspace, digest())
    assert told(workspace).count(("sign_in_run_out", Outcome.DONE)) == 1
    clock.moment -= timedelta(minutes=30)  # a clock that is set back does not bring it back
    with pytest.raises(SignInRunOut):
        signing_in.visitor_of_digest(workspace, digest())


def test_no_sign_in_lasts_longer_than_the_longest(workspace: Workspace, clock: Clock) -> None:
    begun(workspace)
    for _ in range(19):
        clock.moment += timedelta(minutes=30)
        visited(workspace)
    clock.moment += timedelta(minutes=30)
    with pytest.raises(SignInRunOut):
        signing_in.visitor_of_digest(workspace, digest())


def test_what_is_long_over_is_forgotten_at_the_next_sign_in(workspace: Workspace, clock: Clock) -> None:
    def is_kept(cookie: str) -> bool:
        return signing_in.is_known(workspace, digest(cookie))

    begun(workspace, "old")
    clock.moment += timedelta(days=60)
    begun(workspace, "older than a cookie")
    assert is_kept("old")
    clock.moment += timedelta(days=200)
    begun(workspace, "new", subject="bob")
    assert [is_kept(each) for each in ("old", "older than a cookie", "new")] == [False, True, True]
    assert sum(what == "sign_in" for what, _ in told(workspace)) == 3


def test_that_it_is_used_is_written_down_once_a_minute(workspace: Workspace, clock: Clock) -> None:
    def seen() -> Any:
        with workspace.database.reading() as connection:
            session = find_login_session(connection, digest())
            assert session is not None
            return session.seen_at

    begun(workspace)
    first = seen()
    clock.moment += timedelta(seconds=59)
    visited(workspace)
    assert seen() == first
    clock.moment += timedelta(seconds=1)
    visited(workspace)
    assert seen() == clock.moment


def test_signing_out_ends_this_one_and_everywhere_ends_all(workspace: Workspace) -> None:
    for name in ("desk", "phone", "laptop"):
        begun(workspace, name)
    bob = begun(workspace, "bob", subject="bob")
    signing_in.end(workspace, digest("desk"))
    signing_in.end(workspace, digest("desk"))  # over already
    signing_in.end(workspace, digest("unknown"))
    signing_in.end(workspace, None)
    with pytest.raises(SignInEnded):
        signing_in.visitor_of_digest(workspace, digest("desk"))
    assert signing_in.end_everywhere(workspace, signing_in.visitor_of_digest(workspace, digest("phone"))) == 2
    for name in ("phone", "laptop"):
        with pytest.raises(SignInEnded):
            signing_in.visitor_of_digest(workspace, digest(name))
    assert signing_in.visitor_of_digest(workspace, digest("bob")) == bob
    assert told(workspace).count(("sign_out", Outcome.DONE)) == 2


def test_who_is_disabled_is_out_at_once_and_does_not_come_back(workspace: Workspace) -> None:
    ada = begun(workspace, groups=["admins"])
    with workspace.database.writing() as connection:
        set_disabled(connection, ada.id, workspace.now())
    with pytest.raises(Disabled):
        signing_in.visitor_of_digest(workspace, digest())
    with pytest.raises(SignedOut):
        list_projects(workspace, ada)
    with pytest.raises(NotAllowed, match="disabled"):
        begun(workspace, "again")
    with pytest.raises(SignedOut):
        signing_in.visitor_of_digest(workspace, digest("again"))


@pytest.mark.parametrize(
    ("said", "claim", "kept"),
    [
        ({"groups": ["a", "b", "a", 7, "", None]}, "groups", ("a", "b")),
        ({"groups": "a"}, "groups", ("a",)),
        ({"realm_access": {"roles": ["a"]}}, "realm_access.roles", ("a",)),
        ({"https://example.com/roles": ["a"]}, "https://example.com/roles", ("a",)),
        ({}, "groups", ()),
        ({"groups": {"a": 1}}, "groups", ()),
        ({"groups": ["x" * 201]}, "groups", ()),
        ({"groups": ["a", "half a letter \ud83d", "a\0b"]}, "groups", ("a",)),
    ],
)
def test_roles_come_from_the_claim_that_is_named(workspace: Workspace, said: Any, claim: str, kept: Any) -> None:
    here = dataclasses.replace(workspace, access=dataclasses.replace(workspace.access, claim=claim))
    begun(here, **said)
    with workspace.database.reading() as connection:
        session = find_login_session(connection, digest())
    assert session is not None
    assert session.claims == kept


def test_a_thousand_groups_are_kept_as_far_as_there_is_room(workspace: Workspace) -> None:
    begun(workspace, groups=["admins", *(f"group-{number}-ü" for number in range(2_000))])
    assert workspace.may(signing_in.visitor_of_digest(workspace, digest()), Operation.MANAGE_PEOPLE, WHOLE)


def test_an_unknown_group_gives_no_role(workspace: Workspace) -> None:
    nia = begun(workspace, groups=["strangers", "ADMINS", "admins "])
    assert not signing_in.has_a_role(workspace, nia)
    assert not any(workspace.may(nia, each, WHOLE) for each in Operation if each is not Operation.JOIN)
    assert signing_in.has_a_role(workspace, begun(workspace, "two", groups=["lookers"]))


def test_where_people_sign_in_the_local_owner_is_nobody(workspace: Workspace) -> None:
    with pytest.raises(SignedOut):
        list_projects(workspace, LOCAL_OWNER)


def test_refused_sign_ins_are_told_within_a_bound(workspace: Workspace) -> None:
    for _ in range(60):
        signing_in.tell_refused(workspace, "no", address="192.0.2.7")
    assert 0 < told(workspace).count(("sign_in", Outcome.REFUSED)) <= 30
