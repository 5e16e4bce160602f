"""The phone page: one HTML file that needs nothing else, put together from its parts once.

The scripts are plain ES modules. On the page they share one scope, without their imports and exports: a name at the
top of one is taken in all of them.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from preflight.charts.theme import DARK, LIGHT, Palette, css_variables

FOLDER: Final = Path(__file__).parent / "assets"
SCRIPTS: Final = ("dom", "memory", "connection", "vote", "joining", "role", "clock", "ballot", "result", "phone")
"""In the order of their imports."""

_POLICY: Final = (
    "default-src 'none'; script-src {script}; style-src {style}; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SOCKETS: Final = "connect-src 'self'"
_LEFT_OUT: Final = re.compile(r"//|import ")
_STRING: Final = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
_JOINED: Final = re.compile(r"(?<=[{(\[,])\n|\n(?=[})\]])")
_STRING_OR_SIGN: Final = re.compile(_STRING + r"| *([-=+*/<>?:,(){}[\]|&!;]+) *")


@dataclass(frozen=True, slots=True)
class PhonePage:
    """`body` is the whole page, `packed` the same in gzip, `policy` the content policy to send with either."""

    body: bytes
    packed: bytes
    policy: str

    def policy_for(self, host: str) -> str:
        """The policy with the WebSockets of `host` named: the Host header, once the guard has let it through.

        'self' alone covers them in today's browsers, but not in Safari up to early 2022 (WebKit bug 235873):
        such a phone would join and never see a question. A bare `ws:` would open the policy to every address there is.
        """
        return self.policy.replace(_SOCKETS, f"{_SOCKETS} ws://{host} wss://{host}")


@cache
def phone_page() -> PhonePage:
    """The page as it is served: UTF-8, under 30 kB, the same bytes each time."""
    style = _style()
    script = "\n".join(_script(_read(f"{name}.js")) for name in SCRIPTS)
    page = _read("phone.html")
    page = page.replace("<style></style>", f"<style>{style}</style>")
    body = page.replace("></script>", f">{script}</script>").encode()
    policy = _POLICY.format(script=_hash(script), style=_hash(style))
    return PhonePage(body, gzip.compress(body, mtime=0), policy)


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _style() -> str:
    """The rules, and before them the colours that they use, in light and in dark."""
    rules = re.sub(r"\s*([{};,>!])\s*|(?<=:) ", r"\1", _read("phone.css")).replace(";}", "}")
    used = set(re.findall(r"var\((--[\w-]+)\)", rules))
    light, dark = _colours(LIGHT, used), _colours(DARK, used)
    style = f":root{{color-scheme:light dark;{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}{rules}"
    return style.replace("--pf-", "--")


def _colours(palette: Palette, used: set[str]) -> str:
    lines = css_variables(palette).splitlines()
    return "".join(line.replace(": ", ":") for line in lines if line.partition(":")[0] in used)


def _script(source: str) -> str:
    """A script as it stands on the page: no comments, no imports and exports, no spaces but where they mean something.

    It asks two things of a script: no template inside a template, and no space in a regular expression.
    """
    lines = (line.strip().removeprefix("export ") for line in source.splitlines())
    kept = (line for line in lines if line and not _LEFT_OUT.match(line))
    squeezed = "\n".join(_STRING_OR_SIGN.sub(lambda found: found[1] or found[2], line) for line in kept)
    return _JOINED.sub("", squeezed)
