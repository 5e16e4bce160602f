"""What a project keeps beside its assessments is in its document once and exactly, and no forgery of it comes in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preflight.catalog.importers.document import read_document
from preflight.domain.assessment import Evidence
from preflight.domain.decision_picture import picture_from, picture_json
from preflight.domain.errors import Invalid, UnsoundFile
from preflight.domain.record import PilotRecord, ProjectRecord
from preflight.domain.text import LINE, NAME, NOTE, clean_text
from preflight.exports.document_json import document_bytes
from tests.documents import FullProject, a_full_project
from tests.exports.pilot_forgeries import FORGED
from tests.exports.test_round_trip import RISKY
from tests.forged import ANYTHING, Content, change, drop, places, resigned

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ANY = st.text(st.characters(), max_size=60) | st.text(st.sampled_from(f"{RISKY}\u2028\ufeff\u202e"), max_size=30)
THOROUGH = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullProject]:
    with a_full_project(tmp_path_factory.mktemp("full")) as found:
        yield found


@pytest.fixture(scope="module")
def document(full: FullProject) -> bytes:
    return full.json()


@pytest.fixture(scope="module")
def record(document: bytes) -> ProjectRecord:
    return read_document(document).record


def pilot_of(record: ProjectRecord) -> PilotRecord:
    assert record.pilot is not None
    return record.pilot


def test_there_is_one_of_everything_in_it(record: ProjectRecord) -> None:
    """So that every law here is about something."""
    pilot = pilot_of(record)
    statuses = [each.status for each in pilot.actions]
    assert statuses == ["done", "doing", "open", "dropped", "open", "open", "open", "done"]
    linked = [each.link.assessment_id if each.link else None for each in pilot.actions]
    completed, draft = (each.assessment.id for each in record.assessments)
    assert linked == [completed, completed, completed, None, draft, None, None, None]
    assert [each.decision_id for each in pilot.actions[5:]] == [pilot.decisions[-1].id] * 3
    assert [(each.amended, each.withdrawn, each.late) for each in pilot.criteria] == [
        (False, False, False), (True, False, False), (True, True, False), (False, False, True),
    ]  # fmt: skip
    assert [bool(each.struck_at) for each in pilot.criteria[0].measurements] == [False, True, False]
    assert sum(each.done_on is not None for each in pilot.steps) == 1
    assert [each.estimate is None for each in pilot.systems] == [False, True, False]
    assert [each.against for each in pilot.decisions] == [True, True]
    assert len(pilot.decisions[-1].conditions) == 3
    assert all(picture_from(each.picture) for each in pilot.decisions)
    assert [each.setting.locked for each in pilot.paths] == [("alpha.level", "beta.story")]


def test_an_assessment_alone_has_nothing_of_it(full: FullProject) -> None:
    alone = full.json(assessment=full.completed)
    assert json.loads(alone)["content"]["pilot"] is None
    assert read_document(alone).record.pilot is None


def test_a_document_of_the_first_version_is_read_as_it_was(document: bytes, full: FullProject) -> None:
    alone = full.json(assessment=full.completed)
    first = of_first_version(resigned(alone, drop("pilot")))
    read = read_document(first).record
    assert read == read_document(alone).record
    with pytest.raises(UnsoundFile, match="the key 'pilot' is not known"):
        read_document(of_first_version(document))


def of_first_version(document: bytes) -> bytes:
    return json.dumps(json.loads(document) | {"version": 1}, ensure_ascii=False).encode()


def kept(text: str, longest: int, *, lines: bool) -> str:
    """The text as a service would keep it, a letter where it would keep none."""
    try:
        return clean_text(text, what="It", longest=longest, lines=lines) or "x"
    except Invalid:
        return "x"


@THOROUGH
@given(ANY, ANY, ANY)
def test_any_text_that_was_kept_comes_back_letter_by_letter(
    record: ProjectRecord, one: str, two: str, three: str
) -> None:
    name, line, note = kept(one, NAME, lines=False), kept(two, LINE, lines=False), kept(three, NOTE, lines=True)
    said = replace(record, pilot=in_words(pilot_of(record), name, line, note))
    assert read_document(document_bytes(said, exported_at=AT)).record == said


def in_words(pilot: PilotRecord, name: str, line: str, note: str) -> PilotRecord:
    """The same with these words wherever a person may write them, in the pictures too."""
    return replace(
        pilot,
        actions=tuple(replace(each, title=line, detail=note, owner=name) for each in pilot.actions),
        criteria=tuple(
            replace(
                each,
                versions=tuple(
                    replace(
                        one,
                        terms=replace(one.terms, how=note, business_owner=name, unit=name[:60].strip() or "x"),
                        reason=note if one.reason else "",
                    )
                    for one in each.versions
                ),
                measurements=tuple(
                    replace(
                        one,
                        evidence=Evidence(text=line, url=one.evidence.url, date=one.date),
                        struck_why=note if one.struck_at else "",
                    )
                    for one in each.measurements
                ),
            )
            for each in pilot.criteria
            if not each.amended
        ),
        steps=tuple(replace(each, title=name, owner=line) for each in pilot.steps),
        systems=tuple(replace(each, system=name, interface=line, owner=line, note=note) for each in pilot.systems),
        decisions=tuple(
            replace(
                each,
                reasons=note,
                decided_by=name,
                against_why=note,
                recommended=replace(each.recommended, because=(f"“{line}” stands at {name}.", note)),
                conditions=tuple(replace(one, text=line, owner=name) for one in each.conditions),
                picture=repainted(each.picture, line, note),
            )
            for each in pilot.decisions
        ),
    )


def repainted(text: str, line: str, note: str) -> str:
    picture = picture_from(text)
    assert picture is not None
    rules = tuple(replace(each, because=(f"“{line}” – measured so: {note}",)) for each in picture.rules)
    return picture_json(replace(picture, project=line, estimate=note, rules=rules))


@pytest.mark.parametrize("fault", FORGED)
def test_a_forgery_is_found_although_the_checksum_is_right(document: bytes, fault: str) -> None:
    edit, sentence = FORGED[fault]
    with pytest.raises(UnsoundFile) as unsound:
        read_document(resigned(document, edit))
    assert re.search(sentence, str(unsound.value)), unsound.value
    assert all(problem.startswith("$.content.pilot") for problem in unsound.value.problems)


def test_somebody_whom_only_a_decision_names_belongs_to_the_people(document: bytes) -> None:
    def other(content: Content) -> None:
        content["people"].append({"id": "p9", "issuer": "local", "subject": "s", "name": "N"})
        content["pilot"]["decisions"][1]["by"] = "p9"

    assert read_document(resigned(document, other)).record.people[-1].id == "p9"


@settings(THOROUGH, max_examples=100)
@given(st.data())
def test_whatever_is_changed_is_refused_or_means_just_what_it_says(document: bytes, data: st.DataObject) -> None:
    """The law behind the table above: what is taken is exported again as it was."""
    content = json.loads(document)["content"]
    path = ("pilot", *data.draw(st.sampled_from(list(places(content["pilot"])))))
    edits: list[Callable[[Content], object]] = [change(*path, to=data.draw(ANYTHING)), drop(*path)]
    forged = resigned(document, data.draw(st.sampled_from(edits)))
    with suppress(UnsoundFile):
        read = read_document(forged)
        again = json.loads(document_bytes(read.record, exported_at=read.exported_at))
        assert again["content"] == json.loads(forged)["content"]
