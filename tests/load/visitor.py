"""Somebody at the Assess screen, without a browser: speaks Streamlit's protobuf over its WebSocket, as the page does.

A click goes into an outbox with a nonce and the version that was seen, is sent until it is acknowledged, and again
over a new connection when the old one is lost, as answer_cards.js does.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin, Subprotocol

CARDS = "cards"
OPEN_S = 60
ANSWER_S = 60
EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class Waits(Exception):
    """The server says to come back later, or can't be reached."""


class Wrong(Exception):
    """Something that must not happen."""


@dataclass
class Ledger:
    """What was acknowledged: of each draft and question the newest version and its choice."""

    newest: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    clicks: int = 0

    def acknowledge(self, draft: str, question: str, version: int, choice: str) -> None:
        self.clicks += 1
        self.newest.setdefault(draft, {})[question] = (version, choice)


@dataclass
class Visitor:
    """One session. `options` are the questions that are answered, each with its options; one after another."""

    url: str
    cookies: str
    draft: str
    options: Mapping[str, tuple[str, ...]]
    address: str = "127.0.0.1"
    waited: int = 0
    lost_connections: int = 0
    _connection: ClientConnection | None = None
    _cards: str = ""
    _fragment: str = ""
    _page: str = ""
    _versions: dict[str, int] = field(default_factory=dict)
    _clicks: int = 0
    _question: int = 0

    async def open(self) -> float:
        """Open the page; how long it took in seconds. Raises Waits where the server says so."""
        began = perf_counter()
        await self.close()
        try:
            self._connection = await connect(
                self.url.replace("http", "ws") + "/_stcore/stream",
                origin=Origin(self.url),
                subprotocols=[Subprotocol("streamlit")],
                additional_headers={"Cookie": self.cookies} if self.cookies else None,
                local_addr=(self.address, 0),
                compression=None,
                max_size=None,
                proxy=None,
                open_timeout=OPEN_S,
                close_timeout=1,
                ping_interval=None,
            )
            await self._ask()
            async with asyncio.timeout(OPEN_S):
                await self._hear_page()
        except (InvalidHandshake, ConnectionClosed, TimeoutError, OSError) as error:
            self.waited += 1
            await self.close()
            raise Waits(f"{type(error).__name__}: {error}") from error
        except Wrong:
            await self.close()
            raise
        return perf_counter() - began

    async def close(self) -> None:
        """Leave."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    @property
    def here(self) -> bool:
        """Whether there is a connection."""
        return self._connection is not None

    async def click(self, ledger: Ledger) -> float:
        """Choose a level of the next question, and wait for “✓ Saved”; in seconds. It is sent again over a new
        connection when this one is lost. Raises Wrong for anything but saved."""
        names = [*self.options]
        question = names[self._question % len(names)]
        self._question += 1
        choices = self.options[question]
        self._clicks += 1
        choice = choices[self._clicks % len(choices)]
        seen = self._versions.get(question, 0)
        nonce = f"{self.draft}-{self._clicks}"
        entry = {"nonce": nonce, "do": "choose", "question": question, "seen": seen, "value": [choice]}
        go = {"nonce": f"{nonce}-go", "do": "go", "question": question}
        began = perf_counter()
        while True:
            try:
                if self._connection is None:
                    await self.open()
                await self._ask([go, entry])
                async with asyncio.timeout(ANSWER_S):
                    outcome = await self._hear(nonce)
                break
            except (ConnectionClosed, TimeoutError, Waits):
                self.lost_connections += self._connection is not None
                await self.close()
                await asyncio.sleep(1)
        took = perf_counter() - began
        if outcome.get("outcome") != "saved":
            raise Wrong(f"{question} of {self.draft}: {outcome}")
        self._versions[question] = seen + 1
        ledger.acknowledge(self.draft, question, seen + 1, choice)
        return took

    async def _ask(self, acts: list[dict[str, Any]] | None = None) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = f"assessment={self.draft}"
        state.context_info.timezone = "UTC"
        if acts is None:
            state.page_name = "assess"
        else:
            state.page_script_hash, state.fragment_id = self._page, self._fragment
            widget = state.widget_states.widgets.add()
            widget.id = f"$$STREAMLIT_INTERNAL_KEY_{self._cards}__events"
            widget.json_trigger_value = json.dumps([{"event": "acts", "value": acts}])
        assert self._connection is not None
        await self._connection.send(message.SerializeToString())

    async def _hear_page(self) -> None:
        self._cards, said = "", ""
        while True:
            message = await self._next()
            said += message.delta.new_element.alert.body
            match message.WhichOneof("type"):
                case "navigation":
                    self._page = message.navigation.page_script_hash
                case "delta" if message.delta.new_element.WhichOneof("type") == "bidi_component":
                    name = message.delta.new_element.bidi_component.id
                    if name.endswith(f"-{CARDS}"):
                        self._cards, self._fragment = name, message.delta.fragment_id
                case "script_finished" if message.script_finished != EARLY:
                    if not self._cards:
                        raise Wrong(f"the page of {self.draft} came without its cards: {said}")
                    return

    async def _hear(self, nonce: str) -> dict[str, Any]:
        """The outcome of an entry; what else comes is what the page would draw."""
        mark = nonce.encode()
        assert self._connection is not None
        while True:
            data = await self._connection.recv(decode=False)
            if mark not in data:
                continue
            said = ForwardMsg.FromString(data).delta.new_element.bidi_component.json
            for each in json.loads(said).get("acknowledged", ()) if said else ():
                if each.get("nonce") == nonce:
                    return dict(each)

    async def _next(self) -> ForwardMsg:
        assert self._connection is not None
        message = ForwardMsg.FromString(await self._connection.recv(decode=False))
        if message.delta.new_element.WhichOneof("type") == "exception":
            raise Wrong(message.delta.new_element.exception.message)
        return message
