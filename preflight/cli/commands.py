"""How a function becomes a command: its arguments in argparse's words, its docstring as its help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

DONE: Final = 0
FOUND: Final = 1
"""`check` found problems; `score` found a verdict under the band that was asked for; `import --dry-run` found that the
file can't come in."""
WRONG: Final = 2
"""The input is wrong: nothing was scored, written or brought in."""

SEE_LIST: Final = "`python -m preflight export --list` tells what is here."


@dataclass(frozen=True, slots=True)
class Command:
    """A function that does what is typed and gives the exit code, and the arguments that argparse reads for it."""

    run: Callable[..., int]
    arguments: tuple[Callable[[argparse.ArgumentParser], object], ...]


COMMANDS: dict[str, Command] = {}


def argument(*names: str, **options: Any) -> Callable[[argparse.ArgumentParser], object]:
    """An argument of a command, in argparse's words."""
    return lambda parser: parser.add_argument(*names, **options)


def command(
    *arguments: Callable[[argparse.ArgumentParser], object], name: str = ""
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Make a function a command: its name, or `name`, is typed; the first line of its docstring is its help."""

    def register(run: Callable[..., int]) -> Callable[..., int]:
        COMMANDS[name or run.__name__] = Command(run, arguments)
        return run

    return register
