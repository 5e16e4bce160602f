"""Outlines lined up with one another, their table and their sentence."""

from __future__ import annotations

from fractions import Fraction

import pytest

from preflight.charts.series import (
    RadarSeries,
    SeriesKind,
    align,
    in_words,
    look,
    looks,
    radar_rows,
    radar_series,
    radar_summary,
)
from preflight.charts.theme import LIGHT
from preflight.domain.scoring import score
from tests.builders import TODAY, answers, levels, question, questionnaire, section
from tests.charts.samples import radar

HALF, FULL = Fraction(1, 2), Fraction(1)


def series(name: str, kind: SeriesKind, *values: tuple[str, Fraction | None]) -> RadarSeries:
    return RadarSeries(name=name, kind=kind, values=values)


def test_a_dimension_that_a_series_lacks_is_a_gap_in_it() -> None:
    now = series("Claimed", SeriesKind.CLAIMED, ("A", HALF), ("B", FULL))
    before = series("Last time", SeriesKind.LAST, ("B", HALF), ("C", FULL))
    lined = align([now, before])
    assert lined.dimensions == ("A", "B", "C")
    assert lined.scores == ((HALF, FULL, None), (None, HALF, FULL))


def test_a_title_that_stands_twice_is_two_dimensions() -> None:
    lined = align([series("Claimed", SeriesKind.CLAIMED, ("A", HALF), ("A", FULL))])
    assert lined.dimensions == ("A", "A")
    assert lined.scores == ((HALF, FULL),)


def test_hover_words_name_every_score_and_the_scale_once() -> None:
    both = [series("With evidence", SeriesKind.EVIDENCED), series("Claimed", SeriesKind.CLAIMED)]
    words = in_words("Operations", both, (Fraction(11, 40), Fraction(3, 5)), 4)
    assert words == "Operations: claimed 2.4 of 4, with evidence 1.1"
    assert (
        in_words("Operations", both, (None, Fraction(3, 5)), 4)
        == "Operations: claimed 2.4 of 4, with evidence no score"
    )


def test_a_table_has_a_row_for_each_dimension_and_a_column_for_each_series() -> None:
    rows = radar_rows(radar(3, gaps=(1,)), 4)
    assert [row["Dimension"] for row in rows] == ["Reliability", "Integration", "Operations"]
    assert list(rows[0]) == ["Dimension", "Last time, 1 Mar 2026", "With evidence", "Claimed"]
    assert rows[1]["Claimed"] is None
    assert isinstance(rows[0]["Claimed"], float)


def test_series_of_one_name_have_columns_of_their_own() -> None:
    one = series("Claimed", SeriesKind.CLAIMED, ("A", HALF))
    assert list(radar_rows([one, one], 4)[0]) == ["Dimension", "Claimed", "Claimed (2)"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([], "Radar without dimensions."),
        ([("A", HALF)], "Radar of 1 dimension. Weakest: A, 2.0 of 4."),
        ([("A", HALF), ("B", HALF)], "Radar of 2 dimensions. Weakest: A, 2.0 of 4."),
        (
            [("A", FULL), ("B", Fraction(3, 10)), ("C", None)],
            "Radar of 3 dimensions. Weakest: B, 1.2 of 4. No score yet: C.",
        ),
        ([("A", None), ("B", None)], "Radar of 2 dimensions. No score yet: A and B."),
    ],
)
def test_the_sentence_names_the_weakest_and_the_missing(
    values: list[tuple[str, Fraction | None]], sentence: str
) -> None:
    assert radar_summary([series("Claimed", SeriesKind.CLAIMED, *values)], 4) == sentence


def test_a_score_becomes_its_outlines() -> None:
    asked = questionnaire(
        section("a", question("a.one", options=levels(0, 1, 2))),
        section("b", question("b.one", options=levels(0, 1, 2))),
    )
    now = score(asked, answers({"a.one": "1"}), on=TODAY)
    before = score(asked, answers({"a.one": "2", "b.one": "0"}), on=TODAY)
    drawn = radar_series(now, last=before, last_name="Last time, 1 Mar 2026")
    assert [one.kind for one in drawn] == [SeriesKind.LAST, SeriesKind.EVIDENCED, SeriesKind.CLAIMED]
    assert align(drawn).scores == ((FULL, Fraction(0)), (Fraction(0), None), (HALF, None))


def test_every_kind_and_every_other_series_looks_different() -> None:
    kinds = [kind for kind in SeriesKind if kind is not SeriesKind.OTHER]
    shapes = {(look(kind, LIGHT).dash, look(kind, LIGHT).marker) for kind in kinds}
    assert len(shapes) == len(kinds)
    others = looks([series(str(n), SeriesKind.OTHER) for n in range(15)], LIGHT)
    assert len({(one.colour, one.dash, one.marker) for one in others}) == 15
