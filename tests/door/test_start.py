"""The start: three ways, the same settings; a sentence when it can't; and what a running server refuses."""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from preflight.door import streamlit_config
from preflight.door.guard import CONTENT_SECURITY_POLICY
from tests.browser.server import ROOT, Server, free_port
from tests.door.blackhole import BlackHole
from tests.door.handshake import handshake
from tests.door.launcher import launcher

WAYS = ("python", "streamlit", "uvicorn")
HOSTILE = {
    "STREAMLIT_RUNNER_POST_SCRIPT_GC": "true",
    "STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "200",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
    "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full",
}


def effective(server: Server) -> dict[str, Any]:
    """What the launcher's test route says is in force."""
    found: dict[str, Any] = json.loads(server.get("/test/effective").body)
    return found


@pytest.mark.parametrize("how", WAYS)
def test_every_way_to_start_has_the_same_settings(
    how: str, start_server: Callable[..., Server], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    (home / ".streamlit").mkdir(parents=True)
    (home / ".streamlit" / "config.toml").write_text("[server]\nenableXsrfProtection = false\n", encoding="utf-8")
    environ = {"HOME": str(home), "PREFLIGHT_LOG_LEVEL": "warning", **HOSTILE}
    server = start_server(how=how, app=launcher(tmp_path / "app"), environ=environ)

    found = effective(server)
    wanted = streamlit_config.options()
    if how != "uvicorn":  # it is told its port alone
        wanted["server.port"] = server.port
        assert found["preflight"]["PREFLIGHT_PORT"] == str(server.port)
    assert found["streamlit"] == wanted
    assert found["preflight"]["PREFLIGHT_HOST"] == "127.0.0.1"
    assert found["preflight"]["PREFLIGHT_DATA"] == str(server.data)
    assert found["preflight"]["PREFLIGHT_LOG_LEVEL"] == "warning"
    assert found["frozen"] > 100_000, "what is loaded at the start is kept out of garbage collections"


@pytest.mark.parametrize("how", WAYS)
def test_a_start_makes_no_connection(how: str, start_server: Callable[..., Server], tmp_path: Path) -> None:
    with BlackHole(tmp_path / "hole") as hole:
        server = start_server(how=how, environ=hole.environ(ROOT))
        assert server.get("/").status == 200
        assert (hole.connections, hole.direct) == (0, [])


def test_foreign_websockets_are_refused_at_once_and_block_nobody(
    start_server: Callable[..., Server], tmp_path: Path
) -> None:
    with BlackHole(tmp_path / "hole") as hole:
        server = start_server(environ=hole.environ(ROOT))
        waits: list[float] = []
        began = time.monotonic()
        with ThreadPoolExecutor(20) as crowd:
            refused = [crowd.submit(handshake, server.port, origins=(f"http://evil{i}.example",)) for i in range(20)]
            while not all(one.done() for one in refused) or len(waits) < 5:
                asked = time.monotonic()
                assert server.healthy()
                waits.append(time.monotonic() - asked)
        assert [one.result() for one in refused] == [403] * 20
        assert time.monotonic() - began < 2, "Streamlit alone takes two seconds for each"
        assert statistics.median(waits) < 0.1
        assert (hole.connections, hole.direct) == (0, [])


def test_a_running_server_refuses_every_other_host_and_origin(server: Server) -> None:
    port = server.port
    assert handshake(port, origins=(server.url,)) == 101
    assert handshake(port) == 403
    assert handshake(port, origins=("null",)) == 403
    assert handshake(port, origins=("http://localhost:6666",)) == 403
    assert handshake(port, origins=(f"http://localhost:{port}",)) == 403
    assert handshake(port, origins=(server.url, server.url)) == 400  # uvicorn, before us
    assert handshake(port, host=f"evil.example:{port}", origins=(f"http://evil.example:{port}",)) == 403
    assert server.get("/", {"Host": f"evil.example:{port}"}).status == 403


def test_a_public_origin_is_let_in(start_server: Callable[..., Server]) -> None:
    public = "https://preflight.example.org"
    server = start_server(environ={"PREFLIGHT_PUBLIC_ORIGINS": public})
    assert server.get("/", {"Host": "preflight.example.org"}).status == 200
    assert handshake(server.port, host="preflight.example.org", origins=(public,)) == 101
    assert handshake(server.port, origins=(public,)) == 101, "a proxy may write its own name over the Host"
    assert handshake(server.port, host="preflight.example.org", origins=("https://evil.example",)) == 403


def test_every_route_carries_the_content_policy(start_server: Callable[..., Server], tmp_path: Path) -> None:
    server = start_server(app=launcher(tmp_path / "app"))
    script = server.get("/").text.split('src=".')[1].split('"')[0]
    routes = {
        "/": 200,
        "/results": 200,
        "/health": 200,
        script: 200,
        "/favicon.png": 200,
        "/_stcore/health": 200,
        "/_stcore/host-config": 200,
        "/_stcore/metrics": 404,
        "/_stcore/bidi-components/none/index.js": 404,
        "/_stcore/upload_file/a/b": 403,
        "/app/static/none.woff2": 404,
        "/media/none.png": 404,
        "/component/none/index.html": 404,
        "/%2e%2e/secrets": 400,
        "/test/broken": 500,
    }
    for path, status in routes.items():
        answer = server.get(path)
        assert (path, answer.status) == (path, status)
        assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY, path
        assert answer.headers["x-content-type-options"] == "nosniff", path
        assert "server" not in answer.headers
    assert "secret" not in server.get("/test/broken").text
    assert "postgresql://user:***@db.internal" in server.log


def test_streamlits_inner_endpoints_tell_nothing(server: Server) -> None:
    assert json.loads(server.get("/_stcore/host-config").body)["allowedOrigins"] == []
    for path in ("metrics", "agent/openapi.json", "agent/mcp", "agent/interact", "script-health-check"):
        assert server.get(f"/_stcore/{path}").status == 404
        assert server.get(f"/_stcore/{path}", {"Origin": server.url}, method="POST").status == 404
    for method in ("PUT", "POST"):
        assert server.get("/_stcore/upload_file/a/b", {"Origin": server.url}, method=method).status == 403


def ended(app: Path, *, environ: dict[str, str], how: str = "python") -> subprocess.CompletedProcess[str]:
    """Start an app that is expected to end by itself."""
    server = Server(data=app.parent / "data", app=app, how=how, environ=environ)
    return subprocess.run(
        server.command, env=server._environ, cwd=app.parent, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize("how", WAYS)
def test_a_bad_setting_ends_the_start_with_its_sentence(how: str) -> None:
    process = ended(ROOT / "app.py", how=how, environ={"PREFLIGHT_PROT": "1"})
    assert process.returncode == 3
    assert process.stderr.strip() == "PREFLIGHT_PROT is not a setting; did you mean PREFLIGHT_PORT?"


@pytest.mark.slow
def test_a_taken_port_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = ended(ROOT / "app.py", environ={"PREFLIGHT_PORT": str(port)})
    assert process.returncode == 3
    assert process.stderr.startswith(f"Port {port} is taken. ")
    assert f"PREFLIGHT_PORT={port + 1}" in process.stderr
    assert len(process.stderr.splitlines()) == 1


@pytest.mark.slow
def test_streamlit_run_on_another_port_than_the_setting_says_so() -> None:
    process = ended(ROOT / "app.py", how="streamlit", environ={"PREFLIGHT_PORT": str(free_port())})
    assert process.returncode == 3
    assert "but streamlit run listens on" in process.stderr


@pytest.mark.slow
@pytest.mark.parametrize("how", WAYS)
def test_a_database_that_cannot_be_used_ends_the_start_without_a_trace(how: str, tmp_path: Path) -> None:
    app = launcher(tmp_path / "app")
    failing = (
        "import preflight.door.startup\n"
        "from preflight.domain.errors import StorageNewer\n"
        "def prepare(settings):\n"
        "    raise StorageNewer('The database was written by a newer Preflight.')\n"
        "preflight.door.startup.prepare = prepare\n"
    )
    app.write_text(failing + app.read_text(encoding="utf-8"), encoding="utf-8")
    process = ended(app, how=how, environ={})
    assert process.returncode == 3
    assert "The database was written by a newer Preflight." in process.stderr
    assert "Traceback" not in process.stderr + process.stdout


def test_a_killed_server_comes_back_on_the_same_port(server: Server) -> None:
    assert f"Preflight is ready: {server.url}" in server.log
    server.kill()
    assert not server.healthy()
    server.start()
    assert server.healthy()
