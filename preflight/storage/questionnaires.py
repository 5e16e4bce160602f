"""Questionnaires as they were asked: each version's source text, kept once, by its digest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from preflight.domain.errors import Invalid, NotFound
from preflight.storage.tables import questionnaire_version as table


def keep_questionnaire(
    connection: Connection, digest: str, questionnaire_id: str, version: int, source: bytes, at: datetime
) -> None:
    """Keep a questionnaire's text for good; one that is kept already stays as it is.

    Raises Invalid when another text is kept under this digest.
    """
    kept = connection.execute(select(table.c.source).where(table.c.digest == digest)).scalar_one_or_none()
    if kept is None:
        connection.execute(
            insert(table).values(
                digest=digest, questionnaire_id=questionnaire_id, version=version, source=source, kept_at=at
            )
        )
    elif kept != source:
        raise Invalid(f"Another text is kept under the digest {digest} already.")


def source_of(connection: Connection, digest: str) -> bytes:
    """The kept text, byte for byte. Raises NotFound."""
    source = connection.execute(select(table.c.source).where(table.c.digest == digest)).scalar_one_or_none()
    if source is None:
        raise NotFound("This questionnaire's text is not kept here.")
    return bytes(source)
