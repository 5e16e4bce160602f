"""Reading the settings from environment variables."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from preflight.settings.table import PREFIX, Settings, UnsoundSettings, variable, without_password


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables; an empty variable counts as absent.

    Raises UnsoundSettings with one sentence for each bad value and each unknown PREFLIGHT_ variable.
    """
    readers = {variable(item.name): item for item in fields(Settings)}
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, text in sorted(environ.items()):
        if not name.startswith(PREFIX) or not text.strip():
            continue
        if name not in readers:
            problems.append(f"{name} is not a setting{_near(name, readers)}")
            continue
        try:
            values[readers[name].name] = readers[name].metadata["read"](text.strip())
        except ValueError as wanted:
            found = "something else" if readers[name].metadata["secret"] else _shortened(text)
            problems.append(f"{name} must be {wanted}; it is {found}.")
    if problems:
        raise UnsoundSettings("\n".join(problems))
    return Settings(**values)


def _near(name: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(name.removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in known], n=1)
    return f"; did you mean {PREFIX}{found[0]}?" if found else "."


def _shortened(text: str) -> str:
    hidden = without_password(text.strip())
    return repr(hidden if len(hidden) <= 80 else hidden[:77] + "...")
