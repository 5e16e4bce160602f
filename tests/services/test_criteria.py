"""Success criteria: written, sealed together, then changed only on record; measured only once they are sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preflight.access.people import LOCAL_OWNER
from preflight.domain.criteria_summary import criteria_summary
from preflight.domain.criterion import Criterion, CriterionStanding, Direction, standing_of
from preflight.domain.errors import Conflict, Immutable, Invalid, NotFound, Refused, SignedOut
from preflight.domain.measurable import TermsDraft
from preflight.domain.project import Person, Project
from preflight.services.criteria import (
    MOST_CRITERIA,
    add_late_criterion,
    amend_criterion,
    change_criterion,
    criteria_of,
    remove_criterion,
    seal_criteria,
    withdraw_criterion,
    write_criterion,
)
from preflight.services.measuring import Measured, measure, strike_measurement
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.workspace import Workspace
from tests.new_database import on_file
from tests.workshops import Clock

TIME = TermsDraft(
    metric="Average handling time",
    unit="minutes",
    baseline="45",
    target="9",
    direction=Direction.AT_MOST,
    how="Time stamps of the ticket system, all tickets of a week",
    by_when=date(2026, 6, 1),
    business_owner="Ada Lindqvist",
)
SHARE = replace(
    TIME, metric="Invoices processed correctly", unit="%", baseline="71", target="92", direction=Direction.AT_LEAST
)
SAMPLE = "Ticket system, week 12"


class Desk:
    """One person at work on one project's criteria, seeing what stands there now."""

    def __init__(self, workspace: Workspace, project: Project) -> None:
        self.workspace, self.project = workspace, project

    @property
    def all(self) -> tuple[Criterion, ...]:
        return criteria_of(self.workspace, LOCAL_OWNER, self.project.id).criteria

    @property
    def one(self) -> Criterion:
        return self.all[0]

    def write(self, *drafts: TermsDraft) -> None:
        for draft in drafts:
            write_criterion(self.workspace, LOCAL_OWNER, self.project.id, draft)

    def seal(self) -> tuple[Criterion, ...]:
        unsealed = [each for each in self.all if not each.sealed]
        return seal_criteria(self.workspace, LOCAL_OWNER, self.project.id, seen=unsealed)

    def late(self, draft: TermsDraft = SHARE, reason: str = "Nobody had thought of quality") -> Criterion:
        return add_late_criterion(self.workspace, LOCAL_OWNER, self.project.id, draft, reason=reason)

    def amend(self, draft: TermsDraft, reason: str = "The ticket system counts waiting too") -> Criterion:
        held = self.one
        return amend_criterion(self.workspace, LOCAL_OWNER, held.id, draft, reason=reason, seen=held.newest)

    def withdraw(self, reason: str = "The desk was closed") -> Criterion:
        held = self.one
        return withdraw_criterion(self.workspace, LOCAL_OWNER, held.id, reason=reason, seen=held.newest)

    def change(self, draft: TermsDraft) -> Criterion:
        held = self.one
        return change_criterion(self.workspace, LOCAL_OWNER, held.id, draft, seen=held.newest)

    def measure(self, value: str, on: date | None = None, **said: Any) -> None:
        said.setdefault("evidence", SAMPLE)
        measured = Measured(value=value, date=on or self.workspace.today(), **said)
        measure(self.workspace, LOCAL_OWNER, self.one.id, measured)

    def strike(self, reason: str = "A digit too many") -> None:
        strike_measurement(self.workspace, LOCAL_OWNER, self.one.measurements[-1].id, reason=reason)


@pytest.fixture
def desk(workspace: Workspace, project: Project) -> Desk:
    return Desk(workspace, project)


@pytest.fixture
def sealed(desk: Desk) -> Desk:
    """With one sealed criterion: handling time, from 45 to at most 9 minutes."""
    desk.write(TIME)
    desk.seal()
    return desk


def test_what_is_written_is_cleaned_and_can_be_changed_until_it_is_sealed(desk: Desk) -> None:
    desk.write(replace(TIME, metric=" Average\u202e handling time ", baseline="1,800", how="Clock.\r\nAll week."))
    assert desk.one.newest.terms.metric == "Average handling time"
    assert desk.one.newest.terms.baseline == Fraction(1800)
    assert desk.one.newest.terms.how == "Clock.\nAll week."
    desk.change(replace(TIME, target="8,5"))
    assert desk.one.newest.terms.target == Fraction(17, 2)
    assert len(desk.one.versions) == 1
    remove_criterion(desk.workspace, LOCAL_OWNER, desk.one.id, seen=desk.one.newest)
    assert desk.all == ()


def test_a_hope_is_not_written_down(desk: Desk) -> None:
    with pytest.raises(Invalid, match="Measurable means"):
        desk.write(replace(TIME, metric="Works well"))
    desk.write(TIME)
    with pytest.raises(Invalid, match="Measurable means"):
        desk.change(replace(TIME, target=""))
    assert desk.one.newest.terms.target == 9


def test_the_same_criterion_is_written_once(desk: Desk) -> None:
    desk.write(TIME)
    with pytest.raises(Invalid, match="already"):
        desk.write(TIME)


def test_there_is_an_end_to_the_number_of_criteria(desk: Desk) -> None:
    desk.write(*(replace(TIME, metric=f"Handling time of queue {number}") for number in range(MOST_CRITERIA)))
    with pytest.raises(Invalid, match=f"at most {MOST_CRITERIA}"):
        desk.write(SHARE)


def test_all_are_sealed_together_and_then_none_can_be_changed_or_removed(desk: Desk) -> None:
    desk.write(TIME, SHARE)
    done = desk.seal()
    assert [each.first.terms.metric for each in done] == ["Average handling time", "Invoices processed correctly"]
    assert {(each.sealed_at, each.sealed_by) for each in desk.all} == {(done[0].sealed_at, LOCAL_OWNER.id)}
    held = desk.all[0]
    with pytest.raises(Immutable):
        change_criterion(desk.workspace, LOCAL_OWNER, held.id, SHARE, seen=held.newest)
    with pytest.raises(Immutable):
        remove_criterion(desk.workspace, LOCAL_OWNER, held.id, seen=held.newest)
    with pytest.raises(Refused, match="nothing to seal"):
        desk.seal()


def test_nothing_is_sealed_where_nothing_is_written(desk: Desk) -> None:
    with pytest.raises(Refused, match="nothing to seal"):
        desk.seal()


def test_only_what_was_seen_is_sealed(desk: Desk) -> None:
    desk.write(TIME)
    seen = desk.all
    desk.write(SHARE)
    with pytest.raises(Conflict):
        seal_criteria(desk.workspace, LOCAL_OWNER, desk.project.id, seen=seen)
    assert not any(each.sealed for each in desk.all)


def test_a_criterion_whose_day_has_passed_is_not_sealed(desk: Desk, clock: Clock) -> None:
    desk.write(TIME)
    clock.day = date(2026, 6, 2)
    with pytest.raises(Invalid, match="1 June 2026 has passed"):
        desk.seal()


def test_a_later_one_says_why_it_was_missing_and_is_sealed_at_once(sealed: Desk) -> None:
    with pytest.raises(Refused, match="late"):
        sealed.write(SHARE)
    with pytest.raises(Invalid, match="why"):
        sealed.late(reason=" ")
    late = sealed.late()
    assert late.sealed
    assert late.late
    assert late.first.reason == "Nobody had thought of quality"
    assert criteria_summary(sealed.all).late == (late,)


def test_nothing_is_late_before_anything_is_sealed(desk: Desk) -> None:
    with pytest.raises(Refused, match="Nothing is sealed yet"):
        desk.late()


def test_an_amendment_keeps_both_versions_with_its_reason(sealed: Desk) -> None:
    with pytest.raises(Invalid, match="why"):
        sealed.amend(replace(TIME, target="12"), reason="")
    amended = sealed.amend(replace(TIME, target="12"))
    assert [each.terms.target for each in amended.versions] == [9, 12]
    assert amended.newest.reason == "The ticket system counts waiting too"
    assert amended.sealed_at == sealed.one.sealed_at


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        (TIME, "Nothing differs"),
        (replace(TIME, unit="hours"), "unit stays"),
        (replace(TIME, metric="Works well"), "is a hope"),
        (replace(TIME, by_when=date(2026, 1, 1)), "has passed"),
    ],
)
def test_an_amendment_is_as_measurable_as_what_it_replaces(sealed: Desk, draft: TermsDraft, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        sealed.amend(draft)


def test_what_is_overdue_can_still_be_amended(sealed: Desk, clock: Clock) -> None:
    clock.day = date(2026, 7, 1)
    sealed.amend(replace(TIME, business_owner="Grace"), reason="Ada has left")
    sealed.amend(replace(TIME, business_owner="Grace", by_when=date(2026, 9, 1)))
    assert len(sealed.one.versions) == 3


def test_nothing_is_amended_before_it_is_sealed(desk: Desk) -> None:
    desk.write(TIME)
    with pytest.raises(Refused, match="simply be changed"):
        desk.amend(SHARE)
    with pytest.raises(Refused, match="simply be changed"):
        desk.withdraw()


def test_a_withdrawn_one_stays_to_be_seen_and_nothing_more_is_done_to_it(sealed: Desk) -> None:
    sealed.measure("20")
    with pytest.raises(Invalid, match="why"):
        sealed.withdraw(reason="")
    gone = sealed.withdraw()
    assert standing_of(gone) is CriterionStanding.WITHDRAWN
    assert gone.newest.terms == gone.first.terms
    for act in (sealed.withdraw, lambda: sealed.amend(SHARE), lambda: sealed.measure("8")):
        with pytest.raises(Refused, match="withdrawn"):
            act()
    assert criteria_summary(sealed.all).sealed == ()
    with pytest.raises(Refused, match="late"):
        sealed.write(TIME)
    sealed.late(TIME)


def test_who_saw_an_older_version_changes_nothing(desk: Desk) -> None:
    desk.write(TIME)
    seen = desk.one.newest
    desk.change(replace(TIME, target="8"))
    change = {"workspace": desk.workspace, "person": LOCAL_OWNER, "criterion_id": desk.one.id, "seen": seen}
    with pytest.raises(Conflict):
        change_criterion(**change, draft=SHARE)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        remove_criterion(**change)  # type: ignore[arg-type]
    desk.seal()
    seen = desk.one.newest
    desk.amend(replace(TIME, target="7"))
    with pytest.raises(Conflict):
        withdraw_criterion(**{**change, "seen": seen}, reason="Late")  # type: ignore[arg-type]
    assert len(desk.one.versions) == 2


def test_nothing_is_measured_before_it_is_sealed(desk: Desk) -> None:
    desk.write(TIME)
    with pytest.raises(Refused, match="Seal the criteria before"):
        desk.measure("8")


def test_a_measurement_has_its_value_its_day_and_its_evidence(sealed: Desk, clock: Clock) -> None:
    clock.pass_days(10)
    sealed.measure("8,5 minutes", evidence=" Ticket\u202e system ", link="https://desk.example/w12")
    (kept,) = sealed.one.measurements
    assert (kept.value, kept.date) == (Fraction(17, 2), clock.today())
    assert (kept.evidence.text, kept.evidence.url) == ("Ticket system", "https://desk.example/w12")
    assert standing_of(sealed.one) is CriterionStanding.MET


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"value": "fast"}, "one number"),
        ({"value": ""}, "one number"),
        ({"on": date(2026, 3, 3)}, "still to come"),
        ({"on": date(2026, 3, 1)}, "was sealed on 2 March 2026"),
        ({"evidence": "", "link": ""}, "where the number comes from"),
        ({"evidence": "", "link": "javascript:alert(1)"}, "web address"),
    ],
)
def test_what_is_no_measurement_is_refused(sealed: Desk, said: dict[str, Any], told: str) -> None:
    with pytest.raises(Invalid, match=told):
        sealed.measure(**{"value": "20", **said})
    assert sealed.one.measurements == ()


def test_a_measurement_without_its_day_is_refused(sealed: Desk) -> None:
    with pytest.raises(Invalid, match="the day"):
        measure(sealed.workspace, LOCAL_OWNER, sealed.one.id, Measured(value="8", date=None, evidence=SAMPLE))


def test_a_share_above_a_hundred_is_refused(desk: Desk) -> None:
    desk.write(SHARE)
    desk.seal()
    with pytest.raises(Invalid, match="can't be a share"):
        desk.measure("920")


def test_what_was_measured_twice_by_one_click_too_many_is_kept_once(sealed: Desk) -> None:
    sealed.measure("20")
    sealed.measure("20")
    assert len(sealed.one.measurements) == 1


def test_a_mistake_is_struck_out_once_and_says_why(sealed: Desk) -> None:
    sealed.measure("20")
    sealed.measure("2")
    with pytest.raises(Invalid, match="what was wrong"):
        sealed.strike(reason="")
    sealed.strike()
    assert sealed.one.measurements[-1].struck_why == "A digit too many"
    assert standing_of(sealed.one) is CriterionStanding.MISSED
    with pytest.raises(Immutable):
        sealed.strike()


def test_a_criterion_met_only_since_it_was_amended_is_named(sealed: Desk) -> None:
    sealed.measure("11")
    sealed.amend(replace(TIME, target="12"))
    summary = criteria_summary(sealed.all)
    assert summary.met == summary.differing == summary.better == sealed.all


def test_only_who_may_changes_or_measures(sealed: Desk) -> None:
    stranger = Person(id="2", issuer="https://login.example", subject="2", name="Mallory")
    one, project = sealed.one, sealed.project.id
    acts: list[Callable[[], object]] = [
        lambda: criteria_of(sealed.workspace, stranger, project),
        lambda: write_criterion(sealed.workspace, stranger, project, SHARE),
        lambda: add_late_criterion(sealed.workspace, stranger, project, SHARE, reason="x"),
        lambda: change_criterion(sealed.workspace, stranger, one.id, SHARE, seen=one.newest),
        lambda: remove_criterion(sealed.workspace, stranger, one.id, seen=one.newest),
        lambda: seal_criteria(sealed.workspace, stranger, project, seen=[]),
        lambda: amend_criterion(sealed.workspace, stranger, one.id, SHARE, reason="x", seen=one.newest),
        lambda: withdraw_criterion(sealed.workspace, stranger, one.id, reason="x", seen=one.newest),
        lambda: measure(sealed.workspace, stranger, one.id, Measured(value="8", date=None, evidence="Counted")),
        lambda: strike_measurement(sealed.workspace, stranger, "1", reason="x"),
    ]
    for act in acts:
        with pytest.raises(SignedOut):
            act()


def test_what_is_not_there_is_not_found(desk: Desk, sealed: Desk) -> None:
    with pytest.raises(NotFound):
        criteria_of(desk.workspace, LOCAL_OWNER, "nowhere")
    with pytest.raises(NotFound):
        write_criterion(desk.workspace, LOCAL_OWNER, "nowhere", TIME)
    with pytest.raises(NotFound):
        measure(desk.workspace, LOCAL_OWNER, "nowhere", Measured(value="8", date=date(2026, 3, 2), evidence=SAMPLE))
    with pytest.raises(NotFound):
        strike_measurement(desk.workspace, LOCAL_OWNER, "nowhere", reason="x")


_ACTS = st.sampled_from(
    ["write", "change", "remove", "seal", "late", "amend", "withdraw", "measure", "strike", "a day"]
)


@on_file("workspace")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(_ACTS, st.integers(1, 40)), min_size=4, max_size=14))
def test_whatever_is_tried_what_was_sealed_stays(
    workspace: Workspace, clock: Clock, acts: list[tuple[str, int]]
) -> None:
    name = f"Project {workspace.now()}"
    desk = Desk(workspace, create_project(workspace, LOCAL_OWNER, ProjectDetails(name=name)))
    written_first: dict[str, Any] = {}
    for act, number in acts:
        draft = replace(TIME, metric=f"Handling time of queue {number}", target=str(number), by_when=date(2099, 1, 1))
        try:
            if act == "a day":
                clock.pass_days(1)
            elif act == "measure":
                desk.measure(str(number))
            elif act in {"seal", "strike", "withdraw"}:
                getattr(desk, act)()
            elif act == "remove":
                remove_criterion(workspace, LOCAL_OWNER, desk.all[0].id, seen=desk.all[0].newest)
            else:
                getattr(desk, act)(draft)
        except (Refused, IndexError):
            pass
        found = {each.id: each for each in desk.all}
        for criterion_id, (first, sealed_at, measured) in written_first.items():
            assert found[criterion_id].first == first
            assert found[criterion_id].sealed_at == sealed_at
            assert {one.id: one.value for one in found[criterion_id].measurements}.items() >= measured.items()
        for each in found.values():
            assert each.sealed or (len(each.versions) == 1 and not each.measurements and not each.late)
            assert all(one.reason for one in each.versions[1:])
            if each.sealed:
                values = {one.id: one.value for one in each.measurements}
                written_first[each.id] = (each.first, each.sealed_at, values)
        summary = criteria_summary(desk.all)
        assert sorted(each.id for each in (*summary.open, *summary.sealed, *summary.withdrawn)) == sorted(found)
        assert {each.id for each in (*summary.unmeasured, *summary.met, *summary.missed)} == {
            each.id for each in summary.sealed
        }
