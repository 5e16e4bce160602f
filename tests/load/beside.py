"""People on the screens of the same server meanwhile: each opens a draft's questions and lets the page run again."""

from __future__ import annotations

import asyncio
from random import Random
from time import perf_counter
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.load.measures import Times
from tests.load.venue import Venue

BETWEEN_S = 1.0, 5.0
PATIENCE_S = 30


async def visit(venue: Venue, chance: Random, over: asyncio.Event, took: Times) -> None:
    """One visitor until it is over: a run of the page every few seconds, each timed to its end."""
    address = venue.urls[0].replace("http://", "ws://") + "/_stcore/stream"
    await asyncio.sleep(chance.uniform(0, BETWEEN_S[1]))
    async with connect(
        address,
        origin=Origin(venue.urls[0]),
        subprotocols=[Subprotocol("streamlit")],
        compression=None,
        proxy=None,
        ping_interval=None,
        max_size=None,
    ) as connection:
        while not over.is_set():
            started = perf_counter()
            async with asyncio.timeout(PATIENCE_S):
                await _run(connection, venue.assessment)
            took.add(perf_counter() - started)
            await asyncio.sleep(chance.uniform(*BETWEEN_S))


async def _run(connection: ClientConnection, assessment: str) -> None:
    asked = BackMsg()
    asked.rerun_script.page_name = "assess"
    asked.rerun_script.query_string = urlencode({"assessment": assessment})
    await connection.send(asked.SerializeToString())
    while True:
        told = ForwardMsg.FromString(await connection.recv())  # type: ignore[arg-type]
        assert not told.delta.new_element.HasField("exception"), told.delta.new_element.exception.message
        if told.HasField("script_finished"):
            return
