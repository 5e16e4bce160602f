"""A dossier held against chosen assessments: a chart that leaves shows the dates that were on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from preflight.domain.errors import NotFound
from preflight.domain.project import Person
from preflight.services.dossier import Dossier, assessments_to_export
from preflight.services.projects import in_order
from preflight.services.results import moved_between
from preflight.services.workspace import Workspace


def held_against(workspace: Workspace, person: Person, dossier: Dossier, beside: Sequence[str]) -> Dossier:
    """The dossier with these assessments (ids) in place of all others: its history has no runs but them and its own,
    and last time is the newest of them.

    Raises NotFound for one that is no completed assessment of the project from before the dossier's own.
    """
    own = in_order(dossier.assessment)
    before = {
        each.id: each
        for each in assessments_to_export(workspace, person, dossier.project.id)
        if each.completed and in_order(each) < own
    }
    if not beside or not before.keys() >= set(beside):
        raise NotFound("There is no such assessment before this one.")
    history, previous = dossier.history, max((before[each] for each in beside), key=in_order)
    if history is not None:
        shown = {*beside, dossier.assessment.id}
        history = replace(history, runs=tuple(run for run in history.runs if run.assessment.id in shown))
    moved = moved_between(workspace, person, previous.id, dossier.assessment.id)
    result = replace(dossier.result, previous=previous, comparison=moved.comparison, last_answers=moved.before)
    return replace(dossier, result=result, history=history)
