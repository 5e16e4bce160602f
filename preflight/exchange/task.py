"""What the server asks of the process beside it, and what comes back: JSON objects, one a line.

To it:   {"task": 7, "kind": "make", "person": {…}, "given": {…}, "to": "/…/file", "request": "…"}
Back:    {"task": 7, "done": 1, "of": 4, "words": "…"}           any number of times, then one of
         {"task": 7, "result": {…}}
         {"task": 7, "refused": "NotFound", "sentence": "…", "problems": […]}
         {"task": 7, "failed": "3f9a0c12"}                        a reference, in its log with all that is known
         {"task": 7, "exhausted": true}                           it had no memory left, and ends itself
The last line of a task has "ends": true beside it when the process is to end: it has come to hold too much memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from preflight.access.people import Visitor
from preflight.domain import errors
from preflight.domain.errors import PreflightError, UnsoundFile
from preflight.domain.project import Person
from preflight.logs.request_id import current_id

MAKE: Final = "make"
"""`given` is {"order": …}; the result {"name", "media_type", "size"}."""
READ, KEEP = "read", "keep"
"""With the kind of an arrival: "read template". bringing_in.py says what is given, and what comes of it."""

LONGEST_LINE: Final = 8_000_000
"""Bytes of one answer: a preview of some hundred long notes, as they were and as they would be."""


def _untold(done: int, of: int, words: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do. `given` is plain JSON; `to` is where a file has to be written, for those that make one;
    `request` is the id of the request that asks for it."""

    kind: str
    person: Person
    given: Mapping[str, Any] = field(default_factory=dict)
    to: Path | None = None
    request: str = field(default_factory=current_id, compare=False)
    progress: Callable[[int, int, str], None] = field(default=_untold, compare=False)


Job = Callable[[Task], Mapping[str, Any]]
"""Does one kind of task; what it gives is plain JSON. A PreflightError is told to the person as it is."""


def task_document(number: int, task: Task) -> dict[str, Any]:
    """The task as the line that `read_task` reads."""
    return {
        "task": number,
        "kind": task.kind,
        "person": asdict(task.person),
        "given": dict(task.given),
        "to": None if task.to is None else str(task.to),
        "request": task.request,
    }


def read_task(document: Mapping[str, Any], progress: Callable[[int, int, str], None]) -> Task:
    """The task of a line."""
    return Task(
        kind=document["kind"],
        person=_person(document["person"]),
        given=document["given"],
        to=None if document["to"] is None else Path(document["to"]),
        request=document.get("request", ""),
        progress=progress,
    )


def _person(document: Mapping[str, str]) -> Person:
    return Visitor(**document) if "login" in document else Person(**document)


def refusal_document(error: PreflightError) -> dict[str, Any]:
    """An error on its way to the server."""
    problems = list(error.problems) if isinstance(error, UnsoundFile) else []
    return {"refused": type(error).__name__, "sentence": str(error), "problems": problems}


def read_refusal(document: Mapping[str, Any]) -> PreflightError:
    """The same error, at the server."""
    kind = getattr(errors, str(document["refused"]), PreflightError)
    if kind is UnsoundFile:
        return UnsoundFile(document["problems"])
    if not (isinstance(kind, type) and issubclass(kind, PreflightError)):
        kind = PreflightError
    return kind(document["sentence"])
