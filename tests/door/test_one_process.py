"""uvicorn's workers, which would share a port and nothing else, are refused with a sentence."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from preflight.door.one_process import ONE_PROCESS, refuse_workers
from tests.browser.server import ROOT, Server


def test_the_process_that_somebody_started_goes_on() -> None:
    refuse_workers()


@pytest.mark.slow
def test_workers_end_the_start_with_a_sentence(tmp_path: Path) -> None:
    server = Server(data=tmp_path / "data", how="uvicorn", arguments=["--workers=2"])
    ended = subprocess.run(
        server.command, env=server._environ, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert ONE_PROCESS in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "data").exists(), "nothing was opened"
