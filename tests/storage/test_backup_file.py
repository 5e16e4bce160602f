"""Files that somebody made to be taken for a backup: refused with a sentence, in little memory."""

from __future__ import annotations

import gzip
import io
import tarfile
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from preflight.domain.errors import UnsoundBackup
from preflight.storage.backup_file import extract, read_manifest, sha256_of, write_backup
from preflight.storage.backup_manifest import Content, Kind, Manifest

KEY = bytes(range(32))
DATA = b"data" * 500
DIGEST, SIZE = sha256_of(io.BytesIO(DATA))
MANIFEST = Manifest(
    kind=Kind.SQLITE,
    made_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    label="manual",
    content=Content(schema="0006", rows={"project": 1}),
    sha256=DIGEST,
    size=SIZE,
)
MB = 1 << 20


def header(kind: bytes, size: int) -> bytes:
    member = tarfile.TarInfo("manifest.json")
    member.type, member.size = kind, size
    return member.tobuf(tarfile.USTAR_FORMAT)


WORDS = b"13 path=abcd\n".ljust(512, b"\0")
BOMBS = {
    "words of 60 MB before a file": header(tarfile.XHDTYPE, 60 * MB) + bytes(60 * MB),
    "words of 60 MB before all files": header(tarfile.XGLTYPE, 60 * MB) + bytes(60 * MB),
    "a name of 60 MB": header(tarfile.GNUTYPE_LONGNAME, 60 * MB) + bytes(60 * MB),
    "a file that is said to be mostly holes": header(tarfile.GNUTYPE_SPARSE, 10) + bytes(1024),
    "words before words before words": (header(tarfile.XHDTYPE, 13) + WORDS) * 5_000,
}


@pytest.mark.parametrize("what", BOMBS)
def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, what: str) -> None:
    file = tmp_path / "preflight-20260302T090000Z-manual.tar.gz"
    file.write_bytes(gzip.compress(BOMBS[what] + bytes(1024), compresslevel=1))
    tracemalloc.start()
    try:
        with pytest.raises(UnsoundBackup):
            read_manifest(file, [])
        assert tracemalloc.get_traced_memory()[1] < 16 * MB
    finally:
        tracemalloc.stop()


def test_what_is_called_sealed_and_is_not_is_refused(tmp_path: Path) -> None:
    """Nobody without the key puts another backup in the place of a sealed one."""
    name = "preflight-20260302T090000Z-manual.tar.gz"
    forged, kept = tmp_path / name, tmp_path / f"{name}.sealed"
    write_backup(forged, MANIFEST, io.BytesIO(DATA), None)
    write_backup(kept, MANIFEST, io.BytesIO(DATA), KEY)
    assert extract(kept, [KEY], None) == extract(forged, [KEY], None) == MANIFEST
    forged.replace(kept)
    with pytest.raises(UnsoundBackup, match="not encrypted, though its name says so"):
        read_manifest(kept, [KEY])
    with pytest.raises(UnsoundBackup, match="not encrypted, though its name says so"):
        extract(kept, [KEY], None)


@pytest.mark.parametrize("wrong", ["\x1b]0;owned\x07", "two\nlines", "\u202eltr"])
def test_what_a_backup_says_of_itself_can_be_shown(tmp_path: Path, wrong: str) -> None:
    for said in (
        replace(MANIFEST, label=wrong),
        replace(MANIFEST, content=replace(MANIFEST.content, schema=wrong)),
        replace(MANIFEST, content=replace(MANIFEST.content, rows={wrong: 1})),
    ):
        with pytest.raises(UnsoundBackup, match="can't be read"):
            write_backup(tmp_path / "preflight-20260302T090000Z-manual.tar.gz", said, io.BytesIO(DATA), None)
