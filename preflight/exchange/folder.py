"""Where files lie between being made and being fetched: a folder of this process, which nobody else may look into."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from preflight.domain.errors import PreflightError

_PREFIX: Final = "preflight-exchange-"
_LOCK: Final = "held"
_YOUNG_S: Final = 60
"""A folder without a lock is left alone for so long: its process may be about to lock it."""


class NoFolder(PreflightError):
    """There is no place for files on their way; str() says what to do."""


class PrivateFolder:
    """Made (mode 700) by `open`, which also removes what processes that were killed have left; removed by `close`."""

    def __init__(self, within: Path | None = None) -> None:
        self._within = within or Path(tempfile.gettempdir())
        self._path: Path | None = None
        self._lock = -1

    def open(self) -> None:
        """Make the folder, once. Raises NoFolder."""
        if self._path is not None:
            return
        for left in self._within.glob(f"{_PREFIX}*"):
            _remove_if_left(left)
        try:
            path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._within))
            self._lock = os.open(path / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise NoFolder(
                f"Preflight needs a folder for files on their way, and {self._within} can't be written "
                f"({error.strerror or error}). Make room there, or name another folder with TMPDIR."
            ) from error
        _locked(self._lock)
        self._path = path

    def new_file(self) -> Path:
        """A name in the folder that nobody can guess; nothing stands there yet. Raises NoFolder."""
        if self._path is not None and not self._path.is_dir():
            self.close()  # systems clear away what looks old among temporary files
        self.open()
        assert self._path is not None
        return self._path / secrets.token_hex(16)

    def close(self) -> None:
        """Remove the folder and all that is in it."""
        if self._path is None:
            return
        os.close(self._lock)
        shutil.rmtree(self._path, ignore_errors=True)
        self._path = None


def _remove_if_left(folder: Path) -> None:
    """Whoever was killed holds no lock any more; a folder of another user is none of ours."""
    with contextlib.suppress(OSError):
        found = folder.lstat()
        if not folder.is_dir() or folder.is_symlink() or time.time() - found.st_mtime < _YOUNG_S:
            return
        if hasattr(os, "getuid") and found.st_uid != os.getuid():
            return
        lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            free = _locked(lock)
        finally:
            os.close(lock)
        if free:
            shutil.rmtree(folder, ignore_errors=True)


def _locked(file: int) -> bool:
    """Lock the open file until it is closed or the process ends; False when another process has it locked."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
