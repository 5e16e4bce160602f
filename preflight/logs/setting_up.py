"""One way out for every line, whoever says it."""

from __future__ import annotations

import logging
from typing import Final

from preflight.logs.lines import JsonLines, TextLines

_OTHERS: Final = ("uvicorn", "uvicorn.access", "uvicorn.asgi", "uvicorn.error", "websockets", "py.warnings")


def set_up_logs(*, level: str, form: str) -> None:
    """Send every line to stderr: Preflight's own from `level` on, others' warnings; `form` is text or json."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger()
    for before in root.handlers[:]:
        root.removeHandler(before)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("preflight").setLevel(level.upper())
    logging.captureWarnings(True)
    for name in _OTHERS:
        take_over(logging.getLogger(name))
        logging.getLogger(name).setLevel(logging.WARNING)
    # Whoever connects may make uvicorn warn of each bad request, and fill the disk with it.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    # Preflight says itself what was asked, without what an address holds.
    logging.getLogger("uvicorn.access").setLevel(logging.CRITICAL)


def take_over(logger: logging.Logger) -> None:
    """Let a logger that has its own way out use ours."""
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
    logger.propagate = True
