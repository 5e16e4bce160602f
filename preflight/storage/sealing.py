"""Encrypting a stream of any length in constant memory, so that whatever was changed, cut off, moved or added is found.

AES-256-GCM in pieces of 1 MiB, each under its own number, the last one marked: the STREAM construction (Hoang,
Reyhanitabar, Rogaway and Vizár, 2015). Each file has a key of its own, derived from the given one and the file's salt,
so that numbers can be counted from nought. docs/backup.md has the format byte by byte.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from preflight.domain.errors import UnsoundBackup

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC: Final = b"PFLTSEAL"
_VERSION: Final = b"\x01"
_KEY_ID: Final = 8
_SALT: Final = 16
HEADER: Final = len(MAGIC) + len(_VERSION) + _KEY_ID + _SALT
PIECE: Final = 1 << 20
_TAG: Final = 16
_MOST_PIECES: Final = 1 << 32


class SealingWriter(io.RawIOBase):
    """Encrypts what is written to it into `out`. Only `finish` makes it whole; `out` stays open."""

    def __init__(self, out: BinaryIO, key: bytes) -> None:
        self._out = out
        self._header = MAGIC + _VERSION + key_id(key) + os.urandom(_SALT)
        self._cipher = _cipher(key, self._header)
        self._number = 0
        self._waiting = bytearray()
        out.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        given = memoryview(data).cast("B")
        self._waiting += given
        # The last piece is told from the others, so one is held back until more is there.
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(given)

    def finish(self) -> None:
        """Write the last piece, without which nobody takes the file for whole."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, self._header))
        self._number += 1


class UnsealingReader(io.RawIOBase):
    """Decrypts a sealed stream while it is read. Gives nothing that it has not authenticated.

    Raises UnsoundBackup where none of the keys is the right one, and where anything was changed or is missing: that the
    end is there shows when it has been read to the end.
    """

    def __init__(self, sealed: BinaryIO, keys: Sequence[bytes]) -> None:
        self._sealed = sealed
        self._header = sealed.read(HEADER)
        if len(self._header) < HEADER or self._header[: len(MAGIC) + 1] != MAGIC + _VERSION:
            raise UnsoundBackup("it is not sealed in a way that this Preflight knows")
        named = self._header[len(MAGIC) + 1 : len(MAGIC) + 1 + _KEY_ID]
        key = next((each for each in keys if key_id(each) == named), None)
        if key is None:
            raise UnsoundBackup("it is encrypted, and " + ("with another key" if keys else "no key was given"))
        self._cipher = _cipher(key, self._header)
        self._number = 0
        self._next = sealed.read(PIECE + _TAG)
        self._open = memoryview(b"")
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        while not self._open and not self._ended:
            self._open = memoryview(self._get())
        into = memoryview(buffer).cast("B")
        size = min(len(into), len(self._open))
        into[:size] = self._open[:size]
        self._open = self._open[size:]
        return size

    def _get(self) -> bytes:
        piece, self._next = self._next, self._sealed.read(PIECE + _TAG)
        self._ended = not self._next
        try:
            opened = self._cipher.decrypt(_nonce(self._number, last=self._ended), piece, self._header)
        except InvalidTag:
            raise UnsoundBackup("it was changed, or a part of it is missing") from None
        self._number += 1
        return opened


def key_id(key: bytes) -> bytes:
    """Eight bytes that tell a key from others and give nothing away."""
    return hmac.new(key, b"preflight backup key", hashlib.sha256).digest()[:_KEY_ID]


def is_sealed(beginning: bytes) -> bool:
    """Whether a file that begins so is sealed."""
    return beginning.startswith(MAGIC)


def _cipher(key: bytes, header: bytes) -> AESGCM:
    salt = header[-_SALT:]
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"preflight backup 1").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    if number >= _MOST_PIECES:
        raise UnsoundBackup("it has more pieces than a sealed file may have")
    return bytes(7) + number.to_bytes(4, "big") + bytes([last])
