"""What each kind of arrival holds, as JSON for the person to look at, and its keeping: the work behind /arrivals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import Any, Final, TypeVar

from preflight.domain.errors import Invalid, UnsoundFile
from preflight.domain.project import Person
from preflight.domain.text import NAME
from preflight.exchange.arrivals import ArrivalKind
from preflight.services.importing import Standing, import_answers, preview_answers, read_answers_file
from preflight.services.restoring import preview_document, restore_document
from preflight.services.templates import keep_template
from preflight.services.workspace import Workspace

Given = Mapping[str, Any]
Bringing = Callable[[Workspace, Person, Given], Mapping[str, Any]]
"""`given` is {"path", "name", "assessment"}. Reading gives {"preview"} for the person, and {"noted"} for the keeping,
which is given that too, and {"how"}: what the person said besides."""

_Value = TypeVar("_Value")
UNREADABLE: Final = "This can't be read. Load the page again, then try once more."


def read_template_file(_workspace: Workspace, _person: Person, given: Given) -> Mapping[str, Any]:
    """Whether a template can serve, and how it looks. Raises Invalid with the reason why it can't."""
    from preflight.exports.deck.template import read_template

    theme = read_template(content_of(given))
    palette = theme.content.palette
    return {
        "preview": {
            "name": _called(given),
            "width": theme.width,
            "height": theme.height,
            "fonts": list(dict.fromkeys((theme.heading_font, theme.body_font))),
            "colours": list(dict.fromkeys((palette.surface, palette.ink, palette.accent, *theme.scheme)))[:8],
        }
    }


def keep_template_file(workspace: Workspace, person: Person, given: Given) -> Mapping[str, Any]:
    """Keep a template that was read before. Raises Invalid and Refused."""
    kept = keep_template(
        workspace, person, name=_said(given, "name", otherwise=_called(given)), content=content_of(given)
    )
    return {"template": kept.id, "name": kept.name}


def read_document_file(workspace: Workspace, person: Person, given: Given) -> Mapping[str, Any]:
    """What a document holds and what bringing it in would do. Raises UnsoundFile."""
    found = preview_document(workspace, person, content_of(given))
    assessments = [asdict(each) | {"date": each.date.isoformat()} for each in found.assessments]
    return {
        "preview": {
            "projects": [{"name": found.project, "here": found.project_here, "assessments": assessments}],
            "exported_at": found.exported_at.isoformat(),
            "people": found.people,
            "problems": found.problems,
            "notes": found.notes,
            "nothing_to_do": found.nothing_to_do,
        }
    }


def keep_document_file(workspace: Workspace, person: Person, given: Given) -> Mapping[str, Any]:
    """Bring a document in: all of it or nothing. Raises Refused with every reason, a line each."""
    restored = restore_document(workspace, person, content_of(given), as_copy=_said(given, "as_copy", otherwise=False))
    return {
        "project": restored.project.id,
        "name": restored.project.name,
        "assessments": len(restored.made),
        "here_already": len(restored.here_already),
    }


def read_answers(workspace: Workspace, person: Person, given: Given) -> Mapping[str, Any]:
    """What a filled form or CSV would change in a draft. Raises UnsoundFile with all that is wrong in its rows."""
    reading = read_answers_file(workspace, person, given["assessment"], content_of(given))
    found = preview_answers(workspace, person, given["assessment"], reading)
    if found.problems:
        raise UnsoundFile(found.problems)
    changes = [
        {
            "question": line.question.id,
            "text": line.question.text,
            "standing": line.standing,
            "before": line.before,
            "after": line.after,
        }
        for line in found.lines
        if line.question.id in found.seen
    ]
    counts = {"same": found.count(Standing.SAME), "empty": found.count(Standing.EMPTY)}
    return {
        "preview": {"assessment": found.assessment_id, "changes": changes} | counts,
        "noted": {"seen": dict(found.seen)},
    }


def keep_answers(workspace: Workspace, person: Person, given: Given) -> Mapping[str, Any]:
    """Bring them into the draft, all or none. Raises Conflict where somebody saved another answer meanwhile."""
    assessment, seen = given["assessment"], given["noted"]["seen"]
    reading = read_answers_file(workspace, person, assessment, content_of(given))
    return {"assessment": assessment, "changed": import_answers(workspace, person, assessment, reading, seen)}


READING: Final[Mapping[ArrivalKind, Bringing]] = {
    ArrivalKind.ANSWERS: read_answers,
    ArrivalKind.TEMPLATE: read_template_file,
    ArrivalKind.DOCUMENT: read_document_file,
}
KEEPING: Final[Mapping[ArrivalKind, Bringing]] = {
    ArrivalKind.ANSWERS: keep_answers,
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
