"""A chart as a finished picture: the finding, the chart, the foot, all of it inside; what is written stays text."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from preflight.charts.lettering import text_width
from preflight.charts.theme import LIGHT
from preflight.charts.words import printable
from preflight.domain.headlines import radar_headline
from preflight.domain.target import target_of
from preflight.exports.chart_kinds import CHART_NAMES, ChartKind, Ground
from preflight.exports.footing import foot
from preflight.exports.pictures.drawing import chart_available, chart_svg
from preflight.exports.pictures.told import told_of
from preflight.exports.pictures.words import picture_of
from preflight.services.dossier import Dossier
from tests.builders import questionnaire, section
from tests.charts.drawings import NS, TAGS
from tests.exports.dossiers import DIMENSIONS, a_dossier
from tests.exports.pictures.stories import HOSTILE, SCRIPTS, story

SIXTY = tuple(f"The dimension that has a name of exactly sixty letters, no {at:02}" for at in range(15))
NAMED = {
    "one": DIMENSIONS[:1],
    "two": DIMENSIONS[:2],
    "three": DIMENSIONS[:3],
    "fifteen": DIMENSIONS,
    "long": SIXTY[:7],
    "fifteen long": SIXTY,
    "scripts": SCRIPTS,
    "hostile": HOSTILE,
}


def words_of(svg: str) -> str:
    return "".join(one["text"] for one in picture_of(svg)["words"]).replace(" ", "")


@pytest.fixture(scope="module")
def five() -> Dossier:
    return story()


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize("names", NAMED.values(), ids=NAMED)
def test_everything_stands_inside_and_is_ours(kind: ChartKind, names: tuple[str, ...]) -> None:
    dossier = story(names)
    drawn = chart_svg(dossier, kind)
    root = ET.fromstring(drawn)
    assert {part.tag.removeprefix(NS) for part in root.iter()} <= TAGS
    assert root.get("viewBox") == "0 0 1600 900"
    for one in picture_of(drawn)["words"]:
        wide = text_width(one["text"], one["size"])
        left = one["x"] - wide * one["anchor"]
        assert left >= -1
        assert left + wide <= 1601, one
        assert 0 < one["y"] < 900
    together = words_of(drawn)
    if kind is not ChartKind.MOVED:
        for name in names:
            assert printable(name).replace(" ", "") in together


@pytest.mark.parametrize("kind", ChartKind)
def test_the_finding_stands_above_and_the_foot_beneath(five: Dossier, kind: ChartKind) -> None:
    drawn = chart_svg(five, kind)
    together = words_of(drawn)
    assert told_of(five, kind).title.replace(" ", "") in together
    assert foot(five).replace(" ", "") in together
    assert f"<title>{told_of(five, kind).title[:10]}" in drawn
    alone = words_of(chart_svg(five, kind, framed=False))
    assert foot(five).replace(" ", "") not in alone
    assert len(alone) < len(together)


@pytest.mark.parametrize("size", [(1600, 900), (800, 450), (1200, 900), (900, 900)])
@pytest.mark.parametrize("kind", ChartKind)
def test_any_size_is_kept(five: Dossier, kind: ChartKind, size: tuple[int, int]) -> None:
    width, height = size
    for framed in (True, False):
        found = picture_of(chart_svg(five, kind, width=width, height=height, framed=framed))
        assert (found["width"], found["height"]) == size
        assert all(0 < one["y"] < height and 0 <= one["x"] <= width for one in found["words"])


def test_the_radar_has_claimed_evidenced_last_time_and_the_target(five: Dossier) -> None:
    drawn = chart_svg(five, ChartKind.RADAR)
    target = target_of(five.questionnaire)
    assert target is not None
    together = words_of(drawn)
    for words in ("Claimed", "With evidence", "Last time, 2 Jul 2026", target.name):
        assert words.replace(" ", "") in together
    assert told_of(five, ChartKind.RADAR).title == radar_headline(five.score, target)
    for colour in (LIGHT.claimed, LIGHT.evidenced, LIGHT.last, LIGHT.target):
        assert f'stroke="{colour}"' in drawn


def test_the_heat_says_levels_and_states_in_words(five: Dossier) -> None:
    together = words_of(chart_svg(five, ChartKind.HEAT))
    for words in ("Nobody knows", "Does not apply", "Not answered", "Option 4"):
        assert together.count(words.replace(" ", "")) >= 1
    assert together.count("Nobodyknows") == 2
    assert together.count("Doesnotapply") == 2


def test_the_ground_is_white_or_none(five: Dossier) -> None:
    ground = '<rect x="0" y="0" width="1600" height="900" fill="#FFFFFF"/>'
    assert ground in chart_svg(five, ChartKind.RADAR)
    assert ground not in chart_svg(five, ChartKind.RADAR, ground=Ground.TRANSPARENT)


@pytest.mark.parametrize("kind", ChartKind)
def test_it_refers_to_nothing_outside(kind: ChartKind) -> None:
    drawn = chart_svg(story(HOSTILE), kind)
    for part in ET.fromstring(drawn).iter():
        assert not any("href" in name or name.startswith("on") for name in part.attrib)
        values = [value for name, value in part.attrib.items() if name != "aria-label"]
        assert not any("url(" in value or "http" in value for value in values)


def test_what_there_is_to_draw() -> None:
    nothing = a_dossier(questionnaire(section("a")), {})
    first = story(past=False)
    assert [kind for kind in ChartKind if chart_available(nothing, kind)] == [ChartKind.HEAT]
    assert [kind for kind in ChartKind if chart_available(first, kind)] == [ChartKind.RADAR, ChartKind.HEAT]
    assert all(chart_available(story(), kind) for kind in ChartKind)
    for kind in ChartKind:
        assert told_of(nothing, kind).title.replace(" ", "") in words_of(chart_svg(nothing, kind))


def test_every_chart_has_a_name() -> None:
    assert set(CHART_NAMES) == set(ChartKind)
