"""What every service works with: the database, the shelf, the clock; and the one way to a connection.

`reading` and `writing` ask whether the person may do it, in the same transaction in which it is done; `writing` puts
what was changed into the audit trail before it is committed. No service reaches the database in another way
(tests/test_rules.py), so nothing is done without a permission, and nothing changed without a trace.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from time import monotonic
from typing import Any

from preflight.access.about import About
from preflight.access.admission import Access, admit, seen_projects
from preflight.access.budget import Budget, Rate
from preflight.access.permissions import Operation
from preflight.catalog.shelf import Shelf
from preflight.domain.audit import Outcome
from preflight.domain.errors import NotAllowed, NotSeen, Refused
from preflight.domain.project import Person
from preflight.services.trail import Trail
from preflight.services.watching import READ, WRITE, Watching
from preflight.storage.audit_capture import watching
from preflight.storage.backup_place import BackupPlace
from preflight.storage.belonging import project_of
from preflight.storage.engine import Connection, Database, open_database
from preflight.storage.group_commit import GroupCommit
from preflight.storage.people import ensure_person

REFUSALS = Rate(at_once=20, a_second=1 / 30)
ALL_REFUSALS = Rate(at_once=500, a_second=1)
"""Refusals are told within these bounds: nobody fills the disk by being refused."""

LINGER_S = 0.5
"""What nobody waits for is written so much later, in one transaction with what comes meanwhile."""


def utc_now() -> datetime:
    """The present moment, with its offset."""
    return datetime.now(UTC)


def local_today() -> date:
    """The calendar day where the server stands; assessments and evidence are dated by it."""
    return datetime.now().astimezone().date()


def _refusal_budget() -> Budget:
    return Budget(monotonic, each=REFUSALS, altogether=ALL_REFUSALS, most_names=10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Handed to each service. The clock is passed in, so that tests own the time.

    `together` writes what comes from many phones at a time: votes, which no audit trail may tell. `afterwards` writes
    what nobody waits for and nobody is told of: where somebody was, and when.
    """

    database: Database
    shelf: Shelf
    now: Callable[[], datetime] = utc_now
    today: Callable[[], date] = local_today
    access: Access = field(default_factory=Access)
    trail: Trail = field(default_factory=Trail)
    linger_s: float = LINGER_S
    watching: Watching = field(default_factory=Watching, repr=False, compare=False)
    together: GroupCommit = field(init=False, repr=False, compare=False)
    afterwards: GroupCommit = field(init=False, repr=False, compare=False)
    _refusals: Budget = field(default_factory=_refusal_budget, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "together", GroupCommit(self.database))
        object.__setattr__(self, "afterwards", GroupCommit(self.database, linger_s=self.linger_s))

    def finish(self) -> None:
        """Write what still waits to be written; nothing more is taken."""
        self.together.close()
        self.afterwards.close()

    @contextmanager
    def reading(self, person: Person | None, operation: Operation, about: About) -> Iterator[Connection]:
        """A connection that can't write, for a person who may do this. Raises NotAllowed, NotSeen and StorageError."""
        with (
            self.watching.watched(READ, operation.name.lower()),
            self._admitted(self.database.reading, person, operation, about) as (connection, _),
        ):
            yield connection

    @contextmanager
    def writing(self, person: Person | None, operation: Operation, about: About) -> Iterator[Connection]:
        """A connection that holds the write lock, for a person who may do this: committed at the end together with its
        audit event, undone by any exception. Raises NotAllowed, NotSeen and StorageError."""
        head = None
        with (
            self.watching.watched(WRITE, operation.name.lower()),
            self._admitted(self.database.writing, person, operation, about) as (connection, project_id),
        ):
            with watching(connection) as changes:
                yield connection
                told = changes.told()
            if told is not None:
                head = self.trail.tell(
                    connection,
                    at=self.now(),
                    person=person,
                    operation=operation.name.lower(),
                    about=str(about),
                    project_id=project_id or changes.new_project(),
                    detail=told,
                )
        if head is not None:
            self.trail.keep(head)

    def require(self, person: Person | None, operation: Operation, about: About) -> None:
        """Return when the person may do this. Raises NotAllowed, NotSeen and StorageError."""
        with self.reading(person, operation, about):
            pass

    def may(self, person: Person | None, operation: Operation, about: About) -> bool:
        """Whether the person may do this now, for hiding what they may not: no refusal is told. Raises StorageError."""
        with self.database.reading() as connection:
            try:
                admit(connection, self.access, person, operation, about, self.now())
            except (NotAllowed, NotSeen):
                return False
        return True

    def where(self, person: Person | None, operation: Operation) -> frozenset[str] | None:
        """The projects in which the person may do this now, None for all of them: for hiding, as `may`."""
        with self.database.reading() as connection:
            try:
                return self.seen(connection, person, operation)
            except NotAllowed:
                return frozenset()

    def tell(
        self,
        person: Person | None,
        operation: str,
        about: About | str,
        facts: Mapping[str, Any],
        *,
        project_id: str | None = None,
        outcome: Outcome = Outcome.DONE,
    ) -> None:
        """Put into the audit trail what changes nothing here: an export, a sign-in, a refusal."""
        detail = json.dumps(dict(facts), ensure_ascii=False, separators=(",", ":"), default=str)
        with self.database.writing() as connection:
            if isinstance(about, About) and about.in_project:
                project_id = project_of(connection, about.kind, about.id)
            head = self.trail.tell(
                connection,
                at=self.now(),
                person=person,
                operation=operation,
                about=str(about)[:200],
                project_id=project_id,
                outcome=outcome,
                detail=detail,
            )
        self.trail.keep(head)

    def seen(self, connection: Connection, person: Person | None, operation: Operation) -> frozenset[str] | None:
        """The projects in which the person may do it, for what is about SOME of them; None for all."""
        return seen_projects(connection, self.access, person, operation, self.now())

    @contextmanager
    def _admitted(
        self,
        opening: Callable[[], AbstractContextManager[Connection]],
        person: Person | None,
        operation: Operation,
        about: About,
    ) -> Iterator[tuple[Connection, str | None]]:
        refused: Refused | None = None
        with opening() as connection:
            try:
                project_id = admit(connection, self.access, person, operation, about, self.now())
            except (NotAllowed, NotSeen) as error:
                refused = error
            else:
                yield connection, project_id
        if refused is not None:
            self.tell_refusal(person, operation.name.lower(), str(about), str(refused))
            raise refused

    def tell_refusal(self, person: Person | None, operation: str, about: str, why: str) -> None:
        """Put a refusal into the audit trail, within the bounds above."""
        name = person.id if person else ""
        if self._refusals.wait_s(name):
            return
        self._refusals.count(name)
        self.tell(person, operation, about, {"why": why}, outcome=Outcome.REFUSED)


def opened_workspace(
    database_url: str,
    shelf: Shelf,
    *,
    owner: Person,
    access: Access | None = None,
    trail: Trail | None = None,
    backups: BackupPlace | None = None,
) -> Workspace:
    """Open (or create and upgrade, after a backup) the database, and make sure that its owner is known.

    Raises StorageError.
    """
    database = open_database(database_url, backups=backups)
    if not database.read_only:
        with database.writing() as connection:
            ensure_person(connection, owner)
    return Workspace(database=database, shelf=shelf, access=access or Access(), trail=trail or Trail())
