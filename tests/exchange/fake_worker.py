"""The process beside the server with makers of the tests' own: what an order's format makes it do.

| format | what happens |
| --- | --- |
| csv, markdown | a file of 2 MiB; the two differ in one byte, at 300 kB |
| deck | twelve steps, then a small file with a name in Hebrew |
| bundle, report | goes on for ever, after its first step |
| workbook | takes memory for ever |
| form | its process is killed |
| json | fails with something that nobody may see |
| chart | is refused |

An arrival does what its name says.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from preflight.domain.errors import Conflict, Invalid, UnsoundFile
from preflight.exchange.task import Job, Task
from preflight.exchange.worker import serve

SECRET = "postgresql://user:secret@db.internal/preflight"
MEMORY_BYTES = 400_000_000
KEPT_BYTES = 200_000_000
HELD: list[bytes] = []
HEBREW = "דוח - 2026.pptx"
MIB_2, DIFFERS_AT = 2 * 1024 * 1024, 300_000


def big_file(kind: str) -> bytes:
    """2 MiB that differ from another kind's at 300 kB only."""
    content = bytearray(b"x" * MIB_2)
    content[DIFFERS_AT] = ord(kind[0])
    return bytes(content)


def make(task: Task) -> Mapping[str, Any]:
    kind = task.given["order"]["format"]
    name, content = f"{kind}.bin", b"content"
    task.progress(0, 12, f"Making the {kind}")
    match kind:
        case "csv" | "markdown":
            content = big_file(kind)
        case "deck":
            for step in range(12):
                task.progress(step, 12, f"Slide {step}")
            name = HEBREW
        case "chart":
            raise Invalid("There is no such chart.")
        case _:
            do(kind)
    assert task.to is not None
    task.to.write_bytes(content)
    return {"name": name, "media_type": "application/x-test", "size": len(content)}


def do(what: str) -> None:
    """What goes wrong under this name."""
    if what in ("report", "bundle", "endless"):
        threading.Event().wait()
    elif what in ("workbook", "bomb"):
        held = []
        while True:
            held.append(b"x" * 20_000_000)
    elif what == "hoarder":
        HELD.append(b"x" * KEPT_BYTES)
    elif what == "stubborn":
        HELD.append(b"x" * KEPT_BYTES)
        raise Invalid("This can't serve as a template.")
    elif what == "heavy":
        passing = [b"x" * KEPT_BYTES]
        passing.append(passing)  # type: ignore[arg-type]
    elif what in ("form", "killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    elif what in ("json", "broken"):
        print("what a library prints is no answer")
        raise RuntimeError(SECRET)
    elif what == "unsound":
        raise UnsoundFile(["Row 7: There is no such level.", "Row 9: <b>no</b>"])
    elif what == "invalid":
        raise Invalid("This can't serve as a template.")


def read(task: Task) -> Mapping[str, Any]:
    given = task.given
    do(given["name"])
    content = Path(given["path"]).read_bytes()
    preview = {"bytes": len(content), "sum": sum(content), "assessment": given["assessment"]}
    return {"preview": preview, "noted": {"sum": sum(content)}}


def keep(task: Task) -> Mapping[str, Any]:
    how = task.given["how"]
    do(how.get("do", ""))
    if how.get("do") == "conflict":
        raise Conflict("Somebody was quicker.")
    assert task.given["noted"]["sum"] == sum(Path(task.given["path"]).read_bytes())
    return {"kept": Path(task.given["path"]).stat().st_size, "by": task.person.id}


def jobs() -> Mapping[str, Job]:
    kinds = ("template", "answers", "document")
    return {"make": make} | {f"read {kind}": read for kind in kinds} | {f"keep {kind}": keep for kind in kinds}


if __name__ == "__main__":
    serve(jobs, memory_bytes=MEMORY_BYTES, kept_bytes=KEPT_BYTES)
