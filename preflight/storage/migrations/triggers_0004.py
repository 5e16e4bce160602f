"""The triggers of revision 0004. Once released, they change only through a later revision.

- A sealed criterion stays: what was written down first can't be changed, removed or sealed twice. What changes is an
  amendment, the next version, and it says why. One that was added late says why, too. Only what is sealed is measured.
- A measurement stays; a mistake is struck out once, with its reason.
- A decision stays. A project's decisions are one chain: each but the first supersedes the one before.
- A row goes only together with its project (by ON DELETE CASCADE; that row is gone by then, and that is how these
  triggers know that it was allowed), and a project with decisions or sealed criteria stays, unless it is the sample.
- `_no_replace` closes SQLite's REPLACE, which fires no delete trigger unless recursive_triggers is on (see 0001).
"""

from __future__ import annotations

from preflight.storage.migrations.trigger_sql import Trigger

_SEALED = "immutable: A sealed criterion can't be changed; amend it, and say why."
_MEASURED = "immutable: A measurement stays as it is; strike it out, and say why."
_DECIDED = "immutable: A decision can't be changed; a later one supersedes it."
_IS_SEALED = "EXISTS (SELECT 1 FROM criterion WHERE id = {}.criterion_id AND sealed_at IS NOT NULL)"
_IS_THERE = "EXISTS (SELECT 1 FROM criterion WHERE id = OLD.criterion_id)"
_OUT_OF_ORDER = (
    "NEW.number <> 1 + (SELECT count(*) FROM criterion_version WHERE criterion_id = NEW.criterion_id)"  # noqa: S608 - constants
    f" OR (NEW.number > 1 AND NOT {_IS_SEALED.format('NEW')})"
)
_CHANGED_MEASUREMENT = " OR ".join(
    f"NEW.{column} <> OLD.{column}"
    for column in ("id", "criterion_id", "value", "date", "evidence_text", "evidence_url", "at", "by")
).replace("NEW.by <> OLD.by", 'NEW."by" <> OLD."by"')

TRIGGERS: tuple[Trigger, ...] = (
    Trigger(
        "project_keeps_decisions",
        "DELETE",
        "project",
        "OLD.sample = 0 AND (EXISTS (SELECT 1 FROM decision WHERE project_id = OLD.id)"
        " OR EXISTS (SELECT 1 FROM criterion WHERE project_id = OLD.id AND sealed_at IS NOT NULL))",
        "refused: A project with decisions or sealed criteria can't be removed: what was decided stays on record.",
    ),
    Trigger(
        "action_no_replace",
        "INSERT",
        "action",
        "EXISTS (SELECT 1 FROM action WHERE id = NEW.id)",
        "refused: There is an action of this id already.",
    ),
    Trigger(
        "criterion_no_replace",
        "INSERT",
        "criterion",
        "EXISTS (SELECT 1 FROM criterion WHERE id = NEW.id)",
        "refused: There is a criterion of this id already.",
    ),
    Trigger(
        "criterion_starts_unsealed",
        "INSERT",
        "criterion",
        "NEW.sealed_at IS NOT NULL",
        "refused: A criterion is sealed only once it says something.",
    ),
    Trigger(
        "criterion_seals_with_version",
        "UPDATE OF sealed_at",
        "criterion",
        "NEW.sealed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM criterion_version WHERE criterion_id = NEW.id"
        " AND number = 1 AND (NEW.late = 0 OR reason <> ''))",
        "refused: A criterion is sealed with what it says, and one that was added late says why.",
    ),
    Trigger("criterion_sealed_no_update", "UPDATE", "criterion", "OLD.sealed_at IS NOT NULL", _SEALED),
    Trigger(
        "criterion_sealed_no_delete",
        "DELETE",
        "criterion",
        "OLD.sealed_at IS NOT NULL AND EXISTS (SELECT 1 FROM project WHERE id = OLD.project_id)",
        _SEALED,
    ),
    Trigger(
        "criterion_version_no_replace",
        "INSERT",
        "criterion_version",
        "EXISTS (SELECT 1 FROM criterion_version WHERE criterion_id = NEW.criterion_id AND number = NEW.number)",
        _SEALED,
    ),
    Trigger(
        "criterion_version_in_order",
        "INSERT",
        "criterion_version",
        _OUT_OF_ORDER,
        "refused: Before it is sealed a criterion has one version; after that each amendment is the next.",
    ),
    Trigger(
        "criterion_version_needs_reason",
        "INSERT",
        "criterion_version",
        "NEW.number > 1 AND NEW.reason = ''",
        "refused: An amendment says why.",
    ),
    Trigger("criterion_version_sealed_no_update", "UPDATE", "criterion_version", _IS_SEALED.format("OLD"), _SEALED),
    Trigger("criterion_version_no_delete", "DELETE", "criterion_version", _IS_THERE, _SEALED),
    Trigger(
        "measurement_no_replace",
        "INSERT",
        "measurement",
        "EXISTS (SELECT 1 FROM measurement WHERE id = NEW.id)",
        _MEASURED,
    ),
    Trigger(
        "measurement_needs_seal",
        "INSERT",
        "measurement",
        f"NOT {_IS_SEALED.format('NEW')}",
        "refused: Seal the criteria before anything is measured.",
    ),
    Trigger(
        "measurement_only_struck",
        "UPDATE",
        "measurement",
        f"OLD.struck_at IS NOT NULL OR NEW.struck_at IS NULL OR {_CHANGED_MEASUREMENT}",
        _MEASURED,
    ),
    Trigger("measurement_no_delete", "DELETE", "measurement", _IS_THERE, _MEASURED),
    Trigger("decision_no_replace", "INSERT", "decision", "EXISTS (SELECT 1 FROM decision WHERE id = NEW.id)", _DECIDED),
    Trigger(
        "decision_supersedes_own",
        "INSERT",
        "decision",
        "(NEW.supersedes IS NULL AND EXISTS (SELECT 1 FROM decision WHERE project_id = NEW.project_id))"
        " OR (NEW.supersedes IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM decision WHERE id = NEW.supersedes AND project_id = NEW.project_id))"
        " OR EXISTS (SELECT 1 FROM decision WHERE supersedes = NEW.supersedes)",
        "refused: A later decision supersedes the one before.",
    ),
    Trigger("decision_no_update", "UPDATE", "decision", "1", _DECIDED),
    Trigger(
        "decision_no_delete",
        "DELETE",
        "decision",
        "EXISTS (SELECT 1 FROM project WHERE id = OLD.project_id)",
        _DECIDED,
    ),
)
