"""Every setting: its variable, its default and what it does, in one table.

The settings come from the environment only. `table()` is the documentation (docs/settings.md is made of it, see
document.py), `Settings` the values, and tests hold the pages to the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from preflight.access.role_mapping import RoleMapping, read_mapping
from preflight.domain.backup_keeping import KeepRule, read_keep_rule
from preflight.domain.errors import PreflightError
from preflight.settings import readers
from preflight.settings.readers import is_loopback

ROOT: Final = Path(__file__).resolve().parents[2]
PREFIX: Final = "PREFLIGHT_"


class UnsoundSettings(PreflightError):
    """One or more settings can't be used; str() is one sentence a line."""


def _setting(
    default: Any,
    description: str,
    read: Callable[[str], Any],
    shown: str = "",
    *,
    secret: bool = False,
    common: bool = False,
) -> Any:
    """`shown` is the default as the documentation names it; the README has those that are `common`."""
    facts = {"description": description, "read": read, "shown": shown, "secret": secret, "common": common}
    return field(default=default, repr=not secret, metadata=facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one start of Preflight. Build it with `from_environment`."""

    host: str = _setting(
        "",
        "Address to listen on. On any but this machine's own, the screens ask for their token.",
        readers.host,
        "127.0.0.1, or 0.0.0.0 to share",
        common=True,
    )
    port: int = _setting(8501, "Port to listen on.", readers.port, common=True)
    share: bool = _setting(
        False, "yes lets phones and other machines in, as `make share` does.", readers.yes, "no", common=True
    )
    data: Path = _setting(
        ROOT / "data",
        "Folder of what was answered: the database and its backups.",
        readers.folder,
        "data",
        common=True,
    )
    database_url: str = _setting(
        "",
        "Database URL: sqlite:////srv/preflight.db or postgresql://user:password@host/name.",
        readers.database,
        "preflight.db in the data folder",
        common=True,
    )
    questionnaires: Path = _setting(
        ROOT / "questionnaires",
        "Folder of what is asked: one YAML file a questionnaire.",
        readers.folder,
        "questionnaires",
        common=True,
    )
    public_origins: tuple[str, ...] = _setting(
        (),
        "Addresses that people open instead, as behind a proxy, separated by commas.",
        readers.origins,
        "none",
        common=True,
    )
    trusted_proxies: tuple[str, ...] = _setting(
        (),
        "Proxies whose X-Forwarded-For is believed: addresses and networks like 10.0.0.0/8, separated by commas.",
        readers.networks,
        "none",
    )
    join_address: str = _setting(
        "",
        "Address that phones open, such as http://192.168.1.20:8501.",
        readers.one_origin,
        "found by itself",
        common=True,
    )
    screen_token: str = _setting(
        "",
        "Token that opens the screens: at least 20 letters and digits.",
        readers.screen_token,
        "made once, kept in the data folder",
        secret=True,
        common=True,
    )
    oidc_url: str = _setting(
        "",
        "Address of an OpenID Connect provider's metadata, …/.well-known/openid-configuration: then people sign in.",
        readers.address,
        "none: no sign-in",
        common=True,
    )
    oidc_client_id: str = _setting("", "Client id that the provider gave to Preflight.", readers.text, "none")
    oidc_client_secret: str = _setting(
        "", "Client secret that the provider gave to Preflight.", readers.text, "none", secret=True
    )
    cookie_secret: str = _setting(
        "",
        "Secret that signs the cookie of a sign-in: the same on every server, at least 32 characters.",
        readers.cookie_secret,
        "none; needed with sign-in",
        secret=True,
    )
    oidc_scopes: str = _setting(
        "", "Scopes to ask for besides openid, profile and email, such as groups.", readers.scopes, "none"
    )
    roles: RoleMapping = _setting(
        RoleMapping(),
        "Roles by the values of a claim: admins=administrator; ai-teams=facilitator; blue=owner@<project id>.",
        read_mapping,
        "none",
    )
    roles_claim: str = _setting("groups", "Claim that the roles come from.", readers.text)
    sign_in_idle: int = _setting(60, "Minutes after which an unused sign-in ends.", readers.number(1, 24 * 60))
    sign_in_longest: int = _setting(10, "Hours after which any sign-in ends.", readers.number(1, 24))
    audit_key: tuple[bytes, ...] = _setting(
        (),
        "Key of the audit trail in hexadecimal, the same on every server; keys used before follow after commas.",
        readers.keys,
        "made once, kept in the data folder",
        secret=True,
    )
    audit_head: Path | None = _setting(
        None,
        "File outside the database that keeps the head of the audit trail; another disk is better.",
        readers.file,
        "audit.head in the data folder",
    )
    backups: Path | None = _setting(
        None, "Folder of the backups; another disk is better.", readers.folder, "backups beside the database"
    )
    backup_every: int | None = _setting(
        None,
        "Hours between two backups while the app runs; 0 for none.",
        readers.number(0, 24 * 31),
        "24; 0 on PostgreSQL",
    )
    backup_keep: KeepRule = _setting(
        KeepRule(),
        "Which scheduled backups are kept: 7 daily, 4 weekly, 12 monthly.",
        read_keep_rule,
        "7 daily, 4 weekly, 12 monthly",
    )
    backup_key: tuple[bytes, ...] = _setting(
        (),
        "Key that encrypts backups, in hexadecimal; keys used before follow after commas.",
        readers.keys,
        "none: not encrypted",
        secret=True,
    )
    backup_before_upgrade: bool = _setting(
        True, "no upgrades a database of an older release without a backup before.", readers.yes, "yes"
    )
    most_sessions: int = _setting(
        250,
        "Most screens at a time in this server; who comes then is asked to wait. A phone in a room is none.",
        readers.number(1, 100_000),
    )
    drain: int = _setting(
        0,
        "Seconds for which a server that is told to end goes on, while /ready says no and a proxy turns elsewhere.",
        readers.number(0, 600),
    )
    log_level: str = _setting(
        "info", "How much is logged: debug, info, warning or error.", readers.log_level, common=True
    )
    log_format: str = _setting("text", "How it is logged: text for people, json for machines.", readers.log_format)
    metrics_port: int | None = _setting(
        None, "Port of the metrics for Prometheus, a port of their own.", readers.port, "none: no metrics"
    )
    metrics_host: str = _setting("127.0.0.1", "Address on which the metrics are served.", readers.host)
    otel_endpoint: str = _setting(
        "",
        "Address of an OpenTelemetry collector (OTLP over HTTP), such as http://127.0.0.1:4318: then traces go there.",
        readers.endpoint,
        "none: no traces",
    )

    def __post_init__(self) -> None:
        if not self.host:
            object.__setattr__(self, "host", "0.0.0.0" if self.share else "127.0.0.1")
        if self.audit_head is None:
            object.__setattr__(self, "audit_head", self.data / "audit.head")
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{(self.data / 'preflight.db').as_posix()}")

    @property
    def signing_in(self) -> bool:
        """Whether people sign in."""
        return bool(self.oidc_url)

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
    def sign_in_address(self) -> str:
        """The one origin under which people sign in."""
        return self.public_origins[0] if self.public_origins else self.url

    @property
    def asks_for_token(self) -> bool:
        """Whether the screens need their token: with share, and always when more than this machine can connect. Where
        people sign in, that takes its place."""
        return not self.signing_in and (self.share or not is_loopback(self.host))

    def effective(self) -> dict[str, str]:
        """Variable -> value in force, as text for a person; the token and a password in a URL are hidden."""
        shown = {item.name: getattr(self, item.name) for item in fields(self)}
        shown["database_url"] = without_password(self.database_url)
        for item in fields(self):
            if item.metadata["secret"]:
                shown[item.name] = "***" if getattr(self, item.name) else ""
        shown |= {name: "yes" if value else "no" for name, value in shown.items() if isinstance(value, bool)}
        return {
            variable(name): ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
            for name, value in shown.items()
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as the documentation shows it."""

    variable: str
    default: str
    description: str
    common: bool = False


def variable(name: str) -> str:
    """The environment variable of the setting `name`."""
    return PREFIX + name.upper()


def table() -> tuple[Row, ...]:
    """All settings, in the order in which they are documented."""
    return tuple(
        Row(
            variable(item.name),
            item.metadata["shown"] or str(item.default),
            item.metadata["description"],
            item.metadata["common"],
        )
        for item in fields(Settings)
    )


def without_password(url: str) -> str:
    """A password stands before the last @, or among the options."""
    shown = re.sub(r"(://[^/:@]*):.*@", r"\1:***@", url)
    return re.sub(r"([?&][^=&]*password=)[^&]*", r"\1***", shown)
