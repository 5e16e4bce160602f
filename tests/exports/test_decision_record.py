"""The decision on a page: its record, and while nothing was decided the paper that prepares it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from preflight.domain.decision import DecisionKind
from preflight.domain.decision_picture import picture_json
from preflight.exports.decision.decision_file import decision_file
from preflight.exports.makers import made_of_project
from preflight.exports.orders import Format, Order, name_of
from preflight.services.decision_pictures import picture_of
from preflight.services.pilot_file import PilotFile
from tests.builders import TODAY
from tests.exports.pilot_files import (
    a_decision,
    a_pilot_file,
    a_recommendation,
    in_words,
    many_criteria,
    many_systems,
)
from tests.exports.report.reading import Read, read_pdf, squeezed

pytestmark = pytest.mark.slow


def decided(**others: object) -> PilotFile:
    """A pilot with a decision that kept its picture."""
    file = a_pilot_file(decisions=())
    picture = picture_json(picture_of(file))
    return replace(file, decisions=(replace(a_decision(), picture=picture, **others),))  # type: ignore[arg-type]


def read(file: PilotFile) -> Read:
    return read_pdf(decision_file(file).content)


def test_the_record_says_what_was_decided_and_what_stood() -> None:
    found = read(decided())

    for words in (
        "Decision record",
        "Go with conditions",
        "Decided on 18 November 2026 by Mei Tanaka",
        "The desk sees every wrong invoice within the hour",
        "Against the recommendation, which was “No-go”",
        "Two wrong invoices in a hundred",
        "Sign the data agreement",
        "Bring wrong invoices to 2 of 100",
        "The rules recommended: No-go",
        "A criterion is not met",
        "from 14 to at most 9 minutes",
        "from 14 to at most 10 minutes",
        "The first weeks showed that every second case needs a call",
        "As it was sealed: missed",
        "The decision was due on 16 November 2026: 4 days ago, and nothing was decided",
        "production usually takes 49.5 to 82.5 working days",
        "Deferred: SAP, accounts payable, Archive",
    ):
        assert squeezed(words) in found.text
    assert len(found.pages) == 1
    assert "signature" not in found.text


def test_while_nothing_was_decided_it_is_a_paper_with_blanks() -> None:
    found = read(a_pilot_file(decisions=()))

    for words in ("Paper for a decision", "The rules recommend", "What is decided", "Decided by", "signature"):
        assert squeezed(words) in found.text
    assert len(found.pages) == 1


def test_a_record_keeps_to_its_picture_whatever_stands_today() -> None:
    file = decided()
    today = replace(file, criteria=(), integrations=(), steps=(), on=TODAY.replace(year=2030))
    found = read(today)

    assert squeezed("from 14 to at most 9 minutes") in found.text
    assert squeezed("As it stood on 20 November 2026") in found.text
    assert squeezed("made on 20 November 2030") in found.text


def test_a_picture_that_can_not_be_read_is_said() -> None:
    found = read(a_pilot_file(decisions=(a_decision(picture='{"version":99}'),)))

    assert squeezed("not kept in a way that this version of Preflight reads") in found.text


def test_a_later_decision_names_the_one_before() -> None:
    first = a_decision(DecisionKind.NO_GO, recommended=a_recommendation())
    found = read(a_pilot_file(decisions=(first, a_decision(id="decision-2", supersedes=first.id))))

    assert squeezed("It supersedes: No-go, 18 November 2026, Mei Tanaka") in found.text


def test_what_people_wrote_stays_text() -> None:
    words = '#eval("1") *b* $x$ <b>_i_ </b> \\ = `r` @ref שלום'
    found = read(in_words(decided(), words))

    assert squeezed('#eval("1") *b* $x$ <b>_i_ </b> \\ = `r` @ref') in found.text
    assert not found.links()


def test_much_takes_more_pages_and_loses_nothing() -> None:
    file = a_pilot_file(
        criteria=many_criteria(30), integrations=many_systems(30), decisions=(a_decision(reasons="A reason. " * 390),)
    )
    file = replace(file, decisions=(replace(file.decisions[0], picture=picture_json(picture_of(file))),))
    found = read(file)

    assert len(found.pages) > 1
    assert all(squeezed(f"Handling time at desk {place}") in found.text for place in range(1, 31))
    assert found.text.count("Areason.") == 390


def test_it_can_be_read_aloud() -> None:
    found = read(decided())

    assert found.root["/MarkInfo"]["/Marked"]
    assert found.reader.metadata is not None
    assert found.reader.metadata.title == "Invoice triage: decision record"
    assert {"H1", "Table", "TH", "L"} <= set(found.tags())


@pytest.mark.parametrize("file", [decided(), a_pilot_file(decisions=())])
def test_it_is_ordered_of_a_project(file: PilotFile) -> None:
    made = made_of_project(file, Format.DECISION)

    assert made.name == "Invoice triage - decision - 2026-11-20.pdf"
    assert made.name == name_of(Order(format=Format.DECISION, project="project"), file.project.name, file.on)
    assert made.content.startswith(b"%PDF")
    assert made_of_project(file, Format.DECISION).content == made.content
