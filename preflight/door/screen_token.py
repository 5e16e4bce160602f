"""The token that opens the facilitator's screens: made once, kept in the data folder, the same after each start.

What a browser keeps is not the token but a value derived from it: a cookie that leaks opens the screens until the
token is changed, and never gives away the link.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import logging
import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import Final

from preflight.domain.errors import PreflightError
from preflight.settings import variable

FILE_NAME: Final = "screen-token"
_BYTES: Final = 16
_SOUND: Final = re.compile(r"[0-9a-f]{32}")

_log: Final = logging.getLogger(__name__)


class ScreenTokenUnusable(PreflightError):
    """The file of the screen token can't be read or written; str() says what to do."""


def kept_token(data: Path) -> str:
    """The token of this data folder, 128 random bits. Makes the folder and the file where they are missing.

    A file that holds no sound token is replaced, with a warning. Raises ScreenTokenUnusable.
    """
    file = data / FILE_NAME
    try:
        if file.exists():
            token = file.read_text(encoding="ascii", errors="replace").strip()
            if _SOUND.fullmatch(token):
                _keep_private(file)
                return token
            _log.warning("%s held no sound token; it is replaced, and every screen has to be opened anew.", file)
        return _made(file)
    except OSError as error:
        raise ScreenTokenUnusable(
            f"The screen token in {file} can't be used ({error.strerror or error}). Make it readable and writable for "
            f"the user that runs Preflight, or remove it and start again; or give one with {variable('screen_token')}."
        ) from error


def cookie_of(token: str) -> tuple[str, str]:
    """The cookie's name and value for this token.

    The name is the token's too: browsers keep the cookies of all ports of one machine together, and two servers there
    would otherwise shut one another's screens.
    """
    return f"preflight_screen_{_derived(token, 'name')[:8]}", _derived(token, "value")


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell how much of them is."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8"))


def _derived(token: str, purpose: str) -> str:
    return hmac.new(token.encode(), f"preflight screen cookie, {purpose}".encode(), hashlib.sha256).hexdigest()


def _made(file: Path) -> str:
    """A new token, written whole or not at all, readable by this user only."""
    token = secrets.token_hex(_BYTES)
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f"{FILE_NAME}-", dir=file.parent)  # mode 600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as writing:
            writing.write(token + "\n")
            writing.flush()
            os.fsync(writing.fileno())
        Path(draft).replace(file)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return token


def _keep_private(file: Path) -> None:
    if os.name != "nt" and file.stat().st_mode & 0o077:
        _log.warning("%s could be read by others on this machine. Remove it to get a new token.", file)
        with contextlib.suppress(OSError):  # some file systems know no modes
            file.chmod(0o600)
