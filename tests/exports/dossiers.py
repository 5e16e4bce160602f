"""Dossiers without a database: a questionnaire, answers, what came before and what a room said.

a_dossier(questionnaire(section("a")), {"a.q": "3"})
a_dossier(asked, said, past=[(date(2026, 5, 12), {"a.q": "1"})], votes={"a.q": "0044"})
a_dossier(asked, said, past=monthly({"a.q": "1"}, 3), summary="Reads invoices.")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from typing import Any

from preflight.domain.action_standing import CompletedRun
from preflight.domain.assessment import Answer, Assessment, Phase, RecordedAnswer
from preflight.domain.comparison import Run, compare, shared_questions
from preflight.domain.consensus import Ballot, distribution
from preflight.domain.findings import find
from preflight.domain.paths.improvement import paths_up
from preflight.domain.project import Project
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.room import AgreedAnswer
from preflight.domain.scoring import score
from preflight.domain.verdict import decide
from preflight.services.assessments import OpenAssessment
from preflight.services.dossier import Dossier
from preflight.services.pilot_file import PilotFile
from preflight.services.results import History, PastRun, Result
from preflight.services.room_record import QuestionRecord
from preflight.services.room_view import RevealedRound
from tests.builders import TODAY, answers

THEN = datetime.combine(TODAY, time(9), UTC)
DIMENSIONS = (
    "Reliability", "Integration", "Operations", "Data", "Governance", "Security", "Value", "Adoption", "Skills", "Cost",
    "Monitoring", "Testing", "Pipeline", "Agents", "Habits",
)  # fmt: skip


def a_dossier(
    asked: Questionnaire,
    said: Mapping[str, Any],
    *,
    on: date = TODAY,
    completed: bool = True,
    past: Sequence[tuple[date, Mapping[str, Any]]] = (),
    votes: Mapping[str, str] | None = None,
    agreed: Mapping[str, str] | None = None,
    project: str = "Invoice triage",
    pilot: PilotFile | None = None,
    **about: Any,
) -> Dossier:
    """`past` are completed assessments before, the oldest first. `votes` are one digit for each vote, `u` unknown.

    `about` is what else the project has: summary, team, owner. `pilot` gets this project and these assessments.
    """
    whole = Project(id="project", name=project, created_at=THEN, created_by="me", **about)
    runs = [(each, _open(asked, whole, before, each, name=f"past-{at}")) for at, (each, before) in enumerate(past)]
    now = _open(asked, whole, said, on, name="now", completed=completed)
    previous = runs[-1][1] if runs else None
    comparison = compare(_run(previous), _run(now), so_far=not completed) if previous else None
    kept = [each for _, each in runs] + ([now] if completed else [])
    result = Result(
        open=now,
        findings=find(asked, now.answers, now.score, now.verdict),
        previous=previous.assessment if previous else None,
        last_answers=previous.answers if previous else {},
        comparison=comparison,
    )
    return Dossier(
        result=result,
        history=_history(asked, now.project, kept) if kept else None,
        records=_records(asked, votes or {}, agreed or {}),
        changes=(),
        names={},
        find_paths=cache(partial(paths_up, asked, now.answers, on=on)),
        pilot=_beside(pilot, now, kept) if pilot else an_empty_file(now, on=on),
        on=on,
    )


def an_empty_file(now: OpenAssessment, *, on: date) -> PilotFile:
    """What a project keeps beside its assessments while it keeps nothing."""
    completed = now.assessment.completed
    return PilotFile(
        project=now.project,
        actions=(),
        criteria=(),
        steps=(),
        integrations=(),
        decisions=(),
        runs=(CompletedRun(assessment=now.assessment, questionnaire=now.questionnaire, questions=now.score.questions),)
        if completed
        else (),
        newest=now if completed else None,
        names={},
        on=on,
    )


def _beside(pilot: PilotFile, now: OpenAssessment, kept: Sequence[OpenAssessment]) -> PilotFile:
    runs = tuple(
        CompletedRun(assessment=each.assessment, questionnaire=each.questionnaire, questions=each.score.questions)
        for each in kept
    )
    return replace(pilot, project=now.project, runs=runs, newest=kept[-1] if kept else None)


def monthly(said: Mapping[str, Any], runs: int) -> list[tuple[date, Mapping[str, Any]]]:
    """So many assessments before today's, a month apart, all with these answers."""
    return [(TODAY - timedelta(days=30 * ago), said) for ago in range(runs, 0, -1)]


def level_of(number: int) -> Answer:
    """The answer that chooses the level with this id."""
    return Answer(choices=(f"{number}",))


def _open(
    asked: Questionnaire, project: Project, said: Mapping[str, Any], on: date, *, name: str, completed: bool = True
) -> OpenAssessment:
    given = answers(said)
    found = score(asked, given, on=on)
    return OpenAssessment(
        assessment=Assessment(
            id=name,
            project_id="project",
            questionnaire_id=asked.id,
            questionnaire_version=asked.version,
            questionnaire_digest="",
            date=on,
            phase=Phase.COMPLETED if completed else Phase.DRAFT,
            created_at=THEN,
            created_by="me",
            completed_at=THEN if completed else None,
            completed_by="me" if completed else None,
        ),
        project=project,
        questionnaire=asked,
        recorded={key: RecordedAnswer(answer=each, version=1, at=THEN, by="me") for key, each in given.items()},
        last_time={},
        score=found,
        verdict=decide(asked, given, found, completed=completed),
    )


def _run(found: OpenAssessment) -> Run:
    return Run(questionnaire=found.questionnaire, answers=found.answers, score=found.score)


def _history(asked: Questionnaire, project: Project, kept: Sequence[OpenAssessment]) -> History:
    return History(
        project=project,
        questionnaire=asked,
        runs=tuple(
            PastRun(assessment=each.assessment, questionnaire=asked, score=each.score, verdict=each.verdict)
            for each in kept
        ),
        shared=shared_questions((asked,)),
        asked=len(list(asked.questions())),
        others=(),
    )


def _records(asked: Questionnaire, votes: Mapping[str, str], agreed: Mapping[str, str]) -> tuple[QuestionRecord, ...]:
    found = []
    for name in {**votes, **agreed}:
        question, section = asked.question(name), asked.section_of(name)
        assert question is not None
        assert section is not None
        ballots = [
            Ballot(said=Answer(unknown=True) if vote == "u" else level_of(int(vote))) for vote in votes.get(name, "")
        ]
        shown = distribution(question, ballots)
        rounds = (RevealedRound(number=1, shown=shown, lines=()),) if name in votes else ()
        line = None
        if name in agreed:
            line = AgreedAnswer(
                question_id=name, round=1, said=level_of(int(agreed[name])), why="It was tried.", at=THEN, by="me"
            )
        found.append(QuestionRecord(question=question, section=section, rounds=rounds, agreed=line))
    return tuple(sorted(found, key=lambda each: -1 if each.spread is None else each.spread, reverse=True))
