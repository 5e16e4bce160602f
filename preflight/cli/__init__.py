"""The command line: `python -m preflight check`, `score`, `export`, `import`, `backup` and the others.

Each command is one function, named as it is typed, in a module of its own.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from preflight.cli import auditing, backing_up, bringing_in, checking, doctor, exporting, people, returning, scoring
from preflight.cli.commands import COMMANDS, DONE, WRONG
from preflight.domain.errors import PreflightError

__all__ = [
    "COMMANDS", "auditing", "backing_up", "bringing_in", "checking", "doctor", "exporting", "main", "people",
    "returning", "scoring",
]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code. Wrong arguments end in argparse's SystemExit with code 2."""
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_letters(stream)
    parser = argparse.ArgumentParser(prog="python -m preflight", description="Can this AI pilot live in production?")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, each in sorted(COMMANDS.items()):
        summary = (each.run.__doc__ or "").strip().splitlines()[0]
        inner = commands.add_parser(name, help=summary, description=summary)
        for add in each.arguments:
            add(inner)
    found = vars(parser.parse_args(arguments))
    try:
        return COMMANDS[found.pop("command")].run(**found)
    except PreflightError as error:
        print(error, file=sys.stderr)
        return WRONG
    except BrokenPipeError:  # whoever read along has read enough, as `head` does
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - nothing may be said at the exit either
        return DONE


def _never_fail_on_letters(stream: TextIO) -> None:
    """A terminal that lacks a letter shows its number instead of ending in a traceback."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
