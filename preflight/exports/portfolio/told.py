"""A project of the portfolio in the words that its deck and its report share, and the line at their foot."""

from __future__ import annotations

from preflight.charts.words import day as short_day
from preflight.domain.decision_words import KIND_WORDS
from preflight.domain.figures import percent, scale_end, shown
from preflight.domain.portfolio import PortfolioRow, purgatory_words
from preflight.domain.project_words import STAGE_WORDS
from preflight.domain.wording import day, number_of
from preflight.services.portfolio import Portfolio

NOT_ASSESSED = "Not assessed yet"


def who(row: PortfolioRow) -> str:
    """Stage, team and owner, as far as they are said."""
    project = row.project
    return " · ".join(filter(None, (STAGE_WORDS[project.stage], project.team, project.owner)))


def verdict_words(row: PortfolioRow) -> str:
    """The verdict, why it is held, and whether it is provisional."""
    standing = row.standing
    if standing is None:
        return NOT_ASSESSED
    held = number_of(len(standing.blockers), "blocker").replace(" ", "\N{NO-BREAK SPACE}") if standing.blockers else ""
    provisional = "provisional" if standing.provisional else ""
    return ", ".join(filter(None, (standing.band or "No verdict yet", held, provisional)))


def weakest_words(row: PortfolioRow) -> str:
    """The weakest dimension with its figure: "Operations, 1.2 of 4"."""
    weakest = row.standing.weakest if row.standing else None
    if weakest is None:
        return "–"
    return f"{weakest.title}, {shown(weakest.claimed, weakest.out_of)} of {scale_end(weakest.out_of)}"


def evidence_words(row: PortfolioRow) -> str:
    """What is evidenced today, and what was: "1.4, was 2.1"."""
    standing = row.standing
    if standing is None or standing.today is None:
        return "–"
    today = shown(standing.today, standing.out_of)
    return f"{today}, was {shown(standing.evidenced, standing.out_of)}" if standing.aged else today


def assessed_words(row: PortfolioRow) -> str:
    """How long ago it was assessed, and how much of it: "63 days ago, 92 % covered"."""
    if row.standing is None:
        return "–"
    covered = percent(row.standing.coverage).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{ago_words(row)}, {covered} covered"


def ago_words(row: PortfolioRow) -> str:
    """How long ago it was assessed."""
    if row.age_days is None:
        return "–"
    return f"{number_of(row.age_days, 'day')} ago" if row.age_days else "today"


def pilot_words(row: PortfolioRow) -> str:
    """How long it has been a pilot."""
    return "–" if row.days_in_pilot is None else number_of(row.days_in_pilot, "day")


def decision_words(row: PortfolioRow) -> str:
    """By when it is to be decided, that nobody has said so, or what was decided."""
    if row.purgatory_days and row.decision_date:
        return f"{purgatory_words(row.purgatory_days)}, since {short_day(row.decision_date)}"
    if row.undated:
        return "No decision date"
    if row.decided is not None:
        return f"{KIND_WORDS[row.decided.kind]}, {short_day(row.decided.on)}"
    return short_day(row.decision_date) if row.decision_date else "–"


def foot(found: Portfolio) -> str:
    """ "Portfolio · 20 November 2026 · 14 projects"; how many of how many where not all are looked at."""
    count = number_of(len(found.rows), "project")
    part = f"{len(found.rows)} of {number_of(found.all, 'project')}" if len(found.rows) < found.all else count
    return f"Portfolio · {day(found.on)} · {part}"
