"""What the rule keeps: the newest of each day, week and month; what was made by hand, and before an upgrade."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.backup_keeping import KeepRule, left_over, read_keep_rule

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
Made = tuple[datetime, str]


def gone(backups: list[Made], rule: KeepRule) -> list[Made]:
    return left_over(backups, rule, NOW, made_at=lambda each: each[0], label=lambda each: each[1])


def every(hours: int, count: int, label: str = "scheduled") -> list[Made]:
    return [(NOW - timedelta(hours=hours * number), label) for number in range(count)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("7 daily, 4 weekly, 12 monthly", KeepRule()),
        ("1 daily", KeepRule(daily=1, weekly=0, monthly=0)),
        ("2 monthly,3   daily", KeepRule(daily=3, weekly=0, monthly=2)),
    ],
)
def test_a_rule_is_read_as_it_is_written(text: str, rule: KeepRule) -> None:
    assert read_keep_rule(text) == rule
    assert read_keep_rule(str(rule)) == rule


@pytest.mark.parametrize("text", ["", "7", "daily", "0 daily", "7 yearly", "7 daily, 8 daily", "-1 daily", "7 daily;"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a rule like 7 daily"):
        read_keep_rule(text)


def test_two_years_of_days_leave_days_weeks_and_months() -> None:
    days = every(24, 730)
    kept = [each[0] for each in days if each not in gone(days, KeepRule())]
    assert kept[:7] == [NOW - timedelta(days=number) for number in range(7)]
    assert len({at.strftime("%Y-%m") for at in kept}) == 12
    assert 18 <= len(kept) <= 7 + 3 + 11


def test_of_each_day_the_newest_stays() -> None:
    hours = every(1, 72)
    kept = [each for each in hours if each not in gone(hours, KeepRule(daily=3, weekly=0, monthly=0))]
    assert [at.strftime("%d %H") for at, _ in kept] == ["21 12", "20 23", "19 23"]


def test_what_was_made_by_hand_stays() -> None:
    assert gone(every(24, 400, "by-hand") + every(24, 3), KeepRule(daily=1, weekly=0, monthly=0)) == every(24, 3)[1:]


def test_what_was_made_before_an_upgrade_stays_for_ninety_days() -> None:
    upgrades = [(NOW - timedelta(days=days), "before-0006") for days in (1, 89, 90, 91, 400)]
    assert gone(upgrades + every(24, 2), KeepRule()) == upgrades[3:]


def test_the_newest_of_all_stays_however_old() -> None:
    only = [(NOW - timedelta(days=4000), "before-0002")]
    assert gone(only, KeepRule()) == []


@given(
    st.lists(st.tuples(st.integers(0, 20_000), st.sampled_from(["scheduled", "by-hand", "before-0006"])), max_size=60),
    st.builds(KeepRule, daily=st.integers(0, 9), weekly=st.integers(0, 9), monthly=st.integers(0, 9)),
)
def test_the_newest_stays_and_asking_again_removes_no_more(made: list[tuple[int, str]], rule: KeepRule) -> None:
    backups = [(NOW - timedelta(hours=hours), label) for hours, label in made]
    kept = list(backups)
    for each in gone(backups, rule):
        kept.remove(each)
    assert not backups or max(at for at, _ in kept) == max(at for at, _ in backups)
    assert gone(kept, rule) == []
    assert len([each for each in kept if each[1] == "scheduled"]) <= 1 + rule.daily + rule.weekly + rule.monthly
