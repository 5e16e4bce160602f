"""What revision 0006 brought, put into a database: sign-ins, roles, invitations, and a short audit trail.

`fill_people` comes after `filled_decisions.fill_decisions`; the golden dump of 0006 holds what all of them write, so
none of them ever changes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import insert, update

from preflight.domain.audit import AuditEvent, AuditKey, Outcome
from preflight.domain.roles import Invitation, LoginSession, ProjectRole, WholeRole
from preflight.storage import audit, login_sessions, roles
from preflight.storage.engine import Database
from preflight.storage.people_tables import invitation
from preflight.storage.tables import person
from tests.storage.filled import GUEST, NOW, OWNER
from tests.storage.filled_rooms import a_digest

KEY = AuditKey(b"a key that only the tests know: 32 bytes or more")
OPEN_SESSION = LoginSession(
    id=a_digest("a cookie"),
    person_id=GUEST.id,
    began_at=NOW,
    seen_at=NOW + timedelta(minutes=5),
    ends_at=NOW + timedelta(hours=10),
    claims=("ai-teams", "Gruppe “Müller” 日本"),
    address="203.0.113.7",
    browser="Mozilla/5.0",
)
ENDED_SESSION = replace(
    OPEN_SESSION,
    id=a_digest("another cookie"),
    claims=(),
    ended_at=NOW + timedelta(hours=1),
    ended_because="signed out",
)
WAITING = Invitation(
    id="waits",
    digest=a_digest("a link"),
    project_id="pilot",
    role=ProjectRole.CONTRIBUTOR,
    made_at=NOW,
    made_by=OWNER.id,
    ends_at=NOW + timedelta(days=7),
)
USED = replace(WAITING, id="used", digest=a_digest("its link"), role=ProjectRole.VIEWER, used_at=NOW, used_by=GUEST.id)
TAKEN_BACK = replace(WAITING, id="gone", digest=a_digest("no link"), withdrawn_at=NOW + timedelta(hours=2))


def an_event(**fields: object) -> AuditEvent:
    """An event that has no place in a trail yet."""
    values: dict[str, object] = {
        "at": NOW,
        "person_id": GUEST.id,
        "person": GUEST.name,
        "login": OPEN_SESSION.id[:12],
        "address": "203.0.113.7",
        "door": "screens",
        "operation": "answer",
        "outcome": Outcome.DONE,
        "project_id": "pilot",
        "about": "assessment first",
        "detail": "{}",
        "seq": 0,
        "key_id": "",
        "before": "",
        "mac": "",
    }
    return AuditEvent(**(values | fields))  # type: ignore[arg-type]


EVENTS = (
    an_event(detail='{"changes":[{"table":"answer","before":null,"after":{"note":"“one”;\\nDROP TABLE person"}}]}'),
    an_event(at=NOW - timedelta(days=1), operation="decide", outcome=Outcome.REFUSED, detail='{"why":"日本"}'),
    an_event(person_id="", person="", login="", address="", door="command line", project_id="", about="whole"),
)


def fill_people(database: Database) -> None:
    """One of everything, as revision 0006 knows it."""
    with database.writing() as connection:
        for session in (OPEN_SESSION, ENDED_SESSION):
            login_sessions.add_login_session(connection, session)
        roles.give_role(connection, "pilot", GUEST.id, ProjectRole.FACILITATOR, at=NOW, by=OWNER.id)
        for role in WholeRole:
            roles.give_whole_role(connection, OWNER.id, role, at=NOW, by=OWNER.id)
        for each in (WAITING, USED, TAKEN_BACK):
            values = {column.name: getattr(each, column.name) for column in invitation.c}
            connection.execute(insert(invitation).values(values | {"role": each.role.value}))
        connection.execute(update(person).where(person.c.id == GUEST.id).values(disabled_at=NOW))
        for event in EVENTS:
            audit.append(connection, event, KEY)
