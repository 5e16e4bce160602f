"""A WebSocket handshake by hand, so that a test may send any Host and Origin, or none."""

from __future__ import annotations

import socket


def handshake(
    port: int,
    *,
    host: str | None = None,
    origins: tuple[str, ...] = (),
    path: str = "/_stcore/stream",
    cookie: str = "",
) -> int:
    """The status of the answer; 101 means that the connection was accepted."""
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {host or f'127.0.0.1:{port}'}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: streamlit",
        *(f"Origin: {origin}" for origin in origins),
        *([f"Cookie: {cookie}"] if cookie else []),
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        answer = connection.makefile("rb").readline().split()
    return int(answer[1]) if len(answer) > 1 else 0
