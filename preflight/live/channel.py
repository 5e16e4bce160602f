"""One room's channel in this process: who is connected, and how a change reaches them.

A change arrives as a note without content (services/room_notes); the room is then read once from the database, and each
is told what they may see. Many notes at a time become one reading.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from typing import Any, TypeVar

from preflight.domain.errors import NotFound, PreflightError
from preflight.domain.room import Participant
from preflight.live.latest import Latest
from preflight.live.phone_messages import CLOSED as GONE_CLOSED
from preflight.live.phone_messages import REMOVED as GONE_REMOVED
from preflight.live.phone_messages import gone, phone_state
from preflight.live.screen_messages import JoinAddresses, count_message, room_message
from preflight.live.wire import Wire, packed
from preflight.logs.request_id import on_a_thread
from preflight.services.room_notes import PEOPLE, STATE, VOTES
from preflight.services.room_view import RoomNow
from preflight.services.voting import CLOSED, REMOVED
from preflight.services.workspace import Workspace

_log = logging.getLogger(__name__)
_HERE = "here"
"""A phone came or went; nothing in the database changed."""
_PAUSE_S = {VOTES: 0.08, PEOPLE: 0.12, _HERE: 0.12}
"""So long further notes of a kind are collected before the room is read; a change of its state waits for nothing."""
_AGAIN_S = 0.5
_AT_ONCE = 40
_TROUBLE = "trouble"
MOST_TABS = 6
_T = TypeVar("_T")


class Channel:
    """The phones and screens of one room that are connected to this process. Lives on the event loop only.

    `visitors` counts those who asked the hub for it: who is connected, and who is on the way in. `latest` is the room
    as it was read last.
    """

    def __init__(
        self, workspace: Workspace, executor: Executor, room_id: str, *, join: Callable[[], JoinAddresses]
    ) -> None:
        self.room_id = room_id
        self.elsewhere = 0
        self.visitors = 0
        self._workspace = workspace
        self._executor = executor
        self._join = join
        self._phones: dict[Wire, Participant] = {}
        self._screens: dict[Wire, str] = {}
        self.latest = Latest(workspace, room_id, self.do)
        self._noted: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        self._urgent = asyncio.Event()

    @property
    def empty(self) -> bool:
        """Whether nobody is connected."""
        return not self._phones and not self._screens

    @property
    def here(self) -> int:
        """How many participants are connected, to this process and to others."""
        return len({each.id for each in self._phones.values()}) + self.elsewhere

    @property
    def here_alone(self) -> int:
        """How many participants are connected to this process."""
        return self.here - self.elsewhere

    async def do(self, call: Callable[..., _T], *arguments: Any) -> _T:
        """Run what reads or writes on a worker thread, for the same request."""
        return await on_a_thread(self._executor, call, *arguments)

    def note(self, what: str) -> None:
        """Something of this kind changed; read and tell soon."""
        self._noted.add(what)
        if what == STATE:
            self._urgent.set()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._follow())

    async def add_phone(self, wire: Wire, participant: Participant) -> None:
        """From now on this phone is told of every change, and of how it stands at once. Raises NotFound."""
        await self.latest.know()
        self._make_room_for(participant)
        self._phones[wire] = participant
        own = await self.latest.read_own(participant)
        now = self.latest.now
        if now is not None and not self._dismissed(wire, participant, now):
            self.latest.share_again()
            wire.tell(STATE, phone_state(self.latest.shared, participant, own))
        self.note(_HERE)

    async def add_screen(self, wire: Wire) -> None:
        """From now on this screen is told of every change, and of how it stands at once. Raises NotFound."""
        await self.latest.know()
        self._screens[wire] = ""
        await self.latest.read_people()
        await self._tell_screens([wire])

    def remove(self, wire: Wire) -> None:
        """This phone or screen is not connected any more."""
        self._screens.pop(wire, None)
        if self._phones.pop(wire, None) is not None:
            self.note(_HERE)

    def trouble(self, sentence: str) -> None:
        """Tell the screens that votes can't be saved, and why."""
        text = packed({"type": "trouble", "sentence": f"Votes can’t be saved; phones try again. {sentence}"})
        for wire in self._screens:
            wire.tell(_TROUBLE, text)

    def change_participant(self, wire: Wire, participant: Participant) -> None:
        """This phone's participant said another role."""
        if wire in self._phones:
            self._phones[wire] = participant

    async def screens_again(self) -> None:
        """Tell the screens how it stands once more."""
        await self._tell_screens(self._screens)

    def _make_room_for(self, participant: Participant) -> None:
        """Somebody with a thousand tabs must not take the places of a thousand others; the oldest go."""
        tabs = [wire for wire, known in self._phones.items() if known.id == participant.id]
        for wire in tabs[: max(0, len(tabs) + 1 - MOST_TABS)]:
            del self._phones[wire]
            wire.drop()

    async def _follow(self) -> None:
        while self._noted:
            if STATE not in self._noted:
                with contextlib.suppress(TimeoutError):
                    pause = min(_PAUSE_S[what] for what in self._noted)
                    await asyncio.wait_for(self._urgent.wait(), pause)
            self._urgent.clear()
            noted, self._noted = self._noted, set()
            try:
                await self._tell(noted)
            except NotFound:
                self._end_all("This room is not there any more.")
            except PreflightError as error:
                _log.warning("the room could not be read: %s", error)
                self._noted |= noted
                await asyncio.sleep(_AGAIN_S)

    async def _tell(self, noted: set[str]) -> None:
        if self.empty:
            self.latest.outdate()
        elif STATE in noted or self.latest.now is None:
            await self.latest.read()
            await asyncio.gather(self._tell_screens(self._screens), self._tell_phones())
        elif PEOPLE in noted:
            await self.latest.read_people()
            await self._tell_screens(self._screens)
        else:
            if VOTES in noted:
                await self.latest.read_voters()
            self._tell_count(self.latest.now)

    def _tell_count(self, now: RoomNow) -> None:
        text = packed(count_message(now.view, here=self.here))
        for wire, known in self._screens.items():
            if known != text:  # a vote that was changed is no news: how often it was would say how many options it has
                self._screens[wire] = text
                wire.tell(VOTES, text)

    async def _tell_phones(self) -> None:
        now = self.latest.now
        assert now is not None
        roles = {each.id: each for each in now.view.people}
        for place, wire in enumerate(list(self._phones), start=1):
            known = self._phones.get(wire)
            if known is not None:
                participant = roles.get(known.id, known)
                if not self._dismissed(wire, participant, now):
                    own = self.latest.newest(participant, now.own.get(participant.id))
                    wire.tell(STATE, phone_state(self.latest.shared, participant, own))
            if place % _AT_ONCE == 0:
                await asyncio.sleep(0)  # a thousand at once would keep everybody else waiting

    def _dismissed(self, wire: Wire, participant: Participant, now: RoomNow) -> bool:
        """Whether it is over for this phone; it is told so."""
        if now.view.room.closed_at is not None:
            wire.end(gone(GONE_CLOSED, CLOSED))
        elif participant.id in now.view.removed:
            wire.end(gone(GONE_REMOVED, REMOVED))
        else:
            return False
        self._phones.pop(wire, None)
        return True

    async def _tell_screens(self, screens: Iterable[Wire]) -> None:
        screens, told, text, known = list(screens), None, "", ""
        while screens and self.latest.now is not None and told is not self.latest.now:  # else a newer one was told
            told = self.latest.now
            if told.view.room.closed_at is not None:
                for wire in screens:
                    wire.end(gone(GONE_CLOSED, "This room is closed."))
                return
            here = self.here
            text = await self.do(self._screen_state, told, here)
            known = packed(count_message(told.view, here=here))
        for wire in screens if text else ():
            if wire in self._screens:
                self._screens[wire] = known
            wire.drop_waiting(VOTES)  # it tells of what was before
            wire.tell(STATE, text)

    def _screen_state(self, now: RoomNow, here: int) -> str:
        return packed(room_message(now.view, self._workspace.now(), join=self._join(), here=here))

    def _end_all(self, sentence: str) -> None:
        for wire in [*self._phones, *self._screens]:
            wire.end(gone(GONE_CLOSED, sentence))
        self._phones.clear()
        self._screens.clear()

    async def stop(self) -> None:
        """Stop following; the connections end by themselves."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
