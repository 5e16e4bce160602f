"""The three ways to start: `python app.py`, `streamlit run app.py` and `uvicorn app:app`."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import logging
import os
import socket
import sys
from typing import Any, Final, NoReturn

import uvicorn
from streamlit.runtime.runtime_util import get_max_message_size_bytes

from preflight.domain.errors import PreflightError
from preflight.door import streamlit_config
from preflight.settings import ROOT, Settings, UnsoundSettings, from_environment, variable

SCRIPT: Final = ROOT / "preflight" / "ui" / "main.py"
CANNOT_START: Final = 3
_BACKLOG: Final = 2048
_GRACE_S: Final = 3


def configure() -> Settings:
    """Read the settings and put Streamlit's configuration in force. Bad ones end the process with a sentence."""
    try:
        settings = from_environment(os.environ)
        streamlit_config.enforce()
        if streamlit_config.started_by_streamlit_run():
            settings = _as_streamlit_listens(settings)
            say(f"Preflight opens on {settings.url}")
        else:
            streamlit_config.set_address(settings.host, settings.port)
    except PreflightError as error:
        give_up(str(error))
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("preflight").setLevel(settings.log_level.upper())
    return settings


def _as_streamlit_listens(settings: Settings) -> Settings:
    """`streamlit run` has opened the socket before it reads app.py, so its flags decide where."""
    host, port = streamlit_config.address()
    for name, wanted, found in (("host", settings.host, host), ("port", settings.port, port)):
        if os.environ.get(variable(name), "").strip() and wanted != found:
            raise UnsoundSettings(
                f"{variable(name)} says {wanted}, but streamlit run listens on {found}: "
                f"start with python app.py, or add --server.{'address' if name == 'host' else name} {wanted}."
            )
    return dataclasses.replace(settings, host=host, port=port)


def serve(app: Any, settings: Settings) -> None:
    """Listen and answer until interrupted (`python app.py`)."""
    try:
        listening = _listen(settings)
    except OSError as error:
        give_up(_why_not(error, settings))
    config = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=get_max_message_size_bytes(),
        ws_ping_interval=30,
        ws_ping_timeout=30,
        ws_per_message_deflate=False,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # anyone on this machine could name any address in them
        log_level="warning",
        timeout_graceful_shutdown=_GRACE_S,
    )
    server = _Server(config, ready=f"Preflight is ready: {settings.url}  (Ctrl+C ends it)")
    with listening, contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    if not server.started:
        sys.exit(CANNOT_START)


class _Server(uvicorn.Server):
    """Says where it is once it answers."""

    def __init__(self, config: uvicorn.Config, *, ready: str) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            say(self._ready)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family)
    try:
        if os.name != "nt":  # there it would let two servers share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        listening.listen(_BACKLOG)
        listening.setblocking(False)
    except BaseException:
        listening.close()
        raise
    return listening


def _why_not(error: OSError, settings: Settings) -> str:
    if error.errno in (errno.EADDRINUSE, errno.EACCES):
        return (
            f"Port {settings.port} is taken. Is Preflight running already, on {settings.url}? "
            f"To use another port, set {variable('port')}, for example {variable('port')}={settings.port + 1}."
        )
    return f"Preflight can't listen on {settings.host}, port {settings.port}: {error.strerror or error}."


def say(text: str) -> None:
    """One line for the person who started it."""
    print(text, flush=True)


def give_up(text: str) -> NoReturn:
    """End the process: the sentence on stderr, exit code 3."""
    print(text, file=sys.stderr, flush=True)
    sys.exit(CANNOT_START)
