"""What is said about an action where there is only one field for all of it: in a ticket, in a calendar's entry."""

from __future__ import annotations

from preflight.domain.action import Action
from preflight.domain.action_standing import aimed_level
from preflight.domain.wording import EFFORT_WORDS
from preflight.services.pilot_file import PilotFile


def action_lines(file: PilotFile, action: Action) -> list[str]:
    """The detail as it was written, then a line each for owner, effort, question and what the assessments say."""
    asked = file.asked(action)
    said = file.said(action)
    lines = [line for line in action.detail.split("\n") if line.strip()]
    if action.owner:
        lines.append(f"Owner: {action.owner}")
    if action.effort is not None:
        lines.append(f"Effort: {EFFORT_WORDS[action.effort]}")
    if asked is not None and action.link is not None:
        lines.append(f"Question: {asked.question.text} ({asked.section.title})")
        level = aimed_level(action.link, asked.question)
        if level:
            lines.append(f"Aimed at: {level}")
    if said:
        lines.append(f"{said}.")
    return lines
