"""Exact fractions as the decimals that other programs read."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def decimal_text(fraction: Fraction | None) -> str:
    """At most 12 decimals, with a point; empty where there is none."""
    if fraction is None:
        return ""
    return f"{Decimal(fraction.numerator) / fraction.denominator:.12f}".rstrip("0").rstrip(".")
