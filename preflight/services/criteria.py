"""Success criteria: written down, sealed together, and from then on changed only by amendments that say why.

What is measured against them stands in measuring.py. Each change names the version that the person saw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.criterion import Criterion, CriterionTerms, CriterionVersion
from preflight.domain.errors import Conflict, Immutable, Invalid, Refused
from preflight.domain.measurable import TermsDraft, draft_of, problems_of, terms_of
from preflight.domain.project import Person
from preflight.domain.text import NAME, NOTE, clean_text
from preflight.services.names import names_here
from preflight.services.workspace import Workspace
from preflight.storage import criteria as criterion_rows
from preflight.storage import people as people_rows
from preflight.storage import projects as project_rows
from preflight.storage.engine import Connection

MOST_CRITERIA = 30
"""In a project, withdrawn ones among them. A room agrees on three to six."""
MOST_VERSIONS = 50
UNIT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCriteria:
    """A project's criteria in the order in which they were written; the names of everybody named in them by an id, and
    the day on which they were read."""

    criteria: tuple[Criterion, ...]
    names: Mapping[str, str]
    on: date


def criteria_of(workspace: Workspace, person: Person, project_id: str) -> ProjectCriteria:
    """A project's criteria with all their versions and measurements. Raises NotFound."""
    with workspace.reading(person, Operation.SEE, About("project", project_id)) as connection:
        project_rows.get_project(connection, project_id)
        found = tuple(criterion_rows.list_criteria(connection, project_id))
        people: set[str] = set().union(*(each.people for each in found))
        return ProjectCriteria(criteria=found, names=names_here(workspace, connection, people), on=workspace.today())


def write_criterion(workspace: Workspace, person: Person, project_id: str, draft: TermsDraft) -> Criterion:
    """Write a criterion down, to be sealed with the others. Raises Invalid with every problem while it is not
    measurable, Refused once the project's criteria are sealed, and NotFound."""
    terms = terms_of(_clean(draft), on=workspace.today())
    with workspace.writing(person, Operation.SET_CRITERIA, About("project", project_id)) as connection:
        others = _room_for_another(connection, project_id, terms)
        if any(each.sealed for each in others):
            raise Refused("The criteria of this project are sealed. Add this one late, and say why it was missing.")
        return _added(workspace, connection, person, project_id, terms)


def add_late_criterion(
    workspace: Workspace, person: Person, project_id: str, draft: TermsDraft, *, reason: str
) -> Criterion:
    """Add a criterion to sealed ones: it says why it was missing, and is sealed at once. Raises as write_criterion."""
    terms, why = terms_of(_clean(draft), on=workspace.today()), _why(reason, "Say why this criterion was missing.")
    with workspace.writing(person, Operation.SET_CRITERIA, About("project", project_id)) as connection:
        if not any(each.sealed for each in _room_for_another(connection, project_id, terms)):
            raise Refused("Nothing is sealed yet. Write this one down with the others, and seal them together.")
        new = _added(workspace, connection, person, project_id, terms, reason=why, late=True)
        criterion_rows.seal(connection, new.id, at=workspace.now(), by=person.id)
        return criterion_rows.get_criterion(connection, new.id)


def change_criterion(
    workspace: Workspace, person: Person, criterion_id: str, draft: TermsDraft, *, seen: CriterionVersion
) -> Criterion:
    """Change a criterion that is not sealed. Raises Invalid, Conflict, NotFound, and Immutable once it is sealed."""
    terms = terms_of(_clean(draft), on=workspace.today())
    with workspace.writing(person, Operation.SET_CRITERIA, About("criterion", criterion_id)) as connection:
        _refuse_sealed(_found(connection, criterion_id, seen))
        people_rows.ensure_person(connection, person)
        version = _version(workspace, person, terms, number=1)
        criterion_rows.change_unsealed(connection, criterion_id, version)
        return criterion_rows.get_criterion(connection, criterion_id)


def remove_criterion(workspace: Workspace, person: Person, criterion_id: str, *, seen: CriterionVersion) -> None:
    """Remove a criterion that is not sealed. Raises Conflict, NotFound, and Immutable once it is sealed."""
    with workspace.writing(person, Operation.SET_CRITERIA, About("criterion", criterion_id)) as connection:
        _refuse_sealed(_found(connection, criterion_id, seen))
        criterion_rows.remove_unsealed(connection, criterion_id)


def seal_criteria(
    workspace: Workspace, person: Person, project_id: str, *, seen: Sequence[Criterion]
) -> tuple[Criterion, ...]:
    """Seal every criterion of a project that is not sealed yet, together, and return these. `seen` are the ones that
    the person saw.

    Raises Refused when there is none, Conflict when they are not what was seen, Invalid when one can't be reached
    any more, and NotFound.
    """
    with workspace.writing(person, Operation.SET_CRITERIA, About("project", project_id)) as connection:
        project_rows.get_project(connection, project_id)
        unsealed = [each for each in criterion_rows.list_criteria(connection, project_id) if not each.sealed]
        if not unsealed:
            raise Refused("There is nothing to seal. Write a criterion down first.")
        if unsealed != list(seen):
            raise Conflict("Somebody has changed these criteria in the meantime. Look at them again before you seal.")
        for each in unsealed:
            problems = problems_of(draft_of(each.first.terms), on=workspace.today())
            if problems:
                raise Invalid(f"“{each.first.terms.metric}” can't be sealed as it is. {' '.join(problems)}")
        people_rows.ensure_person(connection, person)
        at = workspace.now()
        for each in unsealed:
            criterion_rows.seal(connection, each.id, at=at, by=person.id)
        return tuple(criterion_rows.get_criterion(connection, each.id) for each in unsealed)


def amend_criterion(
    workspace: Workspace, person: Person, criterion_id: str, draft: TermsDraft, *, reason: str, seen: CriterionVersion
) -> Criterion:
    """Change a sealed criterion on record: both versions stay, with the reason. Its unit stays, because what was
    measured is in it. Raises Invalid, Conflict, NotFound, and Refused before sealing and after withdrawal."""
    clean, why = _clean(draft), _why(reason, "Say why it is amended.")
    with workspace.writing(person, Operation.SET_CRITERIA, About("criterion", criterion_id)) as connection:
        held = _amendable(_found(connection, criterion_id, seen))
        terms = terms_of(clean, on=min(workspace.today(), held.newest.terms.by_when))
        if terms == held.newest.terms:
            raise Invalid("Nothing differs from what holds now.")
        if terms.unit != held.first.terms.unit:
            raise Invalid(
                f"The unit stays “{held.first.terms.unit}”: what is measured is in it. To count in another one, "
                "withdraw this criterion and add a new one."
            )
        return _amended(workspace, connection, person, held, terms, why)


def withdraw_criterion(
    workspace: Workspace, person: Person, criterion_id: str, *, reason: str, seen: CriterionVersion
) -> Criterion:
    """Take a sealed criterion back on record, with the reason; it stays to be seen. Raises as amend_criterion."""
    why = _why(reason, "Say why it is withdrawn.")
    with workspace.writing(person, Operation.SET_CRITERIA, About("criterion", criterion_id)) as connection:
        held = _amendable(_found(connection, criterion_id, seen))
        return _amended(workspace, connection, person, held, held.newest.terms, why, withdrawn=True)


def _clean(draft: TermsDraft) -> TermsDraft:
    return replace(
        draft,
        metric=clean_text(draft.metric, what="What is counted", longest=NAME),
        unit=clean_text(draft.unit, what="The unit", longest=UNIT),
        baseline=clean_text(draft.baseline, what="The baseline", longest=UNIT),
        target=clean_text(draft.target, what="The target", longest=UNIT),
        how=clean_text(draft.how, what="How it is measured", longest=NOTE, lines=True),
        business_owner=clean_text(draft.business_owner, what="The business owner", longest=NAME),
    )


def _why(reason: str, asked: str) -> str:
    why = clean_text(reason, what="The reason", longest=NOTE, lines=True)
    if not why:
        raise Invalid(f"{asked} It stands beside it for good.")
    return why


def _version(
    workspace: Workspace,
    by: Person,
    terms: CriterionTerms,
    *,
    number: int,
    reason: str = "",
    withdrawn: bool = False,
) -> CriterionVersion:
    return CriterionVersion(
        number=number, terms=terms, reason=reason, withdrawn=withdrawn, at=workspace.now(), by=by.id
    )


def _room_for_another(connection: Connection, project_id: str, terms: CriterionTerms) -> list[Criterion]:
    """The project's criteria so far. Raises Invalid where one says the same, or there are too many."""
    project_rows.get_project(connection, project_id)
    others = criterion_rows.list_criteria(connection, project_id)
    if any(each.newest.terms == terms and not each.withdrawn for each in others):
        raise Invalid(f"“{terms.metric}” is written down already, in the same words.")
    if len(others) >= MOST_CRITERIA:
        raise Invalid(f"A project may have at most {MOST_CRITERIA} criteria.")
    return others


def _added(
    workspace: Workspace,
    connection: Connection,
    by: Person,
    project_id: str,
    terms: CriterionTerms,
    *,
    reason: str = "",
    late: bool = False,
) -> Criterion:
    people_rows.ensure_person(connection, by)
    first = _version(workspace, by, terms, number=1, reason=reason)
    new = Criterion(id=uuid4().hex, project_id=project_id, versions=(first,), late=late)
    criterion_rows.add_criterion(connection, new)
    return new


def _amended(
    workspace: Workspace,
    connection: Connection,
    by: Person,
    held: Criterion,
    terms: CriterionTerms,
    why: str,
    *,
    withdrawn: bool = False,
) -> Criterion:
    if len(held.versions) >= MOST_VERSIONS:
        raise Invalid("This criterion was amended too often to mean anything. Withdraw it, and add a new one.")
    people_rows.ensure_person(connection, by)
    number = held.newest.number + 1
    version = _version(workspace, by, terms, number=number, reason=why, withdrawn=withdrawn)
    criterion_rows.add_version(connection, held.id, version)
    return criterion_rows.get_criterion(connection, held.id)


def _found(connection: Connection, criterion_id: str, seen: CriterionVersion) -> Criterion:
    """The criterion as it was seen. Raises NotFound and Conflict."""
    found = criterion_rows.get_criterion(connection, criterion_id)
    if found.newest != seen:
        raise Conflict("Somebody has changed this criterion in the meantime. Look at it again before you do.")
    return found


def _refuse_sealed(found: Criterion) -> None:
    if found.sealed:
        raise Immutable("This criterion is sealed. Amend it, and say why; what was sealed stays beside it.")


def _amendable(found: Criterion) -> Criterion:
    if not found.sealed:
        raise Refused("This criterion is not sealed yet, so it can simply be changed.")
    if found.withdrawn:
        raise Refused("This criterion was withdrawn. Add a new one instead.")
    return found
