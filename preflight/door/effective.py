"""Streamlit's options as they are in force, ours above all others, as JSON: `python -m preflight.door.effective`.

A process of its own says it (`python -m preflight doctor` asks it), for Streamlit reads its sources once.
"""

from __future__ import annotations

import json
import sys

from streamlit import config

from preflight.domain.errors import PreflightError
from preflight.door import streamlit_config


def effective_options() -> dict[str, object]:
    """Each option of the file -> its value in force. Raises UnsoundSettings."""
    streamlit_config.enforce()
    wanted = streamlit_config.options()
    return {name: config.get_option(name) for name in wanted if name not in streamlit_config.ADDRESS}


def main() -> int:
    """Say it on stdout."""
    try:
        found = effective_options()
        wanted = streamlit_config.options()
        differing = sorted(name for name, value in found.items() if value != wanted[name])
        said = {"options": len(found), "differing": differing}
    except PreflightError as error:
        said = {"error": str(error)}
    sys.stdout.write(json.dumps(said) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
