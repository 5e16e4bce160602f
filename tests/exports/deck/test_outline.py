"""A deck's slides: which there are, what they say, and that no text, gap or number of dimensions breaks them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from preflight.charts.series import SeriesKind
from preflight.domain.decision import DecisionKind
from preflight.domain.pilot import StepKind
from preflight.domain.questionnaire import Basis, Effort, Improvement, Questionnaire
from preflight.exports.deck.model import (
    Cell,
    ChartForm,
    Layout,
    NativeChart,
    Slide,
    SlideKind,
    Table,
    Words,
    numbered_day,
)
from preflight.exports.deck.outline import HISTORY_KINDS, deck_slides, usual_kinds
from preflight.exports.deck.placement import regions
from preflight.exports.deck.slides.breaking import COMFORTABLE
from preflight.exports.deck.table_fitting import fit_table
from preflight.exports.deck.theme import HOUSE_THEME
from preflight.exports.footing import foot
from preflight.services.dossier import Dossier
from tests.builders import (
    NOT_APPLICABLE,
    TODAY,
    UNKNOWN,
    answer,
    evidence,
    levels,
    multi,
    number,
    question,
    questionnaire,
    section,
    text,
    verdict_rule,
)
from tests.exports.dossiers import DIMENSIONS, a_dossier
from tests.exports.pilot_files import (
    a_criterion,
    a_decision,
    a_pilot_file,
    a_step,
    a_system,
    an_action,
    in_words,
    many_actions,
    many_criteria,
    many_systems,
    some_actions,
)

pytestmark = pytest.mark.slow

STEPS = {f"{level}": Improvement(do="Name somebody, and write it down.", effort=Effort.S) for level in range(4)}
BEFORE = date(2026, 5, 12)
EVERY_KIND = tuple(SlideKind)
HARD_WORDS = {
    "arabic": "الموثوقية على المدخلات الحقيقية",
    "hebrew": "אמינות על קלט אמיתי",
    "chinese": "真实输入的可靠性与集成到现有系统中的情况",
    "emoji": "Ops 🚀👩‍🔧 and 🧪",
    "markup": '<b>bold</b> & =HYPERLINK("x") $x$',
    "sixty": "A dimension whose title takes all of the sixty characters!!!",
}


def asked_of(count: int, *, per: int = 2, word: str = "", **fields: Any) -> Questionnaire:
    """So many dimensions with so many questions each; `word` stands in every title, question and level."""
    sections = []
    for place in range(count):
        title = f"{word} {place + 1}" if word else DIMENSIONS[place]
        questions = [
            question(
                f"d{place}.q{nth}",
                text=f"{word or 'How far is it'} {place + 1}, {nth + 1}?",
                options=levels(0, 1, 2, 3, 4),
                improve=STEPS,
                critical="2" if nth == 0 else None,
            )
            for nth in range(per)
        ]
        sections.append(section(f"d{place}", *questions, title=title, out_of=4))
    return questionnaire(*sections, out_of=4, **fields)


def said_to(asked: Questionnaire, *, shift: int = 0) -> dict[str, Any]:
    """Levels of all sizes, every third with evidence, one unknown, one not applicable, one left out."""
    said: dict[str, Any] = {}
    for place, each in enumerate(asked.questions()):
        level = f"{(place + shift) % 5}"
        said[each.id] = answer(level, evidence(20)) if place % 3 == 0 else level
    names = list(said)
    if len(names) > 5:
        said |= {names[1]: UNKNOWN, names[3]: NOT_APPLICABLE}
        del said[names[5]]
    return said


def full(asked: Questionnaire, **fields: Any) -> Dossier:
    first = next(iter(asked.questions())).id
    options: dict[str, Any] = {"past": [(BEFORE, said_to(asked, shift=2))], "votes": {first: "00144u"}}
    return a_dossier(asked, said_to(asked), **(options | fields))


def dossiers() -> Iterator[tuple[str, Dossier]]:
    for count in (1, 2, 3, 4, 7, 12, 15):
        yield f"{count} dimensions", full(asked_of(count))
    three = asked_of(3)
    yield "no answers", a_dossier(three, {}, completed=False)
    yield "no answers, completed before", a_dossier(three, {}, completed=False, past=[(BEFORE, said_to(three))])
    yield "all unknown", a_dossier(three, {each.id: UNKNOWN for each in three.questions()})
    yield "nothing applies", a_dossier(three, {each.id: NOT_APPLICABLE for each in three.questions()})
    yield "a draft", full(three, completed=False)
    yield "first assessment", a_dossier(three, said_to(three))
    yield "one answer", a_dossier(three, {"d0.q0": "3"}, completed=False)
    yield "provisional", full(asked_of(3, verdict=verdict_rule(needs_coverage=1)))
    yield "stages", full(asked_of(4, verdict=verdict_rule(basis=Basis.STAGES)))
    yield "overall", full(asked_of(4, verdict=verdict_rule(basis=Basis.OVERALL)))
    yield "all at the top", a_dossier(three, {each.id: answer("4", evidence()) for each in three.questions()})
    yield "fifty questions", full(asked_of(5, per=10))
    yield "one long dimension", full(asked_of(1, per=45))
    for name, word in HARD_WORDS.items():
        yield name, full(asked_of(4, word=word), project=word)
    yield "a pilot", full(three, pilot=a_pilot_file(actions=some_actions("d0.q0")))
    one = {
        "actions": [an_action()],
        "criteria": [a_criterion(sealed=False)],
        "steps": [a_step(StepKind.OTHER, 1, 1)],
        "integrations": [a_system(estimate=None)],
        "decisions": [a_decision(DecisionKind.GO)],
    }
    yield "one of each", full(three, pilot=a_pilot_file(**one))
    thirty = {
        "actions": many_actions(30),
        "criteria": many_criteria(30),
        "steps": [a_step(StepKind.OTHER, week, week + 1, id=f"{week}") for week in range(1, 31)],
        "integrations": many_systems(30),
        "decisions": [a_decision(DecisionKind.NO_GO, id="first"), a_decision(DecisionKind.STOP, supersedes="first")],
    }
    yield "thirty of each", full(three, pilot=a_pilot_file(**thirty))
    for name in ("arabic", "markup", "sixty"):
        yield f"a pilot, {name}", full(three, pilot=in_words(a_pilot_file(), HARD_WORDS[name]))
    kinds = questionnaire(
        section("s", question("s.one"), multi("s.many"), number("s.number", unit="%"), text("s.text"), title="Kinds"),
        section("t", question("t.context", points=(None, None)), title="Context"),
    )
    said = {
        "s.one": "2",
        "s.many": ("a", "c"),
        "s.number": 12,
        "s.text": answer(None, text="A story"),
        "t.context": "1",
    }
    yield "every kind of question", a_dossier(kinds, said, votes={"s.one": "04"}, agreed={"s.one": "2"})
    mixed = questionnaire(section("m", question("m.two", points=(0, 1)), question("m.five"), title="Mixed"))
    yield "scales of two lengths", a_dossier(mixed, {"m.two": "1"}, votes={"m.two": "01", "m.five": "04"})


ALL = dict(dossiers())


@pytest.fixture(params=list(ALL))
def dossier(request: pytest.FixtureRequest) -> Dossier:
    return ALL[request.param]


def tables(slides: tuple[Slide, ...]) -> Iterator[Table]:
    return (part for slide in slides for part in slide.parts if isinstance(part, Table))


def charts(slides: tuple[Slide, ...]) -> Iterator[NativeChart]:
    return (part for slide in slides for part in slide.parts if isinstance(part, NativeChart))


def of_kind(dossier: Dossier, kind: SlideKind) -> tuple[Slide, ...]:
    return deck_slides(dossier, (kind,))


def test_every_slide_has_a_title_notes_a_foot_and_every_chart_and_table_is_described(dossier: Dossier) -> None:
    for slide in deck_slides(dossier, EVERY_KIND):
        assert slide.title.strip()
        assert slide.notes.strip()
        assert slide.foot == foot(dossier)
        assert slide.parts
        for part in slide.parts:
            if isinstance(part, Words):
                assert part.paragraphs
                assert all(each.text or each.strong for each in part.paragraphs)
            else:
                assert part.alt.strip()


def test_charts_have_a_value_or_a_gap_for_each_category_and_stay_on_their_scale(dossier: Dossier) -> None:
    for chart in charts(deck_slides(dossier, EVERY_KIND)):
        assert chart.categories
        assert 0 < chart.step <= chart.most
        assert len({one.name for one in chart.series}) == len(chart.series)
        for one in chart.series:
            assert len(one.values) == len(chart.categories)
            assert all(value is None or 0 <= value <= chart.most for value in one.values)


def test_tables_are_rectangular_and_their_widths_sum_to_one(dossier: Dossier) -> None:
    for table in tables(deck_slides(dossier, EVERY_KIND)):
        assert sum(table.widths) == pytest.approx(1)
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.head)} == {len(table.widths)}


def test_tables_stand_on_the_houses_slide_in_letters_that_can_be_read(dossier: Dossier) -> None:
    room = regions(HOUSE_THEME, Layout.TABLE)[0]
    for slide in deck_slides(dossier, (SlideKind.HEAT, SlideKind.PLAN)):
        for table in tables((slide,)):
            fitted = fit_table(table, room, HOUSE_THEME)
            assert fitted.fits
            assert fitted.size >= COMFORTABLE


def test_the_heat_table_has_every_question_that_is_asked_once_and_in_order(dossier: Dossier) -> None:
    shown = [
        row[0].text for table in tables(of_kind(dossier, SlideKind.HEAT)) for row in table.rows if not row[0].strong
    ]
    assert shown == [each.text for each in dossier.questionnaire.questions()]


def test_a_kind_that_has_nothing_to_say_is_not_usual_and_says_so_when_asked_for(dossier: Dossier) -> None:
    usual = usual_kinds(dossier)
    assert list(usual) == [kind for kind in SlideKind if kind in usual], "in the order of a whole deck"
    for kind in SlideKind:
        slides = of_kind(dossier, kind)
        assert {slide.kind for slide in slides} == {kind}
        if kind not in usual:
            assert [slide.layout for slide in slides] == [Layout.WORDS]
    assert {slide.kind for slide in deck_slides(dossier)} == set(usual)
    assert set(usual_kinds(dossier, history=True)) <= set(HISTORY_KINDS)


def test_slides_come_in_the_order_that_is_asked_for() -> None:
    kinds = (SlideKind.PLAN, SlideKind.TITLE, SlideKind.RADAR)
    assert [slide.kind for slide in deck_slides(ALL["3 dimensions"], kinds)] == list(kinds)


def test_a_missing_score_is_a_gap_and_never_a_zero() -> None:
    asked = asked_of(4)
    said = {"d0.q0": "3", "d0.q1": UNKNOWN, "d2.q0": "0"}
    found = a_dossier(asked, said, completed=False, past=[(BEFORE, {"d1.q0": "2", "d2.q0": "1"})])
    for kind in (SlideKind.RADAR, SlideKind.EVIDENCE):
        (chart,) = charts(of_kind(found, kind))
        now = next(one for one in chart.series if one.name in {"Now", "Claimed"})
        assert now.values == (1.5, None, 0.0, None)
    (last,) = [one for one in next(charts(of_kind(found, SlideKind.RADAR))).series if one.name.startswith("Last")]
    assert last.values == (None, None, 1.0, None), "of a draft only what it has answered is held against last time"


def test_the_states_of_a_question_are_told_apart_in_words_and_fill() -> None:
    asked = questionnaire(section("s", *(question(f"s.{name}") for name in "abcd"), title="States"))
    found = a_dossier(asked, {"s.a": UNKNOWN, "s.b": NOT_APPLICABLE, "s.d": "0"}, completed=False)
    (table,) = tables(of_kind(found, SlideKind.HEAT))
    cells = [row[1] for row in table.rows[1:]]
    assert [cell.text for cell in cells] == ["? Nobody knows", "n/a Does not apply", "Not answered", "1 · Option 0"]
    level = cells[3].fill
    assert all(cell.fill != level for cell in cells[:3])


def test_evidence_is_ticked_only_while_it_is_valid() -> None:
    asked = questionnaire(section("s", *(question(f"s.{name}") for name in "abc")))
    found = a_dossier(asked, {"s.a": answer("3", evidence(5)), "s.b": answer("3", evidence(300)), "s.c": "3"})
    (table,) = tables(of_kind(found, SlideKind.HEAT))
    assert [row[2].text for row in table.rows[1:]] == ["✓", "too old", "none"]


def test_one_and_two_dimensions_are_bars_and_three_a_radar() -> None:
    for count, form in ((1, ChartForm.BARS), (2, ChartForm.BARS), (3, ChartForm.RADAR)):
        (chart,) = charts(of_kind(ALL[f"{count} dimensions"], SlideKind.RADAR))
        assert chart.form is form


def test_names_are_passed_whole_whatever_their_length() -> None:
    (chart,) = charts(of_kind(ALL["sixty"], SlideKind.RADAR))
    assert chart.categories == tuple(f"{HARD_WORDS['sixty']} {place}" for place in range(1, 5))


def test_long_tables_number_their_slides_and_repeat_their_head() -> None:
    slides = of_kind(ALL["fifty questions"], SlideKind.HEAT)
    count = len(slides)
    assert count > 1
    assert [slide.title.rpartition(" (")[2] for slide in slides] == [
        f"{nth} of {count})" for nth in range(1, count + 1)
    ]
    assert len({slide.title.rpartition(" (")[0] for slide in slides}) == 1
    assert len({table.head for table in tables(slides)}) == 1


def test_a_dimension_that_is_parted_says_that_it_is_continued() -> None:
    openings = [table.rows[0][0].text for table in tables(of_kind(ALL["one long dimension"], SlideKind.HEAT))]
    assert openings[0] == "Reliability"
    assert set(openings[1:]) == {"Reliability, continued"}


def test_the_plan_has_empty_places_for_an_owner_and_a_date() -> None:
    for table in tables(of_kind(ALL["7 dimensions"], SlideKind.PLAN)):
        assert table.head[3:] == ("Owner", "By")
        assert all(row[3:] == (Cell(text=""), Cell(text="")) for row in table.rows)


def test_what_is_left_off_the_plan_is_said() -> None:
    slides = of_kind(ALL["fifty questions"], SlideKind.PLAN)
    rows = [row for table in tables(slides) for row in table.rows]
    assert len(rows) == 12 + 1
    assert rows[-1][0].text.endswith("more steps stand in the report.")


def test_the_room_is_stacked_bars_where_all_questions_have_as_many_levels_else_a_table() -> None:
    (slide,) = of_kind(ALL["3 dimensions"], SlideKind.DISAGREEMENTS)
    chart = slide.parts[0]
    assert isinstance(chart, NativeChart)
    assert chart.form is ChartForm.STACKED
    assert [(one.name, one.values, one.level) for one in chart.series] == [
        ("Level 1", (2.0,), 0.0),
        ("Level 2", (1.0,), 0.25),
        ("Level 3", (0.0,), 0.5),
        ("Level 4", (0.0,), 0.75),
        ("Level 5", (2.0,), 1.0),
        ("Don’t know", (1.0,), None),
    ]
    (other,) = of_kind(ALL["scales of two lengths"], SlideKind.DISAGREEMENTS)
    assert isinstance(other.parts[0], Table)


def test_an_older_assessment_is_told_without_what_came_after() -> None:
    asked = asked_of(3)
    newest = a_dossier(asked, said_to(asked), past=[(BEFORE, said_to(asked)), (date(2026, 7, 1), {"d0.q0": "1"})])
    (chart,) = charts(of_kind(newest, SlideKind.TREND))
    assert chart.categories == ("12 May 2026", "1 Jul 2026", "20 Nov 2026")
    assert newest.history is not None
    middle = replace(newest.result.open, assessment=newest.history.runs[1].assessment)
    older = replace(newest, result=replace(newest.result, open=middle))
    (chart,) = charts(of_kind(older, SlideKind.TREND))
    assert chart.categories == ("12 May 2026", "1 Jul 2026")
    draft = a_dossier(asked, {"d0.q0": "1"}, completed=False, past=[(BEFORE, said_to(asked)), (TODAY, {"d0.q0": "2"})])
    (chart,) = charts(of_kind(draft, SlideKind.TREND))
    assert chart.categories == ("12 May 2026", "20 Nov 2026")


def test_provisional_and_draft_are_said_on_the_slides() -> None:
    verdict, decision = (of_kind(ALL["provisional"], kind)[0] for kind in (SlideKind.VERDICT, SlideKind.DECISION))
    assert verdict.title.startswith("Provisional")
    assert "rovisional" in decision.notes
    assert all("draft, so far" in slide.foot for slide in deck_slides(ALL["a draft"]))


def test_the_samples_deck_has_its_findings_as_titles(sample: Dossier) -> None:
    assert [slide.title for slide in deck_slides(sample)][:13] == [
        "Invoice triage",
        "Operations holds the pilot back: owner, quality drift and incidents are lowest",
        "Operations alone is short of the target of 3, at 2.3 of 4",
        "Claimed is ahead of evidence most in Operations: 2.3 against 1.2 of 4",
        "Reliability rose from 0.2 to 3.0 since 5 December 2025; two more rose",
        "Operations is the weakest now; on 5 December 2025 it was Reliability",
        "Integration rose from 2.3 to 3.0 since 11 September 2026; two more rose",
        "None of 24 questions stands below half (1 of 3)",
        "None of 24 questions stands below half (2 of 3)",
        "None of 24 questions stands below half (3 of 3)",
        "Seven questions share the lowest score, five of them in Operations",
        "Three improvements lead to “Ready”",
        "Operations would rise from 2.3 to 3.0 of 4",
    ]
    assert set(SlideKind) - set(usual_kinds(sample)) == {SlideKind.DISAGREEMENTS}


def test_a_project_with_a_room_and_a_pilot_has_something_to_say_of_every_kind() -> None:
    assert usual_kinds(ALL["a pilot"]) == EVERY_KIND
    beside = {SlideKind.CRITERIA, SlideKind.PILOT, SlideKind.SYSTEMS}
    assert set(EVERY_KIND) - set(usual_kinds(ALL["7 dimensions"])) == beside


def test_a_table_says_how_many_things_it_has_without_its_sum_and_what_is_left_off() -> None:
    found = ALL["thirty of each"]
    for kind, noun, count in (
        (SlideKind.PLAN, "actions", 16),
        (SlideKind.CRITERIA, "criteria", 30),
        (SlideKind.SYSTEMS, "systems", 30),
    ):
        told = [each.alt.removeprefix("Table of ").split(":")[0].split(" ") for each in tables(of_kind(found, kind))]
        assert {words for _, words in told} == {noun}
        assert sum(int(number) for number, _ in told) == count


def test_actions_that_have_no_place_on_slides_are_said() -> None:
    rows = [row for table in tables(of_kind(ALL["thirty of each"], SlideKind.PLAN)) for row in table.rows]
    assert rows[-1][0].text == "14 more actions stand in the report."
    assert rows[-1][0].span == len(rows[-1])


def test_what_is_owned_stands_in_place_of_what_is_suggested() -> None:
    suggested, owned = (next(tables(of_kind(ALL[name], SlideKind.PLAN))) for name in ("3 dimensions", "a pilot"))
    assert suggested.head[0] == "Next step"
    assert [row[0].text for row in owned.rows][:2] == [
        "Rehearse an incident, with the people who are on call",
        "Name an owner for each shift",
    ], "what is overdue comes first"
    assert owned.rows[0][2].text == "11 Nov 2026, overdue"
    assert owned.rows[0][2].fill


def test_a_criterion_stands_as_it_was_sealed_and_as_it_was_amended() -> None:
    (table,) = tables(of_kind(ALL["a pilot"], SlideKind.CRITERIA))
    assert table.head == ("Criterion", "Before", "Target as sealed", "As amended", "Measured", "Stands")
    assert [cell.text for cell in table.rows[1]] == [
        "Average handling time",
        "14 minutes",
        "at most 9 minutes by 16 Nov 2026",
        "at most 10 minutes by 16 Nov 2026",
        "9.5 minutes, 20 Nov 2026",
        "Met, 4 days late",
    ]
    notes = of_kind(ALL["a pilot"], SlideKind.CRITERIA)[0].notes
    assert "As it was sealed, “Average handling time” would be missed." in notes
    assert "every second case needs a call" in notes
    (plain,) = tables(of_kind(ALL["one of each"], SlideKind.CRITERIA))
    assert "As amended" not in plain.head


def test_the_plan_is_a_calendar_in_whole_weeks_from_its_first_day() -> None:
    (chart,) = charts(of_kind(ALL["a pilot"], SlideKind.PILOT))
    assert chart.form is ChartForm.SPANS
    assert [numbered_day(at) for at in (chart.least, chart.most)] == [date(2026, 9, 21), date(2026, 12, 14)]
    begins, lasts = chart.series
    shown = [
        (name, numbered_day(begin or 0), days)
        for name, begin, days in zip(chart.categories, begins.values, lasts.values, strict=True)
    ]
    assert shown == [
        ("Requirements, done", date(2026, 9, 21), 14),
        ("Design", date(2026, 9, 28), 14),
        ("Security and compliance review, done", date(2026, 10, 12), 7),
        ("Pilot run", date(2026, 10, 12), 35),
        ("Train the first users", date(2026, 10, 19), 14),
        ("Go or no-go", date(2026, 11, 16), 1),
        ("Deployment", date(2026, 11, 16), 28),
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a pilot", ("Go with conditions", "Against the recommendation:", "no-go; a criterion is not met.")),
        ("one of each", ("Go", "Decided by Mei Tanaka.")),
        ("thirty of each", ("Stop", "It supersedes no-go, decided on 18 November 2026.")),
        ("3 dimensions", ("No-go", "recommended for Invoice triage", "No success criterion is written down.")),
    ],
)
def test_the_last_slide_says_what_was_decided_or_what_is_recommended(name: str, said: tuple[str, ...]) -> None:
    (slide,) = of_kind(ALL[name], SlideKind.DECISION)
    words = [each for part in slide.parts if isinstance(part, Words) for each in part.paragraphs]
    shown = {text for each in words for text in (each.text, each.strong)}
    assert set(said) <= shown
    assert any("Decided: …" in text for text in shown) == (name == "3 dimensions"), "room to write it down"


def test_the_path_says_what_each_rung_reaches_and_after_it_what_rises() -> None:
    found = ALL["3 dimensions"]
    path, after = (of_kind(found, kind)[0] for kind in (SlideKind.PATH, SlideKind.AFTER))
    table = next(tables((path,)))
    assert path.title == "One improvement leads to “Conditional”, three to “Ready”"
    assert [cell.text for cell in table.rows[0] if cell.text] == [
        "Do this one: Reliability reaches 2.0 of 4",
        "→ Conditional",
    ]
    (chart,) = charts((after,))
    now, then = chart.series
    assert (now.name, then.name) == ("Today", "After this path")
    assert (now.kind, then.kind) == (SeriesKind.LAST, SeriesKind.CLAIMED)
    assert all((high or 0) >= (low or 0) for high, low in zip(then.values, now.values, strict=True))
    assert any((high or 0) > (low or 0) for high, low in zip(then.values, now.values, strict=True))
