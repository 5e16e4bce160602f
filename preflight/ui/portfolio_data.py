"""The portfolio as its component takes it: every project once, compact, with its figures cut as everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from preflight.charts.words import day
from preflight.domain.common_blockers import common_blockers
from preflight.domain.decision_words import KIND_WORDS
from preflight.domain.figures import scale_end, shown, signed
from preflight.domain.portfolio import PortfolioRow, Standing
from preflight.domain.project_words import STAGE_WORDS
from preflight.services.portfolio import Portfolio

COLUMNS: Final = (
    "id", "name", "stage", "team", "owner", "tags", "sample", "pilot", "purgatory", "date", "ahead", "undated",
    "decided", "assessment", "asked", "on", "age", "band", "colour", "provisional", "ready", "covered", "evidenced",
    "today", "aged", "weakest", "dimensions", "value", "past", "change", "trend", "blockers",
)  # fmt: skip


def portfolio_data(found: Portfolio) -> dict[str, Any]:
    """What drawn.portfolio takes. `rows` are lists in the order of `columns`, and stand in the order of attention;
    their blockers are [number of one of the `questions`, what it has, what it needs]."""
    told = _Told(found)
    numbers = {row.project.id: place for place, row in enumerate(found.rows)}
    return {
        "columns": COLUMNS,
        "rows": [told.row(row) for row in found.rows],
        "asked": [each.data for each in told.asked.values()],
        "questions": list(told.questions),
        "stages": {stage.value: words for stage, words in STAGE_WORDS.items()},
        "blockers": [
            {
                "text": each.text,
                "section": each.section,
                "asked": each.questionnaires,
                "step": each.step,
                "held": [numbers[row.project.id] for row in each.rows],
            }
            for each in common_blockers(found.rows)
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A questionnaire, and its place among all; `sections` go from a dimension's id to its title and scale, those of
    older versions last."""

    id: str
    title: str
    place: int
    out_of: Fraction
    sections: Mapping[str, tuple[str, Fraction]]

    @property
    def order(self) -> list[str]:
        return list(self.sections)

    @property
    def data(self) -> dict[str, Any]:
        sections = [
            {"title": title, "of": scale_end(out_of), "most": float(out_of)} for title, out_of in self.sections.values()
        ]
        return {"id": self.id, "title": self.title, "of": scale_end(self.out_of), "sections": sections}


class _Told:
    """Rows as lists, with the words that many of them have said once."""

    def __init__(self, found: Portfolio) -> None:
        self.questions: dict[tuple[str, str], int] = {}
        sections = {
            name: {section.id: (section.title, section.out_of) for section in form.sections}
            for name, form in found.questionnaires.items()
        }
        for standing in (row.standing for row in found.rows if row.standing):
            for each in standing.dimensions:
                sections[standing.questionnaire_id].setdefault(each.id, (each.title, each.out_of))
        forms = sorted(found.questionnaires.items(), key=lambda each: (each[1].title.casefold(), each[0]))
        self.asked = {
            name: _Asked(id=name, title=form.title, place=place, out_of=form.out_of, sections=sections[name])
            for place, (name, form) in enumerate(forms)
        }

    def row(self, row: PortfolioRow) -> list[Any]:
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
            *(self.standing(row, row.standing) if row.standing else ()),
        ]

    def standing(self, row: PortfolioRow, standing: Standing) -> tuple[Any, ...]:
        asked = self.asked[standing.questionnaire_id]
        # What is claimed of a dimension, and what of it is evidenced today; nought where it was not asked.
        dimensions: dict[str, list[str | None]] = {
            each.id: [_cut(value, asked.sections[each.id][1]) for value in (each.claimed, each.today)]
            for each in standing.dimensions
            if each.asked
        }
        return (
            standing.assessment_id,
            asked.place,
            day(standing.date),
            row.age_days,
            standing.band,
            _colour(standing),
            int(standing.provisional),
            int(standing.ready),
            None if standing.coverage is None else float(standing.coverage),
            _cut(standing.evidenced, asked.out_of),
            _cut(standing.today, asked.out_of),
            standing.aged,
            asked.order.index(standing.weakest.id) if standing.weakest else None,
            [dimensions.get(name, 0) for name in asked.order],
            _cut(standing.value, asked.out_of),
            [_cut(each.value, asked.out_of) for each in row.past],
            signed(row.change, asked.out_of) if row.change is not None else None,
            row.trend.value,
            [
                (self.questions.setdefault((each.text, each.section), len(self.questions)), each.has, each.needs)
                for each in standing.blockers
            ],
        )


@lru_cache(maxsize=20_000)
def _cut(value: Fraction | None, out_of: Fraction) -> str | None:
    return None if value is None else shown(value, out_of)


def _colour(standing: Standing) -> int:
    """Which of the three colours of verdicts, from 1, the worst; 0 without a band."""
    if not standing.bands:
        return 0
    return 3 if standing.bands < 2 else 1 + round(2 * standing.place / (standing.bands - 1))
