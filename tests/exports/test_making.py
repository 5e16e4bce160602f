"""An order that nothing can be made from says why; everything else has one maker."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation

from preflight.access.people import LOCAL_OWNER, ON_PAPER
from preflight.domain.audit import Outcome
from preflight.domain.errors import Invalid, NotAllowed, NotFound
from preflight.domain.project import Person
from preflight.exports.chart_kinds import ChartKind, PictureForm
from preflight.exports.deck.model import SlideKind
from preflight.exports.files import MEDIA_TYPES, ExportFile
from preflight.exports.makers import made_of
from preflight.exports.making import make_file
from preflight.exports.order_check import SPOKEN, check_order
from preflight.exports.orders import OF_AUDIT, OF_PORTFOLIO, OF_PROJECT, Format, Order, name_of
from preflight.services.auditing import Wanted, look_for
from preflight.services.templates import keep_template, remove_template
from tests.documents import FullProject, a_full_project
from tests.exports.pictures.stories import story

pytestmark = pytest.mark.slow

OF_ASSESSMENT = [each for each in Format if each not in {*OF_PROJECT, *OF_PORTFOLIO, *OF_AUDIT}]
STRANGER = Person(id="x", issuer="https://id.example.org", subject="x", name="X")


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        *((Order(format=each), "which assessment") for each in OF_ASSESSMENT if each is not Format.BUNDLE),
        *((Order(format=each, assessment="a"), "which project") for each in OF_PROJECT),
        *((Order(format=each, assessment="a", project="p"), "not of both") for each in Format),
        *((Order(format=each, project="p"), "which assessment") for each in (Format.DECK, Format.CSV, Format.FORM)),
        (Order(format=Format.CHART, assessment="a"), "which chart"),
        *((Order(format=each, project="p"), "of all projects") for each in OF_PORTFOLIO),
        *((Order(format=each, which="stage=limbo"), "can't be read") for each in OF_PORTFOLIO),
        *((Order(format=each, project="p"), "of everything") for each in OF_AUDIT),
        *((Order(format=each, which="stage=pilot"), "of everything") for each in OF_AUDIT),
        (Order(format=Format.BUNDLE, which="stage=pilot"), "Only the portfolio"),
    ],
)
def test_a_wrong_order_is_told_in_a_sentence(order: Order, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        check_order(order)


def test_every_format_has_a_name_in_sentences() -> None:
    assert set(SPOKEN) == set(Format)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullProject]:
    with a_full_project(tmp_path_factory.mktemp("full")) as found:
        yield found


def made(full: FullProject, order: Order) -> tuple[ExportFile, list[tuple[int, int, str]]]:
    """The file and its progress; every file is told in the audit trail, with who, what and how large."""
    told: list[tuple[int, int, str]] = []
    file = make_file(full.workspace, LOCAL_OWNER, order, lambda *each: told.append(each))
    newest = look_for(full.workspace, LOCAL_OWNER, Wanted(operation="export")).events[0]
    facts = json.loads(newest.detail)
    assert (newest.person, newest.outcome, facts["file"]) == (ON_PAPER, Outcome.DONE, file.name)
    assert (facts["format"], facts["bytes"]) == (order.format.value, len(file.content))
    assert bool(newest.project_id) == (newest.about != "some")
    return file, told


@pytest.mark.parametrize("form", [each for each in OF_ASSESSMENT if each not in {Format.CHART, Format.BUNDLE}])
@pytest.mark.parametrize("state", ["completed", "draft"])
def test_each_format_is_made_and_its_progress_told(full: FullProject, form: Format, state: str) -> None:
    file, told = made(full, Order(format=form, assessment=getattr(full, state)))
    suffix = file.name.rpartition(".")[2]
    assert file.media_type == MEDIA_TYPES[suffix]
    assert file.content.startswith(
        {"json": b"{", "md": b"#", "csv": b"\xef\xbb\xbf", "pdf": b"%PDF"}.get(suffix, b"PK")
    )
    assert [done for done, _, _ in told] == list(range(told[0][1] + 1)), "from nothing to all"
    assert told[-1][2] == "Ready"


@pytest.mark.parametrize(("form", "start"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("pdf", b"%PDF"), ("pptx", b"PK")])
def test_a_chart_leaves_in_four_forms(full: FullProject, form: str, start: bytes) -> None:
    order = Order(format=Format.CHART, assessment=full.completed, chart=ChartKind.RADAR, form=PictureForm(form))
    file, _ = made(full, order)
    assert file.name.endswith(f".{form}")
    assert file.content.startswith(start)


def test_a_kept_template_is_used_and_one_that_is_gone_is_told(full: FullProject) -> None:
    house = BytesIO()
    Presentation().save(house)
    kept = keep_template(full.workspace, LOCAL_OWNER, name="Four by three", content=house.getvalue())
    deck = Order(format=Format.DECK, assessment=full.completed, slides=(SlideKind.TITLE,), template=kept.id)
    chart = Order(
        format=Format.CHART,
        assessment=full.completed,
        chart=ChartKind.HEAT,
        form=PictureForm.PPTX,
        template=kept.id,
    )
    for order in (deck, chart):
        slides = Presentation(BytesIO(made(full, order)[0].content))
        assert slides.slide_width * 3 == slides.slide_height * 4
    remove_template(full.workspace, LOCAL_OWNER, kept.id)
    for order in (deck, chart):
        with pytest.raises(NotFound, match="no such template"):
            made(full, order)


@pytest.mark.parametrize("form", OF_ASSESSMENT)
def test_what_is_not_there_and_who_may_not_are_told(full: FullProject, form: Format) -> None:
    order = Order(format=form, assessment="nope", chart=ChartKind.RADAR if form is Format.CHART else None)
    with pytest.raises(NotFound):
        made(full, order)
    with pytest.raises(NotAllowed):
        make_file(full.workspace, STRANGER, replace(order, assessment=full.completed))
    refused = look_for(full.workspace, LOCAL_OWNER, Wanted(outcome=Outcome.REFUSED)).events[0]
    assert (refused.person, refused.operation, refused.about) == ("X", "export", f"assessment {full.completed}")


@pytest.mark.parametrize(
    ("order", "name"),
    [
        (Order(format=Format.DECK), "deck - 2026-11-20.pptx"),
        (Order(format=Format.DECK, history=True), "history deck - 2026-11-20.pptx"),
        (Order(format=Format.REPORT), "report - 2026-11-20.pdf"),
        (Order(format=Format.WORKBOOK), "workbook - 2026-11-20.xlsx"),
        (Order(format=Format.CSV), "answers - 2026-11-20.csv"),
        (Order(format=Format.MARKDOWN), "summary - 2026-11-20.md"),
        (Order(format=Format.FORM), "form - 2026-11-20.xlsx"),
        (Order(format=Format.CHART, chart=ChartKind.RADAR, form=PictureForm.SVG), "radar - 2026-11-20.svg"),
    ],
)
def test_a_file_is_called_as_was_said_when_it_was_ordered(order: Order, name: str) -> None:
    dossier = story()
    assert made_of(dossier, order).name == f"Invoice triage - {name}"
    assert name_of(order, dossier.project.name, dossier.assessment.date) == f"Invoice triage - {name}"
