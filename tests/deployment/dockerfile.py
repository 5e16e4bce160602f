"""The Dockerfile, read: its stages and their steps; and what its COPY steps copy, put into a folder."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.browser.server import ROOT

FILE = ROOT / "Dockerfile"


@dataclass(frozen=True)
class Step:
    """One instruction: `RUN`, its flags such as `--from=build`, and the rest of it."""

    word: str
    flags: tuple[str, ...]
    rest: str

    @property
    def arguments(self) -> list[str]:
        """Of the JSON form, or words."""
        return list(json.loads(self.rest)) if self.rest.startswith("[") else shlex.split(self.rest)


def stages() -> list[list[Step]]:
    """The steps of each stage, in their order; a stage begins with its FROM."""
    text = "\n".join(line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    found: list[list[Step]] = []
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        if not line.strip():
            continue
        word, *words = line.split(" ")
        words = [each for each in words if each]
        flags = [each for each in words if each.startswith("--")] if word in ("COPY", "FROM", "HEALTHCHECK") else []
        step = Step(word, tuple(flags), " ".join(each for each in words if each not in flags))
        if word == "FROM":
            found.append([])
        found[-1].append(step)
    return found


def only(steps: list[Step], word: str) -> Step:
    """The one step of this kind."""
    (found,) = (step for step in steps if step.word == word)
    return found


def environment() -> dict[str, str]:
    """What ENV says in the last stage."""
    steps = [step for step in stages()[-1] if step.word == "ENV"]
    return dict(pair.split("=", 1) for step in steps for pair in shlex.split(step.rest))


def copied() -> dict[str, str]:
    """What is copied from the repository, and where to."""
    steps = [step for stage in stages() for step in stage if step.word == "COPY"]
    mine = [step for step in steps if not any(flag.startswith("--from") for flag in step.flags)]
    return {step.arguments[0]: step.arguments[1] for step in mine}


def let_through() -> list[str]:
    """What .dockerignore lets into the build."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("!") for line in lines if line.startswith("!")]


def put_together(folder: Path) -> Path:
    """The image's /app in a folder, nothing in it but what the Dockerfile copies, and nothing in it to be written."""
    for source, target in copied().items():
        if target.startswith("/app"):
            place = folder / target.removeprefix("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, place)
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o555 if each.is_dir() else 0o444)
    return folder / "app"
