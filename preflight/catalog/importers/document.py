"""Reading a “preflight-assessment” document: a project with some or all of its assessments, as a Preflight wrote them.

Nothing in it is believed: form, checksum and every value are held to what Preflight itself would have kept.

`exports.document_json` writes them: {format, version, exported_at, checksum, content: {project, people, questionnaires,
assessments, pilot}}.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from preflight.catalog.events import MOST_BYTES as MOST_SOURCE_BYTES
from preflight.catalog.importers.document_assessment import Known, read_assessment
from preflight.catalog.importers.document_pilot import Among, read_pilot
from preflight.catalog.importers.json_value import Findings, Value
from preflight.catalog.importers.strict_json import canonical, parse
from preflight.catalog.shelf import questionnaire_from
from preflight.domain.errors import UnsoundFile
from preflight.domain.project import MOST_TAGS, Person, Project, Stage
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.record import AssessmentRecord, KeptQuestionnaire, ProjectRecord
from preflight.domain.text import LINE, NAME, NOTE

FORMAT: Final = "preflight-assessment"
VERSION: Final = 2
"""Of version 1 is what was written before a project kept actions, criteria and decisions."""
MOST_DOCUMENT_BYTES: Final = 50_000_000
_MOST_PEOPLE = 10_000
_MOST_QUESTIONNAIRES = 1_000
_MOST_ASSESSMENTS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a document holds; `questionnaires` are its questionnaires read, by digest."""

    record: ProjectRecord
    questionnaires: Mapping[str, Questionnaire]
    exported_at: datetime


def read_document(content: bytes) -> Document:
    """Read a document, whole or not at all. Raises UnsoundFile with every problem, each with its JSON path."""
    findings = Findings()
    with findings.noted():
        top = parse(content, most_bytes=MOST_DOCUMENT_BYTES)
        fields = _envelope(top)
        exported_at = fields["exported_at"].moment()
        document = _content(fields["content"], findings, exported_at, version=fields["version"].found)
    findings.raise_any()
    return document


def _envelope(top: Value) -> dict[str, Value]:
    """The parts of a document of our format and version, whose checksum is that of its content."""
    if not isinstance(top.found, dict) or top.found.get("format") != FORMAT:
        top.wrong("this is no assessment that Preflight exported as JSON")
    if isinstance(top.found.get("version"), int) and top.found["version"] > VERSION:
        top.wrong("it was written by a newer Preflight; bring it in with that one")
    fields = top.fields("format", "version", "exported_at", "checksum", "content")
    fields["version"].whole(1, VERSION)
    if fields["checksum"].plain(100) != checksum_of(fields["content"]):
        fields["checksum"].wrong("the content is not what was exported; it was changed, or did not arrive whole")
    return fields


def checksum_of(content: Value) -> str:
    """The SHA-256 over the content's canonical form: keys sorted, no spaces, UTF-8."""
    return f"sha256:{hashlib.sha256(canonical(content)).hexdigest()}"


def _content(value: Value, findings: Findings, exported_at: datetime, *, version: int) -> Document:
    later = () if version == 1 else ("pilot",)
    fields = value.fields("project", "people", "questionnaires", "assessments", *later)
    people: dict[str, Person] = {}
    for each in fields["people"].items(_MOST_PEOPLE):
        with findings.noted():
            person = _person(each)
            if person.id in people or any(_who(person) == _who(other) for other in people.values()):
                each.wrong("this person stands here twice")
            people[person.id] = person
    kept: dict[str, KeptQuestionnaire] = {}
    read: dict[str, Questionnaire] = {}
    for each in fields["questionnaires"].items(_MOST_QUESTIONNAIRES):
        with findings.noted():
            one, questionnaire = _questionnaire(each)
            if one.digest in kept:
                each.wrong("this questionnaire stands here twice")
            kept[one.digest], read[one.digest] = one, questionnaire
    # What refers to people and questionnaires would only repeat their problems.
    findings.raise_any()
    project = _project(fields["project"], frozenset(people))
    assessments: dict[str, AssessmentRecord] = {}
    for each in fields["assessments"].items(_MOST_ASSESSMENTS):
        with findings.noted():
            known = Known(project_id=project.id, people=frozenset(people), kept=kept, read=read)
            found = read_assessment(each, known, findings)
            if found.assessment.id in assessments:
                each.wrong("this assessment stands here twice")
            assessments[found.assessment.id] = found
    findings.raise_any()
    _check_bases(fields["assessments"], assessments)
    pilot = None
    if "pilot" in fields:
        among = Among(
            project_id=project.id,
            people=frozenset(people),
            asked={name: read[each.assessment.questionnaire_digest] for name, each in assessments.items()},
            completed={name for name, each in assessments.items() if each.assessment.completed},
        )
        pilot = fields["pilot"].or_none(lambda each: read_pilot(each, among, findings))
        findings.raise_any()
    named = {project.created_by}.union(*(each.people for each in assessments.values()))
    if set(people) != named | (pilot.people if pilot else set()):
        fields["people"].wrong("they are not just those whom the project and its assessments name")
    if set(kept) != {each.assessment.questionnaire_digest for each in assessments.values()}:
        fields["questionnaires"].wrong("they are not just those that the assessments ask")
    record = ProjectRecord(
        project=project,
        people=tuple(people.values()),
        questionnaires=tuple(kept.values()),
        assessments=tuple(assessments.values()),
        pilot=pilot,
    )
    return Document(record=record, questionnaires=read, exported_at=exported_at)


def _who(person: Person) -> tuple[str, str]:
    return (person.issuer, person.subject)


def _person(value: Value) -> Person:
    fields = value.fields("id", "issuer", "subject", "name")
    return Person(
        id=fields["id"].id(),
        issuer=fields["issuer"].text(2_000, least=1),
        subject=fields["subject"].text(2_000, least=1),
        name=fields["name"].text(LINE, least=1),
    )


def _questionnaire(value: Value) -> tuple[KeptQuestionnaire, Questionnaire]:
    fields = value.fields("digest", "id", "version", "source")
    source = fields["source"].plain(MOST_SOURCE_BYTES).encode()
    digest = fields["digest"].plain(64)
    if hashlib.sha256(source).hexdigest() != digest:
        fields["digest"].wrong("it is not that of the source")
    try:
        read = questionnaire_from(digest, lambda: source)
    except UnsoundFile as unsound:
        fields["source"].wrong(f"the questionnaire can't be read ({unsound.problems[0]})")
    fields["id"].exactly(read.id, "it is not the source's")
    fields["version"].exactly(read.version, "it is not the source's")
    return KeptQuestionnaire(digest=digest, id=read.id, version=read.version, source=source), read


def _project(value: Value, people: frozenset[str]) -> Project:
    fields = value.fields(
        "id", "name", "summary", "team", "owner", "stage", "pilot_start", "tags", "sample", "created_at", "created_by"
    )
    tags = tuple(each.text(40, least=1) for each in fields["tags"].items(MOST_TAGS))
    if len(set(tags)) < len(tags):
        fields["tags"].wrong("a tag stands here twice")
    return Project(
        id=fields["id"].id(),
        name=fields["name"].text(NAME, least=1),
        summary=fields["summary"].text(NOTE, lines=True),
        team=fields["team"].text(LINE),
        owner=fields["owner"].text(LINE),
        stage=fields["stage"].one_of(Stage),
        pilot_start=fields["pilot_start"].or_none(Value.day),
        tags=tags,
        sample=fields["sample"].flag(),
        created_at=fields["created_at"].moment(),
        created_by=fields["created_by"].among(people, "this person is not among the people"),
    )


def _check_bases(value: Value, assessments: Mapping[str, AssessmentRecord]) -> None:
    """An assessment starts from one that stands before it: so it can be written, and no circle closes."""
    before: set[str] = set()
    for place, record in zip(value.items(_MOST_ASSESSMENTS), assessments.values(), strict=True):
        if record.assessment.based_on is not None and record.assessment.based_on not in before:
            place.wrong("it is based on an assessment that does not stand before it")
        before.add(record.assessment.id)
