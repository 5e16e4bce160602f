"""Words of the screen that several places say alike."""

from __future__ import annotations

from datetime import date, datetime

from preflight.domain.project import Stage
from preflight.domain.questionnaire import Effort

STAGE_WORDS = {
    Stage.IDEA: "Idea",
    Stage.PILOT: "Pilot",
    Stage.PRODUCTIONISING: "On the way to production",
    Stage.PRODUCTION: "In production",
    Stage.STOPPED: "Stopped",
}

EFFORT_WORDS = {Effort.S: "days", Effort.M: "weeks", Effort.L: "a quarter"}


def day(moment: date) -> str:
    """A date as people say it: 20 November 2026."""
    return f"{moment.day} {moment:%B %Y}"


def time_of_day(moment: datetime) -> str:
    """A moment's time where the server stands: 14:05."""
    return f"{moment.astimezone():%H:%M}"
