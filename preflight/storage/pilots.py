"""The pilot's plan: its steps, and the systems that it has to live with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from preflight.domain.errors import Conflict, NotFound, Refused
from preflight.domain.pilot import Confronting, Integration, PilotStep, StepKind
from preflight.storage.answer_json import decode_fraction, encode_fraction
from preflight.storage.decision_tables import integration, pilot_step

_FIXED = ("id", "project_id")


def add_steps(connection: Connection, steps: Sequence[PilotStep]) -> None:
    """Add steps. Raises Refused for an id that is taken."""
    if steps:
        _refuse_taken(connection, pilot_step, [each.id for each in steps], "There is a step of this id already.")
        connection.execute(insert(pilot_step), [_step_values(each) for each in steps])


def update_step(connection: Connection, step: PilotStep, *, seen: int) -> None:
    """Change a step over the version that was seen. Raises NotFound and Conflict."""
    values = {name: value for name, value in _step_values(step).items() if name not in _FIXED}
    one = (pilot_step.c.id == step.id, pilot_step.c.version == seen)
    if not connection.execute(update(pilot_step).where(*one).values(values)).rowcount:
        get_step(connection, step.id)
        raise Conflict("Someone else changed this step in the meantime; look again before you change it.")


def get_step(connection: Connection, step_id: str) -> PilotStep:
    """One step. Raises NotFound."""
    row = connection.execute(select(pilot_step).where(pilot_step.c.id == step_id)).one_or_none()
    if row is None:
        raise _no_step()
    return _step(row)


def list_steps(connection: Connection, project_id: str | None = None) -> list[PilotStep]:
    """The steps of a project's plan, or of all plans, by position; empty while there is none."""
    wanted = select(pilot_step).order_by(pilot_step.c.project_id, pilot_step.c.position, pilot_step.c.id)
    if project_id is not None:
        wanted = wanted.where(pilot_step.c.project_id == project_id)
    return [_step(row) for row in connection.execute(wanted)]


def remove_step(connection: Connection, step_id: str) -> None:
    """Remove a step. Raises NotFound."""
    if not connection.execute(delete(pilot_step).where(pilot_step.c.id == step_id)).rowcount:
        raise _no_step()


def add_integration(connection: Connection, new: Integration) -> None:
    """Add a system. Raises Refused for an id that is taken."""
    _refuse_taken(connection, integration, [new.id], "There is a system of this id already.")
    connection.execute(insert(integration).values(_integration_values(new)))


def update_integration(connection: Connection, changed: Integration, *, seen: int) -> None:
    """Change a system over the version that was seen. Raises NotFound and Conflict."""
    values = {name: value for name, value in _integration_values(changed).items() if name not in _FIXED}
    one = (integration.c.id == changed.id, integration.c.version == seen)
    if not connection.execute(update(integration).where(*one).values(values)).rowcount:
        get_integration(connection, changed.id)
        raise Conflict("Someone else changed this system in the meantime; look again before you change it.")


def get_integration(connection: Connection, integration_id: str) -> Integration:
    """One system. Raises NotFound."""
    row = connection.execute(select(integration).where(integration.c.id == integration_id)).one_or_none()
    if row is None:
        raise _no_integration()
    return _integration(row)


def list_integrations(connection: Connection, project_id: str | None = None) -> list[Integration]:
    """The systems of a project, or of all projects, by position."""
    wanted = select(integration).order_by(integration.c.project_id, integration.c.position, integration.c.id)
    if project_id is not None:
        wanted = wanted.where(integration.c.project_id == project_id)
    return [_integration(row) for row in connection.execute(wanted)]


def remove_integration(connection: Connection, integration_id: str) -> None:
    """Remove a system. Raises NotFound."""
    if not connection.execute(delete(integration).where(integration.c.id == integration_id)).rowcount:
        raise _no_integration()


def _refuse_taken(connection: Connection, table: Table, ids: Sequence[str], sentence: str) -> None:
    if connection.execute(select(table.c.id).where(table.c.id.in_(ids)).limit(1)).first() is not None:
        raise Refused(sentence)


def _step_values(step: PilotStep) -> dict[str, Any]:
    return {
        "id": step.id,
        "project_id": step.project_id,
        "kind": step.kind.value,
        "title": step.title,
        "first_day": step.start,
        "last_day": step.end,
        "owner": step.owner,
        "done_on": step.done_on,
        "position": step.position,
        "version": step.version,
        "changed_at": step.changed_at,
        "changed_by": step.changed_by,
    }


def _step(row: Row[*tuple[Any, ...]]) -> PilotStep:
    return PilotStep(
        id=row.id,
        project_id=row.project_id,
        kind=StepKind(row.kind),
        title=row.title,
        start=row.first_day,
        end=row.last_day,
        owner=row.owner,
        done_on=row.done_on,
        position=row.position,
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def _integration_values(one: Integration) -> dict[str, Any]:
    return {
        "id": one.id,
        "project_id": one.project_id,
        "system": one.system,
        "interface": one.interface,
        "owner": one.owner,
        "confronting": one.confronting.value,
        "estimate": None if one.estimate is None else encode_fraction(one.estimate),
        "note": one.note,
        "position": one.position,
        "version": one.version,
        "changed_at": one.changed_at,
        "changed_by": one.changed_by,
    }


def _integration(row: Row[*tuple[Any, ...]]) -> Integration:
    return Integration(
        id=row.id,
        project_id=row.project_id,
        system=row.system,
        interface=row.interface,
        owner=row.owner,
        confronting=Confronting(row.confronting),
        estimate=None if row.estimate is None else decode_fraction(row.estimate),
        note=row.note,
        position=row.position,
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def _no_step() -> NotFound:
    return NotFound("There is no such step (any more).")


def _no_integration() -> NotFound:
    return NotFound("There is no such system (any more).")
