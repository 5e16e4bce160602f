"""The two servers that are measured, ours and the bare one, on loopback; and what a process uses of the machine."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.server import Server

BARE_APP = Path(__file__).with_name("bare_app.py")
QUIET = ["--server.headless=true", "--server.address=127.0.0.1", "--browser.gatherUsageStats=false"]
"""All that the bare app is told: stay on this machine, open no browser. The rest is as Streamlit comes."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Both servers, running."""

    ours: Server
    bare: Server


@contextmanager
def both(data: Path, nowhere: Path) -> Iterator[Pair]:
    """Start both and stop them at the end; `nowhere` is an empty home, so that no configuration is found there."""
    home = {"HOME": str(nowhere), "USERPROFILE": str(nowhere)}
    bare = Server(data=nowhere, app=BARE_APP, how="streamlit", environ=home, arguments=QUIET)
    with Server(data=data) as ours, bare:
        yield Pair(ours, bare)


def cpu_ms(pid: int) -> float | None:
    """The CPU time of a process with all its threads, ended ones too; None where the system does not say."""
    if sys.platform != "linux":
        return None
    return time.clock_gettime(~pid << 3 | 2) * 1_000  # the kernel's clock of another process: man clock_getcpuclockid


def resident_bytes(pid: int) -> int | None:
    """The memory that a process has in RAM; None where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else None
