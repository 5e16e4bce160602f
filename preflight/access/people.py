"""The people who act. Alone on a machine that is the local owner, with no sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from preflight.domain.project import Person

LOCAL_ISSUER = "local"
LOCAL_OWNER = Person(id="local-owner", issuer=LOCAL_ISSUER, subject="owner", name="You")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor(Person):
    """A person who has signed in: `login` is the id of the login session, `address` where the request came from."""

    login: str
    address: str = ""
