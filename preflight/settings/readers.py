"""How each kind of setting is read from text. Each raises ValueError with what is expected, the end of a sentence."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

_HOST_NAME: Final = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,10}")
_LOG_LEVELS: Final = ("debug", "info", "warning", "error")
_LOG_FORMATS: Final = ("text", "json")
_DATABASES: Final = ("sqlite", "postgresql")
_SAMPLES: Final = ("change", "cookie", "example", "password", "preflight", "replace", "sample", "secret")
"""No secret that was made by chance has one of these in it; what stands in somebody's instructions has."""
_SCOPE: Final = re.compile(r"[!#-\[\]-~]{1,200}")
"""RFC 6749, 3.3."""
_SCREEN_TOKEN: Final = re.compile(r"[A-Za-z0-9._~-]{20,200}")


def host(text: str) -> str:
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


def yes(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError("yes or no")
    return text.lower() == "yes"


def port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise ValueError("a whole number from 1 to 65535")
    return int(text)


def folder(text: str) -> Path:
    folder = Path(text).expanduser().absolute()
    if "\0" in text or (folder.exists() and not folder.is_dir()):
        raise ValueError("a folder, not a file")
    return folder


def database(text: str) -> str:
    scheme = text.partition("://")[0].partition("+")[0]
    if "://" not in text or scheme not in _DATABASES:
        raise ValueError("a database URL that starts with sqlite:/// or postgresql://")
    return text


def origins(text: str) -> tuple[str, ...]:
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


def one_origin(text: str) -> str:
    try:
        return _origin(text)
    except ValueError:
        raise ValueError("one address like http://192.168.1.20:8501, without a path") from None


def screen_token(text: str) -> str:
    if _SCREEN_TOKEN.fullmatch(text) is None or len(set(text)) < 8:
        raise ValueError("at least 20 letters, digits and . _ ~ -, and hard to guess")
    return text


def text(given: str) -> str:
    """Any text."""
    return given


def address(given: str) -> str:
    """A web address, by https but for this machine."""
    parts = urlsplit(given)
    open_http = parts.scheme == "http" and not is_loopback(parts.hostname or "")
    if parts.scheme not in ("http", "https") or not parts.hostname or open_http:
        raise ValueError("an address that begins with https://")
    return given


def cookie_secret(given: str) -> str:
    """A secret of 32 characters or more that is not a sample's."""
    if len(given) < 32 or len(set(given)) < 10 or any(word in given.lower() for word in _SAMPLES):
        raise ValueError("at least 32 characters that nobody can guess, such as what openssl rand -base64 48 prints")
    return given


def networks(given: str) -> tuple[str, ...]:
    """Addresses and networks, separated by commas; none that holds everybody."""
    try:
        found = [ipaddress.ip_network(each.strip()) for each in given.split(",") if each.strip()]
    except ValueError:
        found = []
    if not found or any(each.prefixlen == 0 for each in found):
        raise ValueError("addresses or networks like 10.0.0.5 or 10.0.0.0/8, separated by commas")
    # Written out in full: an address is a network of one.
    return tuple(str(each[0]) if each.num_addresses == 1 else str(each) for each in found)


def scopes(given: str) -> str:
    """Names of scopes, separated by spaces."""
    if not all(_SCOPE.fullmatch(each) for each in given.split()):
        raise ValueError("names like groups, separated by spaces")
    return " ".join(given.split())


def keys(given: str) -> tuple[bytes, ...]:
    """Keys of 32 bytes or more in hexadecimal, separated by commas; the first is used, the others were before."""
    try:
        found = tuple(bytes.fromhex(each.strip()) for each in given.split(","))
    except ValueError:
        found = ()
    if not found or any(len(each) < 32 for each in found):
        raise ValueError("keys of 64 hexadecimal characters or more, such as what openssl rand -hex 32 prints")
    return found


def file(given: str) -> Path:
    """A file, which need not be there yet."""
    path = Path(given).expanduser().absolute()
    if "\0" in given or path.is_dir():
        raise ValueError("a file, not a folder")
    return path


def number(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number from `least` to `most`."""

    def read(given: str) -> int:
        if not (given.isascii() and given.isdigit() and len(given) <= 9 and least <= int(given) <= most):
            raise ValueError(f"a whole number from {least:,} to {most:,}")
        return int(given)

    return read


def log_level(text: str) -> str:
    if text.lower() not in _LOG_LEVELS:
        raise ValueError("one of " + ", ".join(_LOG_LEVELS))
    return text.lower()


def log_format(text: str) -> str:
    if text.lower() not in _LOG_FORMATS:
        raise ValueError("one of " + ", ".join(_LOG_FORMATS))
    return text.lower()


def endpoint(given: str) -> str:
    """A web address of a machine that is one's own, http too; no user name, no query."""
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError("an address like http://127.0.0.1:4318")
    return given.rstrip("/")
