"""What this process knows of one room: as it was read last, and what was acknowledged since.

Phones are told from one reading, while votes go on being saved: what a phone has heard for certain is never taken back
by a reading that was older.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from preflight.domain.room import Participant, RoundKey, Vote
from preflight.live.phone_messages import shared_state
from preflight.services.room_view import RoomNow, people_now, room_now, voters_now
from preflight.services.voting import own_vote
from preflight.services.workspace import Workspace


class Latest:
    """The room as it was read last; `now` is None until it was. `shared` is what all phones are told of it alike.

    `do` runs a reading on a worker thread. Each reading raises NotFound when the room is gone, and StorageError.
    """

    def __init__(self, workspace: Workspace, room_id: str, do: Callable[..., Awaitable[Any]]) -> None:
        self.now: RoomNow | None = None
        self.shared = ""
        self._workspace = workspace
        self._room_id = room_id
        self._do = do
        self._outdated = False
        self._acknowledged: dict[str, tuple[RoundKey, Vote]] = {}
        self._first = asyncio.Lock()

    @property
    def key(self) -> RoundKey | None:
        """The question and the round on the wall."""
        room = self.now.view.room if self.now else None
        return (room.question_id, room.round) if room and room.question_id else None

    def outdate(self) -> None:
        """It changed while nobody looked: whoever comes next reads it anew."""
        self._outdated = True

    async def know(self) -> None:
        """Read it where it was never read, or changed while nobody looked; at most once however many come together."""
        async with self._first:
            while self.now is None or self._outdated:
                self._outdated = False
                await self.read()

    async def read(self) -> None:
        """Read the whole room anew."""
        self._take(await self._do(room_now, self._workspace, self._room_id))

    async def read_people(self) -> None:
        """Read anew who is in the room, and who of them has voted."""
        now = self.now
        if now is not None:
            view = await self._do(people_now, self._workspace, now.view)
            if self.now is now:  # else something newer was read meanwhile
                self.now = replace(now, view=view)

    async def read_voters(self) -> None:
        """Read anew who has voted."""
        now = self.now
        if now is not None:
            voters = await self._do(voters_now, self._workspace, now.view.room)
            if self.now is now:
                self.now = replace(now, view=replace(now.view, voters=voters))

    async def read_own(self, participant: Participant) -> Vote | None:
        """A participant's own vote on what is on the wall; what was read for everybody may be older than that."""
        while True:
            key = self.key
            own = await self._do(own_vote, self._workspace, participant, key) if key else None
            if self.key == key:
                return self.newest(participant, own)

    def share_again(self) -> None:
        """Less of a countdown is left now than when it was read."""
        if self.now is not None and self.now.view.room.countdown_until is not None:
            self._take(self.now)

    def acknowledge(self, participant: Participant, key: RoundKey, vote: Vote) -> None:
        """This vote is on the disk, and its phone knows it."""
        known = self._acknowledged.get(participant.id)
        if known is None or known[0] != key or known[1].n <= vote.n:
            self._acknowledged[participant.id] = (key, vote)

    def newest(self, participant: Participant, own: Vote | None) -> Vote | None:
        """The participant's vote on what is on the wall: as it was read, or what was acknowledged since."""
        key, vote = self._acknowledged.get(participant.id, (None, None))
        return vote if vote is not None and key == self.key and (own is None or own.n < vote.n) else own

    def _take(self, now: RoomNow) -> None:
        self.now = now
        self._acknowledged = {name: each for name, each in self._acknowledged.items() if each[0] == self.key}
        self.shared = shared_state(now.view, self._workspace.now())
