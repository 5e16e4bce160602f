"""The decisions of a document: one chain, each with what was recommended and the picture of what stood on the page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from preflight.catalog.importers.document_days import a_day
from preflight.catalog.importers.json_value import Findings, Value
from preflight.domain.decision import Condition, Decision, DecisionKind, Recommendation
from preflight.domain.decision_picture import MOST_LETTERS, picture_from, picture_json
from preflight.domain.plain_json import to_plain
from preflight.domain.text import LINE, NAME, NOTE

_MOST_DECISIONS: Final = 1_000
_MOST_CONDITIONS: Final = 20
_MOST_SEEN: Final = 2_000
_LONGEST_SEEN: Final = 20_000


def read_decisions(
    value: Value,
    project_id: str,
    people: Collection[str],
    assessments: Collection[str],
    findings: Findings,
) -> tuple[Decision, ...]:
    """The decisions from the first to the last, each superseding the one before; problems are noted one by one."""
    found: list[Decision] = []
    for each in value.items(_MOST_DECISIONS):
        with findings.noted():
            one = _decision(each, project_id, people, assessments)
            if any(one.id == other.id for other in found):
                each.wrong("this decision stands here twice")
            found.append(replace(one, supersedes=found[-1].id if found else None))
    return tuple(found)


def _decision(value: Value, project_id: str, people: Collection[str], assessments: Collection[str]) -> Decision:
    fields = value.fields(
        "id", "kind", "reasons", "decided_by", "decided_on", "recommended", "rule", "because", "against_why",
        "conditions", "assessment", "picture", "at", "by",
    )  # fmt: skip
    kind, recommended = fields["kind"].one_of(DecisionKind), fields["recommended"].one_of(DecisionKind)
    against_why = fields["against_why"].text(NOTE, lines=True)
    if bool(against_why) is not (kind is not recommended):
        fields["against_why"].wrong("it belongs to a decision against what was recommended, and to no other")
    conditions = tuple(_condition(each) for each in fields["conditions"].items(_MOST_CONDITIONS))
    if bool(conditions) is not (kind is DecisionKind.GO_WITH_CONDITIONS):
        fields["conditions"].wrong("they belong to a go with conditions, and to nothing else")
    because = fields["because"].items(_MOST_SEEN)
    return Decision(
        id=fields["id"].id(),
        project_id=project_id,
        kind=kind,
        reasons=fields["reasons"].text(NOTE, lines=True, least=1),
        decided_by=fields["decided_by"].text(NAME, least=1),
        decided_on=a_day(fields["decided_on"]),
        recommended=Recommendation(
            kind=recommended,
            rule=fields["rule"].words(100, least=1),
            because=tuple(each.text(_LONGEST_SEEN, least=1) for each in because),
        ),
        against_why=against_why,
        conditions=conditions,
        assessment_id=fields["assessment"].or_none(
            lambda each: each.among(assessments, "this assessment is not among the assessments")
        ),
        picture=_picture(fields["picture"]),
        at=fields["at"].moment(),
        by=fields["by"].among(people, "this person is not among the people"),
    )


def _condition(value: Value) -> Condition:
    fields = value.fields("text", "owner", "due")
    return Condition(
        text=fields["text"].text(LINE, least=1), owner=fields["owner"].text(NAME), due=fields["due"].or_none(a_day)
    )


def _picture(value: Value) -> str:
    """A picture as this Preflight would write it, in which every word is one that it keeps."""
    text = value.plain(MOST_LETTERS)
    picture = picture_from(text)
    if picture is None or picture_json(picture) != text:
        value.wrong("it is no picture of a decision")
    _check_words(to_plain(picture), value)
    return text


def _check_words(plain: Any, at: Value) -> None:
    if isinstance(plain, dict):
        for each in plain.values():
            _check_words(each, at)
    elif isinstance(plain, list):
        for each in plain:
            _check_words(each, at)
    elif isinstance(plain, str):
        Value(plain, at).text(_LONGEST_SEEN, lines=True)
