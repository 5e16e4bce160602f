"""A filled form or CSV that was brought in by the command line: told, or kept. Loaded only when one is brought in."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.access.people import LOCAL_OWNER
from preflight.cli.commands import DONE, FOUND
from preflight.cli.places import find_assessment, workspace_of_settings
from preflight.services.importing import (
    AnswersPreview,
    PreviewLine,
    Standing,
    import_answers,
    preview_answers,
    read_answers_file,
)

_CHANGES = (Standing.NEW, Standing.CHANGED)


def bring_answers(content: bytes, *, into: str, dry_run: bool) -> int:
    """Bring answers into a draft, or print what they would change. Raises UnsoundFile, Invalid, Immutable and
    Conflict."""
    with workspace_of_settings() as workspace:
        draft = find_assessment(workspace, into)
        reading = read_answers_file(workspace, LOCAL_OWNER, draft.id, content)
        preview = preview_answers(workspace, LOCAL_OWNER, draft.id, reading)
        if dry_run:
            print("\n".join(_previewed(preview)))
            return FOUND if preview.problems else DONE
        changed = import_answers(workspace, LOCAL_OWNER, draft.id, reading, preview.seen)
    print(f"Brought in {changed} answer{'s'[: changed != 1]}." if changed else "It changes nothing.")
    return DONE


def _previewed(preview: AnswersPreview) -> Iterator[str]:
    for line in preview.lines:
        if line.standing in _CHANGES:
            yield from _told(line)
    same, empty = preview.count(Standing.SAME), preview.count(Standing.EMPTY)
    changed = sum(preview.count(each) for each in _CHANGES)
    yield f"{changed} would change, {same} are the same, of {empty} the file says nothing."
    yield from preview.problems
    yield "It can't come in as it is. Nothing was written." if preview.problems else "Nothing was written."


def _told(line: PreviewLine) -> Iterator[str]:
    """A question, what is there, and what would be."""
    yield f"{line.question.text} ({line.question.id})"
    for sign, words in (("-", line.before), ("+", line.after)):
        yield from (f"  {sign} {part}" for part in words.splitlines())
