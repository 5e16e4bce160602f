"""C6 and C7 on real disks: one of 3 MB that gets full, and one that is mounted read-only.

Each runs in a name space of its own, where anybody may mount a disk in memory; it is gone with the process.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
MOUNT = 'mount -t tmpfs -o size=3m tmpfs "$0" && exec "$1" -c "$2" "$0"'
BEGINNING = """
import json, os, subprocess, sys
from contextlib import suppress
from pathlib import Path
from preflight.domain.assessment import Answer
from preflight.domain.errors import StorageError, StorageFull, StorageReadOnly
from preflight.storage import answers
from preflight.storage.backup import back_up
from preflight.storage.engine import open_database
from tests.storage.backups import beside
from tests.storage.dump import dump_of
from tests.storage.filled import NOW, begin, opened, say, url_of

folder = Path(sys.argv[1])
path = folder / "preflight.db"

def saved():
    with database.reading() as connection:
        found = answers.recorded_answer(connection, "first", "alpha.one")
        return found.version if found else 0, len(answers.changes(connection, "first"))

def save(note):
    with database.writing() as connection:
        say(connection, Answer(note=note), seen=saved()[0])

def said(work):
    try:
        work()
    except StorageError as error:
        return type(error).__name__ + ": " + str(error)
"""

FULL = """
with opened(folder) as database:
    begin(database)
    (folder / "ballast").write_bytes(bytes(200_000))
    acknowledged, message = 0, None
    while message is None and acknowledged < 100:
        message = said(lambda: save(f"{acknowledged} " * 10_000))
        acknowledged += message is None
    again = said(lambda: save("again " * 9_000))
    kept = saved()
    backup = said(lambda: back_up(path, beside(path), at=NOW, label="by-hand"))
    left = sorted(each.name for each in folder.rglob("*") if "partial" in each.name or ".tar" in each.name)
    (folder / "ballast").unlink()
    after = said(lambda: save("at last"))
    last = saved()
print(json.dumps([acknowledged, message, again, kept, backup, left, after, last]))
"""

READ_ONLY = """
with opened(folder) as database:
    begin(database)
    save("Saved before.")
before = dump_of(path)
subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
database = open_database(url_of(path))
seen, message = saved(), said(lambda: save("Not any more."))
proof = said(database.prove_writable)
database.close()
same = dump_of(path) == before
print(json.dumps([seen, message, proof, same]))
"""


def on_a_small_disk(folder: Path, program: str) -> Any:
    """What the program prints, run with a new disk of 3 MB mounted on the folder."""
    for command in (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]):
        whole: list[str | Path] = [*command, "sh", "-c", MOUNT, folder, sys.executable, BEGINNING + program]
        done = subprocess.run(whole, capture_output=True, text=True, check=False, cwd=ROOT)
        if "unshare failed" not in done.stderr and "permission denied" not in done.stderr:
            assert done.returncode == 0, done.stderr
            return json.loads(done.stdout)
    return pytest.skip(f"No disk can be mounted here: {done.stderr}")


needs_unshare = pytest.mark.skipif(shutil.which("unshare") is None, reason="mounts a disk; this system has no unshare")


@needs_unshare
def test_a_full_disk_keeps_what_was_acknowledged_and_takes_more_once_there_is_space(tmp_path: Path) -> None:
    acknowledged, message, again, kept, backup, left, after, last = on_a_small_disk(tmp_path, FULL)
    assert acknowledged > 3
    assert message.startswith("StorageFull: Not saved: no space is left for the database")
    assert again.startswith("StorageFull")
    assert kept == [acknowledged, acknowledged]
    assert backup.startswith("StorageFull")
    assert left == [], "a part of a backup was left behind"
    assert after is None
    assert last == [acknowledged + 1, acknowledged + 1]


@needs_unshare
def test_a_disk_mounted_read_only_shows_everything_and_says_why_nothing_is_saved(tmp_path: Path) -> None:
    seen, message, proof, same = on_a_small_disk(tmp_path, READ_ONLY)
    assert seen == [1, 1]
    assert message == proof
    assert message.startswith(f"StorageReadOnly: The database {tmp_path / 'preflight.db'} can't be written by user id ")
    assert same
