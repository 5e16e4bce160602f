"""Two witnesses of connections that should not be: a proxy that never answers, and a note of every direct attempt."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from pathlib import Path
from types import TracebackType

_SITECUSTOMIZE = """
import sys

def _witness(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    here = host in (None, "", "localhost", "::1", "0.0.0.0", "::") or host.startswith("127.")
    if not here or event == "socket.connect":
        with open({here!r} if here else {note!r}, "a") as file:
            file.write(str(arguments[1][1]) + "\\n" if here else event + " " + str(host) + "\\n")

sys.addaudithook(_witness)
"""


class BlackHole:
    """A proxy that accepts and never answers. `connections` counts who came."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._note = folder / "direct.txt"
        self._folder = folder
        self._here = folder / "here.txt"
        witness = _SITECUSTOMIZE.format(note=str(self._note), here=str(self._here))
        (folder / "sitecustomize.py").write_text(witness, encoding="utf-8")
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._held: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    @property
    def connections(self) -> int:
        """How many connections the proxy was asked for."""
        return len(self._held)

    @property
    def direct(self) -> list[str]:
        """Attempts to reach another machine, or to look up its name, without the proxy."""
        return self._note.read_text(encoding="utf-8").splitlines() if self._note.exists() else []

    @property
    def ports(self) -> set[int]:
        """The ports of this machine that Python connected to. libpq's connections are made in C, and not seen."""
        return {int(line) for line in self._here.read_text().split()} if self._here.exists() else set()

    def environ(self, python_path: Path) -> dict[str, str]:
        """Variables that send a Python process's traffic here and make it note direct attempts."""
        proxied = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"), self.url)
        return {**proxied, "NO_PROXY": "", "no_proxy": "", "PYTHONPATH": f"{self._folder}{os.pathsep}{python_path}"}

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._held.append(self._listening.accept()[0])

    def __enter__(self) -> BlackHole:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.close()
        for connection in self._held:
            connection.close()
