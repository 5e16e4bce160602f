"""Words of the screen that several places say alike."""

from __future__ import annotations

from datetime import datetime

from preflight.domain.project import Stage

STAGE_WORDS = {
    Stage.IDEA: "Idea",
    Stage.PILOT: "Pilot",
    Stage.PRODUCTIONISING: "On the way to production",
    Stage.PRODUCTION: "In production",
    Stage.STOPPED: "Stopped",
}


def time_of_day(moment: datetime) -> str:
    """A moment's time where the server stands: 14:05."""
    return f"{moment.astimezone():%H:%M}"
