"""python -m tests.load.two_servers: signed-in people at their Assess pages, on two servers over one PostgreSQL.

    python -m tests.load.two_servers                   200 sessions, a click each 5 seconds for a minute, then spikes
    python -m tests.load.two_servers --sessions 40 --seconds 20 --no-spike
    python -m tests.load.two_servers --json seen.json

Ten sessions are one person's; each has a sign-in of its own (through oidc-provider-mock) and a draft of its own. Half
of them are on each server. A click is sent as the page sends it (nonce, version) and is over when its acknowledgement
arrives. In the end every acknowledged click is looked up in the database, and the audit trail is verified.

The spikes, 30 seconds each: all of them click ten times as often, and ten times as many screens come. Whoever is told
to wait tries again. Exit code 1 where something acknowledged was lost, or anything was answered with an error; an aim
that is missed is shown and changes nothing. The visitors take CPU of the same machine; the table says how much.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.servers import cpu_ms, resident_bytes
from preflight.access.people import LOCAL_OWNER
from preflight.domain import audit
from preflight.domain.audit import AuditKey
from preflight.domain.questionnaire import Kind
from preflight.domain.roles import ProjectRole
from preflight.services.assessments import open_assessment, start_assessment
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.trail import kept_head
from preflight.services.workspace import Workspace
from preflight.storage import audit as audit_rows
from preflight.storage.roles import give_role
from preflight.storage.tables import person
from tests.beside import AUDIT_KEY, on_server, workspace_beside
from tests.browser.server import ROOT, Server
from tests.load import signing_in
from tests.load.clicking import Part, Seen, job_of
from tests.load.health import Health, watched
from tests.load.house import QUESTIONNAIRE, allow_many_files
from tests.load.measures import Times
from tests.load.report import facts
from tests.load.table import Row, as_json, none_of, one, timed, written
from tests.postgres import PostgresServer

SESSIONS_OF_ONE = 10
EVERY_S = 5.0
SPIKE_S = 30.0
TIMES = 10
QUIET, CLICKS, SCREENS = "quiet", "ten times the clicks", "ten times the screens"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many sessions click for how long, and whether the spikes follow."""

    sessions: int = 200
    servers: int = 2
    seconds: float = 60.0
    spike: bool = True

    @property
    def parts(self) -> list[Part]:
        quiet = Part(name=QUIET, lasts_s=self.seconds, every_s=EVERY_S)
        if not self.spike:
            return [quiet]
        each = self.sessions // self.servers
        return [
            quiet,
            Part(name=CLICKS, lasts_s=SPIKE_S, every_s=EVERY_S / TIMES),
            Part(name=SCREENS, lasts_s=SPIKE_S, every_s=EVERY_S, newcomers=each * (TIMES - 1)),
        ]


@dataclass
class Found:
    """What was seen from outside, all processes together."""

    plan: Plan
    seen: list[Seen] = field(default_factory=list)
    health: Health = field(default_factory=Health)
    faults: list[str] = field(default_factory=list)
    cores: dict[str, dict[str, float]] = field(default_factory=dict)
    """By part: of each server, of PostgreSQL and of the visitors."""
    session_mb: list[float] = field(default_factory=list)
    server_mb: list[float] = field(default_factory=list)
    signed_in_s: float = 0.0
    acknowledged: int = 0
    lost: int = 0
    events: int = 0

    @property
    def sound(self) -> bool:
        """Nothing lost, nothing wrong."""
        return not self.faults and not self.lost


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 0 when nothing was lost or wrong."""
    asked = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers end too
    plan = Plan(sessions=asked.sessions, servers=asked.servers, seconds=asked.seconds, spike=asked.spike)
    load = os.getloadavg()[0]
    found = run(plan)
    rows = rows_of(found)
    print(f"{facts(load)} · {plan.servers} servers · PostgreSQL · {plan.sessions} sessions\n\n{written(rows)}\n")
    for name, cores in found.cores.items():
        print(f"{name}: " + ", ".join(f"{who} {share:.2f}" for who, share in cores.items()) + " cores")
    for sentence, count in Counter(_waits(found)).most_common(6):
        print(f"told to wait {count:,} times: {sentence}")
    for fault in found.faults[:20]:
        print(f"WRONG {fault}")
    if asked.json:
        told = {"rows": as_json(rows), "faults": found.faults, "cores": found.cores, "sound": found.sound}
        Path(asked.json).write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0 if found.sound else 1


def run(plan: Plan) -> Found:
    """Everything from an empty database to the verified trail."""
    allow_many_files()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="preflight-two-servers-")))
        postgres = PostgresServer(fsync=True)
        stack.callback(postgres.remove)
        url = postgres.make().url(postgres.create())
        provider = stack.enter_context(signing_in.a_provider())
        (folder / "beside").mkdir()
        workspace = workspace_beside(folder / "beside", database_url=url)
        stack.callback(workspace.database.close)
        environ = on_server(url) | signing_in.on_server(provider) | {"PREFLIGHT_AUDIT_HEAD": str(folder / "audit.head")}
        servers = [
            Server(data=folder / f"data-{number}", environ=environ, start_timeout_s=180)
            for number in range(plan.servers)
        ]
        for server in servers:
            stack.enter_context(server)
        found = Found(plan)
        visitors = _people(workspace, servers, plan, found)
        asyncio.run(_clicking(visitors, servers, postgres, found))
        _look(workspace, folder / "audit.head", found)
        found.faults += [line for server in servers for line in server.log.splitlines() if _is_wrong(line)]
        return found


def _people(workspace: Workspace, servers: Sequence[Server], plan: Plan, found: Found) -> list[list[dict[str, Any]]]:
    """Everybody signed in, each session with a draft in a project of its person's; one list for each server."""
    began = time.perf_counter()
    entry = workspace.shelf.get(QUESTIONNAIRE)
    assert entry is not None
    asked = [each for each in entry.questionnaire.questions() if each.kind is Kind.CHOICE and each.show_if is None]
    options = {each.id: [option.id for option in each.options] for each in asked}
    lists: list[list[dict[str, Any]]] = [[] for _ in servers]
    for number in range(plan.sessions):
        server, who = servers[number % len(servers)], f"person-{number // SESSIONS_OF_ONE}"
        address = f"127.0.1.{number // SESSIONS_OF_ONE + 1}"
        cookies = signing_in.sign_in(server.url, who, address=address)
        project = create_project(workspace, LOCAL_OWNER, ProjectDetails(name=f"Pilot number {number}"))
        draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUESTIONNAIRE)
        with workspace.database.writing() as connection:
            theirs = connection.execute(select(person.c.id).where(person.c.subject == who)).scalar_one()
            give_role(connection, project.id, theirs, ProjectRole.OWNER, at=workspace.now(), by=LOCAL_OWNER.id)
        given = {"url": server.url, "cookies": signing_in.header_of(cookies), "draft": draft.id, "options": options}
        lists[number % len(servers)].append(given | {"address": address})
    found.signed_in_s = (time.perf_counter() - began) / plan.sessions
    return lists


async def _clicking(
    visitors: Sequence[list[dict[str, Any]]], servers: Sequence[Server], postgres: PostgresServer, found: Found
) -> None:
    """A process of visitors for each server, all through the same parts at the same time."""
    before = [resident_bytes(server.pid) for server in servers]
    crowds = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.load.clicking"),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 28,
        )
        for _ in servers
    ]
    for crowd, each in zip(crowds, visitors, strict=True):
        _say(crowd, job_of(each, found.plan.parts))
    await asyncio.gather(*map(_heard, crowds))
    for server, then, each in zip(servers, before, visitors, strict=True):
        if then is not None and (now := resident_bytes(server.pid)) is not None:
            found.session_mb.append((now - then) / 1_000_000 / len(each))
    async with watched(servers[0].url) as found.health:
        for part in found.plan.parts:
            found.health.part(part.name)
            use = _Use(servers, postgres)
            for crowd in crowds:
                _say(crowd, "go\n")
            await asyncio.gather(*map(_heard, crowds))
            found.cores[part.name] = use.cores()
        found.health.part("after")
    found.server_mb = [(resident_bytes(server.pid) or 0) / 1_000_000 for server in servers]
    for crowd in crowds:
        _say(crowd, "go\n")
        found.seen.append(Seen(**(await _heard(crowd))["seen"]))
        await crowd.wait()
    for part in found.cores:
        found.cores[part]["visitors"] = sum(each.cores[part] for each in found.seen)


class _Use:
    """CPU from here on: of the servers, and of PostgreSQL with all its processes."""

    def __init__(self, servers: Sequence[Server], postgres: PostgresServer) -> None:
        self._servers, self._postgres = servers, postgres
        self._began, self._before = time.perf_counter(), self._cpu()

    def _cpu(self) -> dict[str, float]:
        found = {f"server {number + 1}": (cpu_ms(each.pid) or 0) / 1_000 for number, each in enumerate(self._servers)}
        return found | {"PostgreSQL": self._postgres.cpu_s()}

    def cores(self) -> dict[str, float]:
        lasted, now = time.perf_counter() - self._began, self._cpu()
        return {name: (now[name] - then) / lasted for name, then in self._before.items()}


def _say(crowd: asyncio.subprocess.Process, line: str) -> None:
    assert crowd.stdin is not None
    crowd.stdin.write(line.encode())


async def _heard(crowd: asyncio.subprocess.Process) -> Any:
    assert crowd.stdout is not None
    line = await crowd.stdout.readline()
    assert line, "the visitors are gone"
    return json.loads(line)


def _look(workspace: Workspace, head_file: Path, found: Found) -> None:
    """Hold the database against what was acknowledged, and the trail against its key and its head."""
    for seen in found.seen:
        found.faults += seen.wrong
        for draft, answers in seen.newest.items():
            recorded = open_assessment(workspace, LOCAL_OWNER, draft).recorded
            for question, (version, choice) in answers.items():
                found.acknowledged += version
                there = recorded.get(question)
                if (
                    there is None
                    or there.version < version
                    or (there.version, there.answer.choice) != (version, choice)
                ):
                    found.lost += 1
                    found.faults.append(
                        f"{question} of {draft}: version {version} ({choice}) was acknowledged: {there}"
                    )
    with workspace.database.reading() as connection:
        events = list(audit_rows.events(connection))
    key = AuditKey(AUDIT_KEY)
    found.events = len(events)
    found.faults += audit.faults(events, {key.id: key}, kept_head(head_file))


def rows_of(found: Found) -> list[Row]:
    """The table."""
    rows = [one("Clicks acknowledged", found.acknowledged), none_of("Of these lost", found.lost)]
    rows.append(none_of("Anything wrong, errors and the audit trail", len(found.faults)))
    rows.append(one("Events in the audit trail, verified", found.events))
    for part in found.plan.parts:
        times = Times([ms for seen in found.seen for ms in seen.clicks_ms.get(part.name, ())])
        rows.append(timed(f"Click to saved, {part.name}, ms", times, p95=1_000 if part.name == QUIET else None))
        rows.append(timed(f"/health, {part.name}, ms", found.health.parts.get(part.name, Times()), most=100))
    rows.append(none_of("/health without an answer", found.health.failed))
    rows.append(
        timed("Signed in until Assess stood there, ms", Times([ms for seen in found.seen for ms in seen.opened_ms]))
    )
    if found.plan.spike:
        came = Times([ms for seen in found.seen for ms in seen.came_ms])
        rows.append(one("Screens of the spike that were let in", len(came.ms)))
        rows.append(one("… that were still told to wait at its end", sum(seen.left_waiting for seen in found.seen)))
        rows.append(timed("… came until Assess stood there, ms", came))
    rows.append(one("Times that somebody was told to wait", len(list(_waits(found)))))
    rows.append(one("Connections lost by those who were in", sum(seen.lost_connections for seen in found.seen)))
    rows.append(one("Memory of a session, MB", sum(found.session_mb) / max(1, len(found.session_mb))))
    rows.append(one("Memory of a server at the end, MB", max(found.server_mb, default=0)))
    rows.append(timed("The visitors’ timers were late, ms", Times([ms for seen in found.seen for ms in seen.lag_ms])))
    return rows


def _waits(found: Found) -> Iterator[str]:
    for seen in found.seen:
        for sentence, count in seen.told_to_wait.items():
            yield from [sentence] * count


def _is_wrong(line: str) -> bool:
    return " ERROR " in line or "Error: " in line


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.load.two_servers", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--servers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=60.0, help="of clicks every five seconds")
    parser.add_argument("--no-spike", dest="spike", action="store_false")
    parser.add_argument("--json", default="")
    return parser


if __name__ == "__main__":
    sys.exit(main())
