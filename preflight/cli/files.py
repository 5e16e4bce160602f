"""Files that commands read and write: read within bounds, written whole or not at all, never over another one."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from pathlib import Path

from preflight.catalog.shelf import read_bytes
from preflight.domain.errors import Invalid, UnsoundFile

STANDARD_OUT = "-"


def bytes_of(file: Path) -> bytes:
    """A questionnaire's or answers file's bytes. Raises UnsoundFile."""
    try:
        return read_bytes(file)
    except OSError as error:
        raise UnsoundFile(
            [f"{file}:1:1: the file can't be read ({error.strerror}); check its name and rights"]
        ) from error


def content_of(file: Path, *, most: int) -> bytes:
    """The file's bytes, one more than `most` at most, so that its reader sees that it is too large. Raises Invalid."""
    try:
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name can't be used"
        raise Invalid(f"{file}: the file can't be read ({why}); check its name and rights.") from error


def check_free(out: str | None, *, force: bool) -> None:
    """Raises Invalid where nothing could be written, before any work is done for it."""
    if out is None or out == STANDARD_OUT:
        return
    path = Path(out)
    if out.endswith(("/", os.sep)) and not path.is_dir():
        raise Invalid(f"There is no folder {out}. Make it first, or give a file's name.")
    if not path.is_dir() and not path.absolute().parent.is_dir():
        raise Invalid(f"There is no folder {path.parent}. Make it first.")
    if path.exists() and not path.is_dir() and not force:
        raise taken(path)


def write_out(content: bytes, name: str, out: str | None, *, force: bool) -> Path | None:
    """Write the file where `out` says: a file, a folder, “-” for standard output, None for the present folder.

    Returns its path, None for standard output. Raises Invalid where another file has its name, unless `force`.
    """
    if out == STANDARD_OUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return None
    place = Path(out) if out is not None else Path()
    target = place / name if place.is_dir() else place
    part = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        try:
            with part.open("xb") as written:
                written.write(content)
                written.flush()
                os.fsync(written.fileno())
            _put(part, target, force=force)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        raise Invalid(f"{target} can't be written ({error.strerror}). Nothing was left behind.") from error
    return target


def taken(target: Path) -> Invalid:
    """Why a file isn't written."""
    return Invalid(f"{target} is there already. Give another name, or --force to replace it.")


def _put(part: Path, target: Path, *, force: bool) -> None:
    if force:
        part.replace(target)
        return
    try:
        target.hardlink_to(part)  # fails where something has the name, even when it came this very moment
    except FileExistsError:
        raise taken(target) from None
    except OSError:  # a file system without links
        if target.exists():
            raise taken(target) from None
        part.replace(target)
