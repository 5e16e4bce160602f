"""Where people sign in, a shared screen is for whoever is signed in and may run the room, for as long as that holds."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterator

import pytest

from preflight.access.admission import Access
from preflight.access.people import LOCAL_OWNER
from preflight.access.role_mapping import read_mapping
from preflight.access.sign_in_cookie import NAME, digest_of
from preflight.domain.roles import ProjectRole
from preflight.live import screen_routes
from preflight.services import signing_in
from preflight.storage.roles import give_role, take_role
from tests.live.visitors import House, run
from tests.workshops import Workshop


@pytest.fixture
def workshop(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    monkeypatch.setattr(screen_routes, "_STILL_EVERY_S", 0.02)
    access = Access(local=False, mapping=read_mapping("teams=facilitator; lookers=viewer"))
    alone, workshop.workspace = workshop.workspace, dataclasses.replace(workshop.workspace, access=access)
    yield workshop
    workshop.workspace = alone


def cookie(workshop: Workshop, group: str) -> str:
    """The header of somebody of this group who has just signed in."""
    value = f"{group}-{workshop.room_id}"
    said = {"iss": "https://login.example.com", "sub": group, "iat": workshop.workspace.now().timestamp()}
    digest = digest_of({NAME: value})
    assert digest is not None
    signing_in.begin(workshop.workspace, said | {"groups": [group]}, digest, address="192.0.2.1", browser="")
    return f"{NAME}={value}"


def digest(header: str) -> str | None:
    return digest_of({NAME: header.partition("=")[2]})


def test_nobody_sees_a_room_without_a_sign_in_or_the_role(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        for header, reason in (("", "signed_out"), (f"{NAME}=x", "signed_out"), (cookie(workshop, "none"), "unknown")):
            async with house.screen(header) as wall:
                gone = await wall.next()
                assert (gone["type"], gone["reason"]) == ("gone", reason)

    run(visit, workshop)


def test_who_signs_out_sees_no_more_of_the_room_and_commands_nothing(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        header = cookie(workshop, "teams")
        async with house.screen(header) as wall:
            room = await wall.next("room")
            done = await wall.ask({"type": "do", "n": 1, "seen": room["version"], "what": "lock", "locked": True})
            assert done["type"] == "done"
            await asyncio.to_thread(signing_in.end, workshop.workspace, digest(header))
            gone = await wall.next("gone")
            assert gone["reason"] == "signed_out"
            await wall.ended()
        async with house.screen(header) as again:
            assert (await again.next())["reason"] == "signed_out"

    run(visit, workshop)


def test_who_loses_the_role_loses_the_screen(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        header, workspace = cookie(workshop, "none"), workshop.workspace
        who = signing_in.visitor_of_digest(workspace, digest(header))
        with workspace.database.writing() as connection:
            give_role(
                connection, workshop.project.id, who.id, ProjectRole.FACILITATOR,
                at=workspace.now(), by=LOCAL_OWNER.id,
            )  # fmt: skip
        async with house.screen(header) as wall:
            await wall.next("room")
            with workspace.database.writing() as connection:
                take_role(connection, workshop.project.id, who.id)
            assert (await wall.next("gone"))["reason"] == "unknown"

    run(visit, workshop)
