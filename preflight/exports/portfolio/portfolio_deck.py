"""The portfolio as slides: how the projects stand, which are stuck, where they are weak, and what to build once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time

from preflight.charts.heat import level_style
from preflight.charts.theme import LIGHT, band_colour
from preflight.domain.assessment import State
from preflight.domain.common_blockers import CommonBlocker, common_blockers
from preflight.domain.figures import shown
from preflight.domain.portfolio import Dimension, PortfolioRow, counts, counts_words
from preflight.domain.wording import day, number_of
from preflight.exports.deck.model import Cell, Layout, Paragraph, Size, Slide, SlideKind, Table, Tone, Words
from preflight.exports.deck.slides.breaking import Row
from preflight.exports.deck.slides.tables import in_tables, words_row
from preflight.exports.deck.writer import write_deck
from preflight.exports.files import ExportFile, export_file
from preflight.exports.orders import CALLED, PRODUCT, Format
from preflight.exports.portfolio import told
from preflight.services.portfolio import Portfolio

MOST_ROWS = 24
"""So many projects stand in a table of the deck, what wants attention first; the CSV has them all."""
MOST_BLOCKERS = 8
MOST_DIMENSIONS = 8
NAMED = 6


def portfolio_deck(found: Portfolio, template: bytes | None = None) -> ExportFile:
    """The portfolio as a .pptx. Raises Invalid for a template that can't serve."""
    made = datetime.combine(found.on, time(), UTC)
    content = write_deck(portfolio_slides(found), template=template, made=made)
    return export_file(content, PRODUCT, CALLED[Format.PORTFOLIO_DECK], found.on, kind="pptx")


def portfolio_slides(found: Portfolio) -> tuple[Slide, ...]:
    """The cover, what is stuck, every project, dimensions by project, and what to build once."""
    return (*_cover(found), *_stuck(found), *_standing(found), *_heat(found), *_once(found))


def _cover(found: Portfolio) -> Iterator[Slide]:
    words = (
        Paragraph(text=counts_words(counts(found.rows)), size=Size.LEAD),
        Paragraph(text=day(found.on), tone=Tone.MUTED),
    )
    title = f"Where {number_of(len(found.rows), 'project')} {'stands' if len(found.rows) == 1 else 'stand'}"
    notes = [f"All projects as they stood on {day(found.on)}.", "What wants attention stands first in every table."]
    yield _slide(found, SlideKind.TITLE, Layout.COVER, title, Words(paragraphs=words), notes)


def _stuck(found: Portfolio) -> Iterator[Slide]:
    stuck = [row for row in found.rows if row.purgatory_days or row.undated]
    late = sum(row.purgatory_days > 0 for row in stuck)
    undated = len(stuck) - late
    parts = (
        f"{number_of(late, 'pilot')} past {'its' if late == 1 else 'their'} decision date" if late else "",
        f"{undated if late else number_of(undated, 'pilot')} without one" if undated and late else "",
        f"{number_of(undated, 'pilot')} without a decision date" if undated and not late else "",
    )
    title = ", ".join(filter(None, parts)) or "No pilot waits for a decision that is due"
    notes = [
        "A pilot is in purgatory from the day after its decision date, until something is decided.",
        "A pilot without a date has no end at all.",
    ]
    if not stuck:
        words = Words(paragraphs=(Paragraph(text="Each has a date ahead, or was decided.", size=Size.LEAD),))
        yield _slide(found, SlideKind.DECISION, Layout.WORDS, title, words, notes)
        return
    head, widths = ("Project", "Owner", "In pilot", "Verdict", "Decision"), (0.26, 0.16, 0.1, 0.22, 0.26)
    rows = [
        (
            Cell(text=row.project.name, strong=True),
            Cell(text=row.project.owner or "–"),
            Cell(text=told.pilot_words(row), centred=True),
            _verdict(row),
            Cell(text=told.decision_words(row), fill=LIGHT.band_stops[0].fill, ink=LIGHT.band_stops[0].text),
        )
        for row in stuck
    ]
    yield from _tables(found, SlideKind.DECISION, title, rows, head, widths, "each with its decision date", notes)


def _standing(found: Portfolio) -> Iterator[Slide]:
    ready = counts(found.rows).ready
    of_all = f"{ready} of {number_of(len(found.rows), 'project')} {'is' if ready == 1 else 'are'} ready"
    title = of_all if ready else "No project is ready yet"
    head = ("Project", "Verdict", "Weakest", "Mean with evidence", "Assessed", "Decision")
    widths = (0.21, 0.2, 0.18, 0.12, 0.11, 0.18)
    rows = [
        (
            Cell(text=row.project.name, strong=True),
            _verdict(row),
            Cell(text=told.weakest_words(row)),
            Cell(text=told.evidence_words(row), centred=True),
            Cell(text=told.ago_words(row)),
            Cell(text=told.decision_words(row)),
        )
        for row in found.rows
    ]
    notes = [
        "The weakest dimension decides, never the mean.",
        "Evidence grows old: what it was worth when it was assessed, and what it is worth today.",
    ]
    said = "verdict, weakest dimension, evidence, age and decision"
    yield from _tables(found, SlideKind.VERDICT, title, rows, head, widths, said, notes)


def _heat(found: Portfolio) -> Iterator[Slide]:
    """A table for each questionnaire that several projects were assessed with."""
    for name, form in sorted(found.questionnaires.items(), key=lambda each: each[1].title):
        rows = [row for row in found.rows if row.standing and row.standing.questionnaire_id == name]
        sections = form.sections[:MOST_DIMENSIONS]
        if len(rows) < 2 or not sections:
            continue
        first = 0.3
        widths = (first, *((1 - first) / len(sections) for _ in sections))
        cells = [
            (Cell(text=row.project.name, strong=True), *(_level(row, each.id) for each in sections)) for row in rows
        ]
        named = [row.standing.weakest.title for row in rows if row.standing and row.standing.weakest]
        most = max(dict.fromkeys(named), key=named.count, default="")
        title = f"{form.title}: {most} is the weakest in {named.count(most)} of {len(rows)}" if most else form.title
        head = ("Project", *(section.title for section in sections))
        left = [section.title for section in form.sections[MOST_DIMENSIONS:]]
        notes = [
            "What is claimed in each dimension: the deeper the colour, the higher.",
            "A dash is no score, which is not the same as nought.",
            f"Left off for want of room: {', '.join(left)}." if left else "",
        ]
        yield from _tables(found, SlideKind.HEAT, title, cells, head, widths, "what is claimed by dimension", notes)


def _once(found: Portfolio) -> Iterator[Slide]:
    common = [each for each in common_blockers(found.rows) if len(each.rows) > 1][:MOST_BLOCKERS]
    notes = [
        "The critical questions that hold more than one project up, the most common first.",
        "What is built once, data pipelines, security patterns, monitoring, serves every project after the first.",
    ]
    if not common:
        words = Words(paragraphs=(Paragraph(text="No two projects are held up by the same question.", size=Size.LEAD),))
        yield _slide(found, SlideKind.GAPS, Layout.WORDS, "Nothing to build once", words, notes)
        return
    title = f"Build once: one critical question holds {number_of(len(common[0].rows), 'project')} up"
    head, widths = ("Holds up", "Critical question", "What most need next", "Projects"), (0.1, 0.32, 0.32, 0.26)
    rows = [
        (
            Cell(text=f"{len(each.rows)}", strong=True, centred=True),
            Cell(text=each.text),
            Cell(text=each.step or "–"),
            Cell(text=_names(each)),
        )
        for each in common
    ]
    told_of = "how many projects it holds up, and what most of them need next"
    for slide in _numbered(title, in_tables(rows, head, widths, "question", told_of)):
        yield _slide(found, SlideKind.GAPS, Layout.TABLE, slide[0], slide[1], notes)


def _names(common: CommonBlocker) -> str:
    names = [row.project.name for row in common.rows]
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _verdict(row: PortfolioRow) -> Cell:
    standing = row.standing
    if standing is None or standing.bands < 2:
        return Cell(text=told.verdict_words(row))
    colours = band_colour(standing.place, standing.bands, LIGHT)
    return Cell(text=told.verdict_words(row), fill=colours.fill, ink=colours.text)


def _level(row: PortfolioRow, section: str) -> Cell:
    dimensions: dict[str, Dimension] = {each.id: each for each in row.standing.dimensions} if row.standing else {}
    found = dimensions.get(section)
    if found is None or not found.asked:
        return Cell(text="not asked", centred=True)
    style = level_style(State.UNANSWERED if found.claimed is None else found.claimed, LIGHT)
    return Cell(text=shown(found.claimed, found.out_of), fill=style.fill, ink=style.ink, centred=True)


def _tables(
    found: Portfolio,
    kind: SlideKind,
    title: str,
    rows: Sequence[Row],
    head: tuple[str, ...],
    widths: tuple[float, ...],
    said: str,
    notes: Sequence[str],
) -> Iterator[Slide]:
    told_of = list(rows[:MOST_ROWS])
    more = len(rows) - len(told_of)
    if more > 0:
        stand = "project stands" if more == 1 else "projects stand"
        told_of.append(words_row(f"{more:,} more {stand} in the portfolio’s table.", len(head)))
    for numbered, table in _numbered(title, in_tables(told_of, head, widths, "project", said)):
        yield _slide(found, kind, Layout.TABLE, numbered, table, notes)


def _numbered(title: str, tables: Sequence[Table]) -> Iterator[tuple[str, Table]]:
    count = len(tables)
    for place, table in enumerate(tables, start=1):
        yield title if count == 1 else f"{title} ({place} of {count})", table


def _slide(
    found: Portfolio, kind: SlideKind, layout: Layout, title: str, part: Table | Words, notes: Iterable[str]
) -> Slide:
    said = " ".join(each for each in notes if each)
    return Slide(kind=kind, layout=layout, title=title, parts=(part,), notes=said, foot=told.foot(found))
