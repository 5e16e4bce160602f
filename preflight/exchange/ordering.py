"""Orders: checked at once, made by the process beside the server one after another, fetched by their tickets."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from preflight.access.about import WHOLE
from preflight.access.permissions import Operation
from preflight.domain.errors import NotFound, PreflightError, StorageError
from preflight.domain.project import Person
from preflight.exchange.folder import PrivateFolder
from preflight.exchange.order_json import order_document
from preflight.exchange.task import MAKE, Task
from preflight.exchange.tickets import LONG, QUICK, State, Ticket, Tickets
from preflight.exchange.worker_process import WorkerProcess
from preflight.exports.order_check import about_of, check_order
from preflight.exports.orders import OF_AUDIT, PRODUCT, Format, Order, name_of
from preflight.logs import request_id
from preflight.services.assessments import open_assessment
from preflight.services.projects import get_project
from preflight.services.templates import templates
from preflight.services.watching import EXPORT, Watching
from preflight.services.workspace import Workspace

_log: Final = logging.getLogger(__name__)
NO_TEMPLATE: Final = "This template is no longer here. Choose another one."
NO_DATABASE: Final = "Nothing can be read right now. Try again in a moment."


@dataclass(frozen=True, slots=True)
class Times:
    """In seconds: what one file may take, and what a bundle may."""

    file_s: float = 60.0
    bundle_s: float = 900.0


class Orders:
    """What has been ordered of this server. `quick` makes single files, `long` bundles and audit trails, which nobody's
    picture waits for."""

    def __init__(
        self,
        folder: PrivateFolder,
        *,
        quick: WorkerProcess,
        long: WorkerProcess,
        clock: Callable[[], float],
        times: Times | None = None,
        watching: Watching | None = None,
    ) -> None:
        self._folder = folder
        self._quick, self._long = quick, long
        self._times = times or Times()
        self._watching = watching or Watching()
        self.tickets = Tickets(clock)

    def place(self, visit: str, person: Person, order: Order) -> Ticket:
        """Put a checked order into the queue. Raises TooMany."""
        bundle = order.format in {Format.BUNDLE, *OF_AUDIT}
        ticket = self.tickets.issue(visit, LONG if bundle else QUICK, self._folder.new_file())
        task = Task(
            kind=MAKE,
            person=person,
            given={"order": order_document(order)},
            to=ticket.path,
            progress=lambda done, of, words: ticket.change(done=done, of=of, words=words),
        )
        ticket.start(self._make(ticket, task, order.format.name.lower(), bundle=bundle))
        return ticket

    async def _make(self, ticket: Ticket, task: Task, what: str, *, bundle: bool) -> None:
        worker, most_s = (self._long, self._times.bundle_s) if bundle else (self._quick, self._times.file_s)
        try:
            with self._watching.watched(EXPORT, what):
                async with worker.turn():
                    ticket.change(state=State.WORKING)
                    made = await worker.run(task, most_s=most_s)
        except asyncio.CancelledError:
            ticket.path.unlink(missing_ok=True)
            raise
        except Exception as error:  # noqa: BLE001 - nobody else is there to tell
            ticket.path.unlink(missing_ok=True)
            self.tickets.end(ticket, State.FAILED, sentence=sentence_of(error))
        else:
            self.tickets.end(ticket, State.READY, done=ticket.of, **made)


def check(workspace: Workspace, person: Person, order: Order) -> str:
    """Whether the order can be made, before it waits; returns what the file will be called.

    Raises Invalid, NotFound, NotAllowed and StorageError.
    """
    if order.format in OF_AUDIT:
        workspace.require(person, Operation.AUDIT, WHOLE)
    else:
        workspace.require(person, Operation.EXPORT, about_of(order))
    check_order(order)
    if order.template is not None and order.template not in {each.id for each in templates(workspace, person)}:
        raise NotFound(NO_TEMPLATE)
    name, on = PRODUCT, workspace.today()
    if order.assessment is not None:
        found = open_assessment(workspace, person, order.assessment)
        name, on = found.project.name, on if order.format is Format.BUNDLE else found.assessment.date
    elif order.project is not None:
        name = get_project(workspace, person, order.project).name
    return name_of(order, name, on)


def sentence_of(error: Exception) -> str:
    """What the person is told of an error; what it is not for goes to the log, with a reference to both."""
    if isinstance(error, StorageError):
        _log.warning("the database could not be used for an export: %s", error)
        return NO_DATABASE
    if isinstance(error, PreflightError):
        return str(error)
    reference = request_id.reference()
    _log.error("an export failed, reference %s", reference, exc_info=error)
    return f"Something went wrong. Nothing else is affected. Reference {reference}."
