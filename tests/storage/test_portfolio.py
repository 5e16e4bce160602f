"""What a portfolio is read from: a query for each kind of thing, and what was worked out of newest assessments."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from sqlalchemy import text

from preflight.domain.decision import Decision, DecisionKind, Recommendation
from preflight.domain.evidence_ageing import AgeingStep
from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.verdict import Blocker
from preflight.storage import assessments, decisions, pilots, portfolio, projects, scores, worked_out
from preflight.storage.engine import Connection, Database
from preflight.storage.portfolio import Decided, EvidenceNow, PastValue, Planned, SectionValue
from preflight.storage.projects import TouchedProject
from preflight.storage.worked_out import WorkedOut
from tests.storage.filled import DAY, NOW, OWNER, SAMPLE, a_draft, a_project, a_result, begin, complete, counted

BLOCKER = Blocker(question="alpha.one", has="1", needs="2")


def later(days: int) -> timedelta:
    return timedelta(days=days)


def a_run(connection: Connection, assessment_id: str, days: int, **fields: object) -> None:
    assessments.add_assessment(connection, a_draft(assessment_id, date=DAY + later(days), **fields))
    complete(connection, assessment_id)


def a_step(days: int, evidenced: str | None, aged: int) -> AgeingStep:
    value = None if evidenced is None else Fraction(evidenced)
    return AgeingStep(
        from_day=DAY + later(days), evidenced=value, sections=(("alpha", value), ("beta", None)), aged=aged
    )


def worked(assessment_id: str = "first", *steps: AgeingStep, blockers: tuple[Blocker, ...] = (BLOCKER,)) -> WorkedOut:
    return WorkedOut(assessment_id=assessment_id, blockers=blockers, steps=steps or (a_step(0, "1/2", 0),))


def test_the_newest_run_of_each_project_and_its_sections(database: Database) -> None:
    begin(database, "pilot", "other", "idle")
    with database.writing() as connection:
        complete(connection)
        a_run(connection, "newest", 5)
        a_run(connection, "older", -9)
        complete(connection, "first-other")
    score, verdict = a_result()
    with database.reading() as connection:
        found = {run.project_id: run for run in portfolio.newest_runs(connection)}
        sections = [each for each in portfolio.newest_sections(connection) if each.assessment_id == "newest"]
    assert {name: run.assessment_id for name, run in found.items()} == {"pilot": "newest", "other": "first-other"}
    run = found["pilot"]
    assert (run.questionnaire_id, run.date, run.weakest) == (SAMPLE.id, DAY + later(5), verdict.weakest)
    assert (run.value, run.coverage) == (float(verdict.value or 0), float(score.coverage or 0))
    assert run.provisional is verdict.provisional
    assert sections == [
        SectionValue(
            "newest",
            each.id,
            *(None if value is None else float(value) for value in (each.fraction, each.evidenced, each.coverage)),
        )
        for each in score.sections
    ]


def test_of_two_on_one_day_the_last_completed_is_newest(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        assessments.add_assessment(connection, a_draft("a"))
        for assessment_id, minutes in (("first", 5), ("a", 1)):
            scores.keep_score(connection, assessment_id, *a_result())
            at = NOW + timedelta(minutes=minutes)
            assessments.mark_completed(connection, assessment_id, at=at, by=OWNER.id)
        assert [run.assessment_id for run in portfolio.newest_runs(connection)] == ["first"]


def test_past_values_are_the_last_ones_of_the_newest_questionnaire(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        complete(connection)
        a_run(connection, "second", 10)
        a_run(connection, "another", 15, questionnaire_id="another")
        a_run(connection, "third", 20)
        assessments.add_assessment(connection, a_draft("draft", date=DAY + later(30)))
    with database.reading() as connection:
        found = portfolio.past_values(connection, most=2)
    value = float(a_result()[1].value or 0)
    assert found == [PastValue("pilot", DAY + later(10), value), PastValue("pilot", DAY + later(20), value)]


def test_what_was_worked_out_is_read_as_of_a_day(database: Database) -> None:
    begin(database, "pilot", "other")
    steps = (a_step(0, "1/2", 0), a_step(30, "1/4", 1), a_step(90, None, 3))
    with database.writing() as connection:
        complete(connection)
        complete(connection, "first-other")
        worked_out.keep_worked_out(connection, [worked("first", *steps), worked("first-other", blockers=())])
    with database.reading() as connection:
        assert portfolio.newest_blockers(connection) == {"first": [BLOCKER]}
        for day, evidenced, aged in ((0, 0.5, 0), (29, 0.5, 0), (30, 0.25, 1), (89, 0.25, 1), (90, None, 3)):
            found = {each.assessment_id: each for each in portfolio.evidence_on(connection, DAY + later(day))}
            assert found["first"] == EvidenceNow("first", evidenced, {"alpha": evidenced, "beta": None}, aged)
        assert portfolio.evidence_on(connection, DAY - later(1)) == []


def test_what_is_missing_is_found_and_may_be_written_again(database: Database) -> None:
    begin(database, "pilot", "other")
    with database.writing() as connection:
        complete(connection)
        complete(connection, "first-other")
        a_run(connection, "newest", 5)
        assert worked_out.newest_not_worked_out(connection) == ["first-other", "newest"]
        assert worked_out.newest_not_worked_out(connection, most=1) == ["first-other"]
        worked_out.keep_worked_out(connection, [worked("newest"), worked("first-other"), worked("gone")])
        worked_out.keep_worked_out(connection, [worked("newest", a_step(0, "1/4", 0), blockers=())])
    with database.reading() as connection:
        assert worked_out.newest_not_worked_out(connection) == []
        assert portfolio.newest_blockers(connection) == {"first-other": [BLOCKER]}
        assert {each.evidenced for each in portfolio.evidence_on(connection, DAY + later(9))} == {0.25, 0.5}


def test_nothing_is_worked_out_of_a_draft_and_it_goes_with_its_project(database: Database) -> None:
    begin(database, sample=True)
    with database.writing() as connection:
        worked_out.keep_worked_out(connection, [worked()])
        assert connection.execute(text("SELECT count(*) FROM evidence_ageing")).scalar() == 0
        complete(connection)
        worked_out.keep_worked_out(connection, [worked()])
        projects.remove_project(connection, "pilot")
        for table in ("evidence_ageing", "assessment_blocker"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def a_decision(decision_id: str, kind: DecisionKind, days: int, supersedes: str | None = None) -> Decision:
    return Decision(
        id=decision_id,
        project_id="pilot",
        kind=kind,
        reasons="Seen.",
        decided_by="Ada Byron",
        decided_on=DAY + later(days),
        recommended=Recommendation(kind=kind, rule="ready", because=()),
        supersedes=supersedes,
        at=NOW + later(days),
        by=OWNER.id,
    )


def a_plan_step(kind: StepKind, project_id: str = "pilot") -> PilotStep:
    return PilotStep(
        id=f"{kind}-{project_id}",
        project_id=project_id,
        kind=kind,
        title="Step",
        start=DAY + later(56),
        end=DAY + later(60),
        changed_at=NOW,
        changed_by=OWNER.id,
    )


def test_dates_and_decisions_by_project(database: Database) -> None:
    begin(database, "pilot", "other")
    with database.writing() as connection:
        pilots.add_steps(connection, [a_plan_step(StepKind.DECISION), a_plan_step(StepKind.RUN, "other")])
        decisions.add_decision(connection, a_decision("one", DecisionKind.GO, 9))
        decisions.add_decision(connection, a_decision("two", DecisionKind.NO_GO, 4, supersedes="one"))
    with database.reading() as connection:
        planned = Planned("pilot", decision=DAY + later(56), start=DAY + later(56))
        assert portfolio.plans(connection) == {"pilot": planned}
        assert portfolio.decided(connection) == [Decided("pilot", DecisionKind.NO_GO, DAY + later(4), DAY + later(9))]


def test_each_kind_of_thing_is_one_query(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        complete(connection)
    with database.reading() as connection, counted(connection) as statements:
        for read in (
            portfolio.newest_runs,
            portfolio.newest_sections,
            portfolio.newest_blockers,
            portfolio.plans,
            portfolio.decided,
        ):
            read(connection)
        portfolio.past_values(connection, most=8)
        portfolio.evidence_on(connection, DAY)
    assert len([statement for statement in statements if not statement.startswith("BEGIN")]) == 7


def test_the_project_that_was_worked_on_last_comes_first(database: Database) -> None:
    begin(database, "pilot", "other", "idle")
    with database.writing() as connection:
        projects.add_project(connection, a_project("new", created_at=NOW + later(1)))
        complete(connection, "first-other")
        assessments.add_assessment(connection, a_draft("draft", "idle", created_at=NOW + later(2)))
        assert projects.touched(connection) == [
            TouchedProject("idle", 0, 2),
            TouchedProject("new", 0, 0),
            TouchedProject("other", 1, 0),
            TouchedProject("pilot", 0, 1),
        ]
        assert next(each.id for each in assessments.list_drafts(connection)) == "draft"
        assert {each.id for each in assessments.assessments_of(connection, ["idle", "other"])} == {
            "draft",
            "first-idle",
            "first-other",
        }
        assert set(projects.get_projects(connection, ["new", "pilot"])) == {"new", "pilot"}


def test_a_score_of_nothing_is_a_gap(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        scores.keep_score(connection, "first", *a_result(said={}))
        assessments.mark_completed(connection, "first", at=NOW, by=OWNER.id)
        (run,) = portfolio.newest_runs(connection)
        assert (run.value, run.band, run.weakest) == (None, None, None)
        assert {each.fraction for each in portfolio.newest_sections(connection)} == {None}
