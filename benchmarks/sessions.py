"""Visits without a browser, over Streamlit's own WebSocket: what an idle one keeps in the server's memory."""

from __future__ import annotations

import time
from contextlib import ExitStack
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from benchmarks.servers import resident_bytes
from tests.browser.server import Server

WARM_UP = 5
SESSIONS = 40
SETTLE_S = 1.0
PATIENCE_S = 30


def bytes_per_session(server: Server, page: str = "", **query: str) -> float | None:
    """How much the process grows for each of SESSIONS visits that have opened `page` and stay, after WARM_UP others."""
    with ExitStack() as visits:
        for _ in range(WARM_UP):
            _opened(visits, server, page, query)
        time.sleep(SETTLE_S)
        before = resident_bytes(server.pid)
        for _ in range(SESSIONS):
            _opened(visits, server, page, query)
        time.sleep(SETTLE_S)
        after = resident_bytes(server.pid)
    return None if before is None or after is None else (after - before) / SESSIONS


def _opened(visits: ExitStack, server: Server, page: str, query: dict[str, str]) -> None:
    """Wait until the first run of the script has ended; refuses one that showed an exception."""
    address = server.url.replace("http://", "ws://") + "/_stcore/stream"
    connecting = connect(
        address, origin=Origin(server.url), subprotocols=[Subprotocol("streamlit")], compression=None, proxy=None
    )
    visit = visits.enter_context(connecting)
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.query_string = urlencode(query)
    visit.send(asked.SerializeToString())
    while True:
        told = ForwardMsg.FromString(visit.recv(timeout=PATIENCE_S))
        assert not told.delta.new_element.HasField("exception"), told.delta.new_element.exception.message
        if told.HasField("script_finished"):
            return
