"""Streamlit's configuration, the same however the app is started.

`streamlit run`, `python app.py` and uvicorn each read other sources (flags, STREAMLIT_* variables, files found by
the working directory). Here the values of `.streamlit/config.toml` are put above all of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from streamlit import config

from preflight.settings import ROOT, UnsoundSettings

FILE: Final = ROOT / ".streamlit" / "config.toml"
ADDRESS: Final = ("server.address", "server.port")
_NESTED: Final = ("theme", "theme.sidebar", "theme.light", "theme.dark", "theme.light.sidebar", "theme.dark.sidebar")


def options(file: Path = FILE) -> dict[str, Any]:
    """The file's options by their dotted names, such as `runner.postScriptGC`."""
    return dict(_dotted("", tomllib.loads(file.read_text(encoding="utf-8"))))


def _dotted(prefix: str, table: Mapping[str, Any]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in table.items():
        key = f"{prefix}.{name}" if prefix else name
        if isinstance(value, dict) and (not prefix or key in _NESTED):
            found += _dotted(key, value)
        else:
            found.append((key, value))
    return found


def enforce(file: Path = FILE) -> None:
    """Put the file's options in force, now and after every later reading of Streamlit's own sources.

    The listening address is left alone: it belongs to whoever opened the socket. Raises UnsoundSettings for an
    option that this Streamlit does not know, so that an upgrade can't drop one silently.
    """
    known = config.get_config_options()
    unknown = sorted(set(options(file)) - set(known))
    if unknown:
        raise UnsoundSettings(f"{file}: this Streamlit does not know {', '.join(unknown)}.")

    def put_in_force() -> None:
        for key, value in options(file).items():
            if key not in ADDRESS:
                config.set_option(key, value, where_defined=str(file))

    config.on_config_parsed(put_in_force, force_connect=True)
    _keep_alive.append(put_in_force)
    put_in_force()


# Streamlit's signal holds its receivers weakly.
_keep_alive: Final[list[Any]] = []


def started_by_streamlit_run() -> bool:
    """True when `streamlit run` opened the socket, so that its address and port are the ones in use."""
    return getattr(config, "_server_mode", None) == "starlette-app"


def address() -> tuple[str, int]:
    """Host and port as Streamlit's own configuration has them."""
    return str(config.get_option("server.address") or "0.0.0.0"), int(config.get_option("server.port"))


def set_address(host: str, port: int) -> None:
    """Tell Streamlit where we listen."""
    config.set_option("server.address", host)
    config.set_option("server.port", port)
