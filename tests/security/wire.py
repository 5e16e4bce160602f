"""A visitor without a browser: speaks Streamlit's protobuf over a raw WebSocket, and so may send anything at all.

with Wire(server) as wire:
    run = wire.run(page_name="assess", query="assessment=../../x")
    run.texts, run.pages_named, run.widgets, run.failed
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from tests.browser.server import Server

SENTENCE_OF_FAILURE = "Something went wrong on this page"
BADGE = "Traceback (most recent call last)"


@dataclass
class Run:
    """What the server sent for one run of the script, to its end."""

    messages: list[ForwardMsg] = field(default_factory=list)

    @property
    def raw(self) -> bytes:
        """Everything as it came over the wire, one after another."""
        return b"\n".join(message.SerializeToString() for message in self.messages)

    @property
    def elements(self) -> list[Any]:
        """The new elements of the run."""
        return [
            message.delta.new_element
            for message in self.messages
            if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element"
        ]

    @property
    def text(self) -> str:
        """Every element as text, to look for words in."""
        return "\n".join(str(element) for element in self.elements)

    @property
    def finished(self) -> bool:
        return any(message.WhichOneof("type") == "script_finished" for message in self.messages)

    @property
    def failed(self) -> bool:
        """True when the page showed an error, ours or Streamlit's."""
        return SENTENCE_OF_FAILURE in self.text or any(e.WhichOneof("type") == "exception" for e in self.elements)

    @property
    def not_found(self) -> bool:
        return any(message.WhichOneof("type") == "page_not_found" for message in self.messages)

    @property
    def navigation(self) -> dict[str, str]:
        """From a page's address to its hash, as the frame has named them; empty when the frame did not run."""
        for message in self.messages:
            if message.WhichOneof("type") == "navigation":
                return {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        return {}

    @property
    def page(self) -> str:
        """The hash of the page that the frame chose."""
        return next((m.navigation.page_script_hash for m in self.messages if m.WhichOneof("type") == "navigation"), "")

    def widget(self, key: str) -> str:
        """The id of the widget with this key, which may be the start of one."""
        for element in self.elements:
            kind = element.WhichOneof("type")
            name = str(getattr(getattr(element, kind), "id", "")) if kind else ""
            if name.endswith(f"-{key}") or f"-{key}" in name:
                return name
        raise AssertionError(f"no widget {key!r} in {self.widgets}")

    @property
    def widgets(self) -> dict[str, str]:
        """From each widget's id to its kind."""
        found = {}
        for element in self.elements:
            kind = element.WhichOneof("type") or ""
            name = getattr(getattr(element, kind, None), "id", "")
            if name:
                found[str(name)] = kind
        return found

    def fragment_of(self, kind: str) -> str:
        """The fragment that an element of this kind stands in."""
        for message in self.messages:
            if message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == kind:
                return message.delta.fragment_id
        return ""


class Wire:
    """One session, with the cookies of somebody who is signed in. It stays open until the block ends."""

    def __init__(self, server: Server, *, cookie: str = "", timeout_s: float = 20) -> None:
        self._server = server
        self._cookie = cookie
        self._timeout_s = timeout_s
        self._block = ExitStack()
        self._connection: ClientConnection | None = None

    def __enter__(self) -> Wire:
        opening = connect(
            self._server.url.replace("http", "ws") + "/_stcore/stream",
            origin=self._server.url,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": self._cookie} if self._cookie else None,
            max_size=None,
            proxy=None,
            open_timeout=self._timeout_s,
            close_timeout=1,
        )
        self._connection = self._block.enter_context(opening)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._block.close()

    def send(self, message: BackMsg | bytes) -> None:
        """Send one message as it is."""
        assert self._connection is not None
        self._connection.send(message if isinstance(message, bytes) else message.SerializeToString())

    def run(self, **asked: Any) -> Run:
        """Ask for a run, and wait for its end; the arguments are those of `ask`."""
        self.ask(**asked)
        return self.until_finished()

    def ask(
        self,
        *,
        page_name: str = "",
        page_hash: str = "",
        query: str = "",
        fragment: str = "",
        widgets: Iterable[WidgetState] = (),
    ) -> None:
        """Ask for a run of a page or a fragment, with these widget values."""
        message = BackMsg()
        state = message.rerun_script
        state.page_name, state.page_script_hash, state.query_string = page_name, page_hash, query
        state.fragment_id = fragment
        state.widget_states.widgets.extend(widgets)
        state.context_info.timezone = "UTC"
        self.send(message)

    def until_finished(self) -> Run:
        """Everything up to the end of the run; a run that another one cut short is part of it."""
        assert self._connection is not None
        run = Run()
        while True:
            data = self._connection.recv(timeout=self._timeout_s)
            message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            run.messages.append(message)
            ended = message.WhichOneof("type") == "script_finished"
            if ended and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return run


def widget(widget_id: str, **value: Any) -> WidgetState:
    """A widget's state: `widget(id, string_value="x")`, `widget(id, string_array_value=["x"])`."""
    state = WidgetState(id=widget_id)
    for name, given in value.items():
        if name.endswith("_array_value"):
            getattr(state, name).data.extend(given)
            getattr(state, name).SetInParent()
        elif name == "string_trigger_value":
            state.string_trigger_value.data = given
        else:
            setattr(state, name, given)
    return state


def trigger(component_id: str, event: str, value: object) -> WidgetState:
    """What a component's `setTriggerValue(event, value)` sends; text is sent as it is, anything else as JSON."""
    body = value if isinstance(value, str) else json.dumps([{"event": event, "value": value}])
    return widget(f"$$STREAMLIT_INTERNAL_KEY_{component_id}__events", json_trigger_value=body)
