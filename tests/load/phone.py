"""One phone: it joins, holds its connection, and sends a vote until it is acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from time import perf_counter
from typing import Any

from tests.load.connection import PATIENCE_S, Connection
from tests.load.ledger import Cast, Ledger, Place, Said, plain
from tests.load.wire import HERE, Http, Line, Reply

WAIT = (429, 503)


class NotAdmitted(Exception):
    """The server refused this phone for good; str() has the status and the sentence."""


class NeverAnswered(Exception):
    """A vote was neither acknowledged nor refused, however long the phone waited."""


@dataclass(slots=True)
class _Pending:
    """A vote that nobody has acknowledged yet; `line` is the connection it was first sent on."""

    place: Place
    n: int
    said: Said
    sent: float
    answered: asyncio.Future[bool]
    line: Line | None = None

    def message(self) -> dict[str, Any]:
        question, round_ = self.place
        return {"type": "vote", "n": self.n, "question": question, "round": round_, "said": self.said, "why": ""}


@dataclass(slots=True, kw_only=True)
class Phone:
    """A participant's phone. `join`, then `stay` as a task, then `vote`.

    `arrived` has the moment at which each stage of each question came here, `back_at` the one at which the connection
    last came up.
    """

    url: str
    ledger: Ledger
    chance: Random
    source: str = HERE
    role: str | None = None
    number: int = 0
    waited: int = 0
    connection: Connection | None = None
    state: Mapping[str, Any] = field(default_factory=dict)
    arrived: dict[tuple[str, Place], float] = field(default_factory=dict)
    back_at: float = 0.0
    gone: str = ""
    _n: int = 0
    _pending: _Pending | None = None

    async def join(self, **proof: str) -> Reply:
        """Join with token="…" or code="…"; waits and tries again as often as it is told to. Raises NotAdmitted."""
        async with Http(self.url, source=self.source) as http:
            while True:
                reply = await http.post("/live/join", {**proof, "role": self.role})
                if reply.status not in WAIT:
                    break
                self.waited += 1
                await asyncio.sleep(float(reply.told["retry_s"]) * (1 + self.chance.random() / 2))
        if reply.status != 200:
            raise NotAdmitted(f"{reply.status}: {reply.told.get('sentence', reply.body[:200])}")
        self.number = reply.told["number"]
        self.connection = Connection(
            url=self.url,
            path=f"/live/phone/{reply.told['room']}",
            heard=self._hear,
            chance=self.chance,
            cookie=reply.cookie,
            source=self.source,
        )
        return reply

    async def stay(self) -> None:
        """Hold the connection until the server says that this is over."""
        assert self.connection is not None, "it has not joined"
        await self.connection.hold()

    async def vote(self, said: Said, *, cut: bool = False) -> bool:
        """Say something about the question that is shown. True: acknowledged; False: refused, it came too late.

        With `cut` the connection breaks off right after the sending, before anything can be answered.
        """
        assert self.connection is not None, "it has not joined"
        self._n = max(self._n, (self.state.get("vote") or {}).get("n", 0)) + 1
        place = self.state["question"]["id"], self.state["round"]
        pending = _Pending(place, self._n, said, perf_counter(), asyncio.get_running_loop().create_future())
        self._pending = pending
        line = await self.connection.send(pending.message())
        if cut and line is not None:
            line.cut()
        else:
            pending.line = line
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await pending.answered
        except TimeoutError:
            raise NeverAnswered(f"participant {self.number}, {place[0]}, vote {self._n}") from None

    async def _hear(self, moment: float, message: Mapping[str, Any], first: bool) -> None:
        match message["type"]:
            case "state":
                self._see(message, moment)
            case "ack":
                self._acknowledged(message, moment)
            case "refused":
                self._refused(message)
            case "gone":
                self._over(message["reason"])
        if first:
            self.back_at = moment
            if self._pending is not None and self.connection is not None:
                await self.connection.send(self._pending.message())

    def _see(self, state: Mapping[str, Any], moment: float) -> None:
        self.state = state
        if state["stage"] == "closed":
            self._over("closed")
        elif state["question"] is not None:
            place = state["question"]["id"], state["round"]
            self.arrived.setdefault((state["stage"], place), moment)
            vote = state["vote"]
            self.ledger.shown_to_voter(
                place, self.number, vote["n"] if vote else 0, plain(vote["said"]) if vote else ""
            )

    def _over(self, reason: str) -> None:
        self.gone = self.gone or reason
        if self.connection is not None:
            self.connection.over = True

    def _acknowledged(self, ack: Mapping[str, Any], moment: float) -> None:
        pending = self._pending
        if pending is None or ack["n"] != pending.n:
            return  # of a vote that was sent twice
        said = plain(pending.said)
        if (ack["question"], ack["round"]) != pending.place or plain(ack["vote"]["said"]) != said:
            self.ledger.fault(f"participant {self.number} said {said} on {pending.place}, and was acknowledged {ack}")
        resent = self.connection is None or self.connection.line is not pending.line
        cast = Cast(number=self.number, n=pending.n, said=said, sent=pending.sent, acked=moment, resent=resent)
        self.ledger.acknowledged(pending.place, cast)
        self._pending = None
        pending.answered.set_result(True)

    def _refused(self, refusal: Mapping[str, Any]) -> None:
        pending = self._pending
        if pending is None or refusal["n"] != pending.n:
            return
        self.ledger.refused += 1
        if not refusal["sentence"]:
            self.ledger.fault(f"participant {self.number} was refused without a sentence")
        self._pending = None
        pending.answered.set_result(False)
