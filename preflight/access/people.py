"""The people who act. Alone on a machine that is the local owner, with no sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from preflight.domain.project import Person

LOCAL_ISSUER = "local"
LOCAL_OWNER = Person(id="local-owner", issuer=LOCAL_ISSUER, subject="owner", name="You")
ON_PAPER: Final = "the owner of this machine"
"""What the local owner is called wherever somebody else may read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor(Person):
    """A person who has signed in: `login` is the id of the login session, `address` where the request came from."""

    login: str
    address: str = ""


def told_to_others(names: Mapping[str, str]) -> dict[str, str]:
    """Names by id as anybody may read them: “You” is somebody else on paper, and where people sign in."""
    return {person_id: ON_PAPER if person_id == LOCAL_OWNER.id else name for person_id, name in names.items()}
