"""The portfolio as its component takes it: every project once, compact, with its figures cut as everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from preflight.charts.words import day
from preflight.domain.common_blockers import CommonBlocker, common_blockers
from preflight.domain.decision_words import KIND_WORDS
from preflight.domain.figures import scale_end, shown, signed
from preflight.domain.portfolio import Dimension, PortfolioRow, Standing
from preflight.domain.project_words import STAGE_WORDS
from preflight.services.portfolio import Portfolio

COLUMNS = (
    "id", "name", "stage", "team", "owner", "tags", "sample", "pilot", "purgatory", "date", "ahead", "undated",
    "decided", "assessment", "asked", "on", "age", "band", "colour", "provisional", "ready", "covered", "evidenced",
    "today", "aged", "weakest", "dimensions", "value", "past", "change", "trend",
)  # fmt: skip


def portfolio_data(found: Portfolio) -> dict[str, Any]:
    """What drawn.portfolio takes. `rows` are lists in the order of `columns`, and stand in the order of attention."""
    asked = _asked(found)
    places = {each["id"]: place for place, each in enumerate(asked)}
    numbers = {row.project.id: place for place, row in enumerate(found.rows)}
    return {
        "columns": COLUMNS,
        "rows": [_row(row, asked[places[row.standing.questionnaire_id]] if row.standing else None, places)
                 for row in found.rows],
        "asked": asked,
        "stages": {stage.value: words for stage, words in STAGE_WORDS.items()},
        "blockers": [_blocker(each, numbers) for each in common_blockers(found.rows)],
    }  # fmt: skip


def _asked(found: Portfolio) -> list[dict[str, Any]]:
    """The questionnaires by title, each with its dimensions, those of older versions last."""
    sections = {
        name: {section.id: (section.title, section.out_of) for section in form.sections}
        for name, form in found.questionnaires.items()
    }
    for row in found.rows:
        if row.standing:
            known = sections[row.standing.questionnaire_id]
            for each in row.standing.dimensions:
                known.setdefault(each.id, (each.title, each.out_of))
    forms = sorted(found.questionnaires.values(), key=lambda form: (form.title.casefold(), form.id))
    return [
        {
            "id": form.id,
            "title": form.title,
            "of": scale_end(form.out_of),
            "sections": [
                {"id": name, "title": title, "of": scale_end(out_of), "most": float(out_of)}
                for name, (title, out_of) in sections[form.id].items()
            ],
        }
        for form in forms
    ]


def _row(row: PortfolioRow, asked: Mapping[str, Any] | None, places: Mapping[str, int]) -> list[Any]:
    project, date, decided = row.project, row.decision_date, row.decided
    return [
        project.id,
        project.name,
        project.stage.value,
        project.team,
        project.owner,
        project.tags,
        int(project.sample),
        row.days_in_pilot,
        row.purgatory_days,
        day(date) if date else None,
        (date - row.today).days if date else None,
        int(row.undated),
        f"{KIND_WORDS[decided.kind]}, {day(decided.on)}" if decided else None,
        *(_standing(row, row.standing, asked, places) if row.standing and asked else ()),
    ]


def _standing(
    row: PortfolioRow, standing: Standing, asked: Mapping[str, Any], places: Mapping[str, int]
) -> tuple[Any, ...]:
    order = [section["id"] for section in asked["sections"]]
    dimensions = {each.id: _dimension(each) for each in standing.dimensions if each.asked}
    weakest = standing.weakest
    return (
        standing.assessment_id,
        places[standing.questionnaire_id],
        day(standing.date),
        row.age_days,
        standing.band,
        _colour(standing),
        int(standing.provisional),
        int(standing.ready),
        None if standing.coverage is None else float(standing.coverage),
        _cut(standing.evidenced, standing.out_of),
        _cut(standing.today, standing.out_of),
        standing.aged,
        order.index(weakest.id) if weakest else None,
        [dimensions.get(name, 0) for name in order],
        _cut(standing.value, standing.out_of),
        [_cut(each.value, standing.out_of) for each in row.past],
        signed(row.change, standing.out_of) if row.change is not None else None,
        row.trend.value,
    )


def _dimension(each: Dimension) -> list[str | None]:
    """What is claimed, and what of it is evidenced today; None is a gap."""
    return [_cut(each.claimed, each.out_of), _cut(each.today, each.out_of)]


def _cut(value: Fraction | None, out_of: Fraction) -> str | None:
    return None if value is None else shown(value, out_of)


def _colour(standing: Standing) -> int:
    """Which of the three colours of verdicts, from 1, the worst; 0 without a band."""
    if not standing.bands:
        return 0
    return 3 if standing.bands < 2 else 1 + round(2 * standing.place / (standing.bands - 1))


def _blocker(common: CommonBlocker, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "text": common.text,
        "section": common.section,
        "asked": common.questionnaires,
        "step": common.step,
        "held": [
            [numbers[row.project.id], one.has, one.needs] for row, one in zip(common.rows, common.held, strict=True)
        ],
    }
