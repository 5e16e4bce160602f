"""The file of a backup: `manifest.json` and the data, in a .tar.gz that any machine unpacks; sealed with a key.

It appears under its name only when the disk has it and it was read back, byte for byte. Writing and reading take
constant memory.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import secrets
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, Self

from preflight.domain.errors import StorageError, UnsoundBackup
from preflight.storage.backup_manifest import LARGEST, Kind, Manifest, read_manifest_json
from preflight.storage.sealing import HEADER, SealingWriter, UnsealingReader, is_sealed

MANIFEST: Final = "manifest.json"
DATA: Final = {Kind.SQLITE: "preflight.db", Kind.POSTGRESQL: "preflight.dump"}
PARTIAL: Final = ".partial"
SEALED: Final = ".sealed"
"""What the name of a sealed one ends in: nobody puts one that is open to everybody in its place."""
_LONGEST_HEADER: Final = 64 << 10
_PIECE: Final = 1 << 20
_FASTEST: Final = 1
"""Text gets five times smaller already at zlib's level 1; level 6 takes four times as long for a tenth less."""


def sha256_of(data: BinaryIO) -> tuple[str, int]:
    """The SHA-256 in hexadecimal and the size in bytes of what is read from here to the end."""
    digest, size = hashlib.sha256(), 0
    while piece := data.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def write_backup(final: Path, manifest: Manifest, data: BinaryIO, key: bytes | None) -> None:
    """Write the backup's file; `data` is read from where it stands. Raises OSError, and UnsoundBackup when it is
    not read back as it was written; nothing is left behind then."""
    partial = final.with_name(f".{final.name}.{secrets.token_hex(4)}{PARTIAL}")
    try:
        with open(partial, "xb", opener=for_us_alone) as out:
            sealing = SealingWriter(out, key) if key else None
            with gzip.GzipFile(
                fileobj=sealing or out, mode="wb", compresslevel=_FASTEST, filename="", mtime=0
            ) as packed:
                _write_tar(packed, manifest, data)
            if sealing:
                sealing.finish()
            out.flush()
            os.fsync(out.fileno())
        extract(partial, [key] if key else [], None)
        os.replace(partial, final)
    finally:
        partial.unlink(missing_ok=True)
    sync(final.parent)


def read_manifest(file: Path, keys: Sequence[bytes]) -> Manifest:
    """What the backup says of itself, from its first bytes. Raises UnsoundBackup."""
    with _members(file, keys) as (manifest, _):
        return manifest


def is_sealed_file(file: Path) -> bool:
    """Whether it was made with a key, whatever its name says. Raises StorageError."""
    try:
        with file.open("rb") as raw:
            return is_sealed(raw.read(HEADER))
    except OSError as error:
        raise StorageError(f"The backup {file} can't be read: {error.strerror}.") from error


def extract(file: Path, keys: Sequence[bytes], into: IO[bytes] | None) -> Manifest:
    """Write the backup's data into an open file (None only checks it) and give what it says of itself.

    Every byte is held against the checksum, and the file must end where it should. Raises UnsoundBackup; what was
    written until then is worth nothing.
    """
    with _members(file, keys) as (manifest, data):
        digest, size = hashlib.sha256(), 0
        while piece := data.read(_PIECE):
            size += len(piece)
            if size > manifest.size:
                break
            digest.update(piece)
            if into is not None:
                into.write(piece)
        if size != manifest.size or digest.hexdigest() != manifest.sha256:
            raise _unsound(file, "its data are not those that it was made of")
        return manifest


def for_us_alone(path: str, flags: int) -> int:
    """An `opener` for open(): whoever else has an account on the machine can't read a new file."""
    return os.open(path, flags, 0o600)


def sync(path: Path) -> None:
    """Have the disk keep a file, or a folder's list of files (which Windows does by itself)."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_tar(packed: gzip.GzipFile, manifest: Manifest, data: BinaryIO) -> None:
    told = manifest.written()
    with tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for name, size, content in (
            (MANIFEST, len(told), io.BytesIO(told)),
            (DATA[manifest.kind], manifest.size, data),
        ):
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = size, 0o600, int(manifest.made_at.timestamp())
            tar.addfile(member, content)


@contextmanager
def _members(file: Path, keys: Sequence[bytes]) -> Iterator[tuple[Manifest, IO[bytes]]]:
    """The manifest, and the data to read. At the end of the block all of the file must have been as it was written."""
    try:
        with contextlib.ExitStack() as open_ones:
            raw = open_ones.enter_context(file.open("rb"))
            sealed = is_sealed(raw.peek(HEADER))
            if file.name.endswith(SEALED) and not sealed:
                raise UnsoundBackup("it is not encrypted, though its name says so: it is another file than was kept")
            inside: Any = io.BufferedReader(UnsealingReader(raw, keys), _PIECE) if sealed else raw
            packed = open_ones.enter_context(gzip.GzipFile(fileobj=inside, mode="rb"))
            tar = open_ones.enter_context(tarfile.open(fileobj=packed, mode="r|", tarinfo=_Member))
            manifest = read_manifest_json(_member(tar, MANIFEST).read(LARGEST))
            data = _member(tar, DATA[manifest.kind])
            whole = _WholeData(data, packed)
            yield manifest, whole  # type: ignore[misc]
    except UnsoundBackup as error:
        raise (error if str(file) in str(error) else _unsound(file, str(error))) from None
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, RecursionError) as error:
        raise _unsound(file, f"it is cut off or damaged ({error})") from error
    except OSError as error:
        if error.filename is None:
            raise
        raise StorageError(f"The backup {file} can't be read: {error.strerror}.") from error


class _Member(tarfile.TarInfo):
    """A file, or the few words that go before a very large one. Of others tarfile reads into memory what they say that
    they have, and a bomb says gigabytes."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        found = super().frombuf(buf, encoding, errors)
        told = found.type == tarfile.XHDTYPE and found.size <= _LONGEST_HEADER
        if not told and found.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            raise tarfile.ReadError("what is in it is packed in a way that no backup is")
        return found


class _WholeData:
    """Reads the data; at their end also what is behind them, where the checksums of what was packed stand."""

    def __init__(self, data: IO[bytes], packed: gzip.GzipFile) -> None:
        self._data = data
        self._packed = packed

    def read(self, size: int) -> bytes:
        piece = self._data.read(size)
        if not piece:
            while self._packed.read(_PIECE):
                pass
        return piece


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    member = tar.next()
    content = tar.extractfile(member) if member is not None and member.isreg() and member.name == name else None
    if content is None:
        raise UnsoundBackup("it does not hold what a backup of Preflight holds")
    return content


def _unsound(file: Path, why: str) -> UnsoundBackup:
    return UnsoundBackup(f"The backup {file} can't be used: {why}.")
