"""The radar before and after, and its table."""

from __future__ import annotations

from fractions import Fraction

from preflight.charts.series import RadarSeries, SeriesKind, asked_sections, radar_summary
from preflight.charts.svg_radar import radar_svg
from preflight.domain.questionnaire import Band, Basis, Questionnaire
from preflight.domain.scoring import Score
from preflight.services.paths import Ways
from preflight.ui import drawn
from preflight.ui.appearance import palette
from preflight.ui.path_data import dimension_changes
from preflight.ui.pieces import twin

FEW_BANDS = 3


def before_and_after(ways: Ways, after: Score, *, name: str, band: Band | None, key: str) -> None:
    """Today's outline and the one called `name`, of the dimensions that are asked after; beside it both as a table.

    Few bands are rings; of many, and of stages, only what `band` needs is drawn.
    """
    questionnaire = ways.open.questionnaire
    sections = asked_sections(after, questionnaire)
    today = {section.id: section.fraction for section in ways.score.sections}
    series = [
        RadarSeries(
            name="Today", kind=SeriesKind.LAST, values=[(section.title, today.get(section.id)) for section in sections]
        ),
        RadarSeries(
            name=name, kind=SeriesKind.CLAIMED, values=[(section.title, section.fraction) for section in sections]
        ),
    ]
    bands = questionnaire.verdict.dimension_bands
    if band is not None and not 0 < len(bands) <= FEW_BANDS:
        needed = _needed(questionnaire, band)
        values = [(section.title, needed.get(section.id)) for section in sections]
        bands, asked = (), [RadarSeries(name="Needed", kind=SeriesKind.TARGET, values=values)] if needed else []
        series = [*asked, *series]
    svg = radar_svg(
        series,
        palette=palette(),
        title=f"Before and after: today, and {name[:1].lower()}{name[1:]}",
        description=radar_summary(series, after.out_of),
        out_of=after.out_of,
        bands=bands,
        size=440,
        scale=1.1,
    )
    drawn.drawing(svg, key=key, most_width="32rem")
    columns = ["Dimension", "Today", "After", "Change", "Out of"]
    rows = dimension_changes(sections, ways.score)
    twin(columns, rows, numeric=frozenset(columns[1:]), caption="Before and after as a table")


def _needed(questionnaire: Questionnaire, band: Band) -> dict[str, Fraction]:
    """From a top section's id to what a band asks of it; none where it is asked of the whole."""
    sections = questionnaire.sections
    if questionnaire.verdict.basis is Basis.OVERALL:
        return {}
    if questionnaire.verdict.basis is Basis.WEAKEST:
        return {section.id: band.start for section in sections}
    count = len(sections)
    passed = next((many for many in range(count + 1) if band.reached_by(Fraction(many, count))), count)
    return {section.id: section.passes for section in sections[:passed]}
