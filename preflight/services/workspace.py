"""What every service works with: the database, the shelf of questionnaires, and the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from preflight.catalog.shelf import Shelf
from preflight.domain.project import Person
from preflight.storage.engine import Database, open_database
from preflight.storage.group_commit import GroupCommit
from preflight.storage.people import ensure_person


def utc_now() -> datetime:
    """The present moment, with its offset."""
    return datetime.now(UTC)


def local_today() -> date:
    """The calendar day where the server stands; assessments and evidence are dated by it."""
    return datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Handed to each service. The clock is passed in, so that tests own the time.

    `together` writes what comes from many phones at a time.
    """

    database: Database
    shelf: Shelf
    now: Callable[[], datetime] = utc_now
    today: Callable[[], date] = local_today
    together: GroupCommit = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "together", GroupCommit(self.database))


def opened_workspace(database_url: str, shelf: Shelf, *, owner: Person) -> Workspace:
    """Open (or create and upgrade) the database, and make sure that its owner is known. Raises StorageError."""
    database = open_database(database_url)
    with database.writing() as connection:
        ensure_person(connection, owner)
    return Workspace(database=database, shelf=shelf)
