"""The Dockerfile and compose.yaml, as far as they can be checked without a container engine.

What is copied is put into an empty folder, and the app is started from there as the image would start it: its command,
its environment, its user id, nothing but the data folder and the temporary folder to be written, its health check, its
signal to end.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml

from tests.browser.server import ROOT, free_port
from tests.deployment.dockerfile import copied, environment, let_through, only, put_together, stages
from tests.security.exports_client import with_sample

TOKEN = "not-a-secret-0123456789"
PATIENCE_S = 60
ANYBODY_WRITES = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))
LINUX_ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="only root on Linux can be another user",
)


def user() -> int:
    found = re.fullmatch(r"(\d+):\1", only(stages()[-1], "USER").rest)
    assert found, "the user is a number, so that Kubernetes can tell that it is not root"
    return int(found[1])


def test_what_is_copied_is_there_and_nothing_else_is_sent_to_the_build() -> None:
    assert sorted(copied()) == sorted(let_through())
    assert all((ROOT / each).exists() for each in copied())


def test_the_rules_of_a_sound_image() -> None:
    """Those of hadolint that apply, and ours: a user that is not root, one volume, no shell to run it."""
    for stage in stages():
        image = stage[0].arguments[0]
        assert re.fullmatch(r"[a-z]+:\d[\w.-]+", image), f"{image} needs a tag with a version"
        assert not [step for step in stage if step.word in ("ADD", "MAINTAINER", "ONBUILD", "SHELL")]
        for step in stage:
            if step.word == "RUN" and not step.rest.startswith("["):
                assert "apt-get install --yes --no-install-recommends" in step.rest
                assert step.rest.endswith("rm -rf /var/lib/apt/lists/*")
            if "pip install" in step.rest.replace('", "', " "):
                assert {"--require-hashes", "--no-cache-dir"} <= set(step.arguments)
    last = stages()[-1]
    assert len({stage[0].arguments[0] for stage in stages()}) == 1, "what was built runs on the same Python"
    assert user() >= 10_000, "beyond the users of a host"
    assert only(last, "VOLUME").arguments == [environment()["PREFLIGHT_DATA"]]
    assert only(last, "STOPSIGNAL").rest == "SIGTERM"
    assert only(last, "CMD").rest.startswith("[")
    assert [step.word for step in last].index("USER") < [step.word for step in last].index("CMD")
    assert not [name for name in environment() if re.search("KEY|TOKEN|SECRET|PASSWORD|URL", name)]


def compose() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_every_service_is_locked_down_and_holds_no_secret() -> None:
    services = compose()["services"]
    assert set(services) == {"preflight", "second", "proxy", "database"}
    for name, service in services.items():
        assert isinstance(service, dict)
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), "a proxy lets others in"
        assert "privileged" not in service
        for variable, value in service["environment"].items():
            if re.search("PASSWORD|KEY|TOKEN", variable):
                assert re.fullmatch(r"\$\{\w+:\?is missing in \.env\}", value), (name, variable)
        assert set(service.get("networks", ())) <= set(compose()["networks"])
        for volume in service["volumes"]:
            source = volume.partition(":")[0]
            assert source in compose()["volumes"] or (ROOT / source).exists()
    assert compose()["networks"]["back"] == {"internal": True}
    assert services["database"]["networks"] == ["back"]
    assert services["second"]["profiles"] == services["proxy"]["profiles"] == ["several"]


def test_the_example_of_env_names_what_compose_asks_for_and_gives_none() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    asked = re.findall(r"\$\{(\w+):\?", (ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert set(given) == set(asked)
    assert set(given.values()) == {""}
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()


@pytest.fixture
def image() -> Iterator[Path]:
    """A folder that another user may enter; pytest's own may not be."""
    folder = Path(tempfile.mkdtemp(prefix="preflight-image-"))
    folder.chmod(0o755)
    yield folder
    for each in folder.rglob("*"):
        if each.is_dir() and not each.is_symlink():
            each.chmod(0o700)
    shutil.rmtree(folder)


def as_user(uid: int) -> list[str]:
    """What runs a command as this user, who may read everything (this Python may stand in root's home) and write what
    is theirs."""
    reads = "-all,+dac_read_search"
    caps = [f"--{which}={reads}" for which in ("inh-caps", "ambient-caps", "bounding-set")]
    return ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--no-new-privs", *caps]


def listing(folder: Path) -> list[tuple[str, int, int]]:
    return sorted((str(each), each.lstat().st_mtime_ns, each.lstat().st_size) for each in folder.rglob("*"))


def written_by(uid: int) -> list[Path]:
    """What belongs to the user in the folders where anybody may write."""
    return [
        each for place in ANYBODY_WRITES if place.is_dir() for each in place.iterdir() if each.lstat().st_uid == uid
    ]


@pytest.mark.slow
@LINUX_ROOT
def test_it_runs_from_what_is_copied_as_its_user_and_writes_only_where_it_may(image: Path) -> None:
    app = put_together(image / "root")
    data, temporary = image / "data", image / "tmp"
    for folder in (data, temporary):
        folder.mkdir(mode=0o700)
    _, newest = with_sample(data)
    for each in (data, temporary, *data.rglob("*")):
        os.chown(each, user(), user())
    before = listing(app)
    port = str(free_port())
    environ = environment() | {
        "PATH": os.environ["PATH"],
        "HOME": str(temporary),
        "TMPDIR": str(temporary),
        "PREFLIGHT_DATA": str(data),
        "PREFLIGHT_PORT": port,
        "PREFLIGHT_SCREEN_TOKEN": TOKEN,
    }
    run = as_user(user())
    command = [sys.executable, *only(stages()[-1], "CMD").arguments[1:]]
    health = only(stages()[-1], "HEALTHCHECK")
    check = [sys.executable, *type(health)("CMD", (), health.rest.removeprefix("CMD ")).arguments[1:]]
    with (
        (image / "log").open("wb") as log,
        subprocess.Popen([*run, *command], cwd=app, env=environ, stdout=log, stderr=log) as server,
    ):
        try:
            until = time.monotonic() + PATIENCE_S
            while b"ready" not in (image / "log").read_bytes():
                assert server.poll() is None, (image / "log").read_text(encoding="utf-8")
                assert time.monotonic() < until, (image / "log").read_text(encoding="utf-8")
                time.sleep(0.1)
            for asked, healthy in ((port, True), ("1", False)):
                said = subprocess.run(
                    [*run, *check], env=environ | {"PREFLIGHT_PORT": asked}, capture_output=True, check=False
                )
                assert (said.returncode == 0) is healthy, said.stderr.decode()
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S, trust_env=False) as visit:
                assert visit.get("/").status_code in (401, 403), "on every address but loopback the screens ask"
                assert visit.get(f"/?token={TOKEN}", follow_redirects=True).status_code == 200
                fetch(visit, newest)
        finally:
            server.send_signal(getattr(signal, only(stages()[-1], "STOPSIGNAL").rest))
            assert server.wait(PATIENCE_S) in (0, -signal.SIGTERM), (image / "log").read_text(encoding="utf-8")
    assert listing(app) == before, "nothing was written where the image is"
    assert written_by(user()) == []
    assert list(temporary.iterdir()) == [], "and what was temporary is gone"
    assert {each.stat().st_uid for each in data.rglob("*")} == {user()}
    assert "Traceback" not in (image / "log").read_text(encoding="utf-8")


def fetch(visit: httpx.Client, assessment: str) -> None:
    """A file, which the process beside the server makes."""
    visit.headers["Origin"] = str(visit.base_url).rstrip("/")
    answer = visit.post("/exports", json={"format": "csv", "assessment": assessment})
    assert answer.status_code == 202, answer.text
    ticket, seen = answer.json()["ticket"], 0
    while (said := visit.get(f"/exports/{ticket}/standing", params={"seen": seen}).json())["state"] != "ready":
        assert said["state"] != "failed", said
        seen = said["step"]
    assert len(visit.get(f"/exports/{ticket}").content) == said["size"]
