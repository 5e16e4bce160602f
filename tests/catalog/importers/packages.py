"""Office files that nobody should open, made by hand, for tests."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

CONTENT_TYPES = "[Content_Types].xml"
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


def package(parts: Mapping[str, bytes] | None = None, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the parts beside a content types part, which may be given too."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in ({CONTENT_TYPES: TYPES} | dict(parts or {})).items():
            archive.writestr(name, content)
    return written.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same package with the parts beside or instead of its own."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return package(kept | dict(parts))


def locked(content: bytes) -> bytes:
    """The same zip with the sign of a password on each entry."""
    changed = bytearray(content)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(signature)
        while place >= 0:
            changed[place + flags] |= 1
            place = changed.find(signature, place + 4)
    return bytes(changed)
