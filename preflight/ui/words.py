"""Words of the screen that several places say alike."""

from __future__ import annotations

from datetime import datetime


def time_of_day(moment: datetime) -> str:
    """A moment's time where the server stands: 14:05."""
    return f"{moment.astimezone():%H:%M}"
