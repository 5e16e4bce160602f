"""A document says everything once and exactly; a reader that believes nothing takes it back, and nothing else (B12)."""

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
from preflight.catalog.importers.json_value import Value, Wrong
from preflight.domain.assessment import Answer, Evidence
from preflight.domain.errors import Invalid, UnsoundFile
from preflight.domain.record import ProjectRecord
from preflight.domain.text import clean_text
from preflight.exports import document_json
from preflight.exports.document_json import document_bytes
from preflight.settings import ROOT
from tests.documents import FullProject, a_full_project, signed
from tests.forged import ANYTHING, Content, change, drop, places, resigned
from tests.workshops import STORY

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SLOW_IS_FINE = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
"""The fixture is read only, so that every example may share it."""


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


def test_a_document_is_read_as_what_it_was_made_from(document: bytes, record: ProjectRecord) -> None:
    read = read_document(document)
    assert document_bytes(record, exported_at=read.exported_at) == document
    assert [each.assessment.completed for each in record.assessments] == [True, False]
    assert {each.questionnaire_digest for each in (a.assessment for a in record.assessments)} == set(
        read.questionnaires
    )
    said = json.loads(document)
    assert list(said) == ["format", "version", "exported_at", "checksum", "content"]
    assert list(said["content"]) == ["project", "people", "questionnaires", "assessments", "pilot"]


def test_the_checksum_is_over_the_content_alone(record: ProjectRecord) -> None:
    one, other = (json.loads(document_bytes(record, exported_at=AT.replace(day=day))) for day in (1, 2))
    assert one["checksum"] == other["checksum"]
    assert one["exported_at"] != other["exported_at"]


def test_a_document_that_could_not_be_read_back_is_not_made(full: FullProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_json, "MOST_DOCUMENT_BYTES", 5_000)
    with pytest.raises(document_json.Refused, match="too large for one JSON file"):
        full.json()


def kept(text: str, longest: int, *, lines: bool) -> str:
    """The text as a service would keep it; what it would refuse is no text of ours."""
    try:
        return clean_text(text, what="It", longest=longest, lines=lines)
    except Invalid:
        return ""


@SLOW_IS_FINE
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_any_text_that_was_kept_comes_back_letter_by_letter(
    record: ProjectRecord, one: str, two: str, three: str
) -> None:
    line, note = kept(one, 120, lines=False), kept(two, 4_000, lines=True)
    proof = Evidence(id="e1", text=kept(three, 300, lines=False) or "x")
    answer = Answer(text=note or None, note=note, evidence=(proof,))
    first = record.assessments[0]
    changed = [each for each in first.changes if each.question_id != STORY]
    last = next(each for each in reversed(first.changes) if each.question_id == STORY)
    said = replace(
        record,
        project=replace(record.project, name=line or "x", summary=note, team=line, tags=(line[:40].strip() or "x",)),
        people=tuple(replace(each, name=line or "x") for each in record.people),
        assessments=(
            replace(
                first,
                recorded={
                    **first.recorded,
                    STORY: replace(first.recorded[STORY], answer=answer, version=1),
                },
                changes=tuple(
                    replace(each, seq=number)
                    for number, each in enumerate([*changed, replace(last, before=None, after=answer)], start=1)
                ),
                rounds=tuple(replace(each, lines=(line,) if line else ()) for each in first.rounds),
                agreed=tuple(replace(each, why=line) for each in first.agreed),
            ),
        ),
        pilot=None,
    )
    assert read_document(document_bytes(said, exported_at=AT)).record == said


FIRST, RESULT = ("assessments", 0), ("assessments", 0, "result")
SHOWN = (*FIRST, "rounds", 0, "shown")
CHANGED: dict[str, tuple[Callable[[Content], None], str]] = {
    "a control character in a name": (change("project", "name", to="a\u0007b"), r"\$\.content\.project\.name: .*kept"),
    "a bidi override": (change("project", "team", to="a\u202eb"), r"project\.team: .*not kept"),
    "half a character": (change("project", "team", to="\ud800"), r"half a character"),
    "text that is not NFC": (change("project", "owner", to="e\u0301"), r"project\.owner"),
    "spaces around": (change("project", "owner", to=" me "), r"project\.owner"),
    "a line break in a line": (change("project", "owner", to="a\nb"), r"project\.owner"),
    "a name too long": (change("project", "name", to="n" * 121), r"at most 120"),
    "no name": (change("project", "name", to=""), r"may not be empty"),
    "a number for text": (change("project", "name", to=7), r"text belongs here, not a whole number"),
    "true for a number": (change(*FIRST, "answers", 0, "version", to=True), r"a whole number belongs here"),
    "one for true": (change("project", "sample", to=1), r"true or false belongs here"),
    "an unknown key": (change("project", "colour", to="red"), r"\$\.content\.project: the key 'colour' is not known"),
    "a missing key": (drop("project", "team"), r"team is missing"),
    "an unknown stage": (change("project", "stage", to="dreaming"), r"project\.stage: it may be idea, pilot"),
    "an id with a path": (change("project", "id", to="../../etc/passwd"), r"project\.id: an id has"),
    "tags twice": (change("project", "tags", to=["a", "a"]), r"a tag stands here twice"),
    "a stranger as author": (change("project", "created_by", to="nobody"), r"not among the people"),
    "a person too many": (
        lambda content: content["people"].append({"id": "p9", "issuer": "local", "subject": "s", "name": "N"}),
        r"\$\.content\.people: .*not just those",
    ),
    "a person twice": (lambda content: content["people"].append(content["people"][0]), r"people\[2\]: .*twice"),
    "a changed questionnaire": (change("questionnaires", 0, "source", to="format: 1"), r"digest: it is not that"),
    "another version": (change("questionnaires", 0, "version", to=2), r"version: it is not the source's"),
    "a questionnaire too many": (
        lambda content: content["questionnaires"].append(content["questionnaires"][0]),
        r"questionnaires\[1\]: .*twice",
    ),
    "an assessment twice": (
        lambda content: content["assessments"].append(content["assessments"][0]),
        r"assessments\[2\]: .*twice",
    ),
    "a circle": (change("assessments", 0, "based_on", to="x"), r"does not stand before it"),
    "a draft with a result": (change("assessments", 0, "phase", to="draft"), r"belongs to a completed assessment"),
    "a day that is none": (change(*FIRST, "date", to="2026-02-30"), r"a day is written as"),
    "a day in another form": (change(*FIRST, "date", to="20260228"), r"a day is written as"),
    "a moment without a zone": (change(*FIRST, "created_at", to="2026-03-02T09:00:00"), r"a moment is written as"),
    "an unknown question": (change(*FIRST, "answers", 0, "question", to="nope"), r"has no such question"),
    "an unknown option": (
        change("assessments", 1, "changes", 0, "after", "choices", to=["9"]), r"has no such option"
    ),
    "two things said": (
        change(*FIRST, "answers", 0, "answer", to={"unknown": True, "choices": ["4"]}), r"can't both be said"
    ),
    "unknown but false": (change(*FIRST, "answers", 0, "answer", to={"unknown": False}), r"may be true only"),
    "a number for choices": (change(*FIRST, "answers", 0, "answer", to={"number": "1/2"}), r"of the kind choice"),
    "an answer without its change": (drop(*FIRST, "changes", 0), r"does not begin with|changes don't belong together"),
    "an answer that no change left": (
        change(*FIRST, "answers", 0, "version", to=7), r"is not what its last change left"
    ),
    "a fraction that is not in lowest terms": (change(*RESULT, "score", "coverage", to="2/2"), r"lowest terms"),
    "a share above one": (change(*RESULT, "score", "coverage", to="3/2"), r"it may be 0 to 1"),
    "a fraction by zero": (change(*RESULT, "score", "coverage", to="1/0"), r"written as a fraction"),
    "a score without a question": (drop(*RESULT, "score", "questions", 0), r"not the questionnaire's questions"),
    "a score without a section": (drop(*RESULT, "score", "sections", 0), r"not the questionnaire's sections"),
    "a band that is none": (
        change(*RESULT, "verdict", "band", to={"id": "x", "title": "X", "start": "0/1", "exclusive": False}),
        r"has no such band",
    ),
    "a result of another format": (change(*RESULT, "format", to=2), r"reads results of format 1"),
    "a group of three": (change(*SHOWN, "groups", to=[
        {"role": "uses", "votes": 3, "counts": [0, 0], "unknown": 0, "not_applicable": 0}
    ]), r"counts: there is one|votes: it may be 4"),
    "a round too far": (change(*FIRST, "rounds", 0, "round", to=2), r"counted from 1"),
    "lines that tell an order": (change(*FIRST, "rounds", 0, "lines", to=["b", "a"]), r"order of their words"),
    "a vote beside a line": (change(*FIRST, "rounds", 0, "votes", to=[]), r"the key 'votes' is not known"),
    "a negative count": (change(*SHOWN, "unknown", to=-1), r"it may be 0 to"),
    "deep where a text belongs": (change("project", "name", to=[[[[[[]]]]]]), r"text belongs here, not a list"),
}  # fmt: skip


@pytest.mark.parametrize("fault", CHANGED)
def test_a_change_is_found_although_the_checksum_is_right(document: bytes, fault: str) -> None:
    edit, sentence = CHANGED[fault]
    with pytest.raises(UnsoundFile) as unsound:
        read_document(resigned(document, edit))
    assert re.search(sentence, str(unsound.value)), unsound.value
    assert all(problem.startswith("$") for problem in unsound.value.problems)


BYTES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda _: b"", "not whole JSON"),
    "half of it": (lambda found: found[: len(found) // 2], "not whole JSON"),
    "two of it": (lambda found: found + found, "not whole JSON"),
    "a zip": (lambda _: b"PK\x03\x04 and more", "has a JSON file in it"),
    "not UTF-8": (lambda found: found.replace(b"Before", b"Be\xffore", 1), "not UTF-8"),
    "a number": (lambda _: b"7", "no assessment that Preflight exported"),
    "a list": (lambda _: b"[]", "no assessment that Preflight exported"),
    "NaN": (lambda _: b'{"format": NaN}', "NaN is no number"),
    "infinity": (lambda _: b'{"format": -Infinity}', "-Infinity is no number"),
    "a float": (lambda _: b'{"version": 1.0}', "1.0 is no whole number"),
    "a long number": (lambda _: b'{"version": ' + b"9" * 5_000 + b"}", "more than 15 digits"),
    "a key twice": (lambda _: b'{"format": 1, "format": 2}', "'format' stands twice"),
    "nesting": (lambda _: b"[" * 200_000 + b"]" * 200_000, "nested too deeply"),
    "nesting of objects": (lambda _: b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "nested too deeply"),
    "values without end": (lambda _: b"[" + b"0," * 3_000_001 + b"0]", "more values than any export"),
    "too large": (lambda _: b" " * 50_000_001, "at most 50 MB"),
    "another format": (lambda found: found.replace(b"preflight-", b"x-", 1), "no assessment that"),
    "a newer version": (lambda found: found.replace(b'"version": 2,', b'"version": 3,', 1), "newer Preflight"),
    "a version that is none": (lambda found: found.replace(b'"version": 2,', b'"version": true,', 1), "number belongs"),
    "a version before the first": (lambda found: found.replace(b'"version": 2,', b'"version": 0,', 1), "may be 1 to 2"),
    "the first version with a pilot": (
        lambda found: found.replace(b'"version": 2,', b'"version": 1,', 1), "the key 'pilot' is not known"
    ),
    "one letter changed": (lambda found: found.replace(b"O'Neill", b"O'Neil"), r"\$\.checksum: the content is not"),
    "no checksum": (lambda found: found.replace(b'"checksum"', b'"other"', 1), "'other' is not known"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BYTES)
def test_bytes_that_are_no_document_are_told_in_a_sentence(document: bytes, fault: str) -> None:
    edit, sentence = BYTES[fault]
    with pytest.raises(UnsoundFile) as unsound:
        read_document(edit(document))
    assert re.search(sentence, str(unsound.value))


def test_every_problem_is_told_with_its_path(document: bytes) -> None:
    def edit(content: Content) -> None:
        for each in content["assessments"][0]["answers"]:
            each["version"] = 0
        content["assessments"][1]["changes"][3]["at"] = "yesterday"

    with pytest.raises(UnsoundFile) as unsound:
        read_document(signed(document, edit))
    places = [problem.partition(": ")[0] for problem in unsound.value.problems]
    assert places == [
        *(f"$.content.assessments[0].answers[{place}].version" for place in range(4)),
        "$.content.assessments[1].changes[3].at",
    ]


def test_a_hundred_problems_are_enough(document: bytes) -> None:
    def edit(content: Content) -> None:
        content["assessments"][0]["answers"] = [{"no": "answer"}] * 5_000

    with pytest.raises(UnsoundFile) as unsound:
        read_document(signed(document, edit))
    assert len(unsound.value.problems) == 101
    assert "reading stopped here" in unsound.value.problems[-1]


@SLOW_IS_FINE
@given(st.data())
def test_whatever_is_changed_is_refused_or_means_just_what_it_says(document: bytes, data: st.DataObject) -> None:
    """The law behind the table above: what is taken is exported again as it was."""
    content = json.loads(document)["content"]
    path = data.draw(st.sampled_from(list(places(content))))
    edit = data.draw(st.sampled_from([change(*path, to=data.draw(ANYTHING)), drop(*path)]))
    forged = resigned(document, edit)
    with suppress(UnsoundFile):
        read = read_document(forged)
        again = json.loads(document_bytes(read.record, exported_at=read.exported_at))
        assert again["content"] == json.loads(forged)["content"]


@SLOW_IS_FINE
@given(st.binary(max_size=200), st.integers(0, 10_000), st.integers(0, 40))
def test_bytes_of_any_kind_end_in_our_own_error(document: bytes, noise: bytes, at: int, gone: int) -> None:
    with pytest.raises(UnsoundFile):
        read_document(noise)
    with suppress(UnsoundFile):
        assert read_document(document[:at] + noise + document[at + gone :]).record == read_document(document).record


@pytest.mark.parametrize("text", ["https://example.org/a", "http://x/?q=%20"])
def test_a_link_is_a_web_address(text: str) -> None:
    assert Value(text).url() == text
    for wrong in (f" {text}", "javascript:alert(1)", "https://", f"{text}\u0000"):
        with pytest.raises(Wrong):
            Value(wrong).url()


def test_docs_tell_every_key(document: bytes) -> None:
    told = (ROOT / "docs" / "document.md").read_text(encoding="utf-8")
    content = json.loads(document)["content"]
    rows = [content["project"], *content["people"], *content["questionnaires"], *content["assessments"]]
    for name in ("answers", "changes", "rounds", "agreed"):
        rows += [row for each in content["assessments"] for row in each[name]]
    rows += [row["after"] for each in content["assessments"] for row in each["changes"]]
    inside = {"answers", "changes", "rounds", "agreed", "result"}
    missing = {key for row in rows for key in row if f"`{key}`" not in told and key not in inside}
    assert missing == {"evidence"}, "which is told as a list"
    assert all(f"`…{name}" in told for name in inside)
