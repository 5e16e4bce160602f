"""What the rules of a recommendation look at, read from what a project keeps."""

from __future__ import annotations

from preflight.domain.action import ActionOrigin
from preflight.domain.deciding_facts import Facts, assessed
from preflight.domain.integration_range import integration_picture
from preflight.domain.pilot_plan import review_step
from preflight.services.pilot_file import PilotFile


def facts_of(file: PilotFile) -> Facts:
    """What the rules look at, as the project keeps it on the day on which the file was read."""
    newest = file.newest
    review, systems = review_step(file.steps), integration_picture(file.integrations)
    return Facts(
        today=file.on,
        assessed=assessed(newest.questionnaire, newest.score, newest.verdict, newest.assessment.date)
        if newest
        else None,
        criteria=file.criteria,
        open_conditions=tuple(
            each.title for each in file.actions if each.origin is ActionOrigin.CONDITION and not each.closed
        ),
        systems=systems.systems,
        deferred=systems.deferred_systems,
        review_planned=review is not None,
        review_done_on=review.done_on if review else None,
    )
