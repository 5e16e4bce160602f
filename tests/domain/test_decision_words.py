"""Decisions in words: where conditions stand, and what stage may come of a decision."""

from __future__ import annotations

from dataclasses import replace

import pytest

from preflight.domain.action import ActionOrigin, ActionStatus
from preflight.domain.decision import DecisionKind
from preflight.domain.decision_words import KIND_MEANS, KIND_WORDS, conditions_told, kind_spoken, stage_to_offer
from preflight.domain.project import Stage
from tests.exports.pilot_files import a_decision, an_action

GO, CONDITIONS, NO_GO, STOP = DecisionKind


def test_each_condition_says_where_its_action_stands() -> None:
    decision = a_decision()
    became = [
        an_action("Sign", origin=ActionOrigin.CONDITION, decision_id=decision.id, status=ActionStatus.DONE),
        an_action("Bring down", origin=ActionOrigin.CONDITION, decision_id=decision.id),
    ]

    first, second = conditions_told(decision, [an_action("Another"), *became])

    assert (first.text, first.aside, first.closed) == (
        "Sign the data agreement",
        "Mei Tanaka · by 20 December 2026 · done",
        True,
    )
    assert (second.aside, second.closed) == ("no owner · no day · open", False)


def test_conditions_without_their_actions_are_told_all_the_same() -> None:
    told = conditions_told(a_decision(), ())

    assert [each.aside for each in told] == ["Mei Tanaka · by 20 December 2026", "no owner · no day"]
    assert conditions_told(replace(a_decision(), conditions=()), ()) == ()


@pytest.mark.parametrize(
    ("kind", "stage", "offered"),
    [
        (GO, Stage.PILOT, Stage.PRODUCTIONISING),
        (CONDITIONS, Stage.IDEA, Stage.PRODUCTIONISING),
        (GO, Stage.PRODUCTIONISING, None),
        (GO, Stage.PRODUCTION, None),
        (GO, Stage.STOPPED, Stage.PRODUCTIONISING),
        (NO_GO, Stage.PILOT, None),
        (NO_GO, Stage.PRODUCTIONISING, None),
        (STOP, Stage.PILOT, Stage.STOPPED),
        (STOP, Stage.PRODUCTION, Stage.STOPPED),
        (STOP, Stage.STOPPED, None),
    ],
)
def test_a_stage_is_offered_where_the_decision_moves_it_on(
    kind: DecisionKind, stage: Stage, offered: Stage | None
) -> None:
    assert stage_to_offer(kind, stage) is offered


def test_every_kind_has_its_words() -> None:
    assert set(KIND_WORDS) == set(KIND_MEANS) == set(DecisionKind)
    assert [kind_spoken(each) for each in DecisionKind] == ["go", "go with conditions", "no-go", "stop"]
