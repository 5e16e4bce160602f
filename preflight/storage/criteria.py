"""Success criteria with their versions and measurements."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from preflight.domain.assessment import Evidence
from preflight.domain.criterion import Criterion, CriterionTerms, CriterionVersion, Direction, Measurement
from preflight.domain.errors import Immutable, NotFound
from preflight.storage.answer_json import decode_fraction, encode_fraction
from preflight.storage.decision_tables import criterion, criterion_version, measurement


def add_criterion(connection: Connection, new: Criterion) -> None:
    """Add an unsealed criterion with its first version. Raises Refused for an id that is taken."""
    last = select(func.max(criterion.c.position)).where(criterion.c.project_id == new.project_id)
    found = connection.execute(last).scalar_one()
    position = 0 if found is None else found + 1
    connection.execute(insert(criterion).values(id=new.id, project_id=new.project_id, position=position, late=new.late))
    add_version(connection, new.id, new.first)


def change_unsealed(connection: Connection, criterion_id: str, version: CriterionVersion) -> None:
    """Write over what an unsealed criterion says. Raises NotFound, and Immutable once it is sealed."""
    one = criterion_version.c.criterion_id == criterion_id
    if not connection.execute(update(criterion_version).where(one).values(_version_values(version))).rowcount:
        raise _no_criterion()


def remove_unsealed(connection: Connection, criterion_id: str) -> None:
    """Remove a criterion that was not sealed. Raises NotFound, and Immutable once it is sealed."""
    if not connection.execute(delete(criterion).where(criterion.c.id == criterion_id)).rowcount:
        raise _no_criterion()


def seal(connection: Connection, criterion_id: str, *, at: datetime, by: str) -> None:
    """Seal a criterion. Raises NotFound, and Immutable when it is sealed already."""
    values = {"sealed_at": at, "sealed_by": by}
    if not connection.execute(update(criterion).where(criterion.c.id == criterion_id).values(values)).rowcount:
        raise _no_criterion()


def add_version(connection: Connection, criterion_id: str, version: CriterionVersion) -> None:
    """Add the next version: an amendment. Raises Refused before sealing, without a reason, or out of order."""
    connection.execute(insert(criterion_version).values(criterion_id=criterion_id, **_version_values(version)))


def add_measurement(connection: Connection, new: Measurement) -> None:
    """Add a measurement. Raises Refused while its criterion is not sealed."""
    connection.execute(
        insert(measurement).values(
            id=new.id,
            criterion_id=new.criterion_id,
            value=encode_fraction(new.value),
            date=new.date,
            evidence_text=new.evidence.text,
            evidence_url=new.evidence.url,
            at=new.at,
            by=new.by,
            struck_at=new.struck_at,
            struck_by=new.struck_by,
            struck_why=new.struck_why,
        )
    )


def strike_measurement(connection: Connection, measurement_id: str, *, at: datetime, by: str, why: str) -> None:
    """Strike a measurement out. Raises NotFound, and Immutable when it is struck already."""
    if not why:
        raise Immutable("A measurement stays as it is; strike it out, and say why.")
    values = {"struck_at": at, "struck_by": by, "struck_why": why}
    if not connection.execute(update(measurement).where(measurement.c.id == measurement_id).values(values)).rowcount:
        raise NotFound("There is no such measurement.")


def get_criterion(connection: Connection, criterion_id: str) -> Criterion:
    """One criterion. Raises NotFound."""
    found = _read(connection, select(criterion).where(criterion.c.id == criterion_id))
    if not found:
        raise _no_criterion()
    return found[0]


def list_criteria(connection: Connection, project_id: str | None = None) -> list[Criterion]:
    """The criteria of a project, or of all projects, in the order in which they were added."""
    wanted = select(criterion).order_by(criterion.c.project_id, criterion.c.position, criterion.c.id)
    return _read(connection, wanted if project_id is None else wanted.where(criterion.c.project_id == project_id))


def _read(connection: Connection, wanted: Select[Any]) -> list[Criterion]:
    rows = list(connection.execute(wanted))
    ids = wanted.with_only_columns(criterion.c.id).order_by(None).scalar_subquery()
    versions: dict[str, list[CriterionVersion]] = defaultdict(list)
    for row in connection.execute(
        select(criterion_version)
        .where(criterion_version.c.criterion_id.in_(ids))
        .order_by(criterion_version.c.criterion_id, criterion_version.c.number)
    ):
        versions[row.criterion_id].append(_version(row))
    measured: dict[str, list[Measurement]] = defaultdict(list)
    for row in connection.execute(
        select(measurement)
        .where(measurement.c.criterion_id.in_(ids))
        .order_by(measurement.c.date, measurement.c.at, measurement.c.id)
    ):
        measured[row.criterion_id].append(_measurement(row))
    return [
        Criterion(
            id=row.id,
            project_id=row.project_id,
            versions=tuple(versions[row.id]),
            late=row.late,
            sealed_at=row.sealed_at,
            sealed_by=row.sealed_by,
            measurements=tuple(measured[row.id]),
        )
        for row in rows
    ]


def _version_values(version: CriterionVersion) -> dict[str, Any]:
    terms = version.terms
    return {
        "number": version.number,
        "metric": terms.metric,
        "unit": terms.unit,
        "baseline": None if terms.baseline is None else encode_fraction(terms.baseline),
        "target": encode_fraction(terms.target),
        "direction": terms.direction.value,
        "how": terms.how,
        "by_when": terms.by_when,
        "business_owner": terms.business_owner,
        "reason": version.reason,
        "withdrawn": version.withdrawn,
        "at": version.at,
        "by": version.by,
    }


def _version(row: Row[*tuple[Any, ...]]) -> CriterionVersion:
    return CriterionVersion(
        number=row.number,
        terms=CriterionTerms(
            metric=row.metric,
            unit=row.unit,
            baseline=None if row.baseline is None else decode_fraction(row.baseline),
            target=decode_fraction(row.target),
            direction=Direction(row.direction),
            how=row.how,
            by_when=row.by_when,
            business_owner=row.business_owner,
        ),
        reason=row.reason,
        withdrawn=row.withdrawn,
        at=row.at,
        by=row.by,
    )


def _measurement(row: Row[*tuple[Any, ...]]) -> Measurement:
    return Measurement(
        id=row.id,
        criterion_id=row.criterion_id,
        value=decode_fraction(row.value),
        date=row.date,
        evidence=Evidence(text=row.evidence_text, url=row.evidence_url, date=row.date),
        at=row.at,
        by=row.by,
        struck_at=row.struck_at,
        struck_by=row.struck_by,
        struck_why=row.struck_why,
    )


def _no_criterion() -> NotFound:
    return NotFound("There is no such criterion (any more).")
