"""What is said of projects: their stages in words."""

from __future__ import annotations

from typing import Final

from preflight.domain.project import Stage

STAGE_WORDS: Final = {
    Stage.IDEA: "Idea",
    Stage.PILOT: "Pilot",
    Stage.PRODUCTIONISING: "On the way to production",
    Stage.PRODUCTION: "In production",
    Stage.STOPPED: "Stopped",
}
