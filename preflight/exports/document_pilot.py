"""What a project keeps beside its assessments, as a part of its JSON document."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from preflight.domain.action import Action
from preflight.domain.criterion import Criterion, CriterionVersion, Measurement
from preflight.domain.decision import Decision
from preflight.domain.pilot import Integration, PilotStep
from preflight.domain.record import PathRecord, PilotRecord
from preflight.storage.answer_json import encode_fraction
from preflight.storage.decisions import encode_conditions


def pilot_document(record: PilotRecord) -> dict[str, Any]:
    """The part as plain values; ids of people and assessments are those of the document."""
    return {
        "actions": [_action(each) for each in record.actions],
        "criteria": [_criterion(each) for each in record.criteria],
        "steps": [_step(each) for each in record.steps],
        "systems": [_system(each) for each in record.systems],
        "decisions": [_decision(each) for each in record.decisions],
        "paths": [_path(each) for each in record.paths],
    }


def moment_text(moment: datetime) -> str:
    """A moment as documents have it: UTC with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _action(action: Action) -> dict[str, Any]:
    link = action.link
    return {
        "id": action.id,
        "title": action.title,
        "detail": action.detail,
        "owner": action.owner,
        "due": _day(action.due),
        "effort": action.effort.value if action.effort else None,
        "status": action.status.value,
        "origin": action.origin.value,
        "link": None
        if link is None
        else {
            "questionnaire": link.questionnaire_id,
            "question": link.question_id,
            "state": link.state.value,
            "before": _fraction(link.before),
            "aim": _fraction(link.aim),
            "assessment": link.assessment_id,
        },
        "decision": action.decision_id,
        "version": action.version,
        "created_at": moment_text(action.created_at),
        "created_by": action.created_by,
        "changed_at": moment_text(action.changed_at),
        "changed_by": action.changed_by,
        "done_at": None if action.done_at is None else moment_text(action.done_at),
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "late": criterion.late,
        "sealed_at": None if criterion.sealed_at is None else moment_text(criterion.sealed_at),
        "sealed_by": criterion.sealed_by,
        "versions": [_version(each) for each in criterion.versions],
        "measurements": [_measurement(each) for each in criterion.measurements],
    }


def _version(version: CriterionVersion) -> dict[str, Any]:
    terms = version.terms
    return {
        "metric": terms.metric,
        "unit": terms.unit,
        "baseline": _fraction(terms.baseline),
        "target": encode_fraction(terms.target),
        "direction": terms.direction.value,
        "how": terms.how,
        "by_when": terms.by_when.isoformat(),
        "business_owner": terms.business_owner,
        "reason": version.reason,
        "withdrawn": version.withdrawn,
        "at": moment_text(version.at),
        "by": version.by,
    }


def _measurement(measurement: Measurement) -> dict[str, Any]:
    struck = measurement.struck_at
    return {
        "id": measurement.id,
        "value": encode_fraction(measurement.value),
        "date": measurement.date.isoformat(),
        "text": measurement.evidence.text,
        "url": measurement.evidence.url,
        "at": moment_text(measurement.at),
        "by": measurement.by,
        "struck": None
        if struck is None
        else {"at": moment_text(struck), "by": measurement.struck_by, "why": measurement.struck_why},
    }


def _step(step: PilotStep) -> dict[str, Any]:
    return {
        "id": step.id,
        "kind": step.kind.value,
        "title": step.title,
        "start": step.start.isoformat(),
        "end": step.end.isoformat(),
        "owner": step.owner,
        "done_on": _day(step.done_on),
        "position": step.position,
        "version": step.version,
        "changed_at": moment_text(step.changed_at),
        "changed_by": step.changed_by,
    }


def _system(system: Integration) -> dict[str, Any]:
    return {
        "id": system.id,
        "system": system.system,
        "interface": system.interface,
        "owner": system.owner,
        "confronting": system.confronting.value,
        "estimate": _fraction(system.estimate),
        "note": system.note,
        "position": system.position,
        "version": system.version,
        "changed_at": moment_text(system.changed_at),
        "changed_by": system.changed_by,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "kind": decision.kind.value,
        "reasons": decision.reasons,
        "decided_by": decision.decided_by,
        "decided_on": decision.decided_on.isoformat(),
        "recommended": decision.recommended.kind.value,
        "rule": decision.recommended.rule,
        "because": list(decision.recommended.because),
        "against_why": decision.against_why,
        "conditions": json.loads(encode_conditions(decision.conditions)),
        "assessment": decision.assessment_id,
        "picture": decision.picture,
        "at": moment_text(decision.at),
        "by": decision.by,
    }


def _path(path: PathRecord) -> dict[str, Any]:
    return {
        "questionnaire": path.questionnaire_id,
        "small": path.setting.small,
        "medium": path.setting.medium,
        "large": path.setting.large,
        "locked": list(path.setting.locked),
        "at": moment_text(path.at),
        "by": path.by,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _fraction(number: Fraction | None) -> str | None:
    return None if number is None else encode_fraction(number)
