"""`verdict:`: what it follows, and its bands from worst to best."""

from __future__ import annotations

from fractions import Fraction

from preflight.catalog import values
from preflight.catalog.fields import Fields, shown
from preflight.catalog.nodes import Node
from preflight.catalog.problems import Problems, quoted
from preflight.catalog.reading_draft import note_twice
from preflight.domain.questionnaire import Band, Basis, VerdictRule

_KEYS = ("basis", "bands", "cap", "needs_coverage")
_BAND_KEYS = ("id", "title", "from", "above")


def read_verdict(node: Node, problems: Problems) -> VerdictRule:
    """How the questionnaire comes to its verdict. Bands are required unless stages decide."""
    fields = Fields(node, problems, what="the verdict", keys=_KEYS)
    basis = fields.word("basis", Basis) or Basis.WEAKEST
    bands = _bands(fields, required=basis is not Basis.STAGES)
    cap = fields.identifier("cap")
    if cap is not None and all(band.id != cap for band in bands):
        allowed = problems.suggestion(cap, [band.id for band in bands])
        problems.add(fields.found["cap"], f"there is no band {quoted(cap)}", allowed)
    return VerdictRule(basis=basis, bands=bands, cap=cap, needs_coverage=fields.ratio("needs_coverage", Fraction(0)))


def _bands(verdict: Fields, *, required: bool) -> tuple[Band, ...]:
    problems = verdict.problems
    bands: list[Band] = []
    first: dict[str, Node] = {}
    before: Band | None = None
    for item in verdict.items("bands", required=required):
        fields = Fields(item, problems, what="a band", keys=_BAND_KEYS)
        band_id = fields.identifier("id", required=True)
        if band_id is not None:
            note_twice(first, band_id, fields.found["id"], problems, what="the band id")
        title = fields.title("title", required=True)
        start, exclusive = _threshold(fields)
        band = Band(id=band_id or "", title=title, start=start or Fraction(0), exclusive=exclusive)
        bands.append(band)
        if start is None:
            continue
        if before is not None and (start, exclusive) <= (before.start, before.exclusive):
            wrong = f"the band {_threshold_of(band)} stands after the one {_threshold_of(before)}"
            problems.add(fields.found["above" if exclusive else "from"], wrong, "order bands worst first, rising")
        before = band
    return tuple(bands)


def _threshold(fields: Fields) -> tuple[Fraction | None, bool]:
    """Where a band begins, and whether only above that; None when it is missing or wrong."""
    problems = fields.problems
    if "from" in fields and "above" in fields:
        fields.refuse("above", "a band has both from and above", "keep one of them")
    elif "from" not in fields and "above" not in fields and not fields.broken:
        problems.add(fields.at, "a band has neither from nor above", "add `from:` (at least) or `above:` (more than)")
    key = "from" if "from" in fields else "above"
    node = fields.node(key)
    start = None if node is None else values.ratio(node, problems, what=key)
    if node is not None and key == "above" and start == 1:
        problems.add(node, "above is 1, which no score is", "allowed is less than 1")
    return start, key == "above"


def _threshold_of(band: Band) -> str:
    return f"{'above' if band.exclusive else 'from'} {shown(band.start)}"
