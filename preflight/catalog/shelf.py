"""The shelf: the questionnaires in a folder, read anew only when a file has changed; and the kept ones, by digest."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from preflight.catalog.events import MOST_BYTES
from preflight.catalog.reading import place_of_id, read_questionnaire
from preflight.domain.errors import UnsoundFile
from preflight.domain.questionnaire import Questionnaire

MOST_KEPT: Final = 64
"""How many questionnaires of old assessments stay read; each takes about 0.3 MB."""

_SUFFIXES: Final = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfEntry:
    """A questionnaire with the bytes that it was read from, and their SHA-256 in hex: the version that is kept."""

    questionnaire: Questionnaire
    source: bytes
    digest: str
    file: str


@dataclass(frozen=True, slots=True)
class _Read:
    """What one file gave when it looked like `stamp`: an entry, or its problems."""

    stamp: tuple[int, int, int]
    entry: ShelfEntry | None
    problems: tuple[str, ...]


class Shelf:
    """The questionnaires of one folder (its .yaml and .yml files). Threads may share it.

    A file with problems is left out, and so is one whose id another file has already; the others still load.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._read: dict[Path, _Read] = {}

    def entries(self) -> tuple[ShelfEntry, ...]:
        """Every sound questionnaire, by file name."""
        return tuple(self._by_id().values())

    def get(self, questionnaire_id: str) -> ShelfEntry | None:
        """The questionnaire of this id, or None."""
        return self._by_id().get(questionnaire_id)

    def problems(self) -> tuple[str, ...]:
        """What is wrong on the shelf, file by file, each as `file:line:column: what is wrong; what is allowed`."""
        read = self._refreshed()
        found = [problem for each in read for problem in each.problems]
        first: dict[str, str] = {}
        for each in read:
            if each.entry is not None:
                questionnaire_id = each.entry.questionnaire.id
                other = first.setdefault(questionnaire_id, each.entry.file)
                if other != each.entry.file:
                    place = place_of_id(each.entry.source, file=each.entry.file)
                    found.append(f"{place}: the id {questionnaire_id!r} is taken by {other}; choose another id")
        return tuple(found)

    def _by_id(self) -> dict[str, ShelfEntry]:
        found: dict[str, ShelfEntry] = {}
        for each in self._refreshed():
            if each.entry is not None:
                found.setdefault(each.entry.questionnaire.id, each.entry)
        return found

    def _refreshed(self) -> tuple[_Read, ...]:
        with self._lock:
            files = sorted(path for path in self._files() if _is_ours(path))
            self._read = {path: _read_again(path, self._read.get(path)) for path in files}
            return tuple(self._read.values())

    def _files(self) -> list[Path]:
        try:
            return list(self.folder.iterdir())
        except OSError:
            return []


def _is_ours(path: Path) -> bool:
    """Editors and macOS leave hidden files beside ours, such as ._small.yaml."""
    return path.suffix in _SUFFIXES and not path.name.startswith(".") and path.is_file()


def _read_again(path: Path, known: _Read | None) -> _Read:
    try:
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if known is not None and known.stamp == stamp:
            return known
        source = read_bytes(path)
    except OSError as error:
        problem = f"{path.name}:1:1: the file can't be read ({error.strerror}); check its rights"
        return _Read((0, 0, 0), None, (problem,))
    try:
        questionnaire = read_questionnaire(source, file=path.name)
    except UnsoundFile as unsound:
        return _Read(stamp, None, unsound.problems)
    digest = hashlib.sha256(source).hexdigest()
    return _Read(stamp, ShelfEntry(questionnaire=questionnaire, source=source, digest=digest, file=path.name), ())


def read_bytes(path: Path) -> bytes:
    """The file's bytes, one more than is allowed at most, so that the reader sees that it is too large."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


_kept: OrderedDict[str, Questionnaire] = OrderedDict()
_kept_lock = Lock()


def questionnaire_from(digest: str, source: Callable[[], bytes]) -> Questionnaire:
    """The questionnaire that was kept under this SHA-256; `source` gives its bytes and is asked only when needed.

    Raises UnsoundFile when the bytes are not those of the digest, or can't be read.
    """
    with _kept_lock:
        if digest in _kept:
            _kept.move_to_end(digest)
            return _kept[digest]
    data = source()
    name = f"kept questionnaire {digest[:12]}"
    if hashlib.sha256(data).hexdigest() != digest:
        raise UnsoundFile([f"{name}:1:1: it is not what was kept; restore the database from a backup"])
    questionnaire = read_questionnaire(data, file=name)
    with _kept_lock:
        _kept[digest] = questionnaire
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return questionnaire
