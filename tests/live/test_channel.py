"""How a change of a room reaches who is connected: soon, once for many changes, and to the right ones."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from preflight.domain.errors import StorageBusy
from preflight.live import channel as channels
from preflight.live import latest
from preflight.live.channel import Channel
from preflight.live.hub import Hub
from preflight.live.screen_messages import JoinAddresses
from preflight.services import room_steps, rooms
from preflight.services.room_notes import PEOPLE, STATE, VOTES
from preflight.services.room_view import room_now
from tests.workshops import LEVEL, Workshop, level

pytestmark = pytest.mark.slow

PATIENCE_S = 10.0


class Ear:
    """Instead of a wire: what it was told, and when."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.times: list[float] = []
        self.last: dict[str, Any] | None = None
        self._heard = asyncio.Event()

    def tell(self, name: str, text: str) -> None:
        self.told.append(json.loads(text))
        self.times.append(asyncio.get_running_loop().time())
        self._heard.set()

    def drop_waiting(self, name: str) -> None:
        pass

    def end(self, message: dict[str, Any]) -> None:
        self.last = message
        self._heard.set()

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.told if message["type"] == kind]

    async def until(self, found: Callable[[Ear], object]) -> None:
        """Wait until what it was told is so."""
        async with asyncio.timeout(PATIENCE_S):
            while not found(self):
                self._heard.clear()
                await self._heard.wait()


def join() -> JoinAddresses:
    return JoinAddresses(addresses=["http://192.168.1.20:8501"], reachable=True)


def run(scenario: Callable[[Hub], Awaitable[None]], workshop: Workshop) -> None:
    async def ran() -> None:
        async with asyncio.timeout(4 * PATIENCE_S):
            await scenario(Hub(lambda: workshop.workspace, join))

    asyncio.run(ran())


async def do(workshop: Workshop, step: Callable[..., Any], *arguments: Any) -> Any:
    """A step of the facilitator, on a thread as in the real thing."""
    return await asyncio.to_thread(workshop.do, step, *arguments)


async def phone(channel: Channel, workshop: Workshop, name: str) -> Any:
    ear = Ear()
    await channel.add_phone(ear, await asyncio.to_thread(workshop.join, name))  # type: ignore[arg-type]
    return ear


async def screen(channel: Channel) -> Any:
    ear = Ear()
    await channel.add_screen(ear)  # type: ignore[arg-type]
    return ear


# --- being told


def test_who_comes_in_is_told_how_it_stands(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        ada, wall = await phone(channel, workshop, "ada"), await screen(channel)
        assert [message["stage"] for message in ada.told] == ["lobby"]
        assert [(message["type"], message["joined"], message["here"]) for message in wall.told] == [("room", 1, 1)]
        assert not channel.empty

    run(scenario, workshop)


def test_a_change_is_told_to_all_phones_and_screens(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        ears = [await phone(channel, workshop, f"p{at}") for at in range(5)] + [await screen(channel)]
        await do(workshop, room_steps.next_question)
        for ear in ears:
            await ear.until(lambda it: it.told[-1].get("stage") == "voting")

    run(scenario, workshop)


def test_many_votes_at_a_time_become_few_counts_and_the_last_is_right(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        workshop.do(room_steps.next_question)
        people = [workshop.join(f"p{at}") for at in range(60)]
        channel = hub.channel(workshop.room_id)
        wall = await screen(channel)
        for participant in people:
            await asyncio.to_thread(workshop.vote, participant, level(2))
            channel.note(VOTES)
        await wall.until(lambda it: it.of("count") and it.of("count")[-1]["voted"] == 60)
        assert len(wall.of("count")) < 30
        assert len(wall.of("room")) == 1, "the room itself is not read again for a vote"

    run(scenario, workshop)


def test_votes_are_told_to_screens_and_not_to_phones(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        workshop.do(room_steps.next_question)
        channel = hub.channel(workshop.room_id)
        ada, wall = await phone(channel, workshop, "ada"), await screen(channel)
        before = len(ada.told)
        await asyncio.to_thread(workshop.vote, workshop.join("bob"), level(2))
        channel.note(VOTES)
        await wall.until(lambda it: it.told[-1]["voted"] == 1)
        assert len(ada.told) == before

    run(scenario, workshop)


@pytest.mark.parametrize("others", [[VOTES], [PEOPLE], [VOTES, PEOPLE]])
def test_a_step_waits_for_no_pause_of_other_changes(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, others: list[str]
) -> None:
    """However long votes and people are collected: the reveal is on the phones at once."""
    monkeypatch.setattr(channels, "_PAUSE_S", dict.fromkeys(channels._PAUSE_S, 5.0))

    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        ada = await phone(channel, workshop, "ada")
        await asyncio.sleep(0.02)  # in the pause after ada came in
        for what in others:
            channel.note(what)
        await asyncio.sleep(0.02)
        pressed = asyncio.get_running_loop().time()
        await do(workshop, room_steps.next_question)
        await ada.until(lambda it: it.told[-1]["stage"] == "voting")
        assert ada.times[-1] - pressed < 2.0

    run(scenario, workshop)


def test_steps_are_told_even_while_people_vote_without_pause(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        ada = await phone(channel, workshop, "ada")
        done = False

        async def vote_on_and_on() -> None:
            while not done:
                channel.note(VOTES)
                await asyncio.sleep(0)

        voting = asyncio.create_task(vote_on_and_on())
        for step, stage in ((room_steps.next_question, "voting"), (room_steps.reveal, "revealed")):
            await do(workshop, step)
            await ada.until(lambda it, stage=stage: it.told[-1]["stage"] == stage)
        done = True
        await voting

    run(scenario, workshop)


def test_who_joins_is_shown_on_the_screens(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        wall = await screen(channel)
        await phone(channel, workshop, "ada")
        channel.note(PEOPLE)
        await wall.until(lambda it: it.told[-1]["here"] == it.told[-1]["joined"] == 1)

    run(scenario, workshop)


def test_who_leaves_is_not_here_any_more(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        wall, ada = await screen(channel), await phone(channel, workshop, "ada")
        again = await phone(channel, workshop, "ada")
        await wall.until(lambda it: it.told[-1]["here"] == 1)
        channel.remove(ada)
        assert channel.here == 1, "another tab of hers is here"
        channel.remove(again)
        await wall.until(lambda it: it.told[-1]["here"] == 0)
        channel.remove(again)
        channel.remove(wall)
        assert channel.empty

    run(scenario, workshop)


# --- the end


def test_who_is_removed_is_told_and_the_others_go_on(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        ada, bob = await phone(channel, workshop, "ada"), await phone(channel, workshop, "bob")
        tab = await phone(channel, workshop, "ada")
        await do(workshop, rooms.remove_participant, 1)
        for ear in (ada, tab):
            await ear.until(lambda it: it.last is not None)
            assert ear.last["reason"] == "removed"
        told = len(ada.told)
        await do(workshop, room_steps.next_question)
        await bob.until(lambda it: it.told[-1]["stage"] == "voting")
        assert bob.last is None
        assert len(ada.told) == told, "nothing more"
        assert channel.here == 1

    run(scenario, workshop)


def test_everyone_is_told_when_the_room_is_closed(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        ears = [await phone(channel, workshop, "ada"), await screen(channel)]
        await do(workshop, rooms.close_room)
        for ear in ears:
            await ear.until(lambda it: it.last is not None)
            assert ear.last["reason"] == "closed"

    run(scenario, workshop)


def test_a_database_that_can_t_be_read_is_asked_again(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "_AGAIN_S", 0.01)
    failures = 2

    def unsure(*arguments: Any) -> Any:
        nonlocal failures
        if failures:
            failures -= 1
            raise StorageBusy("Another process holds the database.")
        return room_now(*arguments)

    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        ada = await phone(channel, workshop, "ada")
        monkeypatch.setattr(latest, "room_now", unsure)
        await do(workshop, room_steps.next_question)
        await ada.until(lambda it: it.told[-1]["stage"] == "voting")
        assert failures == 0

    run(scenario, workshop)


# --- coming in at the wrong moment


def test_a_change_while_the_first_one_comes_in_is_not_missed(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The room was read before the change, and nobody was connected yet when its note came."""
    read, go_on = threading.Event(), threading.Event()

    def slow(*arguments: Any) -> Any:
        found = room_now(*arguments)
        read.set()
        assert go_on.wait(PATIENCE_S)
        return found

    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        monkeypatch.setattr(latest, "room_now", slow)
        coming = asyncio.create_task(screen(channel))
        await asyncio.to_thread(read.wait, PATIENCE_S)
        await do(workshop, room_steps.next_question)
        await asyncio.sleep(0.05)
        go_on.set()
        wall = await coming
        await wall.until(lambda it: it.told[-1]["stage"] == "voting")

    run(scenario, workshop)


def test_a_change_while_nobody_is_connected_is_seen_by_the_next(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        first = await screen(channel)
        channel.remove(first)
        await do(workshop, room_steps.next_question)
        await asyncio.sleep(0.05)
        for ear in (await screen(channel), await phone(channel, workshop, "ada")):
            assert ear.told[0]["stage"] == "voting"

    run(scenario, workshop)


def test_a_phone_that_comes_back_is_told_its_newest_vote(workshop: Workshop) -> None:
    """What was read for everybody is older than the vote."""

    async def scenario(hub: Hub) -> None:
        workshop.do(room_steps.next_question)
        channel = hub.channel(workshop.room_id)
        await screen(channel)
        ada = workshop.join("ada")
        workshop.vote(ada, level(3))
        assert (await phone(channel, workshop, "ada")).told[0]["vote"]["said"] == {"choices": ["3"]}

    run(scenario, workshop)


def test_a_countdown_that_runs_is_told_as_it_stands_to_who_comes_later(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        workshop.do(room_steps.next_question)
        workshop.do(rooms.start_countdown, 120)
        channel = hub.channel(workshop.room_id)
        ada = await phone(channel, workshop, "ada")
        workshop.clock.seconds += 60
        bob = await phone(channel, workshop, "bob")
        assert 50_000 < ada.told[0]["countdown_ms"] - bob.told[0]["countdown_ms"] < 90_000

    run(scenario, workshop)


# --- the hub


def test_a_room_has_one_channel_as_long_as_somebody_is_in_it_or_on_the_way(workshop: Workshop) -> None:
    """A screen that is reloaded: the new connection asks for the channel before the old one has left it."""

    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        old = await screen(channel)
        coming = hub.channel(workshop.room_id)
        channel.remove(old)
        hub.left(channel)
        assert hub.channel(workshop.room_id) is coming is channel
        new = await screen(coming)
        await do(workshop, room_steps.next_question)
        await new.until(lambda it: it.told[-1]["stage"] == "voting")

    run(scenario, workshop)


def test_a_channel_that_everybody_left_is_forgotten(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        hub.left(channel)
        assert hub._channels == {}
        assert hub.channel(workshop.room_id) is not channel

    run(scenario, workshop)


def test_notes_reach_the_channel_of_their_room_only(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        heard: list[tuple[str, str]] = []
        for name in ("one", "two"):
            hub.channel(name).note = lambda what, name=name: heard.append((name, what))  # type: ignore[method-assign]
        publish = workshop.workspace.database.notices.publish
        for note in (f"{STATE} one", f"{VOTES} two", f"{STATE} three", "nonsense", f"nonsense {STATE}", STATE):
            await asyncio.to_thread(publish, note)
        await asyncio.sleep(0.02)
        assert heard == [("one", STATE), ("two", VOTES)]
        hub._heard(None)  # notes may have been missed
        assert heard[2:] == [("one", STATE), ("two", STATE)]

    run(scenario, workshop)


def test_who_is_connected_to_other_processes_is_here_too(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        wall = await screen(channel)
        await phone(channel, workshop, "ada")
        publish = workshop.workspace.database.notices.publish
        for note in (
            f"here other {workshop.room_id} 3",
            f"here third {workshop.room_id} 2",
            f"here third {workshop.room_id} 1",
            f"here {hub._me} {workshop.room_id} 50",
            f"here broken {workshop.room_id} -7",
            f"here broken {workshop.room_id} ²",
            f"here broken {workshop.room_id}",
            "here other none 9",
        ):
            await asyncio.to_thread(publish, note)
        await wall.until(lambda it: it.told[-1]["here"] == 5)
        assert (channel.here, channel.here_alone) == (5, 1)

    run(scenario, workshop)


def test_a_process_that_tells_nothing_any_more_is_not_counted(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("preflight.live.hub._HERE_EVERY_S", 0.02)
    monkeypatch.setattr("preflight.live.hub._HERE_LASTS_S", 0.4)

    async def scenario(hub: Hub) -> None:
        channel = hub.channel(workshop.room_id)
        wall = await screen(channel)
        await phone(channel, workshop, "ada")
        await asyncio.to_thread(workshop.workspace.database.notices.publish, f"here other {workshop.room_id} 3")
        await wall.until(lambda it: it.told[-1]["here"] == 4)
        await wall.until(lambda it: it.told[-1]["here"] == 1)
        assert f"here {hub._me} {workshop.room_id} 1" in workshop.notes, "and it tells the others of its own"

    run(scenario, workshop)


def test_a_channel_does_its_reading_on_other_threads(workshop: Workshop) -> None:
    async def scenario(_: Hub) -> None:
        with ThreadPoolExecutor(1) as executor:
            channel = Channel(workshop.workspace, executor, workshop.room_id, join=join)
            assert await channel.do(threading.get_ident) != threading.get_ident()

    run(scenario, workshop)


def test_the_question_on_the_wall_is_the_one_whose_votes_are_counted(workshop: Workshop) -> None:
    async def scenario(hub: Hub) -> None:
        ada = workshop.join("ada")
        workshop.do(room_steps.next_question)
        channel = hub.channel(workshop.room_id)
        wall = await screen(channel)
        await do(workshop, room_steps.next_question)
        await asyncio.to_thread(lambda: workshop.vote(ada, level(2), question=LEVEL, number=1))
        channel.note(VOTES)
        await asyncio.sleep(0.15)
        assert wall.told[-1]["voted"] == 0

    run(scenario, workshop)
