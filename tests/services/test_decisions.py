"""Writing decisions down: what is asked for, what is refused, what comes of it, and that none can be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.action import ActionOrigin, ActionStatus
from preflight.domain.decision import Condition, Decision, DecisionKind
from preflight.domain.decision_picture import picture_from
from preflight.domain.errors import Conflict, Invalid, NotFound, SignedOut
from preflight.domain.project import Person, Project
from preflight.services.decision_pictures import picture_of
from preflight.services.decisions import MOST_CONDITIONS, DecisionDetails, recommendation_for, record_decision
from preflight.services.pilot_file import pilot_file_of
from preflight.services.workspace import Workspace
from tests.exports.pilot_files import a_decision, a_pilot_file

GO, CONDITIONS, NO_GO, STOP = DecisionKind
SIGN = Condition(text="Sign the data agreement", owner="Mei Tanaka")


def said(workspace: Workspace, project: Project, kind: DecisionKind = NO_GO, **others: Any) -> DecisionDetails:
    """A decision as a person would say it, of the page as it stands now; a new project's recommendation is no-go."""
    file = pilot_file_of(workspace, LOCAL_OWNER, project.id)
    recommended = recommendation_for(file)
    usual: dict[str, Any] = {
        "kind": kind,
        "reasons": "Nobody has measured anything yet.",
        "decided_by": "Mei Tanaka",
        "decided_on": workspace.today(),
        "recommended_seen": recommended,
        "decision_seen": file.decision.id if file.decision else None,
        "against_why": "" if kind is recommended.kind else "The season begins in January.",
        "conditions": (SIGN,) if kind is CONDITIONS else (),
    }
    return DecisionDetails(**(usual | others))


def decide(workspace: Workspace, project: Project, kind: DecisionKind = NO_GO, **others: Any) -> Decision:
    return record_decision(workspace, LOCAL_OWNER, project.id, said(workspace, project, kind, **others))


def test_a_decision_is_kept_with_what_was_recommended_and_what_stood_there(
    workspace: Workspace, project: Project
) -> None:
    before = pilot_file_of(workspace, LOCAL_OWNER, project.id)
    decided = decide(workspace, project, reasons="  Nobody has measured\r\nanything yet. ")
    file = pilot_file_of(workspace, LOCAL_OWNER, project.id)

    assert file.decision == decided
    assert (decided.kind, decided.reasons) == (NO_GO, "Nobody has measured\nanything yet.")
    assert decided.recommended == recommendation_for(before)
    assert decided.recommended.rule == "not-assessed"
    assert not decided.against
    assert (decided.at.date(), decided.by) == (workspace.today(), LOCAL_OWNER.id)
    assert picture_from(decided.picture) == picture_of(before)


def test_a_later_decision_supersedes_the_one_before(workspace: Workspace, project: Project) -> None:
    first = decide(workspace, project)
    second = decide(workspace, project, STOP)
    file = pilot_file_of(workspace, LOCAL_OWNER, project.id)

    assert file.decisions == (first, second)
    assert second.supersedes == first.id
    assert second.against_why == "The season begins in January."


def test_conditions_become_actions_with_the_decision(workspace: Workspace, project: Project) -> None:
    due = workspace.today() + timedelta(days=30)
    rows = (replace(SIGN, due=due), Condition(text=""), Condition(text="Train the night shift"))
    decided = decide(workspace, project, CONDITIONS, conditions=rows)
    actions = pilot_file_of(workspace, LOCAL_OWNER, project.id).actions

    assert decided.conditions == (rows[0], rows[2])
    assert {(each.title, each.owner, each.due) for each in actions} == {
        ("Sign the data agreement", "Mei Tanaka", due),
        ("Train the night shift", "", None),
    }
    for each in actions:
        assert (each.origin, each.decision_id) == (ActionOrigin.CONDITION, decided.id)
        assert each.status is ActionStatus.OPEN


def test_an_open_condition_stands_in_the_next_picture(workspace: Workspace, project: Project) -> None:
    decide(workspace, project, CONDITIONS)
    later = decide(workspace, project)
    picture = picture_from(later.picture)

    assert picture is not None
    assert [each.text for each in picture.conditions] == ["Sign the data agreement"]


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ({"reasons": " \n "}, "Write down the reasons"),
        ({"decided_by": "\u202e"}, "by name"),
        ({"reasons": "x" * 4001}, "at most 4,000"),
        ({"kind": GO, "against_why": " "}, "The rules recommend no-go. Write down why it is go all the same."),
        ({"kind": CONDITIONS, "against_why": "So.", "conditions": ()}, "at least one condition"),
        ({"kind": CONDITIONS, "against_why": "So.", "conditions": (Condition(text=" "),)}, "at least one condition"),
        ({"kind": CONDITIONS, "against_why": "So.", "conditions": (Condition(text="", owner="Mei"),)}, "says nothing"),
        (
            {"kind": CONDITIONS, "against_why": "So.", "conditions": (SIGN,) * (MOST_CONDITIONS + 1)},
            f"at most {MOST_CONDITIONS} conditions",
        ),
        ({"conditions": (SIGN,)}, "Conditions belong to a go with conditions"),
    ],
)
def test_what_is_missing_is_refused_and_nothing_is_written(
    workspace: Workspace, project: Project, others: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        decide(workspace, project, **others)

    file = pilot_file_of(workspace, LOCAL_OWNER, project.id)
    assert (file.decisions, file.actions) == ((), ())


def test_days_are_held_to_the_calendar(workspace: Workspace, project: Project) -> None:
    today = workspace.today()
    yesterday = today - timedelta(days=1)
    decide(workspace, project)

    with pytest.raises(Invalid, match="in the future"):
        decide(workspace, project, decided_on=today + timedelta(days=1))
    with pytest.raises(Invalid, match="can't be dated before"):
        decide(workspace, project, decided_on=yesterday)
    with pytest.raises(Invalid, match="between 1970 and 2100"):
        decide(workspace, project, decided_on=today.replace(year=1969))
    with pytest.raises(Invalid, match="due before the day of the decision"):
        decide(workspace, project, CONDITIONS, conditions=(replace(SIGN, due=yesterday),))
    assert decide(workspace, project, decided_on=today).decided_on == today


def test_another_recommendation_than_the_one_that_was_seen_is_a_conflict(
    workspace: Workspace, project: Project
) -> None:
    seen = said(workspace, project)
    other = replace(seen.recommended_seen, because=("Something else.",))

    with pytest.raises(Conflict, match="look again"):
        record_decision(workspace, LOCAL_OWNER, project.id, replace(seen, recommended_seen=other))
    assert pilot_file_of(workspace, LOCAL_OWNER, project.id).decisions == ()


def test_two_who_decide_at_once_write_one_decision(workspace: Workspace, project: Project) -> None:
    first, second = said(workspace, project), said(workspace, project, STOP)
    record_decision(workspace, LOCAL_OWNER, project.id, first)

    with pytest.raises(Conflict, match="look again"):
        record_decision(workspace, LOCAL_OWNER, project.id, second)
    assert len(pilot_file_of(workspace, LOCAL_OWNER, project.id).decisions) == 1


def test_only_who_may_decide_does(workspace: Workspace, project: Project) -> None:
    stranger = Person(id="x", issuer="elsewhere", subject="x", name="X")

    with pytest.raises(SignedOut, match="Sign in first"):
        record_decision(workspace, stranger, project.id, said(workspace, project))
    with pytest.raises(NotFound):
        record_decision(workspace, LOCAL_OWNER, "gone", said(workspace, project))


def test_a_picture_says_everything_that_stands_there() -> None:
    picture = picture_of(a_pilot_file(decisions=()))
    by_metric = {each.metric: each for each in picture.criteria}
    amended, missed = by_metric["Average handling time"], by_metric["Invoices sent to the wrong desk"]

    assert picture.assessed is None
    assert (amended.first_goal, amended.goal) == (
        "from 14 to at most 9 minutes, by 16 November 2026",
        "from 14 to at most 10 minutes, by 16 November 2026",
    )
    assert (amended.standing, amended.first_says) == ("met", "Missed")
    assert [each.goal for each in amended.amendments] == [amended.goal]
    assert (missed.standing, missed.first_says, missed.amendments) == ("missed", "", ())
    assert by_metric["Cost of a sorted invoice"].amendments[0].goal == "Withdrawn"
    assert [each.text for each in picture.conditions] == ["Sign the data agreement"]
    assert (picture.estimate, picture.usual) == (
        "16.5 working days, for 2 of 3 systems",
        "49.5 to 82.5 working days",
    )
    assert picture.decision_due == "The decision was due on 16 November 2026: 4 days ago, and nothing was decided."
    assert picture.decision_pressing
    assert picture.review == "The review by security and compliance was done on 16 October 2026."
    assert picture.deciding is not None
    assert picture.deciding.title == "Nothing was assessed"


@pytest.mark.parametrize(
    ("on", "due", "presses"),
    [
        (-1, "The decision is due on 16 November 2026, in 1 day.", False),
        (0, "The decision is due on 16 November 2026, today.", False),
        (1, "The decision was due on 16 November 2026: 1 day ago, and nothing was decided.", True),
    ],
)
def test_a_picture_tells_how_far_the_decision_is(on: int, due: str, presses: bool) -> None:
    file = a_pilot_file(decisions=())
    day = next(each.start for each in file.steps if each.kind == "decision")
    picture = picture_of(replace(file, on=day + timedelta(days=on)))

    assert (picture.decision_due, picture.decision_pressing) == (due, presses)


@pytest.mark.parametrize(("kind", "presses"), [(None, True), (NO_GO, True), (CONDITIONS, False), (STOP, False)])
def test_a_missing_decision_date_presses_while_it_is_to_be_decided(kind: DecisionKind | None, presses: bool) -> None:
    decisions = () if kind is None else (a_decision(kind),)

    assert picture_of(a_pilot_file(steps=(), decisions=decisions)).decision_pressing is presses


def test_an_empty_file_has_a_picture_too() -> None:
    picture = picture_of(a_pilot_file(actions=(), criteria=(), steps=(), integrations=(), decisions=()))

    assert (picture.decision_due, picture.decision_pressing) == ("No decision date is set.", True)
    assert (picture.review, picture.review_pressing) == ("No review by security and compliance is planned.", True)
    assert (picture.estimate, picture.usual) == ("", "")
