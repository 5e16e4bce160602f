"""The triggers of revision 0001. Once released, they change only through a later revision.

- A completed assessment, its answers, changes and scores stay as they are. Deletion is left to the sample project.
- A row that belongs to an assessment goes by itself only while that is a draft; a kept change goes never by itself.
  When a parent is deleted, its children follow by ON DELETE CASCADE: by then the parent is gone, and that is how
  these triggers know that the deletion was allowed one level up.
- `_no_replace` and `_keeps_its_id` close SQLite's REPLACE, which fires no delete trigger unless recursive_triggers is
  on; PostgreSQL has them for the same words.
"""

from __future__ import annotations

from preflight.storage.migrations.trigger_sql import Trigger

_COMPLETED = "immutable: A completed assessment can't be changed."


def _guards(table: str) -> tuple[Trigger, ...]:
    """What belongs to an assessment stays as it is once that is completed."""
    new, old = (
        f"EXISTS (SELECT 1 FROM assessment WHERE id = {row}.assessment_id AND phase = 'completed')"  # noqa: S608 - constants
        for row in ("NEW", "OLD")
    )
    return (
        Trigger(f"{table}_completed_no_insert", "INSERT", table, new, _COMPLETED),
        Trigger(f"{table}_completed_no_update", "UPDATE", table, f"{old} OR {new}", _COMPLETED),
        Trigger(f"{table}_completed_no_delete", "DELETE", table, old, _COMPLETED),
    )


TRIGGERS: tuple[Trigger, ...] = (
    Trigger(
        "project_no_replace",
        "INSERT",
        "project",
        "EXISTS (SELECT 1 FROM project WHERE id = NEW.id)",
        "refused: There is a project of this id already.",
    ),
    Trigger(
        "project_keeps_completed",
        "DELETE",
        "project",
        "OLD.sample = 0 AND EXISTS (SELECT 1 FROM assessment WHERE project_id = OLD.id AND phase = 'completed')",
        "refused: A project with completed assessments can't be removed.",
    ),
    Trigger(
        "project_stays_real_or_sample",
        "UPDATE OF id, sample",
        "project",
        "NEW.id <> OLD.id OR NEW.sample <> OLD.sample",
        "refused: A project can't become the sample, nor the sample a project.",
    ),
    Trigger(
        "questionnaire_version_no_replace",
        "INSERT",
        "questionnaire_version",
        "EXISTS (SELECT 1 FROM questionnaire_version WHERE digest = NEW.digest)",
        "refused: This questionnaire is kept already.",
    ),
    Trigger(
        "questionnaire_version_no_update",
        "UPDATE",
        "questionnaire_version",
        "1",
        "refused: A kept questionnaire can't be changed.",
    ),
    Trigger(
        "assessment_no_replace",
        "INSERT",
        "assessment",
        "EXISTS (SELECT 1 FROM assessment WHERE id = NEW.id)",
        "refused: There is an assessment of this id already.",
    ),
    Trigger(
        "assessment_keeps_its_id",
        "UPDATE OF id",
        "assessment",
        "NEW.id <> OLD.id",
        "refused: An assessment keeps its id.",
    ),
    Trigger(
        "assessment_starts_as_draft",
        "INSERT",
        "assessment",
        "NEW.phase <> 'draft'",
        "refused: An assessment starts as a draft.",
    ),
    Trigger(
        "assessment_completes_with_score",
        "UPDATE OF phase",
        "assessment",
        "NEW.phase = 'completed' AND NOT EXISTS (SELECT 1 FROM assessment_score WHERE assessment_id = NEW.id)",
        "refused: An assessment is completed together with its score.",
    ),
    Trigger("assessment_completed_no_update", "UPDATE", "assessment", "OLD.phase = 'completed'", _COMPLETED),
    Trigger(
        "assessment_completed_no_delete",
        "DELETE",
        "assessment",
        "OLD.phase = 'completed' AND EXISTS (SELECT 1 FROM project WHERE id = OLD.project_id AND sample = 0)",
        _COMPLETED,
    ),
    *_guards("answer"),
    Trigger(
        "answer_change_completed_no_insert",
        "INSERT",
        "answer_change",
        "EXISTS (SELECT 1 FROM assessment WHERE id = NEW.assessment_id AND phase = 'completed')",
        _COMPLETED,
    ),
    Trigger(
        "answer_change_no_replace",
        "INSERT",
        "answer_change",
        "EXISTS (SELECT 1 FROM answer_change WHERE seq = NEW.seq)",
        "immutable: A kept change of an answer can't be replaced.",
    ),
    Trigger(
        "answer_change_no_update",
        "UPDATE",
        "answer_change",
        "1",
        "immutable: A kept change of an answer stays as it is.",
    ),
    Trigger(
        "answer_change_no_delete",
        "DELETE",
        "answer_change",
        "EXISTS (SELECT 1 FROM assessment WHERE id = OLD.assessment_id)",
        "immutable: A kept change of an answer can't be deleted.",
    ),
    *_guards("assessment_score"),
    *_guards("section_score"),
)
