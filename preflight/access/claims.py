"""What a provider says of somebody, read into who it is and what their roles come from. Nothing of it is believed to be
sound: it is what somebody signed, and nothing more."""

from __future__ import annotations

import json
import logging
import re
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from preflight.access.people import LOCAL_ISSUER
from preflight.domain.errors import Invalid, NotAllowed
from preflight.domain.project import Person
from preflight.domain.text import LINE, clean_text

_log: Final = logging.getLogger(__name__)

FRESH: Final = timedelta(minutes=10)
"""So old may a token be when somebody comes back with it, and so far may the provider's clock be ahead."""
NAMELESS: Final = "Someone without a name"
STALE: Final = "This sign-in took too long or was used before. Sign in once more."
UNSOUND: Final = (
    "The sign-in service did not say who you are. Sign in once more; if it happens again, tell whoever runs Preflight."
)
_LONGEST_IDENTITY: Final = 2_000
_LONGEST_CLAIM: Final = 200
_LONGEST_CLAIMS: Final = 15_000


def identity(claims: Mapping[str, Any]) -> Person:
    """Who it is, with an id for a newcomer. Raises NotAllowed."""
    issuer, subject = claims.get("iss"), claims.get("sub")
    for each in (issuer, subject):
        if not isinstance(each, str) or not 0 < len(each) <= _LONGEST_IDENTITY or not each.isprintable():
            raise NotAllowed(UNSOUND)
    if issuer == LOCAL_ISSUER:
        raise NotAllowed(UNSOUND)
    return Person(id=uuid.uuid4().hex, issuer=str(issuer), subject=str(subject), name=_name(claims))


def fresh(claims: Mapping[str, Any], now: datetime) -> None:
    """Raises NotAllowed where it was not said within FRESH of now."""
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, (int, float)):
        raise NotAllowed(UNSOUND)
    if not (now - FRESH).timestamp() <= issued <= (now + FRESH).timestamp():  # NaN is neither old nor new
        raise NotAllowed(STALE)


def role_values(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The values of the claim that roles come from: a list, or one text. `realm_access.roles` looks inside a claim."""
    found: Any = claims.get(name)
    if found is None:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    values = found if isinstance(found, list) else [found]
    return tuple(_bounded(each for each in values if isinstance(each, str) and _is_kept(each)))


def _name(claims: Mapping[str, Any]) -> str:
    for each in (claims.get("name"), claims.get("preferred_username")):
        with suppress(Invalid):
            if isinstance(each, str) and (clean := clean_text(each, what="The name", longest=LINE)):
                return clean
    return NAMELESS


def _is_kept(value: str) -> bool:
    """Halves of letters and the null character are what JSON may hold and a database may not."""
    return 0 < len(value) <= _LONGEST_CLAIM and not re.search("[\0\ud800-\udfff]", value)


def _bounded(values: Iterable[str]) -> Iterable[str]:
    """As many as are kept. Each is counted as it is written in JSON."""
    left = _LONGEST_CLAIMS
    for each in dict.fromkeys(values):
        left -= len(json.dumps(each)) + 2
        if left < 0:
            _log.warning("somebody’s claim has more values than are kept; the last ones give no role")
            return
        yield each
