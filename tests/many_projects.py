"""Projects by the hundred, each with ten assessments: a few are assessed as people would, the others are their copies.

The copies are made by SQL, past no trigger: drafts first, then completed. They share what was answered, and differ in
name, owner, tags, stage, plan and decision. Only SQLite: what is measured is not the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import text

from preflight.access.people import LOCAL_OWNER
from preflight.domain.assessment import Answer, Evidence
from preflight.domain.project import Project, Stage
from preflight.domain.questionnaire import Kind, Questionnaire
from preflight.services.assessments import begin, finish
from preflight.services.workspace import Workspace
from preflight.storage import answers as answer_rows
from preflight.storage import projects as project_rows
from preflight.storage.engine import Connection

QUESTIONNAIRES = ("pilot-to-production", "pilot-to-production", "pilot-to-production-quick", "enterprise-scale-up")
WORDS = (
    "Invoice", "Claims", "Contract", "Complaint", "Freight", "Payroll", "Warranty", "Supplier", "Meter", "Tender",
)  # fmt: skip
DOES = ("triage", "summaries", "routing", "matching", "drafting", "checks", "search", "forecast", "intake", "assistant")
PEOPLE = ("Ada Byron", "Li Wei", "Marta Nowak", "Sam Okafor", "Priya Rao", "Jonas Weber", "Zoë Ångström", "")
TEAMS = ("Finance automation", "Claims desk", "Customer care", "Legal", "Logistics")
TAGS = ("claims", "finance", "eu", "voice", "documents", "agents", "search", "legal")
STAGES = (*[Stage.PILOT] * 6, Stage.PRODUCTIONISING, Stage.PRODUCTION, Stage.IDEA, Stage.STOPPED)
DECISIONS = ("no_go", "go_with_conditions", "go", "stop")

_COPIED = (
    (
        "assessment_score (assessment_id, fraction, evidenced, coverage, value, band, band_title, weakest, "
        "weakest_title, provisional, blockers, document)"
    ),
    "section_score (assessment_id, section_id, position, fraction, evidenced, coverage)",
)
_WORKED_OUT = (
    "assessment_blocker (assessment_id, question_id, has, needs)",
    "evidence_ageing (assessment_id, from_day, evidenced, sections, aged)",
)
_ANSWERS = "answer (assessment_id, question_id, version, state, answer, at, by)"


def many_projects(
    workspace: Workspace, count: int, *, runs: int = 10, originals: int = 12, worked_out: bool = True
) -> None:
    """Add so many projects with so many completed assessments each. `worked_out` False leaves out what a portfolio
    works out of them, as in a workspace that is older than it; then the newest ones have their answers too."""
    chance = Random(7)
    with workspace.database.writing() as connection:
        originals = min(originals, count)
        for number in range(originals):
            _original(workspace, connection, number, runs=runs, chance=chance)
        if count > originals:
            _copies(workspace, connection, range(originals, count), originals, worked_out=worked_out)
        _plans(workspace, connection, chance)
        if not worked_out:
            for each in _WORKED_OUT:
                connection.execute(text(f"DELETE FROM {each.split(maxsplit=1)[0]}"))


def _original(workspace: Workspace, connection: Connection, number: int, *, runs: int, chance: Random) -> None:
    entry = workspace.shelf.get(QUESTIONNAIRES[number % len(QUESTIONNAIRES)])
    assert entry is not None
    project = _project(workspace, number)
    project_rows.add_project(connection, project)
    last, able = chance.randint(2, 200), chance.choice((0.25, 0.35, 0.5, 1.1))
    for run in range(runs):
        then = _as_of(workspace, workspace.today() - timedelta(days=last + 35 * (runs - 1 - run)))
        draft = begin(then, connection, LOCAL_OWNER, project_id=project.id, entry=entry)
        for question_id, answer in _answers(entry.questionnaire, then.today(), chance, share=run / runs, able=able):
            answer_rows.put_answer(
                connection,
                assessment_id=draft.id,
                question_id=question_id,
                answer=answer,
                seen=0,
                at=then.now(),
                by=LOCAL_OWNER.id,
            )
        finish(then, connection, LOCAL_OWNER, draft.id)


def _answers(
    questionnaire: Questionnaire, on: date, chance: Random, *, share: float, able: float
) -> Iterator[tuple[str, Answer]]:
    for question in questionnaire.questions():
        lot = chance.random()
        if question.kind is not Kind.CHOICE or lot < 0.04:
            continue
        if lot < 0.07 and able < 1:
            yield question.id, Answer(unknown=True)
            continue
        most = len(question.options) - 1
        level = min(most, max(0, round(most * (able + 0.6 * share * chance.random() + 0.35 * (chance.random() - 0.4)))))
        proof = Evidence(id="e", text="Load test", date=on - timedelta(days=chance.randint(0, 170)))
        yield question.id, Answer(choices=(question.options[level].id,), evidence=(proof,) if lot > 0.45 else ())


def _project(workspace: Workspace, number: int) -> Project:
    chance = Random(number)
    name = f"{WORDS[number % 10]} {DOES[number // 10 % 10]}"
    return Project(
        id=f"p{number:04}" + "0" * 27,
        name=f"{name} {number // 100 + 1}" if number >= 100 else name,
        summary="",
        team=chance.choice(TEAMS),
        owner=chance.choice(PEOPLE),
        stage=chance.choice(STAGES),
        pilot_start=workspace.today() - timedelta(days=chance.randint(5, 400)),
        tags=tuple(sorted(chance.sample(TAGS, chance.randint(0, 3)))),
        created_at=workspace.now() - timedelta(days=500, minutes=number),
        created_by=LOCAL_OWNER.id,
    )


def _copies(workspace: Workspace, connection: Connection, numbers: range, originals: int, *, worked_out: bool) -> None:
    """Copy number n is of the original number n modulo `originals`; ids end in the number."""
    for number in numbers:
        project_rows.add_project(connection, _project(workspace, number))
    run = connection.execute
    run(text("CREATE TEMP TABLE copied (original TEXT, project TEXT, tail TEXT)"))
    run(
        text("INSERT INTO copied VALUES (:original, :project, :tail)"),
        [
            {
                "original": _project(workspace, number % originals).id,
                "project": _project(workspace, number).id,
                "tail": f"-{number}",
            }
            for number in numbers
        ],
    )
    run(
        text(
            "CREATE TEMP TABLE twin AS SELECT a.id AS old, a.id || c.tail AS new, c.project AS project, "
            "row_number() OVER (PARTITION BY c.project ORDER BY a.date DESC) AS place "
            "FROM assessment a JOIN copied c ON c.original = a.project_id"
        )
    )
    run(
        text(
            "INSERT INTO assessment (id, project_id, questionnaire_digest, questionnaire_id, questionnaire_version, "
            "date, phase, created_at, created_by) SELECT t.new, t.project, a.questionnaire_digest, a.questionnaire_id, "
            "a.questionnaire_version, a.date, 'draft', a.created_at, a.created_by "
            "FROM twin t JOIN assessment a ON a.id = t.old"
        )
    )
    for each in _COPIED:
        _copy(connection, each, "1 = 1")
    for each in _WORKED_OUT if worked_out else (_ANSWERS,):
        _copy(connection, each, "t.place = 1")
    run(
        text(
            "UPDATE assessment SET phase = 'completed', completed_at = (SELECT a.completed_at FROM assessment a "
            "JOIN twin t ON t.old = a.id WHERE t.new = assessment.id), completed_by = created_by "
            "WHERE id IN (SELECT new FROM twin)"
        )
    )
    run(text("DROP TABLE twin"))
    run(text("DROP TABLE copied"))


def _copy(connection: Connection, table: str, which: str) -> None:
    columns = table.partition("(")[2].rstrip(")")
    rest = columns.partition(", ")[2]
    other = ", ".join(f'r."{name}"' for name in rest.split(", "))
    quoted = ", ".join(f'"{name}"' for name in columns.split(", "))
    name = table.split(maxsplit=1)[0]
    connection.execute(
        text(
            f"INSERT INTO {name} ({quoted}) SELECT t.new, {other} FROM twin t JOIN {name} r ON r.assessment_id = t.old "
            f"WHERE {which}"
        )
    )


def _plans(workspace: Workspace, connection: Connection, chance: Random) -> None:
    """Two of three have a decision date; of these some were decided."""
    steps, decisions = [], []
    moment = workspace.now().isoformat(timespec="microseconds")
    for (project_id,) in connection.execute(text("SELECT id FROM project ORDER BY id")).all():
        if chance.random() < 0.33:
            continue
        day = workspace.today() + timedelta(days=chance.randint(-120, 60))
        steps.append({"id": f"s-{project_id}"[:64], "project": project_id, "day": day.isoformat(), "at": moment})
        if day < workspace.today() and chance.random() < 0.5:
            kind = chance.choice(DECISIONS)
            on = min(workspace.today(), day + timedelta(days=chance.randint(0, 5))).isoformat()
            decisions.append(
                {"id": f"d-{project_id}"[:64], "project": project_id, "kind": kind, "on": on, "at": moment}
            )
    if steps:
        connection.execute(
            text(
                "INSERT INTO pilot_step (id, project_id, kind, title, first_day, last_day, owner, position, version, "
                "changed_at, changed_by) VALUES (:id, :project, 'decision', 'Decide', :day, :day, '', 0, 1, :at, "
                f"'{LOCAL_OWNER.id}')"
            ),
            steps,
        )
    if decisions:
        connection.execute(
            text(
                "INSERT INTO decision (id, project_id, kind, reasons, decided_by, decided_on, recommended, rule, "
                "because, against_why, conditions, picture, at, \"by\") VALUES (:id, :project, :kind, 'Seen.', "
                "'Ada Byron', :on, :kind, 'ready', '[]', '', '[]', '{}', :at, "
                f"'{LOCAL_OWNER.id}')"
            ),
            decisions,
        )


def _as_of(workspace: Workspace, day: date) -> Workspace:
    moment = datetime.combine(day, time(10, 30), UTC)
    return replace(workspace, now=lambda: moment, today=lambda: day)
