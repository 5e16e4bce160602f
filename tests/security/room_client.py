"""A client of the live channel that keeps to no rule: forged headers, half requests, frames of any kind.

with Phone(url, token=token) as phone:
    phone.vote({"choices": ["1"]}, why="because")
"""

from __future__ import annotations

import http.client
import json
import socket
import struct
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

COOKIE = "preflight_phone"
PATIENCE_S = 20.0
TEXT, BINARY, CLOSE, PING = 0x1, 0x2, 0x8, 0x9
Message = dict[str, Any]


class Reply:
    """What a request was answered with; the names of headers are in lower case."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def said(self) -> Message:
        found: Message = json.loads(self.body)
        return found

    @property
    def cookie(self) -> str:
        """The value of the phone's cookie that was set; empty where none was."""
        name, _, rest = self.headers.get("set-cookie", "").partition("=")
        return rest.partition(";")[0] if name == COOKIE else ""


def ask(
    url: str, path: str, said: object = None, headers: Mapping[str, str | None] | None = None, *, method: str = "POST"
) -> Reply:
    """One request on a connection of its own. It bears our own Origin unless the headers say another, or None."""
    host = urlsplit(url).netloc
    connection = http.client.HTTPConnection(host, timeout=PATIENCE_S)
    sent = {"Origin": url, "Content-Type": "application/json"} | dict(headers or {})
    body = None if said is None else json.dumps(said).encode()
    try:
        connection.request(method, path, body, {name: value for name, value in sent.items() if value is not None})
        return Reply(connection.getresponse())
    finally:
        connection.close()


def handshake(url: str, path: str, headers: Mapping[str, str | None] | None = None) -> bytes:
    """The head of a request that opens a WebSocket."""
    lines: dict[str, str | None] = {
        "Host": urlsplit(url).netloc,
        "Origin": url,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
    }
    lines |= headers or {}
    head = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items() if value is not None)]
    return "\r\n".join([*head, "", ""]).encode("latin-1")


def frame(kind: int, payload: bytes = b"", *, whole: bool = True, length: int | None = None) -> bytes:
    """A frame as a client sends it; `length` claims another one than it has, kind 0 is a part that goes on."""
    claimed = len(payload) if length is None else length
    first = (0x80 if whole else 0) | kind
    if claimed < 126:
        head = struct.pack("!BB", first, 0x80 | claimed)
    elif claimed < 65_536:
        head = struct.pack("!BBH", first, 0xFE, claimed)
    else:
        head = struct.pack("!BBQ", first, 0xFF, claimed)
    return head + b"\0\0\0\0" + payload


class Raw:
    """A TCP connection on which anything may be said, and nothing need be read."""

    def __init__(self, url: str) -> None:
        where = urlsplit(url)
        self.url = url
        self.socket = socket.create_connection((where.hostname, where.port), timeout=PATIENCE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.socket.close()

    def open(self, path: str, *, cookie: str = "") -> Self:
        """Open a WebSocket; what the server sends after its 101 is left unread but for what came with it."""
        self.send(handshake(self.url, path, {"Cookie": f"{COOKIE}={cookie}"} if cookie else None))
        answer = self.socket.recv(4096)
        assert answer.startswith(b"HTTP/1.1 101"), answer[:200]
        return self

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def flood(self, data: bytes, most_bytes: int) -> int:
        """Send this over and over without ever reading, until the server ends it; how many bytes went out."""
        sent = 0
        try:
            while sent < most_bytes:
                sent += self.socket.send(data[sent % len(data) :])
        except OSError:
            return sent
        return sent

    def ended(self, within_s: float = PATIENCE_S) -> bool:
        """Whether the server ends the connection within so long; what it still sends is thrown away."""
        self.socket.settimeout(within_s)
        until = time.monotonic() + within_s
        try:
            while self.socket.recv(65_536):
                if time.monotonic() > until:
                    return False
        except TimeoutError:
            return False
        except OSError:
            return True
        return True


class Line:
    """An open WebSocket of the channel, and what it has heard."""

    def __init__(self, url: str, path: str, *, cookie: str = "") -> None:
        self.heard: list[Message] = []
        self._block = ExitStack()
        opening = connect(
            url.replace("http", "ws", 1) + path,
            origin=url,  # type: ignore[arg-type]
            additional_headers={"Cookie": f"{COOKIE}={cookie}"} if cookie else None,
            compression=None,
            proxy=None,
            ping_interval=None,
            close_timeout=1,
            max_size=None,
        )
        self._connection: ClientConnection = self._block.enter_context(opening)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._block.close()

    def send(self, message: object) -> None:
        """Send JSON; bytes and texts are sent as they are."""
        self._connection.send(message if isinstance(message, str | bytes) else json.dumps(message))

    def next(self, found: Callable[[Message], object], within_s: float = PATIENCE_S) -> Message:
        """The next message that is looked for; what comes before it is kept in `heard`. Raises TimeoutError."""
        until = time.monotonic() + within_s
        while True:
            text = self._connection.recv(timeout=max(0.001, until - time.monotonic()))
            message: Message = json.loads(text)
            self.heard.append(message)
            if found(message):
                return message

    def closed(self, within_s: float = PATIENCE_S) -> int | None:
        """Wait until the server has closed it, and give the code. Raises TimeoutError."""
        try:
            self.next(lambda _: False, within_s)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None
        raise AssertionError("it is open")


class Phone:
    """Somebody in the room with a phone."""

    def __init__(self, url: str, *, token: str = "", cookie: str = "", role: str | None = None) -> None:
        headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else None
        reply = ask(url, "/live/join", {"token": token, "role": role}, headers)
        assert reply.status == 200, reply.body
        self.url, self.cookie, self.room, self.number = url, reply.cookie, reply.said["room"], reply.said["number"]
        self.n = 0
        self.connect()

    def connect(self) -> None:
        """Be connected, anew."""
        self.line = Line(self.url, f"/live/phone/{self.room}", cookie=self.cookie)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.line.close()

    def asked(self, stage: str = "voting", question: str | None = None) -> Message:
        """Wait for a state at this stage, on this question; an earlier one counts too where it is the newest."""

        def there(message: Message) -> bool:
            if message["type"] != "state" or message["stage"] != stage:
                return False
            return question is None or (message["question"] or {}).get("id") == question

        newest = next((each for each in reversed(self.line.heard) if each["type"] == "state"), None)
        return newest if newest is not None and there(newest) else self.line.next(there)

    def cast(self, said: Mapping[str, object], *, why: str = "", question: str | None = None) -> int:
        """Send a vote on the question that is shown, and don't wait for its answer; its number."""
        state = self.asked(question=question)
        self.n += 1
        where = {"question": state["question"]["id"], "round": state["round"]}
        self.line.send({"type": "vote", "n": self.n, **where, "said": said, "why": why})
        return self.n

    def vote(self, said: Mapping[str, object], *, why: str = "", question: str | None = None) -> Message:
        """Send a vote and wait for its answer. On `question`, where another one may still be the newest heard of."""
        n = self.cast(said, why=why, question=question)
        return self.line.next(lambda message: message.get("n") == n)


class Screen(Line):
    """The shared screen."""

    def __init__(self, url: str, room: str, *, cookie: str = "") -> None:
        super().__init__(url, f"/live/screen/{room}", cookie=cookie)
        self._n = 0
        self.room: Message = {}
        self.shows(lambda _: True)

    def shows(self, found: Callable[[Message], object]) -> Message:
        """Wait until the room is so."""

        def there(message: Message) -> bool:
            if message["type"] == "room":
                self.room = message
            elif message["type"] == "count":
                self.room = {**self.room, **{name: message[name] for name in ("voted", "here", "joined")}}
            return bool(self.room and found(self.room))

        return self.room if self.room and found(self.room) else self.next(there)

    def do(self, what: str, **fields: object) -> Message:
        """Give a command on the newest room, and wait for its answer and for what it did."""
        while True:
            self._n += 1
            seen = self.room["version"]
            self.send({"type": "do", "n": self._n, "seen": seen, "what": what, **fields})
            answer = self.answer(self._n)
            if not answer.get("stale"):
                break
            self.shows(lambda room, seen=seen: room["version"] > seen)
        if answer["type"] in ("done", "closing"):
            self.shows(lambda room: room["version"] > seen)
        return answer

    def answer(self, n: int) -> Message:
        """The answer to a command; rooms that come before it are taken in."""
        found: list[Message] = []

        def there(message: Message) -> bool:
            if message["type"] == "room":
                self.room = message
            if message.get("n") == n:
                found.append(message)
            return bool(found)

        self.next(there)
        return found[0]
