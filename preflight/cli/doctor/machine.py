"""Is this machine fit: Python, the packages, room on the disk, ports, fonts, Streamlit's options?"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import httpx

from preflight.cli.doctor.checks import FAIL, OK, WARN, Check
from preflight.exports.fonts import FOLDER as FONTS
from preflight.settings import ROOT, Settings, variable

LOCK: Final = ROOT / "requirements.txt"
_PINNED: Final = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(;[^\\]*)?", re.MULTILINE)
_LEAST_PYTHON: Final = (3, 11)
_MB: Final = 1_000_000
_LEAST_MB: Final = 100
_EFFECTIVE: Final = "preflight.door.effective"
_FONT_STARTS: Final = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"wOF2")


def python(_settings: Settings) -> Iterator[Check]:
    """The interpreter."""
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < _LEAST_PYTHON:
        yield Check("Python", FAIL, f"{found}; Preflight needs 3.11 or newer.")
    else:
        yield Check("Python", OK, found)


def packages(_settings: Settings, lock: Path = LOCK) -> Iterator[Check]:
    """What is installed, against the lock."""
    missing, others = [], []
    pinned: dict[str, list[str]] = defaultdict(list)
    for name, wanted, condition in _PINNED.findall(lock.read_text(encoding="utf-8")):
        pinned[name] += [wanted, ""] if condition else [wanted]  # some only other systems need
    for name, tested in pinned.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            missing += [name] if "" not in tested else []
            continue
        if found not in tested:
            others.append(f"{name} {found} instead of {tested[0]}")
    cure = "Install what is tested: pip install --require-hashes -r requirements.txt"
    if missing:
        yield Check("packages", FAIL, f"Missing: {', '.join(missing)}. {cure}")
    elif others:
        yield Check("packages", WARN, f"Other versions than tested: {', '.join(others)}. {cure}")
    else:
        yield Check("packages", OK, f"all {len(pinned)} as they are locked")


def disk(settings: Settings) -> Iterator[Check]:
    """Room where the answers are kept."""
    folder = next(each for each in (settings.data, *settings.data.parents) if each.exists())
    free, total = shutil.disk_usage(folder).free, shutil.disk_usage(folder).total
    said = f"{free // _MB:,} MB free of {total // _MB:,} at {settings.data}"
    if free < min(_LEAST_MB * _MB, total // 50):
        yield Check("disk", FAIL, f"{said}. Nothing more can be saved soon: make room.")
    elif free < total // 10:
        yield Check("disk", WARN, f"{said}, less than a tenth. Make room before it is full.")
    else:
        yield Check("disk", OK, said)


def ports(settings: Settings) -> Iterator[Check]:
    """Free to listen on, or ours."""
    yield _port("port", settings.host, settings.port, variable("port"), f"{settings.url}/health")
    if settings.metrics_port is not None:
        host, port = settings.metrics_host, settings.metrics_port
        if port == settings.port:
            yield Check("metrics port", FAIL, f"It is the port of the app. Set {variable('metrics_port')} to another.")
        else:
            address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/metrics"
            yield _port("metrics port", host, port, variable("metrics_port"), address)


def _port(name: str, host: str, port: int, setting: str, address: str) -> Check:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        try:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
        except OSError as error:
            if _is_ours(address):
                return Check(name, OK, f"{port}: Preflight is running there")
            return Check(name, FAIL, f"{port} on {host} can't be had ({error.strerror or error}). Set {setting}.")
    return Check(name, OK, f"{port} on {host} is free")


def _is_ours(address: str) -> bool:
    try:
        with httpx.Client(trust_env=False, timeout=2) as client:
            answer = client.get(address)
    except httpx.HTTPError:
        return False
    return answer.status_code == 200 and (answer.text == "ok\n" or "preflight_" in answer.text)


def fonts(_settings: Settings) -> Iterator[Check]:
    """What slides, reports and screens are set with."""
    files = [*FONTS.glob("*.[to]tf"), *(ROOT / "preflight" / "ui" / "static" / "fonts").glob("*.woff2")]
    broken = [each.name for each in files if not each.open("rb").read(4).startswith(_FONT_STARTS)]
    if len(files) < 4 or broken:
        said = f"can't be read: {', '.join(broken)}" if broken else "are not all here"
        yield Check("fonts", FAIL, f"The fonts {said}. Get Preflight's files once more.")
    else:
        yield Check("fonts", OK, f"{len(files)} files")


def streamlit_options(_settings: Settings) -> Iterator[Check]:
    """The options of .streamlit/config.toml are in force, whatever else Streamlit reads."""
    asked = subprocess.run(  # noqa: S603 - a module of ours
        [sys.executable, "-m", _EFFECTIVE], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    try:
        said = json.loads(asked.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        last = (asked.stderr.strip().splitlines() or ["it said nothing"])[-1]
        yield Check("Streamlit", FAIL, f"Its options can't be read: {last}")
        return
    if "error" in said:
        yield Check("Streamlit", FAIL, said["error"])
    elif said["differing"]:
        yield Check("Streamlit", FAIL, f"Not in force: {', '.join(said['differing'])}. Please report this.")
    else:
        ignored = sorted(name for name in os.environ if name.startswith("STREAMLIT_"))
        beside = f"; without effect: {', '.join(ignored)}" if ignored else ""
        yield Check("Streamlit", WARN if ignored else OK, f"{version('streamlit')}, {said['options']} options{beside}")
