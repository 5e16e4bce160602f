"""The audit trail in the field's words: what was done, on what, and what a row of a table is."""

from __future__ import annotations

from typing import Final

OPERATION_WORDS: Final = {
    "see": "Looked at",
    "export": "Took a file out",
    "answer": "Answered",
    "act": "Worked on actions",
    "measure": "Measured",
    "assess": "Worked on an assessment",
    "plan": "Planned the pilot",
    "set_criteria": "Worked on criteria",
    "facilitate": "Ran a room",
    "import": "Brought answers in",
    "decide": "Wrote a decision down",
    "manage_project": "Changed a project",
    "share": "Shared a project",
    "join": "Accepted an invitation",
    "start_projects": "Created a project",
    "restore": "Brought projects in",
    "manage_templates": "Changed templates",
    "manage_people": "Changed people",
    "audit": "Read the audit trail",
    "export_audit": "Took the audit trail out",
    "check_audit": "Checked the audit trail",
    "trail_begun": "The audit trail began",
    "start": "A server started",
    "sign_in": "Signed in",
    "sign_out": "Signed out",
    "sign_out_everywhere": "Signed somebody out",
    "sign_in_run_out": "A sign-in ran out",
    "make_backup": "Made a backup",
    "make_scheduled_backup": "A backup was made",
    "remove_backups": "Removed old backups",
    "restore_backup": "Put a backup back",
}
TABLE_WORDS: Final = {
    "action": "Action",
    "agreed_answer": "What the room agreed on",
    "answer": "Answer",
    "answer_change": "History of an answer",
    "assessment": "Assessment",
    "assessment_score": "Result",
    "criterion": "Criterion",
    "criterion_version": "Wording of a criterion",
    "decision": "Decision",
    "integration": "System",
    "invitation": "Invitation",
    "measurement": "Measurement",
    "participant": "Participant in a room",
    "path_setting": "Settings of the path",
    "person": "Person",
    "pilot_step": "Step of the plan",
    "project": "Project",
    "project_role": "Role in a project",
    "questionnaire_version": "Questionnaire",
    "restored_agreed": "What a room agreed on, brought in",
    "restored_round": "Round of a room, brought in",
    "room": "Room",
    "room_round": "Round of a room",
    "section_score": "Result of a dimension",
    "slide_template": "Slide template",
    "whole_role": "Role for the whole",
}
DOORS: Final = {"screens": "on the screens", "command line": "on the command line"}


def operation_words(operation: str) -> str:
    """What was done, as a person would say it."""
    return OPERATION_WORDS.get(operation, operation.replace("_", " ").capitalize())


def table_words(table: str) -> str:
    """What a row of this table is."""
    return TABLE_WORDS.get(table, table.replace("_", " ").capitalize())


def column_words(column: str) -> str:
    """What stands in a column: "changed by" of changed_by."""
    plain = column.removesuffix("_id").replace("_", " ")
    return {"seq": "number", "at": "when", "by": "by whom", "id": "id"}.get(plain, plain)
