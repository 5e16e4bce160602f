"""What moved, as the title of a slide or a page: over a history, and since the assessment before. Never praise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from preflight.domain.comparison import Comparison
from preflight.domain.figures import shown
from preflight.domain.headlines import NOTHING_SCORED, fitting
from preflight.domain.scoring import Score
from preflight.domain.verdict import weakest_section
from preflight.domain.wording import counted, day, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The score of one assessment in a history."""

    on: date
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    title: str
    before: str
    after: str
    by: Fraction


def trend_headline(moments: Sequence[Moment]) -> str:
    """What moved over the whole of a history, or since when nothing did. The oldest moment comes first."""
    if len(moments) < 2:
        return _too_few(moments)
    still = len(moments) - 1
    while still > 0 and _fractions(moments[still - 1].score) == _fractions(moments[-1].score):
        still -= 1
    if still < len(moments) - 1:
        return f"Nothing moved since {day(moments[still].on)}"
    words = _changes_in_words(_changes(moments[0].score, moments[-1].score), day(moments[0].on))
    return words or f"Every dimension is back where it was on {day(moments[0].on)}"


def radars_headline(moments: Sequence[Moment]) -> str:
    """Whether the weakest dimension changed over a history. The oldest moment comes first."""
    if len(moments) < 2:
        return _too_few(moments)
    named = [(each, _weakest(each.score)) for each in moments]
    known = [(each, title) for each, title in named if title]
    if not known:
        return NOTHING_SCORED
    (first, before), (_, now) = known[0], known[-1]
    if len(first.score.sections) == 1:
        return trend_headline(moments)
    if all(title == now for _, title in known):
        times = "both dates" if len(known) == 2 else f"all {counted(len(known))} dates"
        return fitting(f"{now} was the weakest on {times}", f"{now} stayed the weakest")
    if before == now:
        return f"{now} is the weakest again, as on {day(first.on)}"
    return fitting(
        f"{now} is the weakest now; on {day(first.on)} it was {before}", f"{now} is the weakest now, no longer {before}"
    )


def moved_headline(comparison: Comparison | None, since: date | None) -> str:
    """What moved since the assessment before, of the questions that both asked."""
    if comparison is None or since is None:
        return "This is the first assessment: there is nothing to compare it with yet"
    words = _changes_in_words(_changes(comparison.before, comparison.after), day(since))
    if words:
        return words
    if not comparison.moves:
        return f"Nothing moved since {day(since)}"
    before = {section.id: section.fraction for section in comparison.before.sections}
    gaps = [
        each.title for each in comparison.after.sections if (each.fraction is None) is not (before[each.id] is None)
    ]
    if gaps:
        first = f"{listed(gaps)} can’t be compared with {day(since)}"
        return fitting(f"{first}: one of the two has no score there", first)
    return f"Answers changed since {day(since)}, but no dimension moved"


def _too_few(moments: Sequence[Moment]) -> str:
    if not moments:
        return "There is no completed assessment yet: a history needs two"
    return f"One assessment so far, on {day(moments[0].on)}: a history needs two"


def _changes_in_words(changes: Sequence[_Change], since: str) -> str:
    """ "Integration rose from 1.2 to 2.0 since 12 March 2026; two more rose, one fell"; empty where nothing moved."""
    if not changes:
        return ""
    largest = changes[0]
    verb = "rose" if largest.by > 0 else "fell"
    same = largest.before == largest.after
    figures = f"{verb} a little, at {largest.after}" if same else f"{verb} from {largest.before} to {largest.after}"
    first = f"{largest.title} {figures} since {since}"
    rest = [change.by > 0 for change in changes[1:]]
    also = [
        f"{counted(count)} {'more ' if (largest.by > 0) is up else ''}{'rose' if up else 'fell'}"
        for up, count in ((True, sum(rest)), (False, len(rest) - sum(rest)))
        if count
    ]
    if len(changes) == 2:
        other = changes[1]
        also = [
            f"{other.title} {'rose' if other.by > 0 else 'fell'}{' too' if (other.by > 0) is (largest.by > 0) else ''}"
        ]
    return fitting(f"{first}; {', '.join(also)}" if also else first, first, f"{largest.title} {figures}")


def _changes(before: Score, after: Score) -> list[_Change]:
    """The top sections that moved, by their place in the later score, the largest change first."""
    old = {section.id: section.fraction for section in before.sections}
    found = []
    for section in after.sections:
        was = old.get(section.id)
        if was is not None and section.fraction is not None and was != section.fraction:
            out_of = section.out_of
            found.append(
                _Change(
                    title=section.title,
                    before=shown(was, out_of),
                    after=shown(section.fraction, out_of),
                    by=section.fraction - was,
                )
            )
    return sorted(found, key=lambda change: -abs(change.by))


def _fractions(score: Score) -> dict[str, Fraction | None]:
    return {section.id: section.fraction for section in score.sections}


def _weakest(score: Score) -> str:
    name = weakest_section(score)
    section = score.section(name) if name else None
    return section.title if section else ""
