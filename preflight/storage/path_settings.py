"""With what a project's path to ready is worked out: what efforts cost, and which answers can't change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from preflight.domain.path_setting import PathSetting
from preflight.domain.record import PathRecord
from preflight.storage.decision_tables import path_setting as table


def get_path_setting(connection: Connection, project_id: str, questionnaire_id: str) -> PathSetting:
    """The kept setting; the usual one where none was kept."""
    one = (table.c.project_id == project_id, table.c.questionnaire_id == questionnaire_id)
    row = connection.execute(select(table).where(*one)).one_or_none()
    if row is None:
        return PathSetting()
    return _setting(row)


def list_path_settings(connection: Connection, project_id: str) -> list[PathRecord]:
    """What was kept for a project, by questionnaire."""
    rows = connection.execute(select(table).where(table.c.project_id == project_id).order_by(table.c.questionnaire_id))
    return [
        PathRecord(questionnaire_id=row.questionnaire_id, setting=_setting(row), at=row.changed_at, by=row.changed_by)
        for row in rows
    ]


def keep_path_setting(
    connection: Connection, project_id: str, questionnaire_id: str, setting: PathSetting, *, at: datetime, by: str
) -> None:
    """Keep a setting over the one before. Raises NotFound for a project or person that is not there."""
    one = (table.c.project_id == project_id, table.c.questionnaire_id == questionnaire_id)
    values = {
        "small": setting.small,
        "medium": setting.medium,
        "large": setting.large,
        "locked": setting.locked,
        "changed_at": at,
        "changed_by": by,
    }
    if not connection.execute(update(table).where(*one).values(values)).rowcount:
        connection.execute(insert(table).values(project_id=project_id, questionnaire_id=questionnaire_id, **values))


def _setting(row: Row[*tuple[Any, ...]]) -> PathSetting:
    return PathSetting(small=row.small, medium=row.medium, large=row.large, locked=row.locked)
