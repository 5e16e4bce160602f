"""With what a project's path to ready is worked out: what efforts cost, and which answers can't change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from preflight.domain.path_setting import PathSetting
from preflight.storage.decision_tables import path_setting as table


def get_path_setting(connection: Connection, project_id: str, questionnaire_id: str) -> PathSetting:
    """The kept setting; the usual one where none was kept."""
    one = (table.c.project_id == project_id, table.c.questionnaire_id == questionnaire_id)
    row = connection.execute(select(table).where(*one)).one_or_none()
    if row is None:
        return PathSetting()
    return PathSetting(small=row.small, medium=row.medium, large=row.large, locked=row.locked)


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
