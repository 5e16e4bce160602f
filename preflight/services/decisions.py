"""Decisions: what the rules recommend, and writing down what a person decided. Nothing of it can be changed later."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import uuid4

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.action import ActionOrigin
from preflight.domain.decision import MOST_SEEN, Condition, Decision, DecisionKind, Recommendation
from preflight.domain.decision_picture import MOST_LETTERS, picture_json
from preflight.domain.decision_words import kind_spoken
from preflight.domain.errors import Conflict, Invalid
from preflight.domain.project import Person
from preflight.domain.recommending import recommend
from preflight.domain.text import LINE, NAME, NOTE, clean_text
from preflight.domain.wording import day
from preflight.services.actions import ActionDraft, add_actions_within
from preflight.services.decision_facts import facts_of
from preflight.services.decision_pictures import picture_of
from preflight.services.pilot_file import PilotFile, pilot_file
from preflight.services.projects import YEARS
from preflight.services.workspace import Workspace
from preflight.storage import decisions as decision_rows
from preflight.storage import people as people_rows

__all__ = ["CHANGED", "MOST_CONDITIONS", "DecisionDetails", "facts_of", "recommendation_for", "record_decision"]

MOST_CONDITIONS: Final = 20
CHANGED: Final = "Something changed since you opened this page. Nothing was written down; look again, then decide."


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDetails:
    """What a person says about a decision; cleaned and checked before it is kept.

    `recommended_seen` and `decision_seen` (the id of the decision that held, None for none) are what the page showed.
    Conditions that are wholly empty are left out; `against_why` counts only where it departs from the recommendation.
    """

    kind: DecisionKind
    reasons: str
    decided_by: str
    decided_on: date
    recommended_seen: Recommendation
    decision_seen: str | None = None
    against_why: str = ""
    conditions: Sequence[Condition] = ()


def recommendation_for(file: PilotFile) -> Recommendation:
    """What the rules recommend for the project as the file has it."""
    return recommend(facts_of(file))


def record_decision(workspace: Workspace, person: Person, project_id: str, details: DecisionDetails) -> Decision:
    """Write a decision down with the picture of what stood on the page; its conditions become actions with it.

    It supersedes the one before, and nothing of it can be changed later. Raises NotFound; Conflict where another
    decision or another recommendation stands by now; Invalid for what is missing or can't be kept.
    """
    reasons = clean_text(details.reasons, what="The reasons", longest=NOTE, lines=True)
    decided_by = clean_text(details.decided_by, what="The name of who decides", longest=NAME)
    against_why = clean_text(details.against_why, what="Why it departs", longest=NOTE, lines=True)
    conditions = _checked_conditions(details)
    if details.kind not in set(DecisionKind):
        raise Invalid("Choose what is decided: go, go with conditions, no-go or stop.")
    if not reasons:
        raise Invalid("Write down the reasons; in a year they are what people will ask for.")
    if not decided_by:
        raise Invalid("Write down who decides, by name.")
    with workspace.writing(person, Operation.DECIDE, About("project", project_id)) as connection:
        people_rows.ensure_person(connection, person)
        file = pilot_file(workspace, connection, project_id)
        last, recommended = file.decision, recommendation_for(file)
        if (last.id if last else None) != details.decision_seen or recommended != details.recommended_seen:
            raise Conflict(CHANGED)
        _refuse_day(details.decided_on, file, workspace.today())
        departs = details.kind is not recommended.kind
        if departs and not against_why:
            raise Invalid(
                f"The rules recommend {kind_spoken(recommended.kind)}. Write down why it is "
                f"{kind_spoken(details.kind)} all the same."
            )
        picture = picture_json(picture_of(file))
        seen = json.dumps(recommended.because, ensure_ascii=False)
        if len(picture) > MOST_LETTERS or len(seen) > MOST_SEEN:
            raise Invalid("More stands on this page than a record can hold; shorten the longest texts first.")
        decision = Decision(
            id=uuid4().hex,
            project_id=project_id,
            kind=details.kind,
            reasons=reasons,
            decided_by=decided_by,
            decided_on=details.decided_on,
            recommended=recommended,
            against_why=against_why if departs else "",
            conditions=conditions,
            assessment_id=file.newest.assessment.id if file.newest else None,
            supersedes=last.id if last else None,
            picture=picture,
            at=workspace.now(),
            by=person.id,
        )
        decision_rows.add_decision(connection, decision)
        drafts = [
            ActionDraft(
                title=each.text,
                owner=each.owner,
                due=each.due,
                origin=ActionOrigin.CONDITION,
                decision_id=decision.id,
            )
            for each in conditions
        ]
        add_actions_within(workspace, connection, person, project_id, drafts)
    return decision


def _checked_conditions(details: DecisionDetails) -> tuple[Condition, ...]:
    found = []
    for each in details.conditions:
        text = clean_text(each.text, what="A condition", longest=LINE)
        owner = clean_text(each.owner, what="A condition's owner", longest=NAME)
        if not text and (owner or each.due):
            raise Invalid("A condition has an owner or a day, but says nothing yet. Say what has to be done.")
        if each.due is not None and each.due.year not in YEARS:
            raise Invalid(f"A condition's day should be between {YEARS[0]} and {YEARS[-1]}.")
        if each.due is not None and each.due < details.decided_on:
            raise Invalid(f"“{text}” is due before the day of the decision; give it a later day.")
        if text:
            found.append(Condition(text=text, owner=owner, due=each.due))
    if details.kind is not DecisionKind.GO_WITH_CONDITIONS and found:
        raise Invalid("Conditions belong to a go with conditions; choose that, or leave them out.")
    if details.kind is DecisionKind.GO_WITH_CONDITIONS and not found:
        raise Invalid("A go with conditions needs at least one condition.")
    if len(found) > MOST_CONDITIONS:
        raise Invalid(f"A decision may have at most {MOST_CONDITIONS} conditions; this one has {len(found)}.")
    return tuple(found)


def _refuse_day(decided_on: date, file: PilotFile, today: date) -> None:
    if decided_on.year not in YEARS:
        raise Invalid(f"The day of the decision should be between {YEARS[0]} and {YEARS[-1]}.")
    if decided_on > today:
        raise Invalid("A decision can't be dated in the future; write it down on its day.")
    last = file.decision
    if last is not None and decided_on < last.decided_on:
        raise Invalid(f"The last decision is of {day(last.decided_on)}; a later one can't be dated before it.")
