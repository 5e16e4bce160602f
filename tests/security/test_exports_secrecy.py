"""Who wrote what in a room stands in no file: any other writers of the same lines make the same files."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import pytest
from pypdf import PdfReader

from preflight.exports.makers import made_of
from preflight.exports.orders import Format, Order
from preflight.services.dossier import Dossier
from preflight.storage.votes import Line
from tests.builders import of_questions, question
from tests.exports.dossiers import a_dossier, level_of

NAMES = ("s.first", "s.second")
WORDS = ("Zebra, it never ran.", "Apple, we ran it twice.", "Mango, ask operations.")
FORMATS = (Format.DECK, Format.REPORT, Format.WORKBOOK, Format.CSV, Format.MARKDOWN, Format.FORM)


def written(levels: Sequence[int]) -> Dossier:
    """Both questions were voted on by four people, three of whom wrote a line beside a vote on one of these levels."""
    made = a_dossier(of_questions(*map(question, NAMES)), {}, votes=dict.fromkeys(NAMES, "0133"))
    by_level = sorted(zip(levels, WORDS, strict=True))  # as the database has them
    records = []
    for record in made.records:
        lines = tuple(Line(record.question.id, 1, level_of(level), why) for level, why in by_level)
        (round_,) = record.rounds
        records.append(replace(record, rounds=(replace(round_, lines=lines),)))
    return replace(made, records=tuple(records))


def content(dossier: Dossier, kind: Format) -> object:
    """What the file says, without when it was packed."""
    made = made_of(dossier, Order(format=kind, assessment="now", history=kind is Format.DECK))
    if kind is Format.REPORT:
        return [page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages]
    if not made.content.startswith(b"PK"):
        return made.content
    with zipfile.ZipFile(io.BytesIO(made.content)) as package:
        return {name: package.read(name) for name in package.namelist() if name != "docProps/core.xml"}


@pytest.mark.parametrize("kind", FORMATS)
def test_the_order_of_lines_tells_nobodys_vote(kind: Format) -> None:
    assert content(written([0, 1, 3]), kind) == content(written([3, 0, 1]), kind)


def test_the_files_that_tell_the_lines_tell_all_of_them() -> None:
    """Or the test above would hold for files that say nothing."""
    dossier = written([0, 1, 3])
    report = " ".join(json.dumps(content(dossier, Format.REPORT)).split())
    book = content(dossier, Format.WORKBOOK)
    assert isinstance(book, dict)
    shared = book["xl/sharedStrings.xml"].decode()
    for words in WORDS:
        assert words.split(",")[0] in report
        assert words in shared
    assert shared.index(WORDS[1]) < shared.index(WORDS[2]) < shared.index(WORDS[0])
