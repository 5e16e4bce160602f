"""Signing in: from what a provider says of somebody to a login session, and to its end.

Nobody is admitted yet when a session begins, and nobody any more when it has run out, so these few functions reach the
database by themselves. All of them tell the audit trail what they did.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from preflight.access import claims as claims_of
from preflight.access.admission import RUN_OUT, kept_standing, open_standing, still_open
from preflight.access.people import Visitor
from preflight.access.permissions import Operation
from preflight.domain.audit import Outcome
from preflight.domain.errors import NotAllowed, SignedOut, SignInRunOut, StorageError
from preflight.domain.project import Person
from preflight.domain.roles import LoginSession, WholeRole
from preflight.services.workspace import Workspace
from preflight.storage import login_sessions
from preflight.storage.engine import Connection
from preflight.storage.people import ensure_person, names_of
from preflight.storage.roles import whole_roles

_log: Final = logging.getLogger(__name__)

SEEN_EVERY: Final = timedelta(minutes=1)
KEPT_FOR: Final = timedelta(days=90)
"""A login session that is over: longer than Streamlit's cookie holds, so that no old one begins anew."""
SIGN_IN, SIGN_OUT, SIGN_IN_RUN_OUT = "sign_in", "sign_out", "sign_in_run_out"

NOT_SIGNED_IN: Final = "Sign in first."
DISABLED: Final = "You can’t use Preflight any more: an administrator has disabled your access."

_LONGEST_BROWSER: Final = 300
_LONGEST_ADDRESS: Final = 100


def begin(workspace: Workspace, claims: Mapping[str, Any], digest: str, *, address: str, browser: str) -> Visitor:
    """Begin the login session of a cookie that was just set; `claims` are those of a verified ID token.

    Whoever is new here is kept, by issuer and subject. Raises NotAllowed with a sentence (a disabled person, a token
    that is not fresh or says too little) and StorageError.
    """
    now = workspace.now()
    try:
        given = claims_of.identity(claims)
        claims_of.fresh(claims, now)
    except NotAllowed as refused:
        tell_refused(workspace, str(refused), address=address)
        raise
    refusal = None
    with workspace.database.writing() as connection:
        person = ensure_person(connection, given)
        visitor = _visitor(person, digest, address)
        facts: dict[str, Any] = {
            "issuer": person.issuer,
            "subject": person.subject,
            "browser": browser[:_LONGEST_BROWSER],
        }
        if login_sessions.is_disabled(connection, person.id):
            refusal = DISABLED
        elif login_sessions.find_login_session(connection, digest) is not None:
            refusal = claims_of.STALE
        else:
            session = LoginSession(
                id=digest,
                person_id=person.id,
                began_at=now,
                seen_at=now,
                ends_at=now + workspace.access.longest,
                claims=claims_of.role_values(claims, workspace.access.claim),
                address=visitor.address,
                browser=browser[:_LONGEST_BROWSER],
            )
            login_sessions.add_login_session(connection, session)
            login_sessions.forget_login_sessions(connection, before=now - KEPT_FOR)
            facts[workspace.access.claim] = list(session.claims)
        outcome = Outcome.REFUSED if refusal else Outcome.DONE
        facts |= {"why": refusal} if refusal else {}
        head = _tell(workspace, connection, visitor, SIGN_IN, facts, outcome)
    workspace.trail.keep(head)
    if refusal:
        raise NotAllowed(refusal)
    return visitor


def visitor_of_digest(workspace: Workspace, digest: str | None, *, address: str = "", touch: bool = True) -> Visitor:
    """Who has the login session of this digest, which is open; with `touch` it counts as used just now.

    Raises SignedOut with why there is none, and StorageError.
    """
    if digest is None:
        raise SignedOut(NOT_SIGNED_IN)
    now = workspace.now()
    with workspace.database.reading() as connection:
        kept = kept_standing(connection, digest)
    if kept is None:
        raise SignedOut(NOT_SIGNED_IN)
    session = kept.session
    visitor = _visitor(kept.person, digest, address or session.address)
    try:
        still_open(workspace.access, kept, visitor, now)
    except SignInRunOut as refused:
        if session.ended_at is None:
            _run_out(workspace, visitor, refused)
        raise
    if touch and now - session.seen_at >= SEEN_EVERY:
        _touch(workspace, visitor, now)
    return visitor


def is_known(workspace: Workspace, digest: str | None) -> bool:
    """Whether there is a login session of this digest, open or not. Raises StorageError."""
    if digest is None:
        return False
    with workspace.database.reading() as connection:
        return login_sessions.find_login_session(connection, digest) is not None


def end(workspace: Workspace, digest: str | None) -> None:
    """Sign out: end the login session of this digest, and so of every copy of its cookie. Nothing happens where it is
    over already. Raises StorageError."""
    with suppress(SignedOut):
        visitor = visitor_of_digest(workspace, digest, touch=False)
        _end(workspace, visitor, everywhere=False)


def end_everywhere(workspace: Workspace, visitor: Visitor) -> int:
    """End every login session of the person, this one too; returns how many there were.

    Raises SignedOut and StorageError.
    """
    visitor_of_digest(workspace, visitor.login, touch=False)
    return _end(workspace, visitor, everywhere=True)


def has_a_role(workspace: Workspace, visitor: Visitor) -> bool:
    """Whether there is anything that the person may see. Raises SignedOut and StorageError."""
    with workspace.database.reading() as connection:
        seen = workspace.seen(connection, visitor, Operation.SEE)
    return seen is None or bool(seen)


def administrators(workspace: Workspace, visitor: Visitor) -> tuple[str, ...]:
    """The names of those who were made administrators inside, for somebody who needs one. Raises SignedOut."""
    with workspace.database.reading() as connection:
        open_standing(connection, workspace.access, visitor, workspace.now())
        roles = whole_roles(connection)
        names = names_of(connection, [each for each, held in roles.items() if WholeRole.ADMINISTRATOR in held])
    return tuple(sorted(names.values()))


def tell_refused(workspace: Workspace, why: str, *, address: str = "") -> None:
    """Put into the audit trail that somebody whom nobody knows could not sign in: within a bound, for anybody can make
    that happen."""
    nobody = Visitor(id="", issuer="", subject="", name="", login="", address=address[:_LONGEST_ADDRESS])
    workspace.tell_refusal(nobody, SIGN_IN, "whole", why)


def _end(workspace: Workspace, visitor: Visitor, *, everywhere: bool) -> int:
    now = workspace.now()
    because = "signed out everywhere" if everywhere else "signed out"
    with workspace.database.writing() as connection:
        if everywhere:
            ended = login_sessions.end_login_sessions(connection, at=now, because=because, person_id=visitor.id)
        else:
            ended = login_sessions.end_login_sessions(connection, at=now, because=because, session_id=visitor.login)
        head = _tell(workspace, connection, visitor, SIGN_OUT, {"everywhere": everywhere, "sessions": ended})
    workspace.trail.keep(head)
    return ended


def _run_out(workspace: Workspace, visitor: Visitor, why: SignedOut) -> None:
    """Whoever finds first that it is over writes it down; the next ones find it ended."""
    now, head = workspace.now(), None
    try:
        with workspace.database.writing() as connection:
            if login_sessions.end_login_sessions(connection, at=now, because=RUN_OUT, session_id=visitor.login):
                head = _tell(workspace, connection, visitor, SIGN_IN_RUN_OUT, {"why": str(why)})
    except StorageError as error:  # it is over all the same
        _log.warning("the end of a sign-in could not be written down: %s", error)
    if head is not None:
        workspace.trail.keep(head)


def _touch(workspace: Workspace, visitor: Visitor, now: datetime) -> None:
    def seen(connection: Connection) -> None:
        login_sessions.see_login_session(connection, visitor.login, now)

    # What can't be written, or not any more by a server that is ending, is logged there, and reading goes on.
    with suppress(StorageError):
        workspace.afterwards.submit(seen)


def _tell(
    workspace: Workspace,
    connection: Connection,
    visitor: Visitor,
    operation: str,
    facts: Mapping[str, Any],
    outcome: Outcome = Outcome.DONE,
) -> Any:
    return workspace.trail.tell(
        connection,
        at=workspace.now(),
        person=visitor,
        operation=operation,
        about=f"person {visitor.id}",
        outcome=outcome,
        detail=json.dumps(dict(facts), ensure_ascii=False, separators=(",", ":")),
    )


def _visitor(person: Person, digest: str, address: str) -> Visitor:
    return Visitor(
        id=person.id,
        issuer=person.issuer,
        subject=person.subject,
        name=person.name,
        login=digest,
        address=address[:_LONGEST_ADDRESS],
    )
