"""`python -m preflight doctor`: the settings in force, where each comes from, and whether everything holds."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from itertools import chain
from typing import Final

from preflight.cli.commands import DONE, FOUND, argument, command
from preflight.cli.doctor.checks import FAIL, Check, Checking, careful
from preflight.cli.doctor.coming_in import origins, proxies, sign_in
from preflight.cli.doctor.keeping import backups, data_folder, database, questionnaires
from preflight.cli.doctor.machine import disk, fonts, packages, ports, python, streamlit_options
from preflight.settings import Settings, UnsoundSettings, from_environment, table

CHECKS: Final[tuple[Checking, ...]] = (
    python,
    packages,
    streamlit_options,
    fonts,
    data_folder,
    disk,
    database,
    backups,
    questionnaires,
    ports,
    origins,
    proxies,
    sign_in,
)


@command(
    argument("--json", dest="as_json", action="store_true", help="as JSON, for a machine"),
)
def doctor(as_json: bool) -> int:
    """Show the settings in force and check what they need; 0 all holds, 1 something does not."""
    try:
        settings = from_environment(os.environ)
    except UnsoundSettings as unsound:
        found = [Check("settings", FAIL, each) for each in str(unsound).splitlines()]
        _say({}, found, as_json=as_json)
        return FOUND
    found = list(chain.from_iterable(careful(each, settings) for each in CHECKS))
    _say(_sources(settings, os.environ), found, as_json=as_json)
    return FOUND if any(each.word == FAIL for each in found) else DONE


def _sources(settings: Settings, environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Variable -> its value in force, secrets hidden, and where it comes from."""
    return {
        name: (value, "environment" if environ.get(name, "").strip() else "default")
        for name, value in settings.effective().items()
    }


def _say(settings: Mapping[str, tuple[str, str]], found: list[Check], *, as_json: bool) -> None:
    if as_json:
        said = {
            "sound": all(each.word != FAIL for each in found),
            "settings": {name: {"value": value, "from": source} for name, (value, source) in settings.items()},
            "checks": [{"name": each.name, "word": each.word, "sentence": each.sentence} for each in found],
        }
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return
    if settings:
        print("Settings in force\n")
        widest, defaults = max(map(len, settings)), {row.variable: row.default for row in table()}
        for name, (value, source) in settings.items():
            shown = value or f"({defaults[name]})"
            print(f"  {name:<{widest}}  {'·' if source == 'default' else '←'} {shown}")
        print("\n  ← from the environment, · the default\n\nChecks\n")
    widest = max(len(each.name) for each in found)
    for each in found:
        print(f"  {each.word:<4}  {each.name:<{widest}}  {each.sentence}")
