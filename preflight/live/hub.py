"""Every room's channel in this process, and the notes that tell them what changed, here and in other processes."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from preflight.live.channel import Channel
from preflight.live.screen_messages import JoinAddresses
from preflight.services.room_notes import PEOPLE, STATE, read_note
from preflight.services.workspace import Workspace

_WORKERS = 6
_HERE = "here"
_HERE_EVERY_S = 3.0
_HERE_LASTS_S = 3 * _HERE_EVERY_S


class Hub:
    """Hands out channels, and passes each note to its room's channel. Lives on one event loop, from its first use on.

    `workspace` is asked for at the first use; `join` says where phones join.
    """

    def __init__(self, workspace: Callable[[], Workspace], join: Callable[[], JoinAddresses]) -> None:
        self._workspace = workspace
        self._join = join
        self._executor = ThreadPoolExecutor(_WORKERS, thread_name_prefix="live")
        self._channels: dict[str, Channel] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._me = secrets.token_hex(8)
        self._elsewhere: dict[tuple[str, str], tuple[int, float]] = {}
        self._told_here: dict[str, int] = {}
        self._telling: asyncio.Task[None] | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace of this process."""
        return self._workspace()

    def channel(self, room_id: str) -> Channel:
        """The channel of a room, until `left` is told; made where there is none, be there such a room or not."""
        self._begin()
        found = self._channels.get(room_id)
        if found is None:
            found = self._channels[room_id] = Channel(self.workspace, self._executor, room_id, join=self._join)
        found.visitors += 1
        return found

    def left(self, channel: Channel) -> None:
        """Whoever asked for this channel left; one that nobody is in, or on the way into, is forgotten."""
        channel.visitors -= 1
        if not channel.visitors:
            self._channels.pop(channel.room_id, None)

    def _begin(self) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is not None:
            return
        self._loop = loop
        notices = self.workspace.database.notices
        notices.subscribe(partial(self._pass_on, loop))
        self._telling = loop.create_task(self._tell_who_is_here())

    def _pass_on(self, loop: asyncio.AbstractEventLoop, note: str | None) -> None:
        """Called from the threads of the database's notices."""
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._heard, note)

    def _heard(self, note: str | None) -> None:
        if note is None:
            for channel in self._channels.values():
                channel.note(STATE)
            return
        if note.startswith(f"{_HERE} "):
            self._heard_here(note.split(" "))
            return
        read = read_note(note)
        if read is not None and read.room_id in self._channels:
            self._channels[read.room_id].note(read.what)

    def _heard_here(self, words: list[str]) -> None:
        if len(words) != 4 or words[1] == self._me or not words[3].isdigit():
            return
        _, process, room_id, number = words
        self._elsewhere[(room_id, process)] = (int(number), asyncio.get_running_loop().time())
        self._count_elsewhere(room_id)

    def _count_elsewhere(self, room_id: str) -> None:
        channel = self._channels.get(room_id)
        if channel is None:
            return
        since = asyncio.get_running_loop().time() - _HERE_LASTS_S
        counted = sum(number for (room, _), (number, at) in self._elsewhere.items() if room == room_id and at >= since)
        if counted != channel.elsewhere:
            channel.elsewhere = counted
            channel.note(PEOPLE)

    async def _tell_who_is_here(self) -> None:
        """Other processes can't see who is connected here; a number, told now and then, is all they need."""
        while True:
            await asyncio.sleep(_HERE_EVERY_S)
            old = asyncio.get_running_loop().time() - _HERE_LASTS_S
            self._elsewhere = {key: value for key, value in self._elsewhere.items() if value[1] >= old}
            for room_id, channel in list(self._channels.items()):
                self._count_elsewhere(room_id)
                if channel.here_alone or self._told_here.get(room_id):
                    self._told_here[room_id] = channel.here_alone
                    self.workspace.database.notices.publish(f"{_HERE} {self._me} {room_id} {channel.here_alone}")
