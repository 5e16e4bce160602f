"""What is brought in: received, read by the process beside the server, and kept when somebody says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from starlette.requests import Request

from preflight.access.budget import Budget, Rate
from preflight.domain.errors import Invalid
from preflight.domain.project import Person
from preflight.exchange.arrivals import MOST_BYTES_OF, Arrival, ArrivalKind, Arrivals
from preflight.exchange.folder import PrivateFolder
from preflight.exchange.receiving import check_length, receive
from preflight.exchange.task import KEEP, READ, Task
from preflight.exchange.tickets import TooMany
from preflight.exchange.worker_process import WorkerProcess, WorkStopped

OF_ONE, ALTOGETHER = Rate(10, 0.1), Rate(30, 0.5)
MOST_AT_ONCE: Final = 6
MOST_AT_ONCE_OF_ONE: Final = 2
_MOST_VISITS: Final = 1_000
READ_S, KEEP_S = 30.0, 90.0

TOO_MANY_OF_ONE: Final = "Several files came from here just now. Wait a moment, then try again."
TOO_HEAVY: Final = "This file takes too much time or memory to be read. Save it anew, or try another one."
TOO_MANY: Final = "Many files are being brought in right now. Try again in a moment."


class Arriving:
    """How files come in to this server. `clock` gives seconds that never go back."""

    def __init__(self, folder: PrivateFolder, worker: WorkerProcess, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._worker = worker
        self._budget = Budget(clock, each=OF_ONE, altogether=ALTOGETHER, most_names=_MOST_VISITS)
        self._clock = clock
        self._under_way: Counter[str] = Counter()
        self.arrivals = Arrivals(clock)

    async def bring_in(
        self, request: Request, visit: str, person: Person, kind: ArrivalKind, *, name: str, assessment: str | None
    ) -> tuple[Arrival, Mapping[str, Any]]:
        """Receive the body and read it; the arrival, and what is in it. Nothing is kept yet.

        Raises TooMany, Unread, the error with which the file was refused, and WorkFailed.
        """
        most = MOST_BYTES_OF[kind]
        too_large = f"This file is too large: at most {most // 1_000_000} MB can be brought in."
        check_length(request, most, too_large)
        with self._place(visit):
            path = self._folder.new_file()
            arrival = Arrival(visit=visit, kind=kind, name=name, path=path, assessment=assessment)
            arrival.size = await receive(request, path, most=most, too_large=too_large, clock=self._clock)
            try:
                read = await self._work(READ, arrival, person, READ_S)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
            arrival.noted = read.get("noted", {})
            self.arrivals.add(arrival)
            return arrival, read["preview"]

    async def keep(self, arrival: Arrival, person: Person, how: Mapping[str, Any]) -> Mapping[str, Any]:
        """Keep what arrived; `how` is what the person said besides. The arrival stays when it is refused.

        Raises the error with which it was refused, and WorkFailed.
        """
        arrival.keeping = True
        try:
            kept = await self._work(KEEP, arrival, person, KEEP_S, noted=arrival.noted, how=dict(how))
        except BaseException:
            arrival.keeping = False
            raise
        self.arrivals.drop(arrival)
        return kept

    async def _work(self, what: str, arrival: Arrival, person: Person, most_s: float, **more: Any) -> dict[str, Any]:
        given = {"path": str(arrival.path), "name": arrival.name, "assessment": arrival.assessment, **more}
        task = Task(kind=f"{what} {arrival.kind}", person=person, given=given)
        async with self._worker.turn():
            try:
                return await self._worker.run(task, most_s=most_s)
            except WorkStopped:
                raise Invalid(TOO_HEAVY) from None

    @contextmanager
    def _place(self, visit: str) -> Iterator[None]:
        if wait_s := self._budget.wait_s(visit):
            raise TooMany(TOO_MANY_OF_ONE, max(1, round(wait_s)))
        if self._under_way[visit] >= MOST_AT_ONCE_OF_ONE:
            raise TooMany(TOO_MANY_OF_ONE)
        if self._under_way.total() >= MOST_AT_ONCE:
            raise TooMany(TOO_MANY)
        self._budget.count(visit)
        self._under_way[visit] += 1
        try:
            yield
        finally:
            self._under_way[visit] -= 1
            self._under_way += Counter()  # forgets who has none
