"""Numbers and labels as people read them: one way to show a score, one way to make text literal."""

from __future__ import annotations

import html
import unicodedata
from datetime import date
from fractions import Fraction

from preflight.domain.figures import scale_end, shown

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def shown_number(fraction: Fraction | None, out_of: Fraction | int) -> float | None:
    """The same value as `shown`, as a number for a table."""
    return None if fraction is None else float(shown(fraction, out_of))


def shown_of(fraction: Fraction | None, out_of: Fraction | int) -> str:
    """The score with what it is out of: "2.4 of 4", or "no score"."""
    return "no score" if fraction is None else f"{shown(fraction, out_of)} of {scale_end(out_of)}"


def literal(text: str) -> str:
    """The text as Plotly and SVG must be given it so that it stands there letter by letter.

    Plotly reads a small HTML and `$…$` in every name, title and tick (THREATS.md A3), and of the entities for quotes
    it knows only the numbers. Control characters and lone surrogates, which no XML may hold, are dropped.
    """
    escaped = html.escape(printable(text), quote=False)
    return escaped.replace('"', "&#34;").replace("'", "&#39;").replace("$", "&#36;")


def printable(text: str) -> str:
    """The text on one line, white space as single spaces, without control characters and lone surrogates."""
    kept = (" " if letter.isspace() else letter for letter in text)
    return " ".join("".join(x for x in kept if unicodedata.category(x) not in {"Cc", "Cs"}).split())


def day(on: date) -> str:
    """The date as people read it, in the same words wherever it is run: "12 Mar 2026"."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
