"""make bench: measures Preflight beside a bare Streamlit app, prints a table and keeps it in benchmarks/README.md."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import streamlit

from benchmarks import clicks, exports, paths, portfolio, project, sessions, visits
from benchmarks.scoring import answered, asked
from benchmarks.servers import Pair, both, resident_bytes
from benchmarks.table import Row, keep, written
from preflight.domain.scoring import score
from tests.browser.chromium import executable, launched
from tests.builders import TODAY

KB, MB = 1_000, 1_000_000
SCORED = 60
SCORINGS = 500


def main() -> int:
    """Measure everything in one run; 1 where there is no Chromium."""
    if executable() is None:
        print("No Chromium found: install it, or set CHROMIUM to its path.", file=sys.stderr)
        return 1
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="preflight-bench-") as folder:
        rows, chromium = _measured(Path(folder))
    minutes = (time.monotonic() - started) / 60
    facts = (
        f"{datetime.now().astimezone():%d %B %Y} · {platform.system()}, {platform.machine()}, "
        f"{os.cpu_count()} cores, load average {load} before the run · "
        f"Python {platform.python_version()} · Streamlit {streamlit.__version__} · "
        f"Chromium {chromium} · {minutes:.1f} minutes"
    )
    table = written(rows)
    print(f"{facts}\n\n{table}")
    keep(f"{facts}\n\n{table}")
    return 0


def _measured(folder: Path) -> tuple[list[Row], str]:
    nowhere = folder / "home"
    nowhere.mkdir()
    _say("making a project with 24 assessments")
    prepared = project.prepare(folder / "data")
    scoring = _scoring_ms()
    _say("memory")
    with both(folder / "data", nowhere) as servers:
        memory = _memory(servers, prepared)
    with both(folder / "data", nowhere) as servers, launched() as browser:
        _say("clicks")
        clicked = clicks.in_turn(browser, servers, prepared)
        found = visits.Visits()
        _say("openings")
        visits.openings(browser, servers, prepared, found)
        _say("first loads")
        visits.first_loads(browser, servers, prepared, found)
        chromium = browser.version
    scored = Row(f"Scoring {SCORED} answers", "ms", scoring)
    _say("paths")
    found_paths = paths.rows()
    _say("exports")
    made = exports.rows(folder / "data", prepared)
    _say("portfolio")
    many = portfolio.rows(folder)
    return [*_click_rows(clicked), *_visit_rows(found), *memory, scored, *found_paths, *made, *many], chromium


def _click_rows(clicked: dict[str, clicks.Clicks]) -> list[Row]:
    bare = clicked[clicks.BARE]
    named = (
        ("Click on a level until it shows as saved", clicked[clicks.LEVEL]),
        ("The same with a whole section on the screen", clicked[clicks.SECTION]),
        ("Arrow key until the next question stands there", clicked[clicks.NEXT]),
    )
    level, section, _ = named
    return [
        *(Row(name, "ms", each.repaint_ms, bare.repaint_ms) for name, each in named),
        Row("Server CPU for a click on a level", "ms", level[1].cpu_ms, bare.cpu_ms),
        Row("The same with a whole section", "ms", section[1].cpu_ms, bare.cpu_ms),
        Row("WebSocket, a click on a level", "kB", _in(KB, level[1].bytes), _in(KB, bare.bytes)),
        Row("The same with a whole section", "kB", _in(KB, section[1].bytes), _in(KB, bare.bytes)),
    ]


def _visit_rows(found: visits.Visits) -> list[Row]:
    bare = found.bare
    rows = []
    for name, load in (("Home", found.home), ("a question", found.question)):
        rows += [
            Row(f"First load of {name}, empty cache", "ms", load.usable_ms, bare.usable_ms),
            Row("Over the wire for it", "kB", _in(KB, load.bytes), _in(KB, bare.bytes)),
            Row("Requests for it", "number", load.requests, bare.requests),
        ]
    for name in visits.CHARTS:
        rows.append(Row(f"Opening {name}, 24 assessments, first in a visit", "ms", found.first_opening_ms[name]))
        rows.append(Row(f"Opening {name} again", "ms", found.opening_ms[name]))
    return rows


def _memory(servers: Pair, prepared: project.Prepared) -> list[Row]:
    ours, bare = (resident_bytes(each.pid) for each in (servers.ours, servers.bare))
    bare_session = sessions.bytes_per_session(servers.bare)
    session = sessions.bytes_per_session(servers.ours, "assess", assessment=prepared.draft)
    return [
        Row("Memory of the server before the first visit", "MB", _known(MB, ours), _known(MB, bare)),
        Row("Memory for each idle session", "kB", _known(KB, session), _known(KB, bare_session)),
    ]


def _scoring_ms() -> list[float]:
    form = asked(SCORED, conditional=True)
    answers = answered(form, 0)
    found = []
    for _ in range(SCORINGS):
        started = time.perf_counter()
        score(form, answers, on=TODAY)
        found.append((time.perf_counter() - started) * 1_000)
    return found


def _in(unit: int, values: list[float]) -> list[float]:
    return [value / unit for value in values]


def _known(unit: int, value: float | None) -> list[float]:
    return [] if value is None else [value / unit]


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
