"""The decisions of a document: one chain, each with what was recommended and the picture of what stood on the page."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any, Final

from preflight.catalog.characters import first_refused, has_flood_of_marks
from preflight.catalog.importers.document_days import a_day
from preflight.catalog.importers.json_value import Findings, Value
from preflight.domain.decision import MOST_SEEN, Condition, Decision, DecisionKind, Recommendation
from preflight.domain.decision_picture import MOST_LETTERS, picture_from, picture_json
from preflight.domain.plain_json import to_plain
from preflight.domain.text import LINE, NAME, NOTE

_MOST_DECISIONS: Final = 1_000
_MOST_CONDITIONS: Final = 20
_MOST_SENTENCES: Final = 2_000
_MOST_SHOWN: Final = 100_000
_KEPT_OF_PEOPLE: Final = str.maketrans(dict.fromkeys("\u2028\u2029\ufeff", " "))
"""What people may write, and a questionnaire may not hold."""


def read_decisions(
    value: Value,
    project_id: str,
    people: Collection[str],
    completed: Collection[str],
    findings: Findings,
) -> tuple[Decision, ...]:
    """The decisions from the first to the last, each superseding the one before; problems are noted one by one. Only
    what was `completed` (ids of assessments) is decided on."""
    found: list[Decision] = []
    for each in value.items(_MOST_DECISIONS):
        with findings.noted():
            one = _decision(each, project_id, people, completed)
            if any(one.id == other.id for other in found):
                each.wrong("this decision stands here twice")
            if found and one.decided_on < found[-1].decided_on:
                each.wrong("a decision is not dated before the one that it supersedes")
            found.append(replace(one, supersedes=found[-1].id if found else None))
    return tuple(found)


def _decision(value: Value, project_id: str, people: Collection[str], completed: Collection[str]) -> Decision:
    fields = value.fields(
        "id", "kind", "reasons", "decided_by", "decided_on", "recommended", "rule", "because", "against_why",
        "conditions", "assessment", "picture", "at", "by",
    )  # fmt: skip
    kind, recommended = fields["kind"].one_of(DecisionKind), fields["recommended"].one_of(DecisionKind)
    against_why = fields["against_why"].text(NOTE, lines=True)
    if bool(against_why) is not (kind is not recommended):
        fields["against_why"].wrong("it belongs to a decision against what was recommended, and to no other")
    decided_on = a_day(fields["decided_on"])
    conditions = tuple(_condition(each, decided_on) for each in fields["conditions"].items(_MOST_CONDITIONS))
    if bool(conditions) is not (kind is DecisionKind.GO_WITH_CONDITIONS):
        fields["conditions"].wrong("they belong to a go with conditions, and to nothing else")
    because = tuple(_seen(each) for each in fields["because"].items(_MOST_SENTENCES))
    if len(json.dumps(because, ensure_ascii=False)) > MOST_SEEN:
        fields["because"].wrong(f"it may have at most {MOST_SEEN:,} characters")
    return Decision(
        id=fields["id"].id(),
        project_id=project_id,
        kind=kind,
        reasons=fields["reasons"].text(NOTE, lines=True, least=1),
        decided_by=fields["decided_by"].text(NAME, least=1),
        decided_on=decided_on,
        recommended=Recommendation(
            kind=recommended,
            rule=fields["rule"].words(100, least=1),
            because=because,
        ),
        against_why=against_why,
        conditions=conditions,
        assessment_id=fields["assessment"].or_none(
            lambda each: each.among(completed, "this assessment is not among the completed ones")
        ),
        picture=_picture(fields["picture"]),
        at=fields["at"].moment(),
        by=fields["by"].among(people, "this person is not among the people"),
    )


def _condition(value: Value, decided_on: date) -> Condition:
    fields = value.fields("text", "owner", "due")
    due = fields["due"].or_none(a_day)
    if due is not None and due < decided_on:
        fields["due"].wrong("a condition is not due before the day of the decision")
    return Condition(text=fields["text"].text(LINE, least=1), owner=fields["owner"].text(NAME), due=due)


def _seen(value: Value) -> str:
    """A sentence of ours with words of people and of a questionnaire in it: of characters that either may hold."""
    text = value.plain(_MOST_SHOWN, least=1)
    return _checked(text, value)


def _checked(text: str, at: Value) -> str:
    refused = first_refused(text.translate(_KEPT_OF_PEOPLE))
    if refused is not None:
        at.wrong(f"it holds {refused}")
    if has_flood_of_marks(text):
        at.wrong("it piles too many marks on one letter")
    return text


def _picture(value: Value) -> str:
    """A picture letter by letter, one that this Preflight would write, without a character that is not kept."""
    text = value.plain(MOST_LETTERS)
    picture = picture_from(text)
    if picture is None or picture_json(picture) != text:
        value.wrong("it is no picture of a decision")
    _check_words(to_plain(picture), value)
    return text


def _check_words(plain: Any, at: Value) -> None:
    inside = plain.values() if isinstance(plain, dict) else plain if isinstance(plain, list) else ()
    for each in inside:
        _check_words(each, at)
    if isinstance(plain, str):
        _checked(plain, at)
