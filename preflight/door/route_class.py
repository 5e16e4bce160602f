"""What kind of thing a request is about: a bounded word for metrics, logs and traces, with nothing of the address."""

from __future__ import annotations

import re
from typing import Final

from starlette.types import Scope

from preflight.door.guard import path_within

_CLASSES: Final = (
    ("health", re.compile(r"/health|/ready|/_stcore/health")),
    ("screens", re.compile(r"/_stcore/stream")),
    ("room phone", re.compile(r"/live/phone/.*|/live/join|/join/?")),
    ("room screen", re.compile(r"/live/.*")),
    ("exports", re.compile(r"/exports(/.*)?")),
    ("arrivals", re.compile(r"/arrivals(/.*)?|/imports(/.*)?")),
    ("sign-in", re.compile(r"/oauth2callback|/auth/.*|/sign-in|/signed-out")),
    ("assets", re.compile(r"/(static|app|_stcore|media|component|favicon\.png)(/.*)?")),
)
PAGE: Final = "page"
CLASSES: Final = (*(name for name, _ in _CLASSES), PAGE)


def route_class(scope: Scope) -> str:
    """One of CLASSES; whatever is no other is a page, for Streamlit answers every other address with one."""
    path = path_within(scope)
    return next((name for name, pattern in _CLASSES if pattern.fullmatch(path)), PAGE)
