"""What a document says of a project beside its assessments: actions, the plan, systems, decisions, paths."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeVar

from preflight.catalog.importers.document_criteria import read_criteria
from preflight.catalog.importers.document_days import a_day
from preflight.catalog.importers.document_decisions import read_decisions
from preflight.catalog.importers.json_value import Findings, Value
from preflight.domain.action import Action, ActionOrigin, ActionStatus, QuestionLink
from preflight.domain.assessment import State
from preflight.domain.errors import Invalid
from preflight.domain.path_setting import PathSetting
from preflight.domain.pilot import Confronting, Integration, PilotStep, StepKind
from preflight.domain.pilot_plan import NEEDED, refuse_late_review
from preflight.domain.questionnaire import Effort, Questionnaire
from preflight.domain.record import PathRecord, PilotRecord
from preflight.domain.text import LINE, NAME, NOTE

_MOST_ACTIONS: Final = 1_000
_MOST_STEPS: Final = 60
_MOST_SYSTEMS: Final = 100
_MOST_PATHS: Final = 1_000
_MOST_LOCKED: Final = 1_000
_MOST_ESTIMATED: Final = 10_000
_HUNDREDTHS: Final = 100
_MOST_DAYS: Final = 1_100
_MOST_VERSIONS: Final = 1_000_000
_MOST_PLACES: Final = 100_000
_QUESTION: Final = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """What may be named by id: the project, people, assessments with what each asks, and those that are completed."""

    project_id: str
    people: Collection[str]
    asked: Mapping[str, Questionnaire]
    completed: Collection[str]


def read_pilot(value: Value, among: Among, findings: Findings) -> PilotRecord:
    """What a project keeps beside its assessments; problems are noted one by one. Raises Wrong for the rest."""
    fields = value.fields("actions", "criteria", "steps", "systems", "decisions", "paths")
    decisions = read_decisions(fields["decisions"], among.project_id, among.people, among.completed, findings)
    decided = {each.id for each in decisions}

    def each_of(name: str, most: int, read: Callable[[Value], T]) -> tuple[T, ...]:
        found = []
        for each in fields[name].items(most):
            with findings.noted():
                found.append(read(each))
        return tuple(found)

    noted = len(findings.found)
    record = PilotRecord(
        actions=each_of("actions", _MOST_ACTIONS, lambda each: _action(each, among, decided)),
        criteria=read_criteria(fields["criteria"], among.project_id, among.people, findings),
        steps=each_of("steps", _MOST_STEPS, lambda each: _step(each, among)),
        systems=each_of("systems", _MOST_SYSTEMS, lambda each: _system(each, among)),
        decisions=decisions,
        paths=each_of("paths", _MOST_PATHS, lambda each: _path(each, among)),
    )
    if noted == len(findings.found):
        _check_orders(fields, record)
    return record


def _check_orders(fields: dict[str, Value], record: PilotRecord) -> None:
    """Each kind stands in the order in which it is read again, and nothing stands twice."""
    in_order = {
        "actions": _ordered([(each.created_at, each.id) for each in record.actions]),
        "steps": _ordered([(each.position, each.id) for each in record.steps]),
        "systems": _ordered([(each.position, each.id) for each in record.systems]),
        "paths": _ordered([each.questionnaire_id for each in record.paths]),
    }
    for name, right in in_order.items():
        if not right:
            fields[name].wrong("they don't stand in their order")
    ids = {
        "actions": [each.id for each in record.actions],
        "steps": [each.id for each in record.steps],
        "systems": [each.id for each in record.systems],
        "paths": [each.questionnaire_id for each in record.paths],
    }
    for name, names in ids.items():
        if len(set(names)) < len(names):
            fields[name].wrong("something stands here twice")
    kinds = [each.kind for each in record.steps if each.kind is not StepKind.OTHER]
    if len(set(kinds)) < len(kinds):
        fields["steps"].wrong("a plan has each kind of step at most once")
    if record.steps and not set(kinds) >= NEEDED:
        fields["steps"].wrong("a plan has a run, a review and a decision")
    try:
        refuse_late_review((), record.steps)
    except Invalid as late:
        fields["steps"].wrong(str(late))


def _ordered(keys: Sequence[Any]) -> bool:
    return list(keys) == sorted(keys)


def _action(value: Value, among: Among, decisions: Collection[str]) -> Action:
    fields = value.fields(
        "id", "title", "detail", "owner", "due", "effort", "status", "origin", "link", "decision", "version",
        "created_at", "created_by", "changed_at", "changed_by", "done_at",
    )  # fmt: skip
    status = fields["status"].one_of(ActionStatus)
    if (fields["done_at"].found is not None) is not (status is ActionStatus.DONE):
        fields["done_at"].wrong("it belongs to what is done, and to nothing else")
    origin = fields["origin"].one_of(ActionOrigin)
    if (fields["decision"].found is not None) is not (origin is ActionOrigin.CONDITION):
        fields["decision"].wrong("it belongs to the condition of a decision, and to nothing else")
    return Action(
        id=fields["id"].id(),
        project_id=among.project_id,
        title=fields["title"].text(LINE, least=1),
        detail=fields["detail"].text(NOTE, lines=True),
        owner=fields["owner"].text(NAME),
        due=fields["due"].or_none(a_day),
        effort=fields["effort"].or_none(lambda each: each.one_of(Effort)),
        status=status,
        origin=origin,
        link=fields["link"].or_none(lambda each: _link(each, among)),
        decision_id=fields["decision"].or_none(lambda each: each.among(decisions, "there is no such decision here")),
        version=fields["version"].whole(1, _MOST_VERSIONS),
        created_at=fields["created_at"].moment(),
        created_by=_person(fields["created_by"], among),
        changed_at=fields["changed_at"].moment(),
        changed_by=_person(fields["changed_by"], among),
        done_at=fields["done_at"].or_none(Value.moment),
    )


def _link(value: Value, among: Among) -> QuestionLink:
    fields = value.fields("questionnaire", "question", "state", "before", "aim", "assessment")
    assessment = fields["assessment"].or_none(
        lambda each: each.among(among.asked, "this assessment is not among the assessments")
    )
    question = fields["question"].words(_QUESTION, least=1)
    if assessment is not None and among.asked[assessment].question(question) is None:
        fields["question"].wrong("this assessment has no such question")
    return QuestionLink(
        questionnaire_id=fields["questionnaire"].words(_QUESTION, least=1),
        question_id=question,
        state=fields["state"].one_of(State),
        before=fields["before"].or_none(_share),
        aim=fields["aim"].or_none(_share),
        assessment_id=assessment,
    )


def _step(value: Value, among: Among) -> PilotStep:
    fields = value.fields(
        "id", "kind", "title", "start", "end", "owner", "done_on", "position", "version", "changed_at", "changed_by"
    )
    start, end = a_day(fields["start"]), a_day(fields["end"])
    if end < start:
        fields["end"].wrong("a step ends on the day on which it begins, or later")
    if (end - start).days >= _MOST_DAYS:
        fields["end"].wrong(f"a step takes at most {_MOST_DAYS:,} days")
    kind, done_on = fields["kind"].one_of(StepKind), fields["done_on"].or_none(a_day)
    if kind is StepKind.DECISION and (end != start or done_on is not None):
        value.wrong("a decision is a day, and done once it is written down")
    return PilotStep(
        id=fields["id"].id(),
        project_id=among.project_id,
        kind=kind,
        title=fields["title"].text(NAME, least=1),
        start=start,
        end=end,
        owner=fields["owner"].text(LINE),
        done_on=done_on,
        position=fields["position"].whole(0, _MOST_PLACES),
        version=fields["version"].whole(1, _MOST_VERSIONS),
        changed_at=fields["changed_at"].moment(),
        changed_by=_person(fields["changed_by"], among),
    )


def _system(value: Value, among: Among) -> Integration:
    fields = value.fields(
        "id", "system", "interface", "owner", "confronting", "estimate", "note", "position", "version", "changed_at",
        "changed_by",
    )  # fmt: skip
    return Integration(
        id=fields["id"].id(),
        project_id=among.project_id,
        system=fields["system"].text(NAME, least=1),
        interface=fields["interface"].text(LINE),
        owner=fields["owner"].text(LINE),
        confronting=fields["confronting"].one_of(Confronting),
        estimate=fields["estimate"].or_none(_days),
        note=fields["note"].text(NOTE, lines=True),
        position=fields["position"].whole(0, _MOST_PLACES),
        version=fields["version"].whole(1, _MOST_VERSIONS),
        changed_at=fields["changed_at"].moment(),
        changed_by=_person(fields["changed_by"], among),
    )


def _path(value: Value, among: Among) -> PathRecord:
    fields = value.fields("questionnaire", "small", "medium", "large", "locked", "at", "by")
    locked = tuple(each.words(_QUESTION, least=1) for each in fields["locked"].items(_MOST_LOCKED))
    if len(set(locked)) < len(locked):
        fields["locked"].wrong("a question stands here twice")
    return PathRecord(
        questionnaire_id=fields["questionnaire"].words(_QUESTION, least=1),
        setting=PathSetting(
            small=fields["small"].whole(1, 1_000),
            medium=fields["medium"].whole(1, 1_000),
            large=fields["large"].whole(1, 1_000),
            locked=locked,
        ),
        at=fields["at"].moment(),
        by=_person(fields["by"], among),
    )


def _person(value: Value, among: Among) -> str:
    return value.among(among.people, "this person is not among the people")


def _days(value: Value) -> Fraction:
    days = value.fraction(0, _MOST_ESTIMATED)
    return days if _HUNDREDTHS % days.denominator == 0 else value.wrong("an estimate has two digits behind the point")


def _share(value: Value) -> Fraction:
    return value.fraction(0, 1)
