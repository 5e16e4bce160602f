"""The real app.py around a script of the test's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.browser.server import ROOT

_EFFECTIVE = """
from starlette.responses import JSONResponse
from starlette.routing import Route
from preflight.door import streamlit_config
import gc

async def effective(request):
    options = {name: streamlit_config.config.get_option(name) for name in streamlit_config.options()}
    return JSONResponse({"streamlit": options, "preflight": settings.effective(), "frozen": gc.get_freeze_count()})

async def broken(request):
    raise RuntimeError("postgresql://user:secret@db.internal/preflight")

app._user_routes += [Route("/test/effective", effective), Route("/test/broken", broken)]
"""


def launcher(folder: Path, script: str = "import streamlit as st\nst.title('Ready')\n") -> Path:
    """Write app.py, its script and the configuration into `folder`; returns the path of app.py.

    Two routes are added: /test/effective, the configuration in force as JSON, and /test/broken, which raises.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "preflight" / "ui" / "static", folder / "static", dirs_exist_ok=True)
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit", dirs_exist_ok=True)
    main = folder / "main.py"
    main.write_text(script, encoding="utf-8")
    source = (ROOT / "app.py").read_text(encoding="utf-8")
    assert "door.SCRIPT" in source
    head, start = source.replace("door.SCRIPT", repr(str(main))).split("if __name__")
    app = folder / "app.py"
    app.write_text(f"{head}{_EFFECTIVE}\nif __name__{start}", encoding="utf-8")
    return app
