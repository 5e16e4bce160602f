"""The triggers of revision 0003. Once released, they change only through a later revision.

- A kept slide template goes or stays; it is never changed, so that its digest says what it holds.
- What a restored assessment's rooms said stays as it was read: nothing of it is changed, a completed assessment takes
  no more of it, and it goes only together with its assessment (by ON DELETE CASCADE; that row is gone by then, and that
  is how these triggers know that it was allowed).
- `_no_replace` closes SQLite's REPLACE, which fires no delete trigger unless recursive_triggers is on (see 0001).
"""

from __future__ import annotations

from preflight.storage.migrations.trigger_sql import Trigger

_STAYS = "immutable: What a restored assessment's rooms said stays as it is."


def _restored(table: str, *key: str) -> tuple[Trigger, ...]:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - constants
    completed = "EXISTS (SELECT 1 FROM assessment WHERE id = NEW.assessment_id AND phase = 'completed')"
    kept = "EXISTS (SELECT 1 FROM assessment WHERE id = OLD.assessment_id)"
    return (
        Trigger(
            f"{table}_completed_no_insert",
            "INSERT",
            table,
            completed,
            "immutable: A completed assessment can't be changed.",
        ),
        Trigger(f"{table}_no_replace", "INSERT", table, there, _STAYS),
        Trigger(f"{table}_no_update", "UPDATE", table, "1", _STAYS),
        Trigger(f"{table}_no_delete", "DELETE", table, kept, _STAYS),
    )


TRIGGERS: tuple[Trigger, ...] = (
    Trigger(
        "slide_template_no_replace",
        "INSERT",
        "slide_template",
        "EXISTS (SELECT 1 FROM slide_template WHERE id = NEW.id)",
        "refused: There is a template of this id already.",
    ),
    Trigger(
        "slide_template_no_update",
        "UPDATE",
        "slide_template",
        "1",
        "refused: A kept template can't be changed; remove it and keep another.",
    ),
    *_restored("restored_round", "assessment_id", "question_id", "round"),
    *_restored("restored_agreed", "assessment_id", "question_id"),
)
