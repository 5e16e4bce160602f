"""How a line of the log looks: for people, or one JSON object a line for machines. Neither holds a secret."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any, Final

from preflight.logs.request_id import current_id

# Anybody may have anything logged: each of these takes time in proportion to the text. None begins anew at every letter
# what it would read to the end.
_HIDDEN: Final = (
    (
        re.compile(
            r"(?i)((?:token|secret|\b(?:password|passwd|code|state|nonce|cookie))[\"']?\s*[=:]\s*[\"']?)"
            r"(?!\*\*\*)[^\s&;,\"')\]}]{6,}"
        ),
        r"\1***",
    ),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"), r"\1 ***"),
    (re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"), "***"),
    # What has no end is left out to the end of the text.
    (re.compile(r"(?s)\[parameters: .*?(?:\](?=\n|\Z)|\Z)"), "[parameters: ***]"),
    (
        re.compile(r"(?s)(Failing row contains|Key) \(.*?(?:\)(?=[.\s=]|\Z)|\Z)(=\(.*?(?:\)|\Z))?"),
        r"\1 (***)",
    ),
    # Streamlit names its sessions, and who knows a name may ask for the session.
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "***"),
)
_WORD: Final = re.compile(r"[^\s'\"]+")
_USER: Final = re.compile(r"://[^/:@]*:")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_LONGEST: Final = 8_000
_OWN: Final = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color_message", "taskName"}


def without_secrets(text: str) -> str:
    """The text without passwords, tokens and rows of the database."""
    text = _WORD.sub(_without_password, text)
    for pattern, instead in _HIDDEN:
        text = pattern.sub(instead, text)
    return text


def _without_password(found: re.Match[str]) -> str:
    """Of an address, the password: whatever stands between `://user:` and the last @ of the word."""
    word = found[0]
    end = word.rfind("@")
    user = _USER.search(word, 0, end) if end > 0 else None
    return word if user is None else f"{word[: user.end()]}***{word[end:]}"


def _message(record: logging.LogRecord) -> str:
    """One line: what came in from outside can't begin another."""
    return _plain(without_secrets(record.getMessage())[:_LONGEST])


def _plain(text: str) -> str:
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


class _Lines(logging.Formatter):
    def _trace(self, record: logging.LogRecord) -> str:
        text = self.formatException(record.exc_info) if record.exc_info else record.exc_text or ""
        return "\n".join(map(_plain, without_secrets(text).split("\n")))


class TextLines(_Lines):
    """For people: the moment where the server stands, how bad, who says it, for which request, and what."""

    def format(self, record: logging.LogRecord) -> str:
        request = current_id()
        opening = f"{self.formatTime(record)} {record.levelname} {record.name}"
        line = f"{opening} [{request}]: {_message(record)}" if request else f"{opening}: {_message(record)}"
        trace = self._trace(record)
        # What an error says may have come from outside: no line of it begins where lines of the log do.
        return "\n  ".join([line, *trace.split("\n")]) if trace else line


class JsonLines(_Lines):
    """For machines: one JSON object a line, its moment in UTC; `extra=` of the call stands beside."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if request := current_id():
            said["request"] = request
        for name, value in record.__dict__.items():
            if name not in _OWN and isinstance(value, str | int | float | bool):
                said[name] = without_secrets(value) if isinstance(value, str) else value
        if trace := self._trace(record):
            said["trace"] = trace
        return json.dumps(said, ensure_ascii=False)
