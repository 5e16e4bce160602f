"""Slide templates that were kept for the next time, byte for byte."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from preflight.domain.errors import NotFound
from preflight.domain.template import KeptTemplate
from preflight.storage.export_tables import slide_template as table

_KEPT = (table.c.id, table.c.name, func.length(table.c.content).label("size"), table.c.added_at, table.c.added_by)


def add_template(
    connection: Connection, template_id: str, *, name: str, content: bytes, at: datetime, by: str
) -> KeptTemplate:
    """Keep a template. Raises Refused for an id that is taken, NotFound when `by` is nobody's id."""
    connection.execute(
        insert(table).values(
            id=template_id,
            name=name,
            digest=hashlib.sha256(content).hexdigest(),
            content=content,
            added_at=at,
            added_by=by,
        )
    )
    return KeptTemplate(id=template_id, name=name, size=len(content), added_at=at, added_by=by)


def list_templates(connection: Connection) -> list[KeptTemplate]:
    """Every template without its content, the newest first."""
    rows = connection.execute(select(*_KEPT).order_by(table.c.added_at.desc(), table.c.id))
    return [KeptTemplate(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it


def same_template(connection: Connection, content: bytes) -> KeptTemplate | None:
    """A kept template of exactly this content, None where there is none."""
    digest = hashlib.sha256(content).hexdigest()
    row = connection.execute(select(*_KEPT).where(table.c.digest == digest).limit(1)).one_or_none()
    return None if row is None else KeptTemplate(**row._mapping)  # noqa: SLF001 - as above


def content_of(connection: Connection, template_id: str) -> bytes:
    """A template's bytes. Raises NotFound."""
    content = connection.execute(select(table.c.content).where(table.c.id == template_id)).scalar_one_or_none()
    if content is None:
        raise _no_template()
    return bytes(content)


def remove_template(connection: Connection, template_id: str) -> None:
    """Remove a template. Raises NotFound."""
    if not connection.execute(delete(table).where(table.c.id == template_id)).rowcount:
        raise _no_template()


def _no_template() -> NotFound:
    return NotFound("There is no such template (any more).")
