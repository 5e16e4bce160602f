"""Whose request it is: the visit that one cookie names, and the person whose sign-in another one is."""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import Final

from starlette.requests import HTTPConnection

from preflight.access.people import LOCAL_OWNER, Visitor
from preflight.access.sign_in_cookie import digest_of
from preflight.domain.errors import NotAllowed
from preflight.domain.project import Person
from preflight.services.signing_in import visitor_of_digest
from preflight.services.workspace import Workspace

COOKIE: Final = "preflight_visit"
"""Servers on other ports of one machine share it: each knows its own tickets only."""

NO_VISIT: Final = "Load this page again, then try once more."
_SOUND: Final = re.compile(r"[0-9a-f]{32}")


def new_visit() -> str:
    """128 random bits."""
    return secrets.token_hex(16)


def known_visit(connection: HTTPConnection) -> str | None:
    """The visit that the cookie names, None without a sound one."""
    given = connection.cookies.get(COOKIE, "")
    return given if _SOUND.fullmatch(given) else None


def visit_of(connection: HTTPConnection) -> str:
    """The visit. Raises NotAllowed without one."""
    found = known_visit(connection)
    if found is None:
        raise NotAllowed(NO_VISIT)
    return found


def address_of(connection: HTTPConnection) -> str:
    """Where the request came from; behind a trusted proxy that is what the proxy says (door/proxies.py)."""
    return connection.client.host if connection.client else ""


def person_of(connection: HTTPConnection, workspace: Workspace, *, touch: bool = True) -> Person:
    """Who asks: the local owner alone on a machine, else whoever has the login session of the cookie. It reads the
    database; with `touch` the session counts as used. Services say what the person may do.

    Raises SignedOut and StorageError.
    """
    if workspace.access.local:
        return LOCAL_OWNER
    digest = digest_of(connection.cookies)
    return visitor_of_digest(workspace, digest, address=address_of(connection), touch=touch)


async def asking(connection: HTTPConnection, workspace: Workspace, *, touch: bool = True) -> tuple[str, Person]:
    """Who asks, after the name under which what they order is kept: it is the visit's, and the login session's.

    Raises SignedOut, NotAllowed without a visit, and StorageError.
    """
    person = await asyncio.to_thread(person_of, connection, workspace, touch=touch)
    visit = visit_of(connection)
    return (f"{visit} {person.login}" if isinstance(person, Visitor) else visit), person
