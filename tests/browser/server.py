"""The real app as a process of its own, for tests.

    with Server(data=tmp_path) as server:
        page.goto(server.url)
        server.kill()       # as a power cut: SIGKILL
        server.start()      # the same port, the same data

Each server has its own port and data folder, so tests may run side by side.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_FOREIGN = ("PREFLIGHT_", "STREAMLIT_")


class ServerDidNotStart(AssertionError):
    """The process ended or did not answer in time; str() has its whole output."""


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running app. `app` is its launcher, `how` one of "python", "streamlit" and "uvicorn"."""

    def __init__(
        self,
        *,
        data: Path,
        app: Path = ROOT / "app.py",
        how: str = "python",
        port: int | None = None,
        environ: Mapping[str, str] | None = None,
        arguments: Sequence[str] = (),
        start_timeout_s: float = 60,
    ) -> None:
        self.data = data
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._app = app
        self._how = how
        self._arguments = tuple(arguments)
        self._start_timeout_s = start_timeout_s
        self._log = data.parent / f"{data.name}-server-{self.port}.log"
        self._environ = {k: v for k, v in os.environ.items() if not k.startswith(_FOREIGN)}
        self._environ |= {"PREFLIGHT_DATA": str(data), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        if how == "python":
            self._environ["PREFLIGHT_PORT"] = str(self.port)
        self._environ |= dict(environ or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def command(self) -> list[str]:
        """What is run."""
        port = str(self.port)
        return {
            "python": [sys.executable, str(self._app)],
            "streamlit": [sys.executable, "-m", "streamlit", "run", str(self._app), "--server.port", port],
            "uvicorn": [sys.executable, "-m", "uvicorn", f"{self._app.stem}:app", "--port", port],
        }[self._how] + list(self._arguments)

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        assert self._process is not None, "the server is not running"
        return self._process.pid

    @property
    def log(self) -> str:
        """Everything that the process has written to stdout and stderr, all starts together."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    def start(self) -> Server:
        """Start, and return once /health answers. Raises ServerDidNotStart."""
        assert self._process is None, "the server is running already"
        self.data.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                self.command, env=self._environ, cwd=self._app.parent, stdout=output, stderr=output
            )
        deadline = time.monotonic() + self._start_timeout_s
        while not self.healthy():
            ended = self._process.poll()
            if ended is not None or time.monotonic() > deadline:
                self.kill()
                raise ServerDidNotStart(f"exit code {ended}\n{self.log}")
            time.sleep(0.05)
        return self

    def healthy(self, timeout_s: float = 2) -> bool:
        """True when /health answers with 200."""
        try:
            with _DIRECT.open(f"{self.url}/health", timeout=timeout_s) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def get(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        """One plain request without a browser; an error status is an answer too."""
        request = urllib.request.Request(self.url + path, headers=dict(headers or {}), method=method)
        try:
            with _DIRECT.open(request, timeout=10) as response:
                return Answer(response.status, dict(response.headers.items()), response.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, dict(error.headers.items()), error.read())

    def stop(self) -> None:
        """End it as a person would (SIGTERM), and wait; SIGKILL after ten seconds."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL). `start` brings it back on the same port and data."""
        if self._process is None:
            return
        if self._process.poll() is None:
            os.kill(self._process.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        self._process.wait()
        self._process = None

    def __enter__(self) -> Server:
        return self.start() if self._process is None else self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class Answer:
    """Status, headers (their names in lower case) and body of a response."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.body = body

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", errors="replace")
