"""The keys of session_state, all in one place. Only ids and plain values live there; what matters is in the store."""

from __future__ import annotations

PROJECT = "project_id"
ASSESSMENT = "assessment_id"
QUESTION = "question_id"
LARGE = "one_question_on_the_screen"
ACKNOWLEDGED = "acknowledged"
OWN_SAVES = "own_saves"
FLASH = "flash"
LOGIN = "login"
ACTION_OUTCOMES = "action_outcomes"
ACTION_ASKED = "action_asked"
PATH_BAND = "path_band"
TRIED = "path_tried"
PLAN_OUTCOMES = "plan_outcomes"
DECISION_ROWS = "decision_rows"
DECISION_STALE = "decision_stale"

ASSESSMENT_PARAM = "assessment"
PROJECT_PARAM = "project"
QUESTION_PARAM = "question"
ROOM_PARAM = "room"
DECK_PARAM = "deck"

DECK_OF_HISTORY = "history"
"""The value of DECK_PARAM for the deck of a project's history; every other is one assessment's."""
