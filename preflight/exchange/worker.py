"""The process beside the server that makes what leaves and reads what arrives: `python -m preflight.exchange.worker`.

It holds no lock of the server's interpreter, steps back where others want the processor, and has an end to its memory.
Tasks come in on stdin, answers go out on stdout (task.py), the log to stderr. It ends when its stdin does: no server
that was killed leaves it behind.
"""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TextIO

from preflight.domain.errors import PreflightError
from preflight.exchange.task import Job, read_task, refusal_document
from preflight.logs import request_id
from preflight.logs.request_id import as_request
from preflight.logs.setting_up import set_up_logs
from preflight.settings import from_environment

_log: Final = logging.getLogger("preflight.exchange.worker")  # its own name here is __main__
_NICE: Final = 10
MEMORY_BYTES: Final = 2_500_000_000
"""Of addresses, which is more than it ever touches: a thread alone takes 8 MB of them, and 64 MB to allocate from."""
KEPT_BYTES: Final = 500_000_000
"""In memory after a task. More would stay until nobody asks for a while, and a new process starts within a second."""
_TELLING_S: Final = 0.1
_OUT_OF_MEMORY: Final = 4


def serve(
    open_jobs: Callable[[], Mapping[str, Job]],
    *,
    warming: Iterable[Callable[[], object]] = (),
    memory_bytes: int = MEMORY_BYTES,
    kept_bytes: int = KEPT_BYTES,
) -> None:
    """Do one task after another until stdin ends, or one leaves more than `kept_bytes` in memory. `open_jobs` opens
    what they need, at the start; what `warming` calls makes them faster, and is called while nobody asks."""
    answers = _private_stdout()
    step_back(memory_bytes)
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    jobs: Mapping[str, Job] = {}
    with contextlib.suppress(Exception):  # it is tried again for whoever asks first, and told to them
        jobs = open_jobs()
    steps = iter(warming)
    while True:
        document = json.loads(_next(lines, steps))
        answer = _Answer(answers, document["task"])
        try:
            jobs = jobs or open_jobs()
            task = read_task(document, answer.progress)
            with as_request(task.request):
                said: dict[str, Any] = {"result": dict(jobs[task.kind](task))}
        except PreflightError as refused:
            said = refusal_document(refused)
        except MemoryError:
            answer.say(exhausted=True)
            os._exit(_OUT_OF_MEMORY)
        except Exception as error:  # noqa: BLE001 - the next task is another one's
            with as_request(document.get("request", "")):
                reference = request_id.reference()
                _log.error("%s failed, reference %s", document["kind"], reference, exc_info=error)
            said = {"failed": reference}
        if _holds_more_than(kept_bytes):  # measured here, where no error holds what it was raised over
            answer.say(**said, ends=True)
            os._exit(0)
        answer.say(**said)


def _holds_more_than(most_bytes: int) -> bool:
    """Whether so much stays in memory when all that nobody needs is given back."""
    if resident_bytes() <= most_bytes:
        return False
    gc.collect()
    return resident_bytes() > most_bytes


def _next(lines: queue.SimpleQueue[str], warming: Iterator[Callable[[], object]]) -> str:
    """The next line; until it is there, what makes it faster."""
    while lines.empty() and (step := next(warming, None)):
        with contextlib.suppress(Exception):  # whoever needs it is told
            step()
    return lines.get()


def step_back(memory_bytes: int) -> None:
    """Let the server go first, and have an end to the memory. Ctrl+C is the server's: this ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(_NICE)
    if sys.platform != "win32":
        import resource

        # Not every system holds to it (macOS does not); the time limit stands everywhere.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def resident_bytes() -> int:
    """What this process has in memory; where the system does not say it, the most that it ever had, or 0."""
    if sys.platform == "win32":
        return 0
    import resource

    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


class _Answer:
    """What is said of one task."""

    def __init__(self, stream: TextIO, task: int) -> None:
        self._stream = stream
        self._task = task
        self._told_at = -_TELLING_S

    def say(self, **said: Any) -> None:
        self._stream.write(json.dumps({"task": self._task, **said}) + "\n")
        self._stream.flush()

    def progress(self, done: int, of: int, words: str) -> None:
        """A Progress; of many steps a second some are told."""
        now = time.monotonic()
        if now - self._told_at >= _TELLING_S:
            self._told_at = now
            self.say(done=done, of=of, words=words)


def _private_stdout() -> TextIO:
    """The way back, for answers only: what a library prints goes to the log."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(kept, "w", encoding="utf-8")


def _listen(lines: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)  # in the middle of a file too: nobody waits for it any more


def main() -> None:
    """The process."""
    settings = from_environment(os.environ)
    set_up_logs(level=settings.log_level, form=settings.log_format)
    from preflight.exchange.jobs import WARMING, open_jobs

    serve(open_jobs, warming=WARMING)


if __name__ == "__main__":
    main()
