"""Titles on the way to a decision: what is open, met, due, deferred and decided, in any number and length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from preflight.domain.action import ActionStatus
from preflight.domain.criterion import Criterion
from preflight.domain.decision import Decision, DecisionKind
from preflight.domain.headlines import LONGEST
from preflight.domain.headlines_to_decide import (
    actions_headline,
    after_headline,
    criteria_headline,
    decided_headline,
    pilot_headline,
    systems_headline,
)
from preflight.domain.paths.improvement import Path, paths_up
from preflight.domain.pilot import Confronting, Integration, PilotStep, StepKind
from preflight.domain.scoring import score
from tests.builders import TODAY, answers, question, questionnaire, section
from tests.exports.pilot_files import (
    START,
    a_criterion,
    a_decision,
    a_plan,
    a_recommendation,
    a_step,
    a_system,
    an_action,
    some_actions,
    some_criteria,
    some_systems,
    some_terms,
)

LATER = TODAY + timedelta(days=7)
DONE, DROPPED = ActionStatus.DONE, ActionStatus.DROPPED


@pytest.mark.parametrize(
    ("actions", "title"),
    [
        ([], "No action has been taken on yet"),
        ([an_action(status=DROPPED)], "Every action was dropped"),
        ([an_action(status=DONE)], "The one action is done"),
        ([an_action("a", status=DONE), an_action("b", status=DONE)], "Both actions are done"),
        ([an_action(owner="Ada", due=LATER)], "The one action is still to do; the next is due on 27 November 2026"),
        ([an_action(owner="Ada")], "The one action is still to do; none has a day"),
        ([an_action("a", owner="Ada"), an_action("b")], "Both actions are still to do; one has no owner"),
        (some_actions(), "Four of five actions are still to do; one is overdue; one has no owner"),
    ],
)
def test_actions_are_counted_by_what_is_open_late_and_nobodys(actions: list[object], title: str) -> None:
    assert actions_headline(actions, TODAY) == title  # type: ignore[arg-type]


MET, MISSED = a_criterion(measured=(8,)), a_criterion(measured=(12,))
OPEN, UNMEASURED = a_criterion(sealed=False), a_criterion()
EARLY = a_criterion(some_terms(by_when=LATER), measured=(12,))
LONG = a_criterion(
    some_terms("A metric with a name that goes on and on, as only people in a hurry name one"), measured=(12,)
)


def several(*criteria: Criterion) -> list[Criterion]:
    return [replace(each, id=f"{place}") for place, each in enumerate(criteria)]


@pytest.mark.parametrize(
    ("criteria", "title"),
    [
        ([], "No success criterion is written down yet"),
        ([OPEN], "One criterion is written down; none is sealed yet"),
        (several(OPEN, OPEN), "Two criteria are written down; none is sealed yet"),
        ([a_criterion(withdrawn=True)], "The one criterion was withdrawn"),
        ([UNMEASURED], "The one criterion that is sealed is not measured yet"),
        (several(UNMEASURED, UNMEASURED), "Two criteria are sealed; none is measured yet"),
        ([MET], "The one criterion is met"),
        (several(MET, MET), "Both criteria are met"),
        ([MISSED], "The one criterion is not met: “Average handling time” is missed"),
        ([EARLY], "The one criterion is not met: “Average handling time” is not met yet"),
        (several(MISSED, MISSED), "Neither criterion is met; two are missed"),
        (several(MET, MET, MISSED), "Two of three criteria are met; “Average handling time” is missed"),
        (several(MET, MISSED, EARLY, OPEN), "One of three criteria is met; one is missed, one is not met yet"),
        (several(MET, LONG), "One of two criteria is met; one is missed"),
        (some_criteria(), "Two of four criteria are met; one is missed, one is not measured"),
    ],
)
def test_criteria_are_counted_by_what_is_met_and_what_is_not(criteria: Sequence[Criterion], title: str) -> None:
    assert criteria_headline(criteria, TODAY) == title


def without(*kinds: StepKind) -> tuple[PilotStep, ...]:
    return tuple(each for each in a_plan() if each.kind not in kinds)


OPEN_REVIEW = (*without(StepKind.REVIEW), a_step(StepKind.REVIEW, 4, 4))


@pytest.mark.parametrize(
    ("steps", "decisions", "on", "title"),
    [
        ((), (), TODAY, "There is no plan yet"),
        (without(StepKind.DECISION), (), TODAY, "The plan has no decision date"),
        (a_plan(), (), START, "Go or no-go is due on 16 November 2026, in week 9; the review is done"),
        (OPEN_REVIEW, (), START, "Go or no-go is due on 16 November 2026, in week 9; the review is in week 4"),
        (
            OPEN_REVIEW,
            (),
            date(2026, 11, 1),
            "Go or no-go is due on 16 November 2026, in week 9; the review is overdue",
        ),
        (
            without(StepKind.REVIEW),
            (),
            START,
            "Go or no-go is due on 16 November 2026, in week 9; no review is planned",
        ),
        (a_plan(), (), TODAY, "The decision was due on 16 November 2026: 4 days ago, and nothing was decided"),
        (a_plan(), (a_decision(),), TODAY, "Decided on 18 November 2026; go or no-go was due on 16 November 2026"),
    ],
)
def test_a_plan_says_when_it_is_decided_or_was_not(
    steps: tuple[PilotStep, ...], decisions: tuple[Decision, ...], on: date, title: str
) -> None:
    assert pilot_headline(steps, decisions, on) == title


MET_SYSTEM = a_system(confronting=Confronting.CONFRONTED)


@pytest.mark.parametrize(
    ("systems", "title"),
    [
        ([], "No system has been listed yet"),
        ([a_system(estimate=None)], "The one system is deferred; none has an estimate"),
        ([MET_SYSTEM], "The one system is confronted in the pilot; 10 working days estimated, 30 to 50 usual"),
        (some_systems(), "Two of three systems are deferred; 16.5 working days estimated, 49.5 to 82.5 usual"),
    ],
)
def test_systems_are_told_with_what_is_usual(systems: Sequence[Integration], title: str) -> None:
    assert systems_headline(systems) == title


@pytest.mark.parametrize(
    ("decision", "title"),
    [
        (a_decision(), "Decided on 18 November 2026: go with conditions, where no-go was recommended"),
        (a_decision(DecisionKind.NO_GO), "Decided on 18 November 2026: no-go"),
        (
            a_decision(DecisionKind.STOP, recommended=a_recommendation(DecisionKind.STOP)),
            "Decided on 18 November 2026: stop",
        ),
    ],
)
def test_a_decision_says_when_it_departs_from_what_was_recommended(decision: Decision, title: str) -> None:
    assert decided_headline(decision) == title


def test_after_a_path_stands_what_it_would_raise_most() -> None:
    asked = questionnaire(
        section("a", question("a.one"), title="Alpha"), section("b", question("b.one"), title="Beta"), out_of=4
    )
    said = answers({"a.one": "0", "b.one": "1"})
    first, second = paths_up(asked, said, on=TODAY)
    assert isinstance(first, Path)
    assert isinstance(second, Path)
    before = score(asked, said, on=TODAY)
    assert after_headline(first, before) == "Alpha would rise from 0 to 50 of 100, and one other too"
    assert after_headline(replace(first, score=before), before) == "The verdict would be “Conditional”"


def test_no_title_is_longer_than_has_room_but_for_names() -> None:
    assert len(criteria_headline(several(MET, LONG), TODAY)) <= LONGEST
    assert len(actions_headline(some_actions(), TODAY)) <= LONGEST
