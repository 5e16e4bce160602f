"""What a project kept beside its assessments, written again as it was, past no trigger."""

from __future__ import annotations

from preflight.domain.criterion import Criterion
from preflight.domain.record import PilotRecord
from preflight.storage import actions as action_rows
from preflight.storage import criteria as criterion_rows
from preflight.storage import decisions as decision_rows
from preflight.storage import path_settings as setting_rows
from preflight.storage import pilots as pilot_rows
from preflight.storage.engine import Connection


def write_pilot(connection: Connection, project_id: str, record: PilotRecord) -> None:
    """Write the whole record into a project that keeps nothing yet, within a transaction that is under way.

    Criteria are sealed and then amended, decisions come one after another: the way that the database insists on.
    """
    for decision in record.decisions:
        decision_rows.add_decision(connection, decision)
    action_rows.add_actions(connection, record.actions)
    for criterion in record.criteria:
        _write_criterion(connection, criterion)
    pilot_rows.add_steps(connection, record.steps)
    for system in record.systems:
        pilot_rows.add_integration(connection, system)
    for path in record.paths:
        setting_rows.keep_path_setting(
            connection, project_id, path.questionnaire_id, path.setting, at=path.at, by=path.by
        )


def _write_criterion(connection: Connection, criterion: Criterion) -> None:
    criterion_rows.add_criterion(connection, criterion)
    if criterion.sealed_at is not None and criterion.sealed_by is not None:
        criterion_rows.seal(connection, criterion.id, at=criterion.sealed_at, by=criterion.sealed_by)
    for version in criterion.versions[1:]:
        criterion_rows.add_version(connection, criterion.id, version)
    for measurement in criterion.measurements:
        criterion_rows.add_measurement(connection, measurement)
