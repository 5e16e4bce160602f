"""The success criteria of a document: their versions, seals and measurements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from preflight.catalog.importers.document_days import a_day, a_figure
from preflight.catalog.importers.json_value import Findings, Value
from preflight.domain.assessment import Evidence
from preflight.domain.criterion import Criterion, CriterionTerms, CriterionVersion, Direction, Measurement
from preflight.domain.text import LINE, NAME, NOTE

_MOST_CRITERIA: Final = 30
_UNIT: Final = 60
_MOST_VERSIONS: Final = 50
_MOST_MEASUREMENTS: Final = 500
_ONE_DAY: Final = timedelta(days=1)
"""By so much the day where somebody sat may have been another than in UTC, in which moments are kept."""


def read_criteria(value: Value, project_id: str, people: Collection[str], findings: Findings) -> tuple[Criterion, ...]:
    """The criteria in their order; problems are noted one by one."""
    found: dict[str, Criterion] = {}
    measured: set[str] = set()
    for each in value.items(_MOST_CRITERIA):
        with findings.noted():
            one = _criterion(each, project_id, people)
            new = {measurement.id for measurement in one.measurements}
            if one.id in found or measured & new or len(new) < len(one.measurements):
                each.wrong("something stands here twice")
            measured |= new
            _check_late(each, one, found.values())
            found[one.id] = one
    return tuple(found.values())


def _check_late(value: Value, one: Criterion, before: Collection[Criterion]) -> None:
    """All are sealed together, and whatever comes to sealed ones comes late."""
    if one.late and not any(each.sealed for each in before):
        value.wrong("nothing was sealed that it could have come late to")
    if not one.late and any(each.late or each.sealed is not one.sealed for each in before):
        value.wrong("criteria are sealed together; what comes after that comes late")


def _criterion(value: Value, project_id: str, people: Collection[str]) -> Criterion:
    fields = value.fields("id", "late", "sealed_at", "sealed_by", "versions", "measurements")
    name, late = fields["id"].id(), fields["late"].flag()
    sealed_at = fields["sealed_at"].or_none(Value.moment)
    sealed_by = fields["sealed_by"].or_none(lambda each: _person(each, people))
    if (sealed_at is None) is not (sealed_by is None):
        fields["sealed_by"].wrong("a seal has a moment and a person")
    versions = fields["versions"].items(_MOST_VERSIONS)
    if not versions:
        fields["versions"].wrong("a criterion says something")
    if sealed_at is None and (late or len(versions) > 1 or fields["measurements"].items(_MOST_MEASUREMENTS)):
        value.wrong("what is not sealed was not amended, measured, or added late")
    read = tuple(_version(each, number, late, people) for number, each in enumerate(versions, start=1))
    _check_amendments(versions, read)
    measurements = tuple(_measurement(each, name, people) for each in fields["measurements"].items(_MOST_MEASUREMENTS))
    if list(measurements) != sorted(measurements, key=lambda each: (each.date, each.at, each.id)):
        fields["measurements"].wrong("measurements stand in the order of their days")
    for place, each in zip(fields["measurements"].items(_MOST_MEASUREMENTS), measurements, strict=True):
        if sealed_at is not None and each.date < sealed_at.date() - _ONE_DAY:
            place.wrong("it was measured before the criterion was sealed")
        if each.date > each.at.date() + _ONE_DAY:
            place.wrong("it was written down before it was measured")
    return Criterion(
        id=name,
        project_id=project_id,
        versions=read,
        late=late,
        sealed_at=sealed_at,
        sealed_by=sealed_by,
        measurements=measurements,
    )


def _check_amendments(values: Sequence[Value], versions: Sequence[CriterionVersion]) -> None:
    """Each amendment changes something, but neither the unit nor, where it is withdrawn, the terms."""
    for value, before, after in zip(values[1:], versions, versions[1:], strict=False):
        if before.withdrawn:
            value.wrong("nothing comes after it was withdrawn")
        if after.terms.unit != before.terms.unit:
            value.wrong("the unit of a sealed criterion stays")
        if after.withdrawn is not (after.terms == before.terms):
            value.wrong("an amendment changes something, and a withdrawal only that")


def _version(value: Value, number: int, late: bool, people: Collection[str]) -> CriterionVersion:
    fields = value.fields(
        "metric", "unit", "baseline", "target", "direction", "how", "by_when", "business_owner", "reason", "withdrawn",
        "at", "by",
    )  # fmt: skip
    withdrawn = fields["withdrawn"].flag()
    if withdrawn and number == 1:
        fields["withdrawn"].wrong("what was never written down can't be withdrawn")
    reason = fields["reason"].text(NOTE, lines=True)
    if bool(reason) is not (number > 1 or late):
        fields["reason"].wrong("an amendment has a reason, and so has what was added late; nothing else has one")
    return CriterionVersion(
        number=number,
        terms=CriterionTerms(
            metric=fields["metric"].text(NAME, least=1),
            unit=fields["unit"].text(_UNIT, least=1),
            baseline=fields["baseline"].or_none(a_figure),
            target=a_figure(fields["target"]),
            direction=fields["direction"].one_of(Direction),
            how=fields["how"].text(NOTE, lines=True, least=1),
            by_when=a_day(fields["by_when"]),
            business_owner=fields["business_owner"].text(NAME, least=1),
        ),
        reason=reason,
        withdrawn=withdrawn,
        at=fields["at"].moment(),
        by=_person(fields["by"], people),
    )


def _measurement(value: Value, criterion_id: str, people: Collection[str]) -> Measurement:
    fields = value.fields("id", "value", "date", "text", "url", "at", "by", "struck")
    on = a_day(fields["date"])
    evidence = Evidence(text=fields["text"].text(LINE), url=fields["url"].url(), date=on)
    if not evidence.text and not evidence.url:
        fields["text"].wrong("a measurement says where it can be looked up")
    struck = fields["struck"].or_none(lambda each: each.fields("at", "by", "why"))
    return Measurement(
        id=fields["id"].id(),
        criterion_id=criterion_id,
        value=a_figure(fields["value"]),
        date=on,
        evidence=evidence,
        at=fields["at"].moment(),
        by=_person(fields["by"], people),
        struck_at=struck["at"].moment() if struck else None,
        struck_by=_person(struck["by"], people) if struck else None,
        struck_why=struck["why"].text(NOTE, lines=True, least=1) if struck else "",
    )


def _person(value: Value, people: Collection[str]) -> str:
    return value.among(people, "this person is not among the people")
