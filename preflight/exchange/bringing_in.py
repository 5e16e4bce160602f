"""What each kind of arrival holds, as JSON for the person to look at, and its keeping: the work behind /arrivals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import Any, Final, TypeVar

from preflight.domain.errors import Invalid
from preflight.domain.project import Person
from preflight.domain.text import NAME
from preflight.exchange.arrivals import ArrivalKind
from preflight.services.restoring import preview_document, restore_document
from preflight.services.templates import keep_template
from preflight.services.workspace import Workspace

Given = Mapping[str, Any]
Bringing = Callable[[Workspace, Person, Given], Mapping[str, Any]]
"""`given` is {"path", "name", "assessment"}; to keep it, {"how"} too: what the person said besides."""

_Value = TypeVar("_Value")
UNREADABLE: Final = "This can't be read. Load the page again, then try once more."


def read_template_file(_workspace: Workspace, _person: Person, given: Given) -> Mapping[str, Any]:
    """Whether a template can serve, and how it looks. Raises Invalid with the reason why it can't."""
    from preflight.exports.deck.template import read_template

    theme = read_template(content_of(given))
    palette = theme.content.palette
    return {
        "name": _called(given),
        "width": theme.width,
        "height": theme.height,
        "fonts": list(dict.fromkeys((theme.heading_font, theme.body_font))),
        "colours": list(dict.fromkeys((palette.surface, palette.ink, palette.accent, *theme.scheme)))[:8],
    }


def keep_template_file(workspace: Workspace, person: Person, given: Given) -> Mapping[str, Any]:
    """Keep a template that was read before. Raises Invalid and Refused."""
    kept = keep_template(
        workspace, person, name=_said(given, "name", otherwise=_called(given)), content=content_of(given)
    )
    return {"template": kept.id, "name": kept.name}


def read_document_file(workspace: Workspace, person: Person, given: Given) -> Mapping[str, Any]:
    """What a document holds and what bringing it in would do. Raises UnsoundFile."""
    preview = preview_document(workspace, person, content_of(given))
    said = asdict(preview)
    said["exported_at"] = preview.exported_at.isoformat()
    said["assessments"] = [asdict(each) | {"date": each.date.isoformat()} for each in preview.assessments]
    return said | {"nothing_to_do": preview.nothing_to_do}


def keep_document_file(workspace: Workspace, person: Person, given: Given) -> Mapping[str, Any]:
    """Bring a document in: all of it or nothing. Raises Refused with every reason, a line each."""
    restored = restore_document(workspace, person, content_of(given), as_copy=_said(given, "as_copy", otherwise=False))
    return {
        "project": restored.project.id,
        "name": restored.project.name,
        "made": [each.id for each in restored.made],
        "here_already": [each.id for each in restored.here_already],
    }


READING: Final[Mapping[ArrivalKind, Bringing]] = {
    ArrivalKind.TEMPLATE: read_template_file,
    ArrivalKind.DOCUMENT: read_document_file,
}
KEEPING: Final[Mapping[ArrivalKind, Bringing]] = {
    ArrivalKind.TEMPLATE: keep_template_file,
    ArrivalKind.DOCUMENT: keep_document_file,
}


def content_of(given: Given) -> bytes:
    """The file's bytes; its size was bounded when it came in."""
    return Path(given["path"]).read_bytes()


def _said(given: Given, name: str, otherwise: _Value) -> _Value:
    """What the person said under this name. Raises Invalid where it is something else than it must be."""
    found = given["how"].get(name, otherwise)
    if not isinstance(found, type(otherwise)):
        raise Invalid(UNREADABLE)
    return found


def _called(given: Given) -> str:
    """The file's name without its ending, as a template may be called."""
    return PurePath(given["name"]).stem[:NAME]
