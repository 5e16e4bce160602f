"""An assessment or a project as a JSON document, from which `services.restoring` restores it exactly.

The document bears a checksum over its content; the moment of the export stands outside, so that equal content has equal
bytes but for that line. Answers, results and distributions stand in it in the form in which they are kept.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from preflight.catalog.importers.document import FORMAT, MOST_DOCUMENT_BYTES, VERSION
from preflight.domain.assessment import Answer
from preflight.domain.errors import Refused
from preflight.domain.project import Person, Project
from preflight.domain.record import AssessmentRecord, ProjectRecord
from preflight.exports.document_pilot import moment_text, pilot_document
from preflight.exports.files import ExportFile, export_file
from preflight.exports.orders import CALLED, Format
from preflight.services.recording import record_of
from preflight.services.workspace import Workspace
from preflight.storage.answer_json import canonical_json, encode_answer
from preflight.storage.restored import encode_distribution
from preflight.storage.score_json import encode_result


def json_file(
    workspace: Workspace, person: Person, *, assessment: str | None = None, project: str | None = None
) -> ExportFile:
    """The document of one assessment, or of a project with all its assessments. Raises NotFound, Invalid unless exactly
    one id is given, and Refused for a project that is too large to be read back."""
    record = record_of(workspace, person, assessment=assessment, project=project)
    content = document_bytes(record, exported_at=workspace.now())
    if len(content) > MOST_DOCUMENT_BYTES:
        raise Refused(
            f"“{record.project.name}” is too large for one JSON file ({len(content) // 1_000_000} MB; "
            f"{MOST_DOCUMENT_BYTES // 1_000_000} can be read back). Export its assessments one by one."
        )
    on = workspace.today() if assessment is None else record.assessments[0].assessment.date
    return export_file(content, record.project.name, CALLED[Format.JSON], on, kind="json")


def document_bytes(record: ProjectRecord, *, exported_at: datetime) -> bytes:
    """The document as UTF-8, one value a line."""
    content = {
        "project": _project(record.project),
        "people": [
            {"id": each.id, "issuer": each.issuer, "subject": each.subject, "name": each.name} for each in record.people
        ],
        "questionnaires": [
            {"digest": each.digest, "id": each.id, "version": each.version, "source": each.source.decode()}
            for each in record.questionnaires
        ],
        "assessments": [_assessment(each) for each in record.assessments],
        "pilot": None if record.pilot is None else pilot_document(record.pilot),
    }
    document = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": moment_text(exported_at),
        "checksum": f"sha256:{hashlib.sha256(canonical_json(content).encode()).hexdigest()}",
        "content": content,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _project(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "name": project.name,
        "summary": project.summary,
        "team": project.team,
        "owner": project.owner,
        "stage": project.stage.value,
        "pilot_start": None if project.pilot_start is None else project.pilot_start.isoformat(),
        "tags": list(project.tags),
        "sample": project.sample,
        "created_at": moment_text(project.created_at),
        "created_by": project.created_by,
    }


def _assessment(record: AssessmentRecord) -> dict[str, Any]:
    assessment = record.assessment
    return {
        "id": assessment.id,
        "questionnaire": assessment.questionnaire_digest,
        "date": assessment.date.isoformat(),
        "phase": assessment.phase.value,
        "created_at": moment_text(assessment.created_at),
        "created_by": assessment.created_by,
        "completed_at": None if assessment.completed_at is None else moment_text(assessment.completed_at),
        "completed_by": assessment.completed_by,
        "based_on": assessment.based_on,
        "last_question": assessment.last_question,
        "answers": [
            {
                "question": name,
                "version": each.version,
                "at": moment_text(each.at),
                "by": each.by,
                "answer": _answer(each.answer),
            }
            for name, each in sorted(record.recorded.items())
        ],
        "changes": [
            {
                "question": each.question_id,
                "at": moment_text(each.at),
                "by": each.by,
                "before": None if each.before is None else _answer(each.before),
                "after": _answer(each.after),
            }
            for each in record.changes
        ],
        "rounds": [
            {
                "question": each.question_id,
                "round": each.number,
                "shown": json.loads(encode_distribution(each.shown)),
                "lines": list(each.lines),
            }
            for each in record.rounds
        ],
        "agreed": [
            {
                "question": each.question_id,
                "round": each.round,
                "said": _answer(each.said),
                "why": each.why,
                "at": moment_text(each.at),
                "by": each.by,
            }
            for each in record.agreed
        ],
        "result": None if record.result is None else json.loads(encode_result(*record.result)),
    }


def _answer(answer: Answer) -> Any:
    return json.loads(encode_answer(answer))
