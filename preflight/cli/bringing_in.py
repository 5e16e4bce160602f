"""`python -m preflight import`: a JSON document becomes a project again; a filled form or CSV becomes answers."""

from __future__ import annotations

from pathlib import Path

from preflight.catalog.importers.document import MOST_DOCUMENT_BYTES
from preflight.cli.commands import SEE_LIST, argument, command
from preflight.cli.files import content_of
from preflight.domain.errors import Invalid


@command(
    argument("file", metavar="FILE", type=Path, help="JSON as exported, or a filled form (.xlsx) or .csv of answers"),
    argument("--into", metavar="ASSESSMENT", help="with answers: the draft that they are for"),
    argument("--as-copy", action="store_true", help="with JSON: with new ids, and a free name for the project"),
    argument("--dry-run", action="store_true", help="tell what would be done, and write nothing"),
    name="import",
)
def bring_in(file: Path, into: str | None, as_copy: bool, dry_run: bool) -> int:
    """Bring a file in, all of it or nothing; 0 done, 1 --dry-run found problems, 2 nothing was written."""
    if file.suffix.lower() == ".zip":
        raise Invalid("This is a zip; unpack it, and import the JSON file in it that is named like the project.")
    content = content_of(file, most=MOST_DOCUMENT_BYTES)
    if _is_document(file, content):
        if into is not None:
            raise Invalid("A JSON document brings its own assessments; --into is for answers (.xlsx or .csv).")
        from preflight.cli.documents import bring_document

        return bring_document(content, as_copy=as_copy, dry_run=dry_run)
    if into is None:
        raise Invalid("Say which draft the answers are for: --into ASSESSMENT. " + SEE_LIST)
    if as_copy:
        raise Invalid("--as-copy is for JSON documents.")
    from preflight.cli.answers import bring_answers

    return bring_answers(content, into=into, dry_run=dry_run)


def _is_document(file: Path, content: bytes) -> bool:
    return file.suffix.lower() == ".json" or content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{"
