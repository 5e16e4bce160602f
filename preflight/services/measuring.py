"""Measuring: values against sealed criteria, with day and evidence; a mistake is struck out with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.assessment import Evidence
from preflight.domain.criterion import Criterion, Measurement
from preflight.domain.errors import Invalid, Refused
from preflight.domain.measurable import share_problem
from preflight.domain.project import Person
from preflight.domain.text import LINE, NOTE, clean_text, clean_url
from preflight.domain.typed_numbers import read_number
from preflight.domain.wording import day
from preflight.services.criteria import UNIT
from preflight.services.workspace import Workspace
from preflight.storage import criteria as criterion_rows
from preflight.storage import people as people_rows

MOST_MEASUREMENTS = 500
"""Of one criterion, struck ones among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a person says was measured: the value as it was typed, its day, and where it can be looked up."""

    value: str
    date: date | None
    evidence: str = ""
    link: str = ""


def measure(workspace: Workspace, person: Person, criterion_id: str, said: Measured) -> Measurement:
    """Write a measurement down. Raises Invalid (no number, a day before the seal or in the future, no evidence),
    Refused for a criterion that is not sealed or was withdrawn, and NotFound."""
    typed = clean_text(said.value, what="The value", longest=UNIT)
    evidence = Evidence(
        text=clean_text(said.evidence, what="The evidence", longest=LINE), url=clean_url(said.link), date=said.date
    )
    if not evidence.text and not evidence.url:
        raise Invalid("Say in a few words where the number comes from, or give a link to it.")
    with workspace.writing(person, Operation.MEASURE, About("criterion", criterion_id)) as connection:
        criterion = criterion_rows.get_criterion(connection, criterion_id)
        on = _checked_day(criterion, said.date, workspace.today())
        unit = criterion.newest.terms.unit
        value = read_number(typed, what="The value", unit=unit)
        if problem := share_problem("A value", value, unit):
            raise Invalid(problem)
        for each in criterion.measurements:
            if each.struck_at is None and (each.value, each.date, each.evidence) == (value, on, evidence):
                return each
        if len(criterion.measurements) >= MOST_MEASUREMENTS:
            raise Invalid(f"A criterion may have at most {MOST_MEASUREMENTS} measurements.")
        people_rows.ensure_person(connection, person)
        new = Measurement(
            id=uuid4().hex,
            criterion_id=criterion_id,
            value=value,
            date=on,
            evidence=evidence,
            at=workspace.now(),
            by=person.id,
        )
        criterion_rows.add_measurement(connection, new)
    return new


def strike_measurement(workspace: Workspace, person: Person, measurement_id: str, *, reason: str) -> None:
    """Strike a mistaken measurement out; it stays to be seen, with the reason. Raises Invalid without one, NotFound,
    and Immutable when it is struck already."""
    why = clean_text(reason, what="The reason", longest=NOTE, lines=True)
    if not why:
        raise Invalid("Say what was wrong with it. The number stays to be seen, struck out, with what you say.")
    with workspace.writing(person, Operation.MEASURE, About("measurement", measurement_id)) as connection:
        people_rows.ensure_person(connection, person)
        criterion_rows.strike_measurement(connection, measurement_id, at=workspace.now(), by=person.id, why=why)


def _checked_day(criterion: Criterion, on: date | None, today: date) -> date:
    if criterion.sealed_at is None:
        raise Refused("Seal the criteria before anything is measured: a target set after the number proves nothing.")
    if criterion.withdrawn:
        raise Refused("This criterion was withdrawn; nothing is measured against it any more.")
    if on is None:
        raise Invalid("Give the day on which it was measured.")
    if on > today:
        raise Invalid(f"{day(on)} is still to come. Give the day on which it was measured.")
    sealed_on = criterion.sealed_at.astimezone().date()
    if on < sealed_on:
        raise Invalid(
            f"The criterion was sealed on {day(sealed_on)}; what was measured before that is a baseline, not a result."
        )
    return on
