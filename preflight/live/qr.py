"""QR codes as one SVG path on a square of modules, for a screen that draws them itself."""

from __future__ import annotations

from typing import NamedTuple

import segno
from segno.helpers import make_wifi_data

from preflight.domain.errors import Invalid

QUIET = 4
"""Modules of quiet zone on each side, as the standard asks."""
LONGEST = 400


class QrPath(NamedTuple):
    """`size` modules wide and high, quiet zone included; `path` is SVG path data of the dark modules."""

    size: int
    path: str


def qr_path(text: str) -> QrPath:
    """The QR code of a text, such as an address. Raises Invalid when it is empty or too long."""
    if not text or len(text) > LONGEST or not _encodes(text):
        raise Invalid(f"A QR code takes from 1 to {LONGEST} characters here.")
    code = segno.make_qr(text, error="m", boost_error=True)
    parts, width = [], 0
    for y, modules in enumerate(code.matrix_iter(scale=1, border=QUIET)):
        row = tuple(modules)
        width = len(row)
        x = 0
        while x < width:
            if not row[x]:
                x += 1
                continue
            end = x
            while end < width and row[end]:
                end += 1
            parts.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end
    return QrPath(width, "".join(parts))


def wifi_text(name: str, password: str, *, hidden: bool = False) -> str:
    """What a QR code of a Wi-Fi says; an empty password is an open network. Raises Invalid without a name."""
    if not name or not _encodes(name + password) or len(name.encode()) > 32 or len(password) > 63:
        raise Invalid("A Wi-Fi name has from 1 to 32 bytes, its password at most 63 characters.")
    return str(
        make_wifi_data(ssid=name, password=password or None, security="WPA" if password else None, hidden=hidden)
    )


def _encodes(text: str) -> bool:
    """JSON may hold halves of characters, which are no text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
