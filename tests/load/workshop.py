"""A whole workshop: a shared screen and its phones go through the questions, and the book must balance at each one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from random import Random

from tests.load.beside import visit
from tests.load.crowd import Habits, all_of, come_in, said, vote
from tests.load.ledger import Ledger, Place
from tests.load.measures import Times, Use, measured
from tests.load.phone import Phone
from tests.load.screen import Screen
from tests.load.venue import Venue

WHY = "What most of the room sees every day"
LATE_S = 0.06
COUNTDOWN_S = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How large a workshop is, how fast, and how many phones vote in the very moment of the reveal.

    `talk_s` passes between reveal and agreement, and before the next question; in a real room these are minutes. So
    many people are `beside` on the screens of the first server.
    """

    phones: int = 100
    questions: int = 24
    join_s: float = 5.0
    talk_s: float = 0.15
    late: int = 3
    habits: Habits = field(default_factory=Habits)
    beside: int = 0
    seed: int = 1


@dataclass(slots=True, kw_only=True)
class Found:
    """What a workshop gave: the book, the times, what it cost, and what went over the wire for each phone."""

    ledger: Ledger
    joined: Times = field(default_factory=Times)
    changed: Times = field(default_factory=Times)
    on_screen: Times = field(default_factory=Times)
    revealed: Times = field(default_factory=Times)
    beside: Times = field(default_factory=Times)
    coming: Use = field(default_factory=Use)
    use: Use = field(default_factory=Use)
    messages: list[float] = field(default_factory=list)
    bytes: list[float] = field(default_factory=list)
    waited: int = 0
    stale: int = 0
    failed: int = 0
    given_up: int = 0


class Workshop:
    """A screen and its phones in one room; use it within `running`."""

    def __init__(self, venue: Venue, plan: Plan, ledger: Ledger) -> None:
        self.venue = venue
        self.plan = plan
        self.found = Found(ledger=ledger)
        self.chance = Random(plan.seed)
        self.screen = Screen(venue.urls[0], venue.room, self.chance)
        self.phones: list[Phone] = []
        self.agreed: dict[str, str] = {}
        self._over = asyncio.Event()

    async def gather(self, group: asyncio.TaskGroup) -> None:
        """The screen is opened, the phones come in."""
        found, everybody = self.found, self.plan.phones
        group.create_task(self.screen.stay())
        for _ in range(self.plan.beside):
            group.create_task(visit(self.venue, Random(self.chance.random()), self._over, found.beside))
        async with measured(self.venue.processes) as found.coming:
            self.phones = await come_in(
                self.venue,
                everybody,
                found.ledger,
                group,
                self.chance,
                within_s=self.plan.join_s,
                took=found.joined,
            )
        await self.screen.tells(lambda room: room["joined"] == room["here"] == everybody, "everybody to be counted")

    async def next_question(self) -> None:
        """On to the next question, by `next` and by `go` in turn; how long each phone waited for it."""
        screen, ahead = self.screen, self.screen.room["next"]
        by_name = ahead is not None and len(self.agreed) % 2
        sent, _ = await (screen.do("go", question=ahead) if by_name else screen.do("next"))
        await screen.shows("voting", ahead)
        await self._everywhere("voting", screen.place, sent, self.found.changed)

    async def let_vote(self) -> None:
        """All vote; a countdown starts meanwhile, and the last few vote as the screen reveals."""
        screen, habits = self.screen, self.plan.habits
        options = [option["id"] for option in screen.room["question"]["options"]]
        late = self.chance.sample(self.phones, self.plan.late)

        async def count_down() -> None:
            await asyncio.sleep(habits.window_s / 3)
            await screen.do("countdown", seconds=COUNTDOWN_S)

        in_time = (vote(phone, options, habits) for phone in self.phones if phone not in late)
        await asyncio.gather(count_down(), *in_time)

        async def vote_late(phone: Phone) -> None:
            await asyncio.sleep(phone.chance.uniform(0, LATE_S))
            await phone.vote(said(options, habits, phone.chance))

        voting_late = asyncio.gather(*(vote_late(phone) for phone in late))
        await asyncio.sleep(LATE_S / 2)
        sent, _ = await screen.do("reveal")
        await voting_late
        await self._everywhere("revealed", screen.place, sent, self.found.revealed)

    async def compare(self) -> None:
        """The distribution on the screen, on each phone and in the database: each must be what was acknowledged."""
        place, ledger = self.screen.place, self.found.ledger
        shown = (await self.screen.shows("revealed"))["rounds"][-1]["shown"]
        ledger.compare_screen(place, shown)
        ledger.compare_disk(place)
        for phone in self.phones:
            if phone.state["shown"] is None or phone.state["shown"]["bars"] != shown["bars"]:
                ledger.fault(f"{place[0]}: participant {phone.number} sees another distribution than the screen")
        for seconds in ledger.on_screen(place, self.screen.counts[place]):
            self.found.on_screen.add(seconds)

    async def agree(self) -> None:
        """The room takes the suggestion, or where there is none a level in the middle."""
        await asyncio.sleep(self.plan.talk_s)
        question, options = self.screen.place[0], self.screen.room["question"]["options"]
        chosen: str = self.screen.room["suggestion"] or options[len(options) // 2]["id"]
        await self.screen.do("agree", said={"choices": [chosen]}, why=WHY)
        await self.screen.shows("agreed")
        self.agreed[question] = chosen
        await asyncio.sleep(self.plan.talk_s)

    async def finish(self) -> None:
        """To the closing screen, and the assessment is completed: it must hold what was agreed, and no more."""
        ledger = self.found.ledger
        _, closing = await self.screen.do("closing", theme="light")
        if closing["agreed"] != len(self.agreed):
            ledger.fault(f"the closing screen has {closing['agreed']} agreed answers of {len(self.agreed)}")
        await self.screen.do("complete")
        kept = await asyncio.to_thread(self.venue.agreed)
        if kept != self.agreed:
            ledger.fault(f"the completed assessment holds {kept}, and the room agreed on {self.agreed}")
        await all_of(self.phones, lambda phone: bool(phone.gone), "were told that the room is over")

    async def leave(self) -> None:
        """Everybody closes the page; what each phone sent and got is counted."""
        self._over.set()
        await self.screen.connection.end()
        self.found.stale = self.screen.stale
        for phone in self.phones:
            assert phone.connection is not None
            await phone.connection.end()
            traffic = phone.connection.traffic
            self.found.messages.append(traffic.sent + traffic.received)
            self.found.bytes.append(traffic.sent_bytes + traffic.received_bytes)
            self.found.waited += phone.waited
            self.found.failed += phone.connection.failed
            self.found.given_up += phone.connection.given_up

    async def _everywhere(self, stage: str, place: Place, sent: float, took: Times) -> None:
        """Wait until each phone shows it; how long each took since the screen's command was sent."""
        await all_of(self.phones, lambda phone: (stage, place) in phone.arrived, f"show {place} {stage}")
        for phone in self.phones:
            took.add(phone.arrived[stage, place] - sent)


@contextlib.asynccontextmanager
async def running(venue: Venue, plan: Plan) -> AsyncIterator[Workshop]:
    """A workshop whose phones have come in; at the end of the block everybody leaves. `use` is all of it."""
    with contextlib.closing(venue.disk()) as disk:
        workshop = Workshop(venue, plan, Ledger(disk=disk))
        async with measured(venue.processes) as workshop.found.use, asyncio.TaskGroup() as group:
            await workshop.gather(group)
            yield workshop
            await workshop.leave()


async def whole_workshop(venue: Venue, plan: Plan) -> Found:
    """From the lobby to the completed assessment. What went wrong is in the ledger."""
    async with running(venue, plan) as workshop:
        for _ in range(plan.questions):
            await workshop.next_question()
            await workshop.let_vote()
            await workshop.compare()
            await workshop.agree()
        await workshop.finish()
    return workshop.found
