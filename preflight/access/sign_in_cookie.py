"""The cookie of a sign-in, as a browser sends it, and the digest under which its login session is kept."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Final

NAME: Final = "_streamlit_user"
"""Streamlit's name for it. A long one is cut into `_streamlit_user_1` and so on; the first then says into how many."""

_CHUNKED: Final = re.compile(r"chunks-([1-9][0-9]?)")
_NONE_LONGER: Final = 300
"""In characters: the cookie that only says how many there are is shorter."""


def digest_of(cookies: Mapping[str, str]) -> str | None:
    """The SHA-256 digest of the cookie with all its parts, in hex; None without one.

    Parts of an older sign-in that a browser still sends are left out. The signature is not looked at: the digest is of
    a cookie that this server once set, or nobody knows it.
    """
    first = cookies.get(NAME)
    if not first:
        return None
    parts = [first, *(cookies.get(f"{NAME}_{number}", "") for number in range(1, _further(first) + 1))]
    if not all(parts):
        return None
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _further(first: str) -> int:
    """How many parts follow."""
    if len(first) > _NONE_LONGER:
        return 0
    said = first.partition(".")[0]
    try:
        found = json.loads(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)))
    except ValueError:
        return 0
    chunked = _CHUNKED.fullmatch(found) if isinstance(found, str) else None
    return int(chunked[1]) if chunked else 0
