"""The three ways to start: `python app.py`, `streamlit run app.py` and `uvicorn app:app`."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import socket
import sys
from typing import Any, Final, NoReturn

import uvicorn
from streamlit.runtime.runtime_util import get_max_message_size_bytes

from preflight.domain.errors import PreflightError
from preflight.door import streamlit_config
from preflight.door.bounds import BoundedHttp, BoundedWebSocket
from preflight.door.one_process import refuse_workers
from preflight.door.screen_token import kept_token
from preflight.door.sign_in import configuration
from preflight.door.streamlit_logs import log_as_set
from preflight.live.addresses import join_addresses, phones_can_reach
from preflight.settings import ROOT, Settings, UnsoundSettings, from_environment, is_loopback, variable

SCRIPT: Final = ROOT / "preflight" / "ui" / "main.py"
CANNOT_START: Final = 3
_BACKLOG: Final = 2048
_GRACE_S: Final = 3
_MOST_FILES: Final = 10_240
"""The most that macOS lets a process ask for."""


def configure() -> Settings:
    """Read the settings and put Streamlit's configuration in force. Bad ones end the process with a sentence.

    Where the screens ask for a token, the settings hold it: the one given, or the one that the data folder keeps.
    """
    try:
        refuse_workers()
        settings = from_environment(os.environ)
        streamlit_config.enforce()
        if streamlit_config.started_by_streamlit_run():
            settings = _as_streamlit_listens(settings)
        else:
            streamlit_config.set_address(settings.host, settings.port)
        configuration.enforce(settings)
        if settings.asks_for_token and not settings.screen_token:
            settings = dataclasses.replace(settings, screen_token=kept_token(settings.data))
    except PreflightError as error:
        give_up(str(error))
    if streamlit_config.started_by_streamlit_run():
        say(where("Preflight opens on", settings))
    log_as_set(settings)
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
    if settings.share and not is_loopback(settings.host) and is_loopback(host):
        raise UnsoundSettings(
            f"{variable('share')} says yes, but streamlit run listens on {host}, which phones can't reach: "
            f"start with make share, or add --server.address {settings.host}."
        )
    return dataclasses.replace(settings, host=host, port=port)


def serve(app: Any, settings: Settings) -> None:
    """Listen and answer until interrupted (`python app.py`)."""
    allow_many_connections()
    try:
        listening = _listen(settings)
    except OSError as error:
        give_up(_why_not(error, settings))
    config = uvicorn.Config(
        app,
        http=BoundedHttp,
        ws=BoundedWebSocket,
        ws_max_size=get_max_message_size_bytes(),
        ws_ping_interval=30,
        ws_ping_timeout=30,
        ws_per_message_deflate=False,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # PREFLIGHT_TRUSTED_PROXIES says whose are believed (routes.py), however it is started
        log_config=None,  # streamlit_logs.py has set it up
        timeout_graceful_shutdown=_GRACE_S,
    )
    server = _Server(config, ready=where("Preflight is ready:", settings, "  (Ctrl+C ends it)"))
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


def allow_many_connections() -> None:
    """Each phone is an open file, of which macOS allows 256 and Linux 1024 unless somebody asks for more."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(_MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


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


def where(opening: str, settings: Settings, closing: str = "") -> str:
    """What is printed at the start: the address for this machine; where it is shared, the links with the token."""
    if settings.signing_in:
        lines = [f"{opening} {settings.sign_in_address}{closing}", "People sign in there."]
        phones = f"Phones join at {join_addresses(settings)[0]}/join"
        return "\n".join([*lines, phones] if phones_can_reach(settings) else lines)
    if not settings.asks_for_token:
        return f"{opening} {settings.url}{closing}"
    token = f"/?token={settings.screen_token}"
    lines = [f"{opening} {settings.url}{token}{closing}"]
    if not phones_can_reach(settings):
        why = f"it listens on {settings.host} only" if is_loopback(settings.host) else "this machine is in no network"
        return "\n".join([*lines, f"Phones can't join: {why}."])
    address = join_addresses(settings)[0]
    if address != settings.url:
        lines.append(f"On another machine: {address}{token}  (keep it to yourself)")
    return "\n".join([*lines, f"Phones join at {address}/join"])


def say(text: str) -> None:
    """One line for the person who started it."""
    print(text, flush=True)


def give_up(text: str) -> NoReturn:
    """End the process: the sentence on stderr, exit code 3."""
    print(text, file=sys.stderr, flush=True)
    sys.exit(CANNOT_START)
