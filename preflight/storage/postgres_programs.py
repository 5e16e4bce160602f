"""PostgreSQL's own programs for backups: finding those that are new enough, and running them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from glob import glob
from pathlib import Path
from typing import IO, Any, Final

from psycopg.conninfo import make_conninfo

from preflight.domain.errors import StorageError

_ELSEWHERE: Final = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/opt/homebrew/opt/libpq/bin",
    r"C:\Program Files\PostgreSQL\*\bin",
)
_VERSION: Final = re.compile(r"\(PostgreSQL\) (\d+)")
_SUFFIX: Final = ".exe" if os.name == "nt" else ""


def program(name: str, *, least: int) -> Path:
    """The program of this name, of this major version or else the next newer one that is here.

    Raises StorageError with what to install.
    """
    found = [(version, path) for path in _candidates(name) if (version := _major(path)) is not None]
    fitting = sorted((each for each in found if each[0] >= least), key=lambda each: each[0])
    if fitting:
        return fitting[0][1]
    there = f"version {max(version for version, _ in found)} is here" if found else "there is none here"
    raise StorageError(
        f"A backup of PostgreSQL {least} needs {name} of version {least} or newer, and {there}. Install PostgreSQL's "
        f"client programs (Debian: apt-get install postgresql-client-{least}), and see that {name} is on the PATH."
    )


def connection_of(parameters: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """libpq's connection string without the password, and the environment with it, where `ps` does not show it."""
    known = {name: value for name, value in parameters.items() if name not in ("password", "application_name")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFLIGHT_")}
    if parameters.get("password"):
        environment["PGPASSWORD"] = str(parameters["password"])
    return make_conninfo("", **known), environment


def run(command: list[str | Path], environment: dict[str, str], *, stdin: IO[bytes] | None, stdout: Any) -> None:
    """Run a program to its end. Raises StorageError with the first line of what it said, where it failed."""
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, with arguments of ours
        command,
        env=environment,
        stdin=stdin if stdin is not None else subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {done.returncode}"]
        raise StorageError(f"{Path(command[0]).name} failed: {said[0]}")


def _candidates(name: str) -> Iterator[Path]:
    if on_path := shutil.which(name):
        yield Path(on_path)
    for pattern in _ELSEWHERE:
        for folder in sorted(glob(pattern), reverse=True):
            path = Path(folder) / f"{name}{_SUFFIX}"
            if path.exists():
                yield path


@cache
def _major(path: Path) -> int | None:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, check=False, timeout=20)  # noqa: S603 - as above
    except (OSError, subprocess.SubprocessError):
        return None
    match = _VERSION.search(said.stdout.decode("utf-8", "replace"))
    return int(match[1]) if match else None
