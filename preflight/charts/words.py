"""Numbers and labels as people read them: one way to show a score, one way to make text literal."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from preflight.domain import sentences

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MINUS = "\N{MINUS SIGN}"


def shown(fraction: Fraction | None, out_of: Fraction | int) -> str:
    """The score as the domain's sentences show it, so that chart, table and sentence agree; "–" where there is none."""
    return sentences.shown(fraction, Fraction(out_of))


def shown_number(fraction: Fraction | None, out_of: Fraction | int) -> float | None:
    """The same value as `shown`, as a number for a table."""
    return None if fraction is None else float(shown(fraction, out_of))


def shown_of(fraction: Fraction | None, out_of: Fraction | int) -> str:
    """The score with what it is out of: "2.4 of 4", or "no score"."""
    return "no score" if fraction is None else f"{shown(fraction, out_of)} of {plain(out_of)}"


def plain(number: Fraction | int) -> str:
    """A number of the scale itself, such as its end or a threshold: "4", "2.5", "2.67"."""
    return f"{round(float(number), 2):g}"


def signed(difference: Fraction, out_of: Fraction | int) -> str:
    """A difference with its sign: "+0.5", "−0.5". One that would round to nothing has the decimals that show it."""
    words = sentences.signed(difference, Fraction(out_of))
    if difference == 0 or words.strip("±0."):
        return words
    size = float(abs(difference) * out_of)
    finer = (f"{size:.{decimals}f}" for decimals in (2, 3))
    return f"{'+' if difference > 0 else MINUS}{next((words for words in finer if float(words)), '0.001')}"


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


def listed(names: Sequence[str]) -> str:
    """The names as a sentence lists them: "A", "A and B", "A, B and C"."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
