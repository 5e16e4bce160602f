"""A document that was brought in by the command line: told, or restored. Loaded only when something is brought in."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.access.people import LOCAL_OWNER
from preflight.cli.commands import DONE, FOUND
from preflight.cli.places import workspace_of_settings
from preflight.services.document_preview import DocumentPreview, Standing
from preflight.services.restoring import preview_document, restore_document
from preflight.services.workspace import Workspace

_STANDINGS = {Standing.NEW: "new", Standing.SAME: "here already", Standing.DIFFERENT: "here, and differs"}


def bring_document(content: bytes, *, as_copy: bool, dry_run: bool) -> int:
    """Restore a document, or print what it would bring. Raises UnsoundFile and Refused."""
    with workspace_of_settings() as workspace:
        return _bring(workspace, content, as_copy=as_copy, dry_run=dry_run)


def _bring(workspace: Workspace, content: bytes, *, as_copy: bool, dry_run: bool) -> int:
    if dry_run:
        preview = preview_document(workspace, LOCAL_OWNER, content)
        for line in _previewed(preview, as_copy=as_copy):
            print(line)
        return FOUND if preview.problems and not as_copy else DONE
    restored = restore_document(workspace, LOCAL_OWNER, content, as_copy=as_copy)
    if not restored.made:
        print(f"Everything in it is in “{restored.project.name}” already; nothing was changed.")
        return DONE
    made, left = len(restored.made), len(restored.here_already)
    there = f"; {left} {'was' if left == 1 else 'were'} here already" if left else ""
    print(f"Brought {made} assessment{'s'[: made != 1]} into “{restored.project.name}”{there}.")
    return DONE


def _previewed(preview: DocumentPreview, *, as_copy: bool) -> Iterator[str]:
    where = "is here already" if preview.project_here else "is not here yet"
    yield f"“{preview.project}”, exported {preview.exported_at:%Y-%m-%d %H:%M} UTC; the project {where}."
    for each in preview.assessments:
        state = "completed" if each.completed else "draft"
        standing = "a copy" if as_copy else _STANDINGS[each.standing]
        yield (
            f"  {each.date.isoformat()}  {state:9}  {each.title}: {each.answers} answers, {each.changes} changes, "
            f"{each.rounds} rounds; {standing}"
        )
    if not as_copy:
        yield from preview.notes
        yield from preview.problems
        if preview.problems:
            yield "It can't come in as it is. Nothing was written."
            return
    yield "Nothing to do." if preview.nothing_to_do and not as_copy else "It can come in. Nothing was written."
