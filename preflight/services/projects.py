"""Projects: creating, changing, seeing and removing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from preflight.access.about import SOME, WHOLE, About
from preflight.access.people import Visitor
from preflight.access.permissions import Operation
from preflight.domain.assessment import Assessment
from preflight.domain.errors import Invalid
from preflight.domain.lookalikes import look_alike, skeleton
from preflight.domain.project import MOST_TAGS, Person, Project, Stage
from preflight.domain.roles import ProjectRole
from preflight.domain.scoring import Score
from preflight.domain.text import LINE, NAME, NOTE, clean_text
from preflight.domain.verdict import Verdict
from preflight.services.room_notes import announce_end
from preflight.services.workspace import Workspace
from preflight.storage import assessments as assessment_rows
from preflight.storage import people as people_rows
from preflight.storage import projects as project_rows
from preflight.storage import roles as role_rows
from preflight.storage import rooms as room_rows
from preflight.storage import scores as score_rows
from preflight.storage.engine import Connection
from preflight.storage.projects import TouchedProject

YEARS = range(1970, 2101)
"""When a pilot may have started. Streamlit's date field fails within ten years of the calendar's ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDetails:
    """What a person says about a project; cleaned and checked before it is kept."""

    name: str
    summary: str = ""
    team: str = ""
    owner: str = ""
    stage: Stage = Stage.PILOT
    pilot_start: date | None = None
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectOverview:
    """A project as Home shows it: its newest result, its drafts, and how many assessments it has completed."""

    project: Project
    newest: Assessment | None
    score: Score | None
    verdict: Verdict | None
    drafts: tuple[Assessment, ...]
    completed: int


def create_project(workspace: Workspace, person: Person, details: ProjectDetails) -> Project:
    """Create a project. Raises Invalid for a field that can't be kept, or a name that is taken."""
    fields = _checked(details)
    with workspace.writing(person, Operation.START_PROJECTS, WHOLE) as connection:
        people_rows.ensure_person(connection, person)
        _refuse_taken_name(project_rows.list_projects(connection), str(fields["name"]), but_not=None)
        project = Project(
            id=uuid4().hex,
            created_at=workspace.now(),
            created_by=person.id,
            **fields,  # type: ignore[arg-type]
        )
        project_rows.add_project(connection, project)
        own(workspace, connection, person, project.id)
    return project


def change_project(workspace: Workspace, person: Person, project_id: str, details: ProjectDetails) -> Project:
    """Change what is said about a project. Raises NotFound and Invalid."""
    fields = _checked(details)
    with workspace.writing(person, Operation.MANAGE_PROJECT, About("project", project_id)) as connection:
        _refuse_taken_name(project_rows.list_projects(connection), str(fields["name"]), but_not=project_id)
        project = replace(project_rows.get_project(connection, project_id), **fields)  # type: ignore[arg-type]
        project_rows.update_project(connection, project)
    return project


def remove_project(workspace: Workspace, person: Person, project_id: str) -> None:
    """Remove a project that has no completed assessment, or the sample with everything in it. Refused otherwise."""
    with workspace.writing(person, Operation.MANAGE_PROJECT, About("project", project_id)) as connection:
        found = assessment_rows.list_assessments(connection, project_id)
        rooms = room_rows.open_rooms_on(connection, [each.id for each in found])
        project_rows.remove_project(connection, project_id)
    announce_end(workspace, rooms)


def get_project(workspace: Workspace, person: Person, project_id: str) -> Project:
    """One project. Raises NotFound."""
    with workspace.reading(person, Operation.SEE, About("project", project_id)) as connection:
        return project_rows.get_project(connection, project_id)


def list_projects(workspace: Workspace, person: Person) -> tuple[Project, ...]:
    """Every project, in the order of their names."""
    with workspace.reading(person, Operation.SEE, SOME) as connection:
        seen = workspace.seen(connection, person, Operation.SEE)
        found = [each for each in project_rows.list_projects(connection) if seen is None or each.id in seen]
    return tuple(sorted(found, key=lambda project: (project.name.casefold(), project.id)))


def list_overviews(workspace: Workspace, person: Person, *, most: int | None = None) -> tuple[ProjectOverview, ...]:
    """The projects, each with its newest result and its drafts; the one worked on last comes first. At most so many."""
    with workspace.reading(person, Operation.SEE, SOME) as connection:
        return _overviews(connection, [each.project_id for each in _touched(workspace, connection, person)][:most])


def overview_of(workspace: Workspace, person: Person, project_id: str) -> ProjectOverview:
    """One project with its newest result and its drafts. Raises NotFound."""
    with workspace.reading(person, Operation.SEE, About("project", project_id)) as connection:
        return _overviews(connection, [project_id])[0]


def touched_projects(workspace: Workspace, person: Person) -> tuple[TouchedProject, ...]:
    """Every project by id, the one worked on last first, with how many assessments it has completed and begun."""
    with workspace.reading(person, Operation.SEE, SOME) as connection:
        return tuple(_touched(workspace, connection, person))


def list_drafts(workspace: Workspace, person: Person) -> tuple[tuple[Project, Assessment], ...]:
    """Every draft with its project, those of the project that was worked on last first."""
    with workspace.reading(person, Operation.SEE, SOME) as connection:
        touched = _touched(workspace, connection, person)
        places = {each.project_id: place for place, each in enumerate(touched) if each.drafts}
        projects = project_rows.get_projects(connection, places)
        found = (each for each in assessment_rows.list_drafts(connection) if each.project_id in places)
        drafts = sorted(found, key=lambda each: places[each.project_id])
    return tuple((projects[each.project_id], each) for each in drafts)


def in_order(assessment: Assessment) -> tuple[date, str, str]:
    """Sorts assessments by their date, then by when they were made."""
    return (assessment.date, (assessment.completed_at or assessment.created_at).isoformat(), assessment.id)


def free_name(projects: Sequence[Project], name: str) -> str:
    """The name, or where one that looks like it is taken the name with the first free number behind it, as long as a
    name may be."""
    taken = {skeleton(project.name) for project in projects}
    numbers = (f" {number}" for number in range(2, len(taken) + 2))
    names = (f"{name[: NAME - len(number)].rstrip()}{number}" for number in numbers)
    return next((each for each in (name, *names) if skeleton(each) not in taken), name)


def own(workspace: Workspace, connection: Connection, person: Person, project_id: str) -> None:
    """Make whoever has just created a project its owner, within the same transaction. Alone on a machine nobody needs
    a role."""
    if isinstance(person, Visitor):
        role_rows.give_role(connection, project_id, person.id, ProjectRole.OWNER, at=workspace.now(), by=person.id)


def _touched(workspace: Workspace, connection: Connection, person: Person) -> list[TouchedProject]:
    seen = workspace.seen(connection, person, Operation.SEE)
    return [each for each in project_rows.touched(connection) if seen is None or each.project_id in seen]


def _overviews(connection: Connection, project_ids: Sequence[str]) -> tuple[ProjectOverview, ...]:
    """Those of these projects, in their order. Raises NotFound."""
    by_project: dict[str, list[Assessment]] = {name: [] for name in project_ids}
    for assessment in assessment_rows.assessments_of(connection, project_ids):
        by_project[assessment.project_id].append(assessment)
    newest = {
        name: max((each for each in found if each.completed), key=in_order, default=None)
        for name, found in by_project.items()
    }
    kept = score_rows.kept_scores(connection, [found.id for found in newest.values() if found])
    projects = project_rows.get_projects(connection, project_ids)
    return tuple(_overview(projects[name], by_project[name], newest[name], kept) for name in project_ids)


def _overview(
    project: Project, found: list[Assessment], newest: Assessment | None, kept: dict[str, tuple[Score, Verdict]]
) -> ProjectOverview:
    score, verdict = kept[newest.id] if newest and newest.id in kept else (None, None)
    drafts = sorted((each for each in found if not each.completed), key=in_order, reverse=True)
    return ProjectOverview(
        project=project,
        newest=newest,
        score=score,
        verdict=verdict,
        drafts=tuple(drafts),
        completed=sum(each.completed for each in found),
    )


def _checked(details: ProjectDetails) -> dict[str, object]:
    name = clean_text(details.name, what="The project's name", longest=NAME)
    if not skeleton(name):
        raise Invalid("Give the project a name that can be seen; everything else can wait.")
    if len(details.tags) > 10 * MOST_TAGS:
        raise Invalid(f"A project may have at most {MOST_TAGS} tags; this one has {len(details.tags):,}.")
    tags = dict.fromkeys(filter(None, (clean_text(tag, what="A tag", longest=40) for tag in details.tags)))
    if len(tags) > MOST_TAGS:
        raise Invalid(f"A project may have at most {MOST_TAGS} tags; this one has {len(tags)}.")
    if details.stage not in set(Stage):
        raise Invalid("Choose one of the stages.")
    if details.pilot_start is not None and details.pilot_start.year not in YEARS:
        raise Invalid(f"The pilot's start should be between {YEARS[0]} and {YEARS[-1]}.")
    return {
        "name": name,
        "summary": clean_text(details.summary, what="What it does", longest=NOTE, lines=True),
        "team": clean_text(details.team, what="The team", longest=LINE),
        "owner": clean_text(details.owner, what="The owner", longest=LINE),
        "stage": Stage(details.stage),
        "pilot_start": details.pilot_start,
        "tags": tuple(tags),
    }


def _refuse_taken_name(projects: Sequence[Project], name: str, *, but_not: str | None) -> None:
    alike = next((each.name for each in projects if each.id != but_not and look_alike(each.name, name)), None)
    if alike is not None and alike.casefold() == name.casefold():
        raise Invalid(f"There is a project called “{name}” already; choose another name.")
    if alike is not None:
        raise Invalid(f"“{name}” looks just like the project “{alike}”; choose one that can be told apart.")
