"""How long it takes to make what leaves the house: every file of a project with 24 assessments and a room, once warm.

python -m benchmarks.exports        (with `make bench` too)
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import project
from benchmarks.table import Row, written
from preflight.access.people import LOCAL_OWNER
from preflight.exports.chart_kinds import ChartKind, Ground, PictureForm, PictureSize
from preflight.exports.deck.outline import deck_slides, usual_kinds
from preflight.exports.deck.writer import write_deck
from preflight.exports.making import make_file
from preflight.exports.orders import Format, Order
from preflight.services.dossier import dossier_of
from preflight.services.room_steps import agree, next_question, reveal
from preflight.services.rooms import RoomPlace, get_room, open_room
from preflight.services.voting import Casting, Ticket, cast_vote, join_room
from preflight.services.workspace import Workspace
from tests.beside import workspace_beside

WARMING, TIMES = 2, 12
PEOPLE, QUESTIONS = 12, 8
PATIENCE_S = 20


def rows(data: Path, prepared: project.Prepared) -> list[Row]:
    """Makes each kind of file of the second project's draft; the time of the whole order, reading included."""
    with _workspace(data) as workspace:
        _hold_room(workspace, prepared.other_draft)
        found = []
        for name, order in _orders(prepared.other_draft):
            found.append(Row(name, "ms", _times(lambda order=order: make_file(workspace, LOCAL_OWNER, order))))
        dossier = dossier_of(workspace, LOCAL_OWNER, prepared.other_draft)
        kinds = usual_kinds(dossier)
        alone = _times(lambda: write_deck(deck_slides(dossier, kinds)))
        found.insert(1, Row(f"Its slides alone, {len(kinds)} kinds, without reading", "ms", alone))
        return found


def _orders(assessment: str) -> Iterator[tuple[str, Order]]:
    def order(what: Format, **more: object) -> Order:
        return Order(format=what, assessment=assessment, **more)  # type: ignore[arg-type]

    yield "Deck (PPTX) of a draft, 24 assessments before it and a room", order(Format.DECK)
    for size in PictureSize:
        yield f"Radar as PNG, {size}", order(Format.CHART, chart=ChartKind.RADAR, size=size)
    clear = order(Format.CHART, chart=ChartKind.TREND, size=PictureSize.ULTRA_HD, ground=Ground.TRANSPARENT)
    yield "Trend as PNG, 4k, transparent", clear
    for form in (PictureForm.SVG, PictureForm.PDF, PictureForm.PPTX):
        yield f"Radar as {form.upper()}", order(Format.CHART, chart=ChartKind.RADAR, form=form)
    yield "Report (PDF)", order(Format.REPORT)
    yield "Workbook (XLSX)", order(Format.WORKBOOK)
    yield "CSV", order(Format.CSV)
    yield "JSON", order(Format.JSON)
    yield "Markdown", order(Format.MARKDOWN)
    yield "Form (XLSX)", order(Format.FORM)


def _times(work: Callable[[], object]) -> list[float]:
    for _ in range(WARMING):
        work()
    found = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        found.append((time.perf_counter() - started) * 1_000)
    return found


def _hold_room(workspace: Workspace, assessment_id: str) -> None:
    """Twelve people vote on eight questions, apart on each second one, and agree."""
    room = open_room(workspace, LOCAL_OWNER, assessment_id)
    people = [
        join_room(workspace, Ticket(room_id=room.id, secret=f"secret of person {number}")).result(PATIENCE_S)
        for number in range(PEOPLE)
    ]

    def place() -> RoomPlace:
        return RoomPlace(room_id=room.id, seen=get_room(workspace, LOCAL_OWNER, room.id).version)

    for asked in range(QUESTIONS):
        now = next_question(workspace, LOCAL_OWNER, place())
        for number, person in enumerate(people):
            said = {"choices": [str((number % 5) if asked % 2 else 1 + number % 2)]}
            casting = Casting(question_id=now.question_id or "", round=now.round, n=1, said=said, why="")
            cast_vote(workspace, person, casting).result(PATIENCE_S)
        reveal(workspace, LOCAL_OWNER, place())
        agree(workspace, LOCAL_OWNER, place(), {"choices": ["1"]}, "What we can show today.")


@contextmanager
def _workspace(data: Path) -> Iterator[Workspace]:
    workspace = workspace_beside(data)
    try:
        yield workspace
    finally:
        workspace.together.close()
        workspace.database.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="preflight-bench-") as folder:
        print(written(rows(Path(folder), project.prepare(Path(folder)))))
