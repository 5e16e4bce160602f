"""The portfolio: every project with its newest verdict, its evidence today, its plan and its decision, in one read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from preflight.access.about import SOME
from preflight.access.permissions import Operation
from preflight.catalog.shelf import questionnaire_from
from preflight.domain.decision import Decided
from preflight.domain.portfolio import (
    Dimension,
    OpenBlocker,
    PastValue,
    PortfolioRow,
    Standing,
    in_order_of_attention,
)
from preflight.domain.portfolio_filter import PortfolioFilter, filtered
from preflight.domain.project import Person
from preflight.domain.questionnaire import Questionnaire, Section
from preflight.domain.verdict import Blocker
from preflight.services.workspace import Workspace
from preflight.storage import portfolio as portfolio_rows
from preflight.storage import projects as project_rows
from preflight.storage import questionnaires as questionnaire_rows
from preflight.storage.engine import Connection
from preflight.storage.portfolio import EvidenceNow, NewestRun, SectionValue

EVERYTHING = PortfolioFilter()
MOST_PAST = 8
"""So many of the last values a trend is drawn from."""
_SAID_NOTHING = {"unknown": "nobody knows", "unanswered": "not answered"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """Projects, what wants attention first: all of them, or of `all` those that a filter leaves. `questionnaires` are
    those of the newest assessments by id, each in its newest version among them; `on` is the day on which it was read.
    """

    rows: tuple[PortfolioRow, ...]
    all: int
    questionnaires: Mapping[str, Questionnaire]
    on: date


def portfolio(workspace: Workspace, person: Person, wanted: PortfolioFilter = EVERYTHING) -> Portfolio:
    """The projects as they stand today, those that the filter leaves."""
    today = workspace.today()
    with workspace.reading(person, Operation.SEE, SOME) as connection:
        seen = workspace.seen(connection, person, Operation.SEE)
        projects = [each for each in project_rows.list_projects(connection) if seen is None or each.id in seen]
        newest = {run.project_id: run for run in portfolio_rows.newest_runs(connection)}
        standings = _Standings(connection, newest, today)
        past: dict[str, list[PastValue]] = {}
        for one in portfolio_rows.past_values(connection, most=MOST_PAST):
            past.setdefault(one.project_id, []).append(PastValue(date=one.date, value=exactly(one.value)))
        plans = portfolio_rows.plans(connection)
        decided = {each.project_id: each for each in portfolio_rows.decided(connection)}
        rows = [
            PortfolioRow(
                project=project,
                today=today,
                standing=standings.of(newest[project.id]) if project.id in newest else None,
                past=tuple(past.get(project.id, ())),
                decision_date=plans[project.id].decision if project.id in plans else None,
                plan_start=plans[project.id].start if project.id in plans else None,
                decided=_decided(decided.get(project.id)),
            )
            for project in projects
        ]
    found = filtered(in_order_of_attention(rows), wanted)
    return Portfolio(rows=found, all=len(rows), questionnaires=standings.questionnaires, on=today)


@lru_cache(maxsize=20_000)
def exactly(value: float | None) -> Fraction | None:
    """The fraction that a kept number stands for: what a score can be has a denominator far below a million."""
    return None if value is None else Fraction(value).limit_denominator(1_000_000)


class _Standings:
    """What the newest assessments came to, put together from what was read of all of them at once."""

    def __init__(self, connection: Connection, newest: Mapping[str, NewestRun], today: date) -> None:
        self._connection = connection
        self._asked: dict[str, _Asked] = {}
        self._sections: dict[str, list[SectionValue]] = {}
        for section in portfolio_rows.newest_sections(connection):
            self._sections.setdefault(section.assessment_id, []).append(section)
        self._evidence = {each.assessment_id: each for each in portfolio_rows.evidence_on(connection, today)}
        self._blockers = portfolio_rows.newest_blockers(connection)
        versions: dict[str, tuple[int, str]] = {}
        for run in newest.values():
            version = run.questionnaire_version, run.questionnaire_digest
            versions[run.questionnaire_id] = max(version, versions.get(run.questionnaire_id, version))
        self.questionnaires = {name: self._of(digest).questionnaire for name, (_, digest) in versions.items()}

    def of(self, run: NewestRun) -> Standing:
        asked = self._of(run.questionnaire_digest)
        form = asked.questionnaire
        now = self._evidence.get(run.assessment_id) or _as_assessed(run, self._sections.get(run.assessment_id, ()))
        dimensions = tuple(
            _dimension(asked.sections[each.section_id], each, now)
            for each in self._sections.get(run.assessment_id, ())
            if each.section_id in asked.sections
        )
        band = asked.bands.get(run.band or "")
        return Standing(
            assessment_id=run.assessment_id,
            date=run.date,
            questionnaire_id=run.questionnaire_id,
            questionnaire=form.title,
            version=run.questionnaire_version,
            out_of=form.out_of,
            band=None if band is None else form.verdict.bands[band].title,
            place=band or 0,
            bands=len(form.verdict.bands) if band is not None else 0,
            provisional=run.provisional,
            value=exactly(run.value),
            coverage=exactly(run.coverage),
            evidenced=exactly(run.evidenced),
            today=exactly(now.evidenced),
            aged=now.aged,
            weakest=next((each for each in dimensions if each.id == run.weakest), None),
            dimensions=dimensions,
            blockers=asked.blockers(self._blockers.get(run.assessment_id, ())),
        )

    def _of(self, digest: str) -> _Asked:
        if digest not in self._asked:
            source = questionnaire_from(digest, lambda: questionnaire_rows.source_of(self._connection, digest))
            self._asked[digest] = _Asked(source)
        return self._asked[digest]


class _Asked:
    """A questionnaire, looked up by id."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.sections = {section.id: section for section in questionnaire.sections}
        self.bands = {band.id: place for place, band in enumerate(questionnaire.verdict.bands)}
        self._places = {question.id: place for place, question in enumerate(questionnaire.questions())}
        self._told: dict[Blocker, OpenBlocker] = {}

    def blockers(self, kept: Sequence[Blocker]) -> tuple[OpenBlocker, ...]:
        """In the order in which the questions are asked."""
        asked = sorted((each for each in kept if each.question in self._places), key=self._place)
        return tuple(self._told.get(each) or self._tell(each) for each in asked)

    def _place(self, blocker: Blocker) -> int:
        return self._places[blocker.question]

    def _tell(self, blocker: Blocker) -> OpenBlocker:
        question = self.questionnaire.question(blocker.question)
        section = self.questionnaire.section_of(blocker.question)
        assert question is not None, "only blockers of its questions are told"
        assert section is not None, "each question stands in a section"
        has, needs, step = question.option(blocker.has), question.option(blocker.needs), question.next_step(blocker.has)
        self._told[blocker] = OpenBlocker(
            question=question.id,
            text=question.text,
            section=section.title,
            has=f"“{has.label}”" if has else _SAID_NOTHING.get(blocker.has, blocker.has),
            needs=f"“{needs.label if needs else blocker.needs}”",
            step=step.do if step else "",
        )
        return self._told[blocker]


def _dimension(section: Section, kept: SectionValue, now: EvidenceNow) -> Dimension:
    return Dimension(
        id=section.id,
        title=section.title,
        out_of=section.out_of,
        asked=kept.coverage is not None,
        claimed=exactly(kept.fraction),
        evidenced=exactly(kept.evidenced),
        today=exactly(now.sections.get(section.id)),
    )


def _as_assessed(run: NewestRun, sections: Sequence[SectionValue]) -> EvidenceNow:
    """While nothing was worked out, and before its first day, evidence stands as it did."""
    return EvidenceNow(run.assessment_id, run.evidenced, {each.section_id: each.evidenced for each in sections}, 0)


def _decided(kept: portfolio_rows.Decided | None) -> Decided | None:
    return None if kept is None else Decided(kind=kept.kind, on=kept.decided_on, latest=kept.latest)
