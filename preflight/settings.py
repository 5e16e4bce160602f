"""Every setting: its variable, its default and what it does, in one table.

The settings come from the environment only. `table()` is the documentation, `Settings` the values, and a test
holds the README to the table.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from preflight.domain.errors import PreflightError

ROOT: Final = Path(__file__).resolve().parents[1]
PREFIX: Final = "PREFLIGHT_"

_HOST_NAME: Final = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,10}")
_LOG_LEVELS: Final = ("debug", "info", "warning", "error")
_DATABASES: Final = ("sqlite", "postgresql")
_SCREEN_TOKEN: Final = re.compile(r"[A-Za-z0-9._~-]{20,200}")


class UnsoundSettings(PreflightError):
    """One or more settings can't be used; str() is one sentence a line."""


def _host(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        if _HOST_NAME.fullmatch(text) is None or text.replace(".", "").isdigit():
            raise ValueError("an address like 127.0.0.1 or a host name") from None
        return text.lower()


def is_loopback(host: str) -> bool:
    """True for an address or name under which this machine reaches itself, and nobody else can."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    inside = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (inside or address).is_loopback


def _yes(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError("yes or no")
    return text.lower() == "yes"


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise ValueError("a whole number from 1 to 65535")
    return int(text)


def _folder(text: str) -> Path:
    folder = Path(text).expanduser().absolute()
    if "\0" in text or (folder.exists() and not folder.is_dir()):
        raise ValueError("a folder, not a file")
    return folder


def _database(text: str) -> str:
    scheme = text.partition("://")[0].partition("+")[0]
    if "://" not in text or scheme not in _DATABASES:
        raise ValueError("a database URL that starts with sqlite:/// or postgresql://")
    return text


def _origins(text: str) -> tuple[str, ...]:
    return tuple(_origin(part.strip()) for part in text.split(",") if part.strip())


def _origin(text: str) -> str:
    wanted = "addresses like https://preflight.example.org, separated by commas, without a path"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError(wanted) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ValueError(wanted)
    if parts.path not in ("", "/") or parts.query or parts.fragment or "*" in text:
        raise ValueError(wanted)
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    standard = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{name}" + ("" if port in (None, standard) else f":{port}")


def _one_origin(text: str) -> str:
    try:
        return _origin(text)
    except ValueError:
        raise ValueError("one address like http://192.168.1.20:8501, without a path") from None


def _screen_token(text: str) -> str:
    if _SCREEN_TOKEN.fullmatch(text) is None or len(set(text)) < 8:
        raise ValueError("at least 20 letters, digits and . _ ~ -, and hard to guess")
    return text


def _log_level(text: str) -> str:
    if text.lower() not in _LOG_LEVELS:
        raise ValueError("one of " + ", ".join(_LOG_LEVELS))
    return text.lower()


def _setting(
    default: Any, description: str, read: Callable[[str], Any], shown: str = "", *, secret: bool = False
) -> Any:
    facts = {"description": description, "read": read, "shown": shown, "secret": secret}
    return field(default=default, repr=not secret, metadata=facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one start of Preflight. Build it with `from_environment`."""

    host: str = _setting(
        "",
        "Address to listen on. On any but this machine's own, the screens ask for their token.",
        _host,
        "127.0.0.1, or 0.0.0.0 to share",
    )
    port: int = _setting(8501, "Port to listen on.", _port)
    share: bool = _setting(False, "yes lets phones and other machines in, as `make share` does.", _yes, "no")
    data: Path = _setting(ROOT / "data", "Folder of what was answered: the database and its backups.", _folder, "data")
    database_url: str = _setting(
        "",
        "Database URL: sqlite:////srv/preflight.db or postgresql://user:password@host/name.",
        _database,
        "preflight.db in the data folder",
    )
    questionnaires: Path = _setting(
        ROOT / "questionnaires", "Folder of what is asked: one YAML file a questionnaire.", _folder, "questionnaires"
    )
    public_origins: tuple[str, ...] = _setting(
        (), "Addresses that people open instead, as behind a proxy, separated by commas.", _origins, "none"
    )
    join_address: str = _setting(
        "", "Address that phones open, such as http://192.168.1.20:8501.", _one_origin, "found by itself"
    )
    screen_token: str = _setting(
        "",
        "Token that opens the screens: at least 20 letters and digits.",
        _screen_token,
        "made once, kept in the data folder",
        secret=True,
    )
    log_level: str = _setting("info", "How much is logged: debug, info, warning or error.", _log_level)

    def __post_init__(self) -> None:
        if not self.host:
            object.__setattr__(self, "host", "0.0.0.0" if self.share else "127.0.0.1")
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{(self.data / 'preflight.db').as_posix()}")

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the app."""
        name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{name}]:{self.port}" if ":" in name else f"http://{name}:{self.port}"

    @property
    def origins(self) -> tuple[str, ...]:
        """Every origin that was given as one under which people come, each once."""
        given = (*self.public_origins, self.join_address)
        return tuple(dict.fromkeys(origin for origin in given if origin))

    @property
    def asks_for_token(self) -> bool:
        """Whether the screens need their token: with share, and always when more than this machine can connect."""
        return self.share or not is_loopback(self.host)

    def effective(self) -> dict[str, str]:
        """Variable -> value in force, as text for a person; the token and a password in a URL are hidden."""
        shown = {item.name: getattr(self, item.name) for item in fields(self)}
        shown["database_url"] = _without_password(self.database_url)
        shown["screen_token"] = "***" if self.screen_token else ""
        shown["share"] = "yes" if self.share else "no"
        return {
            variable(name): ", ".join(value) if isinstance(value, tuple) else str(value)
            for name, value in shown.items()
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as the documentation shows it."""

    variable: str
    default: str
    description: str


def variable(name: str) -> str:
    """The environment variable of the setting `name`."""
    return PREFIX + name.upper()


def table() -> tuple[Row, ...]:
    """All settings, in the order in which they are documented."""
    return tuple(
        Row(variable(item.name), item.metadata["shown"] or str(item.default), item.metadata["description"])
        for item in fields(Settings)
    )


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables; an empty variable counts as absent.

    Raises UnsoundSettings with one sentence for each bad value and each unknown PREFLIGHT_ variable.
    """
    readers = {variable(item.name): item for item in fields(Settings)}
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, text in sorted(environ.items()):
        if not name.startswith(PREFIX) or not text.strip():
            continue
        if name not in readers:
            problems.append(f"{name} is not a setting{_near(name, readers)}")
            continue
        try:
            values[readers[name].name] = readers[name].metadata["read"](text.strip())
        except ValueError as wanted:
            found = "something else" if readers[name].metadata["secret"] else _shortened(text)
            problems.append(f"{name} must be {wanted}; it is {found}.")
    if problems:
        raise UnsoundSettings("\n".join(problems))
    return Settings(**values)


def _near(name: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(name.removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in known], n=1)
    return f"; did you mean {PREFIX}{found[0]}?" if found else "."


def _without_password(url: str) -> str:
    """A password stands before the last @, or among the options."""
    shown = re.sub(r"(://[^/:@]*):.*@", r"\1:***@", url)
    return re.sub(r"([?&][^=&]*password=)[^&]*", r"\1***", shown)


def _shortened(text: str) -> str:
    hidden = _without_password(text.strip())
    return repr(hidden if len(hidden) <= 80 else hidden[:77] + "...")
