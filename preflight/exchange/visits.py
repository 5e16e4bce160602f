"""Whose request it is: the visit that its cookie names, and the person."""

from __future__ import annotations

import re
import secrets
from typing import Final

from starlette.requests import HTTPConnection

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import NotAllowed
from preflight.domain.project import Person

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


def person_of(_connection: HTTPConnection) -> Person:
    """Who asks. Alone on a machine that is the local owner; services say what they may do."""
    return LOCAL_OWNER
