"""What a project keeps beside its assessments, without a database: actions, criteria, a plan, systems, decisions.

a_pilot_file()                                  a pilot in its tenth week: everything there is, of several kinds each
a_pilot_file(decisions=(), steps=())            the same without a decision and a plan
a_pilot_file(actions=[an_action("Name an owner", owner="Ada")])
a_criterion(some_terms(target=9), some_terms(target=10), measured=[9], struck=[90])
a_dossier(asked, said, pilot=a_pilot_file())    the dossier's own project and assessments stand in it then
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from preflight.domain.action import Action, ActionOrigin, ActionStatus, QuestionLink
from preflight.domain.assessment import Evidence, State
from preflight.domain.criterion import Criterion, CriterionTerms, CriterionVersion, Direction, Measurement
from preflight.domain.decision import Condition, Decision, DecisionKind, Recommendation
from preflight.domain.pilot import Confronting, Integration, PilotStep, StepKind
from preflight.domain.project import Project
from preflight.domain.questionnaire import Effort
from preflight.services.pilot_file import PilotFile
from tests.builders import TODAY, Number, exact

THEN = datetime.combine(TODAY, time(9), UTC)
START = date(2026, 9, 21)
"""The pilot's first day, a Monday."""
SEALED = datetime(2026, 10, 9, 16, tzinfo=UTC)
_SEVERAL = frozenset({"actions", "criteria", "steps", "integrations", "decisions", "runs"})
_CHANGED: dict[str, Any] = {"changed_at": THEN, "changed_by": "me"}


def a_pilot_file(**parts: Any) -> PilotFile:
    """Everything, but what `parts` say: actions, criteria, steps, integrations, decisions, names, on, project, …"""
    usual: dict[str, Any] = {
        "project": Project(
            id="project", name="Invoice triage", pilot_start=START, created_at=THEN, created_by="me", owner="Ada"
        ),
        "actions": some_actions(),
        "criteria": some_criteria(),
        "steps": a_plan(),
        "integrations": some_systems(),
        "decisions": (a_decision(),),
        "runs": (),
        "newest": None,
        "names": {"me": "Ada Quispe"},
        "on": TODAY,
    }
    found: dict[str, Any] = {name: tuple(each) if name in _SEVERAL else each for name, each in (usual | parts).items()}
    return PilotFile(**found)


def in_words(found: PilotFile, words: str, *, url: str = "") -> PilotFile:
    """The same with these words wherever a person may write any, and this address as evidence."""
    evidence = Evidence(text=words, url=url, date=TODAY)

    def terms(each: CriterionTerms) -> CriterionTerms:
        return replace(each, metric=words, unit=words, how=words, business_owner=words)

    return replace(
        found,
        actions=tuple(replace(each, title=words, detail=words, owner=words) for each in found.actions),
        criteria=tuple(
            replace(
                each,
                versions=tuple(replace(one, terms=terms(one.terms), reason=words) for one in each.versions),
                measurements=tuple(replace(one, evidence=evidence, struck_why=words) for one in each.measurements),
            )
            for each in found.criteria
        ),
        steps=tuple(replace(each, title=words, owner=words) for each in found.steps),
        integrations=tuple(
            replace(each, system=words, interface=words, owner=words, note=words) for each in found.integrations
        ),
        decisions=tuple(
            replace(
                each,
                reasons=words,
                decided_by=words,
                against_why=words if each.against else "",
                conditions=tuple(replace(one, text=words, owner=words) for one in each.conditions),
            )
            for each in found.decisions
        ),
        names=dict.fromkeys(found.names, words),
    )


# ---- Actions ----


def an_action(title: str = "Name an owner for each shift", **fields: Any) -> Action:
    """An open action by hand."""
    fields.setdefault("id", f"action-{title}")
    return Action(title=title, project_id="project", created_at=THEN, created_by="me", **(_CHANGED | fields))


def raises(question_id: str, before: Number | None = 0, aim: Number | None = None, **fields: Any) -> QuestionLink:
    """The question that an action is to raise, of the questionnaire that `builders.questionnaire` makes."""
    usual: dict[str, Any] = {
        "questionnaire_id": "sample",
        "state": State.UNANSWERED if before is None else State.ANSWERED,
        "before": None if before is None else exact(before),
        "aim": None if aim is None else exact(aim),
    }
    return QuestionLink(question_id=question_id, **(usual | fields))


def some_actions(question_id: str = "s.q") -> tuple[Action, ...]:
    """One of each status, one overdue, one without owner and date, one of a decision's conditions."""
    return (
        an_action(
            "Name an owner for each shift",
            owner="Ada Quispe",
            due=TODAY + timedelta(days=7),
            effort=Effort.S,
            status=ActionStatus.DOING,
            origin=ActionOrigin.PATH,
            link=raises(question_id, "1/4", "1/2"),
        ),
        an_action(
            "Rehearse an incident, with the people who are on call",
            detail="Half a day with the team on call; the supplier listens in.",
            owner="Jonas Weber",
            due=TODAY - timedelta(days=9),
            effort=Effort.M,
            origin=ActionOrigin.GAP,
            link=raises(question_id, "1/4", "3/4"),
        ),
        an_action(
            "Measure quality on real invoices each week",
            owner="Ada Quispe",
            due=TODAY - timedelta(days=21),
            effort=Effort.M,
            status=ActionStatus.DONE,
            origin=ActionOrigin.DISAGREEMENT,
            link=raises(question_id, 0),
            done_at=datetime(2026, 10, 28, 15, tzinfo=UTC),
        ),
        an_action("Ask the supplier for its incident log"),
        an_action(
            "Sign the data agreement",
            owner="Mei Tanaka",
            due=TODAY + timedelta(days=30),
            origin=ActionOrigin.CONDITION,
            decision_id="decision-1",
        ),
        an_action("Buy a second licence", status=ActionStatus.DROPPED, effort=Effort.L),
    )


# ---- Criteria ----


def some_terms(metric: str = "Average handling time", **fields: Any) -> CriterionTerms:
    """Handling time in minutes, from 14 to at most 9."""
    usual: dict[str, Any] = {
        "unit": "minutes",
        "baseline": 14,
        "target": 9,
        "direction": Direction.AT_MOST,
        "how": "The median of a week, from the ticket system",
        "by_when": date(2026, 11, 16),
        "business_owner": "Mei Tanaka",
    }
    found = usual | fields
    numbers = {name: None if found[name] is None else exact(found[name]) for name in ("baseline", "target")}
    return CriterionTerms(metric=metric, **(found | numbers))


def a_criterion(
    *versions: CriterionTerms,
    measured: Sequence[Number] = (),
    struck: Sequence[Number] = (),
    sealed: bool = True,
    withdrawn: bool = False,
    reason: str = "The first weeks showed that every second case needs a call.",
    **fields: Any,
) -> Criterion:
    """A criterion with these versions, one without; `measured` a week apart up to TODAY, `struck` on the day before."""
    all_terms = versions or (some_terms(),)
    fields.setdefault("id", f"criterion-{all_terms[0].metric}")
    written = [
        CriterionVersion(
            number=place,
            terms=each,
            reason=reason if place > 1 else "",
            withdrawn=withdrawn and place == len(all_terms),
            at=SEALED + timedelta(days=14 * (place - 1)),
            by="me",
        )
        for place, each in enumerate(all_terms, start=1)
    ]
    last = len(measured) - 1
    found = [
        a_measurement(fields["id"], value, TODAY - timedelta(days=7 * (last - at))) for at, value in enumerate(measured)
    ]
    found += [
        replace(
            a_measurement(fields["id"], value, TODAY - timedelta(days=1), name="struck"),
            struck_at=THEN,
            struck_by="me",
            struck_why="Read from the wrong column.",
        )
        for value in struck
    ]
    return Criterion(
        project_id="project",
        versions=tuple(written),
        sealed_at=SEALED if sealed else None,
        sealed_by="me" if sealed else None,
        measurements=tuple(sorted(found, key=lambda each: each.date)),
        **fields,
    )


def a_measurement(criterion_id: str, value: Number, on: date, name: str = "measured") -> Measurement:
    evidence = Evidence(text="Weekly report of the ticket system", url="https://tickets.example/week/46", date=on)
    return Measurement(
        id=f"{name}-{criterion_id}-{on}-{value}",
        criterion_id=criterion_id,
        value=exact(value),
        date=on,
        evidence=evidence,
        at=datetime.combine(on, time(12), UTC),
        by="me",
    )


def some_criteria() -> tuple[Criterion, ...]:
    """Met; amended and met only so, with a struck measurement; missed; sealed and never measured; withdrawn."""
    automatic = some_terms(
        "Invoices sorted without a person", unit="%", baseline=0, target=60, direction=Direction.AT_LEAST
    )
    errors = some_terms("Invoices sent to the wrong desk", unit="of 100", baseline="3.5", target=2)
    calls = some_terms("Calls from suppliers", unit="a week", baseline=None, target=20, business_owner="Jonas Weber")
    return (
        a_criterion(automatic, measured=(58, 64)),
        a_criterion(some_terms(), some_terms(target=10), measured=(11, "9.5"), struck=(95,)),
        a_criterion(errors, measured=("2.75",)),
        a_criterion(calls),
        a_criterion(some_terms("Cost of a sorted invoice", unit="euro"), some_terms("Cost of a sorted invoice",
                    unit="euro"), withdrawn=True, reason="Finance will measure it for all projects."),
    )  # fmt: skip


# ---- The plan ----


def a_step(kind: StepKind, first_week: int, last_week: int, **fields: Any) -> PilotStep:
    """A step from the first day of a week to the last day of another one, counted from START; a decision is one day."""
    start = START + timedelta(weeks=first_week - 1)
    end = start if kind is StepKind.DECISION else START + timedelta(weeks=last_week, days=-1)
    usual: dict[str, Any] = {"id": f"step-{kind}", "title": _TITLES[kind], "position": first_week}
    return PilotStep(project_id="project", kind=kind, start=start, end=end, **(usual | _CHANGED | fields))


_TITLES = {
    StepKind.REQUIREMENTS: "Requirements",
    StepKind.DESIGN: "Design",
    StepKind.RUN: "Pilot run",
    StepKind.REVIEW: "Security and compliance review",
    StepKind.DECISION: "Go or no-go",
    StepKind.DEPLOYMENT: "Deployment",
    StepKind.OTHER: "Train the first users",
}


def a_plan() -> tuple[PilotStep, ...]:
    """The usual seven steps; two done, the review among them."""
    return (
        a_step(StepKind.REQUIREMENTS, 1, 2, owner="Mei Tanaka", done_on=date(2026, 10, 2)),
        a_step(StepKind.DESIGN, 2, 3, owner="Jonas Weber"),
        a_step(StepKind.REVIEW, 4, 4, owner="Legal", done_on=date(2026, 10, 16)),
        a_step(StepKind.RUN, 4, 8, owner="Ada Quispe"),
        a_step(StepKind.OTHER, 5, 6),
        a_step(StepKind.DECISION, 9, 9, owner="Ada Quispe"),
        a_step(StepKind.DEPLOYMENT, 9, 12),
    )


def a_system(system: str = "ERP", estimate: Number | None = 10, **fields: Any) -> Integration:
    """A deferred system with an estimate in working days."""
    usual: dict[str, Any] = {"id": f"system-{system}", "project_id": "project"}
    days = None if estimate is None else exact(estimate)
    return Integration(system=system, estimate=days, **(usual | _CHANGED | fields))


def some_systems() -> tuple[Integration, ...]:
    """One that the pilot meets, two that it defers, one of them without an estimate."""
    return (
        a_system("Mail room", 4, interface="IMAP", owner="Jonas Weber", confronting=Confronting.CONFRONTED),
        a_system("SAP, accounts payable", "12.5", interface="BAPI over a queue", owner="Mei Tanaka"),
        a_system("Archive", None, interface="Nightly file", note="Nobody has asked them yet."),
    )


# ---- Decisions ----


def a_recommendation(kind: DecisionKind = DecisionKind.NO_GO, rule: str = "missed", *because: str) -> Recommendation:
    seen = because or ("“Invoices sent to the wrong desk” is missed: 2.75 of 100, at most 2 was the target.",)
    return Recommendation(kind=kind, rule=rule, because=seen)


def a_decision(kind: DecisionKind = DecisionKind.GO_WITH_CONDITIONS, **fields: Any) -> Decision:
    """A go with two conditions, against a recommended no-go, with the reason for that."""
    usual: dict[str, Any] = {
        "id": "decision-1",
        "project_id": "project",
        "reasons": "The desk sees every wrong invoice within the hour, and the season begins in January.",
        "decided_by": "Mei Tanaka",
        "decided_on": TODAY - timedelta(days=2),
        "recommended": a_recommendation(),
        "conditions": (
            Condition(text="Sign the data agreement", owner="Mei Tanaka", due=TODAY + timedelta(days=30)),
            Condition(text="Bring wrong invoices to 2 of 100"),
        )
        if kind is DecisionKind.GO_WITH_CONDITIONS
        else (),
        "assessment_id": "now",
        "at": THEN,
        "by": "me",
    }
    found = usual | fields
    if kind is not found["recommended"].kind:
        found.setdefault("against_why", "Two wrong invoices in a hundred were never reached by people either.")
    return Decision(kind=kind, **found)


def many_actions(count: int) -> tuple[Action, ...]:
    """So many open actions, one a day."""
    return tuple(
        an_action(f"Action number {place}", owner="Ada Quispe", due=TODAY + timedelta(days=place))
        for place in range(1, count + 1)
    )


def many_criteria(count: int) -> tuple[Criterion, ...]:
    """So many, every second one missed, every third amended."""
    found = []
    for place in range(1, count + 1):
        one = some_terms(f"Handling time at desk {place}")
        versions = (one, replace(one, target=Fraction(10))) if place % 3 == 0 else (one,)
        found.append(a_criterion(*versions, measured=(8 if place % 2 else 12,)))
    return tuple(found)


def many_systems(count: int) -> tuple[Integration, ...]:
    """So many, every second one met, every fourth without an estimate."""
    return tuple(
        a_system(
            f"System {place}",
            None if place % 4 == 0 else place,
            confronting=Confronting.CONFRONTED if place % 2 else Confronting.DEFERRED,
        )
        for place in range(1, count + 1)
    )
