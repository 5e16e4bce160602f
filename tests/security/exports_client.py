"""A visit to a running server that orders files and brings some in, over plain HTTP."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterable, Mapping
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from preflight.access.people import LOCAL_OWNER
from preflight.exchange.visits import COOKIE
from preflight.services.assessments import open_assessment, start_assessment
from preflight.services.projects import list_overviews
from preflight.services.sample import load_sample
from tests.beside import workspace_beside
from tests.browser.server import Answer, Server

PATIENCE_S = 60


class Visit:
    """One browser's cookie; `opened` loads a page first, as a browser does."""

    def __init__(self, server: Server, cookie: str = "") -> None:
        self.server = server
        self.cookie = cookie

    @classmethod
    def opened(cls, server: Server) -> Visit:
        page = server.get("/", headers={"Accept": "text/html"})
        return cls(server, SimpleCookie(page.headers["set-cookie"])[COOKIE].value)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | Iterable[bytes] | None = None,
        *,
        origin: str | None = "",
        **more: str,
    ) -> Answer:
        """One request; `origin` None leaves the Origin out."""
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        if self.cookie:
            headers["Cookie"] = f"{COOKIE}={self.cookie}"
        if origin is not None:
            headers["Origin"] = origin or self.server.url
        connection = http.client.HTTPConnection(urlsplit(self.server.url).netloc, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, headers, encode_chunked=False)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def order(self, said: Mapping[str, Any], **more: Any) -> Answer:
        return self.ask("POST", "/exports", json.dumps(said).encode(), Content_Type="application/json", **more)

    def until_ended(self, ticket: str) -> dict[str, Any]:
        """The standing once it is ready or has failed."""
        seen, deadline = 0, time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            said: dict[str, Any] = json.loads(self.ask("GET", f"/exports/{ticket}/standing?seen={seen}").body)
            if said["state"] in ("ready", "failed"):
                return said
            seen = said["step"]
        raise AssertionError("it came to no end")

    def fetched(self, said: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Order, wait, fetch: what was said of it, and the file."""
        answer = self.order(said)
        assert answer.status == 202, answer.text
        ticket = json.loads(answer.body)["ticket"]
        ready = self.until_ended(ticket)
        assert ready["state"] == "ready", ready
        return ready, self.ask("GET", f"/exports/{ticket}").body

    def bring(self, kind: str, body: bytes | Iterable[bytes], *, assessment: str = "", **more: Any) -> Answer:
        beside = f"&assessment={assessment}" if assessment else ""
        return self.ask("POST", f"/arrivals?kind={kind}{beside}", body, Preflight_Name=f"x.{kind}", **more)


def with_sample(data: Path) -> tuple[str, str]:
    """Put the sample project into a server's data folder: its id, and that of its newest assessment."""
    workspace = workspace_beside(data)
    try:
        project = load_sample(workspace, LOCAL_OWNER)
        (overview,) = (each for each in list_overviews(workspace, LOCAL_OWNER) if each.project.id == project.id)
        assert overview.newest is not None
        return project.id, overview.newest.id
    finally:
        workspace.database.close()


def with_draft(data: Path) -> str:
    """The sample project, and a draft of its questionnaire in it: the draft's id."""
    project, newest = with_sample(data)
    workspace = workspace_beside(data)
    try:
        asked = open_assessment(workspace, LOCAL_OWNER, newest).questionnaire.id
        return start_assessment(workspace, LOCAL_OWNER, project_id=project, questionnaire_id=asked).id
    finally:
        workspace.database.close()


def memory_bytes(process: int) -> int:
    """What the process has in memory."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def children(process: int) -> list[int]:
    """The processes that it has started and that are alive."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (
                (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:2]
            )
        except OSError:
            continue
        if int(parent) == process and state != "Z":
            found.append(int(folder.name))
    return found
