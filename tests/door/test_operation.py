"""A running server as its operator sees it: ready, measured, logged, traced; and closed where it has to be."""

from __future__ import annotations

import json
import re
import secrets
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families

from preflight.door.metrics import Metrics
from preflight.door.route_class import CLASSES
from preflight.services.watching import EXPORT, READ, VOTE, WRITE
from preflight.settings import Settings
from tests.browser.server import Server, free_port
from tests.door.handshake import handshake
from tests.door.launcher import launcher
from tests.security.exports_client import memory_bytes

SECRET = "answer-of-somebody-" + "x" * 20


class Collector:
    """An OTLP receiver on loopback."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        heard = self.spans

        class Receives(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    import gzip

                    body = gzip.decompress(body)
                asked = ExportTraceServiceRequest.FromString(body)
                for resource in asked.resource_spans:
                    for scope in resource.scope_spans:
                        heard.extend(scope.spans)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Receives)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class House:
    """One server with everything switched on."""

    def __init__(self, folder: Path) -> None:
        self.collector = Collector()
        self.metrics_port = free_port()
        self.server = Server(
            data=folder / "data",
            app=launcher(folder / "app"),
            start_timeout_s=240,
            environ={
                "PREFLIGHT_METRICS_PORT": str(self.metrics_port),
                "PREFLIGHT_LOG_FORMAT": "json",
                "PREFLIGHT_OTEL_ENDPOINT": self.collector.url,
                "PREFLIGHT_TRUSTED_PROXIES": "192.0.2.0/24",
            },
        )

    def metrics(self) -> dict[str, float]:
        """Sample with its labels -> value."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        return {
            each.name + "".join(f" {name}={value}" for name, value in sorted(each.labels.items())): each.value
            for family in text_string_to_metric_families(text)
            for each in family.samples
        }

    def log(self) -> list[dict[str, Any]]:
        """Every line that is JSON; there are no others but the two that are printed for a person."""
        lines = [line for line in self.server.log.splitlines() if line]
        others = [line for line in lines if not line.startswith("{")]
        assert all(line.startswith("Preflight is ready:") for line in others), others
        return [json.loads(line) for line in lines if line.startswith("{")]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("operation"))
    with made.server:
        yield made
    made.collector.close()


@pytest.mark.slow
def test_it_is_ready_and_tells_strangers_nothing(house: House) -> None:
    answer = house.server.get("/ready")
    assert answer.status == 200
    said = json.loads(answer.body)
    assert said == dict.fromkeys(said, "ok") | {"ready": True, "disk": said["disk"]}
    assert set(said) == {"ready", "server", "database", "migrations", "disk", "questionnaires"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        *("/metrics", "/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"),
        *("/_stcore/script-health-check", "/_stcore/message", "/_stcore/allowed-message-origins", "/_stcore/x"),
    ],
)
def test_what_streamlit_would_tell_is_closed(house: House, path: str) -> None:
    if path != "/metrics":  # that one is a page, as every other address
        assert house.server.get(path).status == 404
    assert "preflight_" not in house.server.get(path).text
    assert "process_" not in house.server.get(path).text


@pytest.mark.slow
def test_what_is_not_there_or_went_wrong_is_a_page_for_people_and_a_line_for_others(house: House) -> None:
    browser = {"Accept": "text/html"}
    missing = house.server.get("/_stcore/metrics", browser)
    assert (missing.status, "<h1>Nothing is here</h1>" in missing.text) == (404, True)
    failed = house.server.get("/test/broken", browser)
    reference = failed.headers["x-request-id"]
    assert failed.status == 500
    assert f"Reference {reference}" in failed.text
    assert "secret" not in failed.text
    assert "'unsafe-inline'" not in failed.headers["content-security-policy"]
    line = next(each for each in house.log() if each.get("request") == reference and "trace" in each)
    assert reference in line["message"]
    assert line["trace"].endswith("RuntimeError: postgresql://user:***@db.internal/preflight")
    assert house.server.get("/test/broken").text.endswith(".\n")


@pytest.mark.slow
def test_each_request_has_an_id_of_ours_whatever_somebody_sends(house: House) -> None:
    given = "of-somebody-else-1"
    first, second = (house.server.get("/ready", {"X-Request-ID": given}).headers["x-request-id"] for _ in range(2))
    assert len({first, second, given}) == 3, "only a trusted proxy is believed"


@pytest.mark.slow
def test_the_log_holds_no_secret_of_a_hostile_walk(house: House) -> None:
    server, token = house.server, secrets.token_hex(16)
    for path in (f"/?token={token}", f"/oauth2callback?code={token}&state={token}", f"/{token}", f"/join#{token}"):
        server.get(path, {"Cookie": f"_streamlit_user={token}; preflight_visit={token}", "Authorization": token})
    server.get("/", {"Host": f"{token}.example", "Referer": f"http://x/?token={token}", "User-Agent": token})
    handshake(server.port, origins=(server.url,), path=f"/_stcore/stream?token={token}", cookie=f"_xsrf={token}")
    for path in ("/live/join", "/exports", "/arrivals?name=" + SECRET):
        request = urllib.request.Request(
            server.url + path,
            json.dumps({"code": token, "why": SECRET}).encode(),
            {"Origin": server.url, "Content-Type": "application/json", "Cookie": f"preflight_visit={token}"},
        )
        with ThreadPoolExecutor(1) as one:
            one.submit(urllib.request.urlopen, request).exception()
    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.sendall(f"GET /{SECRET}\r\nHost: {token}\r\n\r\n".encode())
        raw.recv(100)
    log = "\n".join(json.dumps(each) for each in house.log() if "refused a request for the host" not in each["message"])
    assert token not in log
    assert SECRET not in log


@pytest.mark.slow
def test_the_metrics_have_a_port_of_their_own_and_bounded_labels(house: House) -> None:
    before = house.metrics()
    for path in ("/health", "/nowhere", "/nowhere-else"):
        house.server.get(path)
    found = house.metrics()
    pages = "preflight_http_requests_total route=page status=2xx"
    assert found[pages] == before.get(pages, 0) + 2
    assert found["process_resident_memory_bytes"] > 1_000_000
    assert found["preflight_script_runs_running"] == 0
    routes = {name.split("route=")[1].split(" status=")[0].split(" le=")[0] for name in found if "route=" in name}
    assert routes <= {*CLASSES}
    assert not [name for name in found if "nowhere" in name]


@pytest.mark.slow
def test_traces_reach_the_collector_and_name_nobody(house: House) -> None:
    answer = house.server.get("/test/effective")
    deadline = time.monotonic() + 20
    wanted = answer.headers["x-request-id"]
    while time.monotonic() < deadline:
        found = [each for each in list(house.collector.spans) if wanted in str(each.attributes)]
        if found:
            break
        time.sleep(0.1)
    (span,) = found
    assert span.name == "GET page"
    assert {each.key for each in span.attributes} == {"request", "route", "status"}
    assert not any("test/effective" in str(each) for each in house.collector.spans)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_uploads_of_anybody_are_refused_before_they_take_memory(house: House) -> None:
    server, before = house.server, memory_bytes(house.server.pid)

    def put(number: int) -> int:
        head = (
            f"PUT /_stcore/upload_file/a/{number} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            f"Origin: {server.url}\r\nContent-Length: 5000000\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
            raw.sendall(head.encode())
            try:
                for _ in range(76):
                    raw.sendall(b"x" * 65_536)
            except OSError:
                pass  # it does not listen to the end
            try:
                return int(raw.recv(100).split()[1])
            except (OSError, IndexError):
                return 403

    with ThreadPoolExecutor(10) as crowd:
        assert set(crowd.map(put, range(50))) == {403}
    assert memory_bytes(server.pid) - before < 20_000_000


@pytest.mark.slow
def test_a_server_that_ends_says_so_goes_on_for_a_while_and_tells_the_audit_head(tmp_path: Path) -> None:
    server = Server(
        data=tmp_path / "data",
        start_timeout_s=240,
        environ={"PREFLIGHT_DRAIN": "2", "PREFLIGHT_OTEL_ENDPOINT": f"http://127.0.0.1:{free_port()}"},
    )
    with server:
        assert server.get("/ready").status == 200
        assert server._process is not None
        server._process.terminate()
        deadline = time.monotonic() + 1.5
        while (answer := server.get("/ready")).status == 200 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert (answer.status, json.loads(answer.body)["server"]) == (503, "ending")
        assert server.get("/health").status == 200
        busy = server.get("/", {"Accept": "text/html"})
        assert (busy.status, "starting again" in busy.text) == (503, True)
        assert server._process.wait(timeout=20) in (0, -15, 143)
    heads = re.findall(r"(started|ended); the audit trail stands at \d+, ([0-9a-f]*)", server.log)
    assert [what for what, _ in heads] == ["started", "ended"]
    assert "Traceback" not in server.log, "a collector that is away harms nobody"


def test_without_an_endpoint_nothing_of_opentelemetry_is_imported() -> None:
    import subprocess

    asked = (
        "import preflight.door.tracing as t, sys; from preflight.settings import Settings; t.tracing_of(Settings()); "
    )
    asked += "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_what_services_do_is_counted_by_its_end() -> None:
    metrics = Metrics()
    for way, operation, error in (
        (WRITE, "answer", ""),
        (WRITE, "answer", "Conflict"),
        (WRITE, VOTE, ""),
        (READ, "see", ""),
        (READ, "see", "NotSeen"),
        (READ, "see", "StorageBusy"),
        (EXPORT, "deck", ""),
        (EXPORT, "deck", "WorkStopped"),
    ):
        metrics.done(way, operation, 0.01, error)

    def value(name: str, **labels: str) -> float | None:
        return metrics.registry.get_sample_value(f"preflight_{name}", labels)

    assert value("operations_total", operation="answer", end="done") == 1
    assert value("operations_total", operation="answer", end="refused") == 1
    assert value("operations_total", operation="see", end="failed") == 1
    assert value("refusals_total", kind="Conflict") == 1
    assert value("refusals_total", kind="NotSeen") == 1
    assert value("write_duration_seconds_count", of="answer") == 1
    assert value("write_duration_seconds_count", of="vote") == 1
    assert value("exports_total", end="failed") == 1
    assert Settings().metrics_port is None, "off unless asked for"
