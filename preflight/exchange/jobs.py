"""What the process beside the server can do: make a file, read one that was brought in, keep it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, Final

from preflight.exchange.bringing_in import KEEPING, READING, Bringing
from preflight.exchange.order_json import read_order
from preflight.exchange.task import KEEP, MAKE, READ, Job, Task
from preflight.exports.making import make_file
from preflight.opening import open_workspace
from preflight.services.workspace import Workspace
from preflight.settings import from_environment


def _begin_typesetting() -> None:
    """Reads the fonts, which takes as long as a picture."""
    from preflight.exports.typesetting import typeset

    typeset("", {}, form="png")


WARMING: Final = (
    partial(import_module, "preflight.exports.pictures.chart_file"),
    partial(import_module, "preflight.exports.deck.outline"),
    partial(import_module, "preflight.exports.deck.writer"),
    _begin_typesetting,
    partial(import_module, "preflight.exports.report.report_file"),
    partial(import_module, "preflight.exports.workbook.workbook_file"),
    partial(import_module, "preflight.exports.form_workbook"),
)
"""What the first orders would wait for, the likeliest first: together 0.4 s."""


def open_jobs() -> Mapping[str, Job]:
    """Open the database that the environment names, and say what can be done with it. Raises StorageError."""
    jobs = Jobs(open_workspace(from_environment(os.environ), door="files"))
    return {
        MAKE: jobs.make,
        **{f"{READ} {kind}": partial(jobs.bring_in, work) for kind, work in READING.items()},
        **{f"{KEEP} {kind}": partial(jobs.bring_in, work) for kind, work in KEEPING.items()},
    }


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs on a workspace."""

    workspace: Workspace

    def make(self, task: Task) -> Mapping[str, Any]:
        """Make what is ordered, as the file `task.to`."""
        file = make_file(self.workspace, task.person, read_order(task.given["order"]), task.progress)
        assert task.to is not None
        with task.to.open("xb") as written:
            written.write(file.content)
        return {"name": file.name, "media_type": file.media_type, "size": len(file.content)}

    def bring_in(self, work: Bringing, task: Task) -> Mapping[str, Any]:
        """Read or keep what arrived."""
        return work(self.workspace, task.person, task.given)
