"""The people who act. Alone on a machine that is the local owner, with no sign-in."""

from __future__ import annotations

from preflight.domain.project import Person

LOCAL_ISSUER = "local"
LOCAL_OWNER = Person(id="local-owner", issuer=LOCAL_ISSUER, subject="owner", name="You")
