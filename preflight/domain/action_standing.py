"""What later assessments say about an action: whether its question rose, and whether it stayed there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from preflight.domain.assessment import Assessment
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletedRun:
    """A completed assessment with the score that each of its questions was kept with, by question id."""

    assessment: Assessment
    questionnaire: Questionnaire
    questions: Mapping[str, QuestionScore]
