"""Slide templates: keeping a company's own for the next time, listing and removing them.

What is handed to `keep_template` was read as a template before (`exports.deck.template.read_template`); here nothing
looks inside.
"""

from __future__ import annotations

from uuid import uuid4

from preflight.access.about import SOME, WHOLE
from preflight.access.permissions import Operation
from preflight.domain.errors import Invalid, Refused
from preflight.domain.project import Person
from preflight.domain.template import KeptTemplate
from preflight.domain.text import NAME, clean_text
from preflight.services.workspace import Workspace
from preflight.storage import people as people_rows
from preflight.storage import templates as template_rows

MOST_TEMPLATES = 20
MOST_TEMPLATE_BYTES = 20_000_000


def keep_template(workspace: Workspace, person: Person, *, name: str, content: bytes) -> KeptTemplate:
    """Keep a template that was checked before; one that is kept already, byte for byte, is given back as it is.

    Raises Invalid without a name or for one too long, an empty or too large file, and Refused when 20 are kept.
    """
    called = clean_text(name, what="The template's name", longest=NAME)
    if not called:
        raise Invalid("Give the template a name.")
    if not content:
        raise Invalid("The template is empty; choose the file again.")
    if len(content) > MOST_TEMPLATE_BYTES:
        raise Invalid(f"A template may have at most {MOST_TEMPLATE_BYTES // 1_000_000} MB; take large pictures out.")
    with workspace.writing(person, Operation.MANAGE_TEMPLATES, WHOLE) as connection:
        same = template_rows.same_template(connection, content)
        if same is not None:
            return same
        if len(template_rows.list_templates(connection)) >= MOST_TEMPLATES:
            raise Refused(f"{MOST_TEMPLATES} templates are kept already; remove one first.")
        by = people_rows.ensure_person(connection, person).id
        return template_rows.add_template(
            connection, uuid4().hex, name=called, content=content, at=workspace.now(), by=by
        )


def templates(workspace: Workspace, person: Person) -> tuple[KeptTemplate, ...]:
    """The kept templates, the newest first."""
    with workspace.reading(person, Operation.EXPORT, SOME) as connection:
        return tuple(template_rows.list_templates(connection))


def template_content(workspace: Workspace, person: Person, template_id: str) -> bytes:
    """A kept template's bytes, as they were handed in. Raises NotFound."""
    with workspace.reading(person, Operation.EXPORT, SOME) as connection:
        return template_rows.content_of(connection, template_id)


def remove_template(workspace: Workspace, person: Person, template_id: str) -> None:
    """Remove a template; what was made with it stays as it is. Raises NotFound."""
    with workspace.writing(person, Operation.MANAGE_TEMPLATES, WHOLE) as connection:
        template_rows.remove_template(connection, template_id)
