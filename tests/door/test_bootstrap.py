"""What `make` does before there is an environment: the right Python, and a sentence when something is missing."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browser.server import ROOT

FILE = ROOT / "tools" / "bootstrap.py"


@pytest.fixture
def bootstrap(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(FILE.parent))  # as for a script that lies there
    spec = importlib.util.spec_from_file_location("bootstrap", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def surroundings(bootstrap: Any) -> Any:
    return sys.modules[bootstrap.environment.__module__]


def with_pythons(monkeypatch: pytest.MonkeyPatch, surroundings: Any, here: Any, **on_path: Any) -> None:
    """Let the machine have this Python and, on its PATH, these: python3_12=((3, 12), path, makes environments)."""
    found = {name.replace("_", "."): value for name, value in on_path.items()} | {sys.executable: here}
    monkeypatch.setattr(surroundings, "probe", found.get)


@pytest.fixture
def programs(bootstrap: Any) -> Any:
    return sys.modules[bootstrap.bring.__module__]


@pytest.mark.parametrize("name", ["bootstrap.py", "environment.py", "programs.py"])
def test_an_old_python_can_read_it(name: str) -> None:
    tree = ast.parse((FILE.parent / name).read_text(encoding="utf-8"), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Starred)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not any(node.returns or node.args.kwonlyargs for node in functions)
    assert not any(argument.annotation for node in functions for argument in node.args.args)


def test_a_new_enough_python_is_used_itself(monkeypatch: pytest.MonkeyPatch, surroundings: Any) -> None:
    with_pythons(monkeypatch, surroundings, ((3, 11), "/usr/bin/python3", True), python3_13=((3, 13), "/new", True))
    assert surroundings.suitable_python() == "/usr/bin/python3"


def test_an_old_python_hands_over_to_the_newest_on_the_path(monkeypatch: pytest.MonkeyPatch, surroundings: Any) -> None:
    with_pythons(
        monkeypatch,
        surroundings,
        ((3, 9), "/usr/bin/python3", True),
        python3_11=((3, 11), "/usr/bin/python3.11", True),
        python3_12=((3, 12), "/usr/bin/python3.12", True),
        python3_13=((3, 13), "/usr/bin/python3.13", False),  # without venv
    )
    assert surroundings.suitable_python() == "/usr/bin/python3.12"


def test_only_old_pythons_end_with_one_line(
    monkeypatch: pytest.MonkeyPatch, surroundings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with_pythons(monkeypatch, surroundings, ((3, 9), "/usr/bin/python3", True))
    with pytest.raises(SystemExit) as ended:
        surroundings.suitable_python()
    assert ended.value.code == 3
    assert re.fullmatch(
        r"Preflight needs Python 3\.11 or newer; this one is \S+ \(.+\)\. Install one .*\n", capsys.readouterr().err
    )


def test_debian_without_venv_is_told_the_exact_package(
    monkeypatch: pytest.MonkeyPatch, surroundings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with_pythons(monkeypatch, surroundings, ((3, 11), "/usr/bin/python3", False))
    monkeypatch.setattr(surroundings, "on_path", lambda name: name == "apt-get")
    with pytest.raises(SystemExit) as ended:
        surroundings.suitable_python()
    assert ended.value.code == 3
    assert "sudo apt-get install python3.11-venv" in capsys.readouterr().err


def test_a_python_without_ensurepip_is_recognised(
    tmp_path: Path, surroundings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError", encoding="utf-8")
    version = sys.version_info[:2]
    assert surroundings.probe(sys.executable)[0::2] == (version, True)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert surroundings.probe(sys.executable)[0::2] == (version, False)
    assert surroundings.probe(str(tmp_path / "python3.99")) is None


@pytest.mark.parametrize("name", ["Chromium", "PostgreSQL", "LibreOffice"])
def test_nothing_is_installed_where_we_have_no_right(monkeypatch: pytest.MonkeyPatch, programs: Any, name: str) -> None:
    program = programs.PROGRAMS[name]
    assert importlib.util.find_spec(program["finder"]) is not None
    monkeypatch.setattr(programs, "on_path", lambda name: name in ("apt-get", "sudo"))
    monkeypatch.setattr(programs.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(programs.subprocess, "call", lambda *_args, **_kwargs: 1)  # sudo would ask for a password
    assert programs.installation(program) == []
    monkeypatch.setattr(programs.subprocess, "call", lambda *_args, **_kwargs: 0)
    assert programs.installation(program)[0] == ["sudo", "-n", "apt-get", "update"]
    monkeypatch.setattr(programs.os, "geteuid", lambda: 0)
    assert programs.installation(program)[0] == ["apt-get", "update"]
    assert programs.installation(program)[1][-len(program["debian"]) :] == program["debian"]
    monkeypatch.setattr(programs, "on_path", lambda _name: False)
    assert programs.installation(program) == []


@pytest.mark.slow
def test_without_a_connection_it_says_so_and_leaves_no_stamp(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    for name in ("bootstrap.py", "environment.py", "programs.py"):
        shutil.copy(FILE.parent / name, tmp_path / "tools")
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    environ |= {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    command = [sys.executable, str(tmp_path / "tools" / "bootstrap.py"), "run"]
    process = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)
    assert process.returncode == 3
    assert "Making .venv with" in process.stdout
    assert "The packages could not be installed" in process.stderr
    assert "Traceback" not in process.stderr
    assert not list((tmp_path / ".venv").glob("installed-*"))


def test_packages_are_installed_again_only_when_the_lock_has_changed(
    monkeypatch: pytest.MonkeyPatch, surroundings: Any, tmp_path: Path
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(surroundings, "ROOT", str(tmp_path))
    monkeypatch.setattr(surroundings, "VENV", str(tmp_path))
    monkeypatch.setattr(surroundings, "PYTHON", sys.executable)
    monkeypatch.setattr(surroundings.subprocess, "call", lambda command, **_options: commands.append(command) or 0)
    lock = tmp_path / "requirements.txt"

    for text, installs in (("a==1", 1), ("a==1", 1), ("a==2", 2)):
        lock.write_text(text, encoding="utf-8")
        surroundings.environment("requirements.txt")
        assert len([command for command in commands if "install" in command]) == installs
    assert all("--require-hashes" in command for command in commands if "install" in command)


def test_share_is_run_with_the_setting_that_lets_phones_in(monkeypatch: pytest.MonkeyPatch, bootstrap: Any) -> None:
    monkeypatch.setenv("PREFLIGHT_SHARE", "no")
    monkeypatch.setattr(bootstrap, "run", lambda arguments: (os.environ["PREFLIGHT_SHARE"], arguments))
    assert bootstrap.share(["--flag"]) == ("yes", ["--flag"])


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_locks_pin_everything_by_hash_and_name_no_host(name: str) -> None:
    lock = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index" not in lock
    assert "--find-links" not in lock
    packages = re.findall(r"^([a-z0-9-]+)==\S+.*?((?:\n    --hash=\S+.*)+)", lock, re.MULTILINE)
    assert len(packages) == len(re.findall(r"^[a-z]", lock, re.MULTILINE))
    pinned = {line.strip() for line in lock.splitlines()}
    wanted = re.findall(r"^[A-Za-z][\w.-]*==\S+", (ROOT / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE)
    assert wanted
    assert all(any(line.startswith(f"{want.lower()} ") for line in pinned) for want in wanted)


def test_no_committed_setup_file_names_a_registry() -> None:
    files = ["Makefile", "pyproject.toml", "requirements.in", "requirements-dev.in", "tools/bootstrap.py"]
    files += ["tools/environment.py", ".ci/run"]
    for name in files:
        assert "://" not in (ROOT / name).read_text(encoding="utf-8"), name
