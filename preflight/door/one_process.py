"""A server is one process. Why uvicorn's workers can't share an address.

Streamlit's sessions and the tickets of files live in their process, and the kernel gives each connection to any worker:
a page would load from one and click in the other. Several servers stand each on a port of its own, behind a proxy that
keeps a visit with its server (docs/deployment.md).
"""

from __future__ import annotations

import multiprocessing
import sys

from preflight.settings import UnsoundSettings

ONE_PROCESS = (
    "Preflight runs as one process on its port, because a visit must stay with its process: start it without --workers "
    "(or WEB_CONCURRENCY). For more, start several servers on ports of their own, on one PostgreSQL database behind a "
    "proxy; docs/deployment.md says how."
)


def refuse_workers() -> None:
    """Raises UnsoundSettings in a worker that uvicorn has started beside others; one that only reloads may go on."""
    if multiprocessing.parent_process() is not None and "--reload" not in sys.argv:
        raise UnsoundSettings(ONE_PROCESS)
