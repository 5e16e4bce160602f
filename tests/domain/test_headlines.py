"""What slides and pages find, as titles: by rule from the numbers, never praise, never empty, names whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.domain.comparison import Run, compare
from preflight.domain.consensus import Ballot, distribution
from preflight.domain.findings import find
from preflight.domain.headlines import (
    LONGEST,
    evidence_headline,
    gaps_headline,
    plan_headline,
    questions_headline,
    radar_headline,
    room_headline,
)
from preflight.domain.headlines_over_time import Moment, moved_headline, radars_headline, trend_headline
from preflight.domain.plan import ANSWER_IT, plan, to_mend
from preflight.domain.questionnaire import Basis, Effort, Improvement, Question, Questionnaire, Section, Unanswered
from preflight.domain.scoring import Score, score
from preflight.domain.target import target_of
from preflight.domain.verdict import Verdict, decide
from preflight.domain.verdict_headline import verdict_headline
from preflight.domain.wording import number_of
from tests.builders import (
    TODAY,
    UNKNOWN,
    answer,
    answers,
    evidence,
    option,
    question,
    questionnaire,
    section,
    verdict_rule,
)
from tests.domain.generated import cases

NAMES = ("Nobody named", "Expected", "Agreed", "In writing", "Working")
LEVELS = tuple(option(f"{place}", place, label=label) for place, label in enumerate(NAMES))
STEPS = {"0": Improvement(do="Name somebody.", effort=Effort.S), "1": Improvement(do="Ask.", effort=Effort.M)}
MARCH, MAY = date(2026, 3, 12), date(2026, 5, 12)


def scaled(question_id: str, **fields: Any) -> Question:
    return question(question_id, options=LEVELS, improve=STEPS, **fields)


def of(*titles: str, critical: str | None = "2", per: int = 1, **fields: Any) -> Questionnaire:
    """Dimensions with these titles, each of `owner`, `spike` and so on; the scale ends at 4."""
    topics = ("owner", "spike", "quality-drift", "upkeep", "incidents")[:per]
    sections = [
        section(
            title.lower(),
            *(scaled(f"{title.lower()}.{topic}", critical=critical if topic == "owner" else None) for topic in topics),
            title=title,
            out_of=4,
        )
        for title in titles
    ]
    return questionnaire(*sections, out_of=4, **fields)


def found(asked: Questionnaire, said: Mapping[str, Any], *, completed: bool = True) -> tuple[Score, Verdict]:
    result = score(asked, answers(said), on=TODAY)
    return result, decide(asked, answers(said), result, completed=completed)


def verdict_title(asked: Questionnaire, said: Mapping[str, Any], *, completed: bool = True) -> str:
    return verdict_headline(asked, answers(said), *found(asked, said, completed=completed))


TWO = of("Reliability", "Operations")
THREE = of("Reliability", "Integration", "Operations", critical=None)
LONG = "A dimension whose title takes all of the sixty characters!!!"


@pytest.mark.parametrize(
    ("asked", "said", "title"),
    [
        (TWO, {}, "Nothing has been scored yet: there is no verdict"),
        (
            TWO,
            {"reliability.owner": "4", "operations.owner": "0"},
            "Operations holds the pilot back: owner at “Nobody named”",
        ),
        (
            TWO,
            {"reliability.owner": "4", "operations.owner": UNKNOWN},
            "Operations holds the pilot back: owner unknown",
        ),
        (TWO, {"reliability.owner": "4"}, "Operations holds the pilot back: owner not answered"),
        (
            TWO,
            {"reliability.owner": "1", "operations.owner": "1"},
            "Reliability and Operations hold the pilot back: both at 1.0 of 4",
        ),
        (
            THREE,
            {"reliability.owner": "1", "integration.owner": "1", "operations.owner": "1"},
            "All three dimensions hold the pilot back: each at 1.0 of 4",
        ),
        (
            THREE,
            {"reliability.owner": "3", "integration.owner": "3", "operations.owner": "4"},
            "Ready: the lowest dimension is Reliability, at 3.0 of 4",
        ),
        (
            THREE,
            {"reliability.owner": "4", "integration.owner": "4", "operations.owner": "4"},
            "Ready: every dimension stands at 4.0 of 4",
        ),
        (of("Operations"), {"operations.owner": "0"}, "Not-ready, at 0.0 of 4: owner at “Nobody named”"),
        (of("Operations"), {"operations.owner": "4"}, "Ready, at 4.0 of 4"),
        (
            of("Operations", "Data", critical=None, verdict=verdict_rule(needs_coverage="0.9")),
            {"operations.owner": "0"},
            "Provisional, 50 % covered: Not-ready, at 0.0 of 4",
        ),
        (
            of("Operations", "Data", critical=None, verdict=verdict_rule(basis=Basis.OVERALL)),
            {"operations.owner": "1", "data.owner": "4"},
            "Conditional, at 2.5 of 4: owner at “Expected”",
        ),
        (
            of("Operations", "Data", verdict=verdict_rule(basis=Basis.STAGES)),
            {"operations.owner": "4", "data.owner": "1"},
            "“Data” is the next stage to pass: owner at “Expected”",
        ),
        (
            of("Operations", verdict=verdict_rule(basis=Basis.STAGES)),
            {"operations.owner": "4"},
            "Every stage is passed",
        ),
        (
            of(LONG, "Data"),
            {f"{LONG.lower()}.owner": "0", "data.owner": "4"},
            f"{LONG} holds the pilot back",
        ),
        (
            of("Operations", "Data", critical=None, per=3),
            {f"operations.{name}": "1" for name in ("owner", "spike", "quality-drift")} | {"data.owner": "4"},
            "Operations holds the pilot back: owner, spike and quality drift are lowest",
        ),
        (
            of("Operations", "Data", critical=None, per=5),
            {f"operations.{name}": "1" for name in ("owner", "spike", "quality-drift", "upkeep", "incidents")}
            | {"data.owner": "4"},
            "Operations holds the pilot back, at 1.0 of 4",
        ),
    ],
)
def test_the_verdict_names_what_decides_and_the_question_behind_it(
    asked: Questionnaire, said: Mapping[str, Any], title: str
) -> None:
    assert verdict_title(asked, said) == title


def test_blockers_decide_where_the_scores_alone_would_not() -> None:
    asked = of("Reliability", "Operations", per=5)
    names = ("spike", "quality-drift", "upkeep", "incidents")
    said = {f"{part}.{name}": "4" for part in ("reliability", "operations") for name in names}
    said |= {"operations.owner": "1", "reliability.owner": "4"}
    assert verdict_title(asked, said) == "Operations holds the pilot back: owner at “Expected”"
    assert verdict_title(asked, said | {"reliability.owner": "0"}) == (
        "Reliability and Operations hold the pilot back: owner"
    )


@pytest.mark.parametrize(
    ("levels", "title"),
    [
        ("", "Nothing has been scored yet"),
        ("111", "No dimension reaches the target of 3 yet; Reliability is furthest away, at 1.0 of 4"),
        ("312", "Two of three dimensions are short of the target of 3, Integration most, at 1.0 of 4"),
        ("343", "All three dimensions reach the target of 3"),
        ("342", "Operations alone is short of the target of 3, at 2.0 of 4"),
        ("1", "Reliability is short of the target of 3, at 1.0 of 4"),
        ("4", "The one dimension reaches the target of 3"),
    ],
)
def test_the_radar_counts_what_reaches_the_target(levels: str, title: str) -> None:
    ids = ("reliability.owner", "integration.owner", "operations.owner")
    result, _ = found(THREE, dict(zip(ids, levels, strict=False)))
    assert radar_headline(result, target_of(THREE)) == title


def test_without_a_target_for_each_the_radar_names_both_ends() -> None:
    asked = of("Reliability", "Operations", critical=None, verdict=verdict_rule(basis=Basis.OVERALL))
    result, _ = found(asked, {"reliability.owner": "1", "operations.owner": "3"})
    assert (
        radar_headline(result, target_of(asked)) == "Reliability is lowest, at 1.0 of 4; Operations is highest, at 3.0"
    )
    result, _ = found(asked, {"reliability.owner": "1", "operations.owner": "1"})
    assert radar_headline(result, None) == "Both dimensions stand at 1.0 of 4"


PROOF = evidence()


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ({}, "Nothing has been scored yet"),
        ({"reliability.owner": "0"}, "There is nothing to back with evidence yet: every score is 0"),
        ({"reliability.owner": "3"}, "Nothing has evidence yet: all of it is claimed"),
        ({"reliability.owner": answer("3", PROOF)}, "Everything that is claimed has evidence"),
        (
            {"reliability.owner": "3", "operations.owner": answer("2", PROOF)},
            "Claimed is ahead of evidence most in Reliability: 3.0 against 0.0 of 4",
        ),
        (
            {"reliability.owner": "3", "integration.owner": "3", "operations.owner": answer("2", PROOF)},
            "Claimed is ahead of evidence most in Reliability and Integration",
        ),
    ],
)
def test_the_demo_gap_is_named_where_it_is_widest(said: Mapping[str, Any], title: str) -> None:
    assert evidence_headline(found(THREE, said)[0]) == title


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ({}, "None of 6 questions has a score yet"),
        ({"data.owner": "2"}, "The one scored question is not below half"),
        ({"data.owner": "1", "data.spike": "4"}, "One of 2 scored questions stands below half"),
        (
            {"data.owner": "1", "data.spike": "1", "value.owner": "1"},
            "All 3 scored questions stand below half, two of them in Data",
        ),
        (
            {"data.owner": UNKNOWN, "data.spike": "1", "value.owner": "4"},
            "Two of 3 scored questions stand below half; one is unknown",
        ),
    ],
)
def test_the_questions_are_counted_by_where_they_stand(said: Mapping[str, Any], title: str) -> None:
    asked = of("Data", "Value", per=3, critical=None)
    assert questions_headline(asked, found(asked, said)[0]) == title


@pytest.mark.parametrize(
    ("asked", "said", "title"),
    [
        ("Data", {}, "The one question has no score yet"),
        ("Data", {"data.owner": "4"}, "The one question is not below half"),
        ("Data", {"data.owner": "1"}, "The one question stands below half"),
        ("Data", {"data.owner": UNKNOWN}, "The one question is unknown"),
        ("Data Value", {}, "None of 2 questions has a score yet"),
        ("Data Value", {"data.owner": "1"}, "The one scored question stands below half"),
        ("Data Value", {"data.owner": "4", "value.owner": "4"}, "None of 2 questions stands below half"),
        ("Data Value", {"data.owner": "1", "value.owner": "4"}, "One of 2 questions stands below half"),
        ("Data Value", {"data.owner": "1", "value.owner": "1"}, "All 2 questions stand below half"),
    ],
)
def test_one_question_and_two_are_counted_as_people_do(asked: str, said: Mapping[str, Any], title: str) -> None:
    counted = of(*asked.split(), critical=None)
    assert questions_headline(counted, found(counted, said)[0]) == title


@pytest.mark.parametrize(("count", "words"), [(0, "0 questions"), (1, "1 question"), (2, "2 questions")])
def test_a_number_of_things_is_named(count: int, words: str) -> None:
    assert number_of(count, "question") == words


def test_bands_belong_to_dimensions_but_where_stages_are_counted() -> None:
    for basis in Basis:
        rule = verdict_rule(basis=basis)
        assert rule.dimension_bands == (() if basis is Basis.STAGES else rule.bands)
        assert rule.bands


@pytest.mark.parametrize(
    ("said", "gaps_title", "plan_title"),
    [
        ({}, "Nothing has been scored yet", "The plan has no step: no question has one left"),
        (
            {"data.spike": "4"},
            "No question stands below three quarters",
            "The plan has no step: no question has one left",
        ),
        ({"data.spike": "1"}, "Mend first: spike at “Expected”", "One step is left"),
        (
            {"data.spike": "0", "value.spike": "1"},
            "Mend first: spike at “Nobody named”",
            "Two steps lead on; one takes days",
        ),
        ({"data.spike": "1", "data.upkeep": "1"}, "Mend first: spike and upkeep", "Two steps lead on"),
        (
            {"data.owner": "0", "data.spike": "1"},
            "One critical question is below the minimum: owner",
            "One of two steps lifts a blocker and comes first; one takes days",
        ),
    ],
)
def test_gaps_and_plan_say_what_comes_first(said: Mapping[str, Any], gaps_title: str, plan_title: str) -> None:
    asked = of("Data", "Value", per=5)
    result, verdict = found(asked, said, completed=False)
    findings = find(asked, answers(said), result, verdict)
    assert gaps_headline(answers(said), findings, result) == gaps_title
    assert plan_headline(plan(asked, findings, result, verdict)) == plan_title


def test_what_blocks_because_nobody_answered_is_the_plans_first_step() -> None:
    asked = of("Data", per=2)
    result, verdict = found(asked, {"data.spike": "1"})
    steps = plan(asked, find(asked, answers({"data.spike": "1"}), result, verdict), result, verdict)
    assert [(step.question.id, step.blocks, step.effort) for step in steps] == [
        ("data.owner", True, None),
        ("data.spike", False, Effort.M),
    ]


def test_what_nobody_answered_has_one_step_even_where_it_counts_as_nothing() -> None:
    asked = of("Data", per=2, unanswered=Unanswered.ZERO)
    result, verdict = found(asked, {"data.spike": "1"})
    findings = find(asked, answers({"data.spike": "1"}), result, verdict)
    assert [each.question.id for each in findings] == ["data.owner", "data.spike"]
    assert [each.question.id for each in to_mend(asked, findings, verdict)] == ["data.spike"]
    steps = plan(asked, findings, result, verdict)
    assert [(step.question.id, step.do == ANSWER_IT) for step in steps] == [("data.owner", True), ("data.spike", False)]


@pytest.mark.parametrize(
    ("votes", "title"),
    [
        ({}, "Nobody voted"),
        ({"data.owner": "1"}, "There were no two opinions to compare in the room"),
        ({"data.owner": "0044", "data.spike": "0404"}, "The room was far apart on two questions: owner and spike"),
        ({"data.owner": "0044", "data.spike": "22"}, "The room was far apart on one question: owner"),
        (
            {"data.owner": "1223", "data.spike": "22"},
            "The room was nowhere far apart on two questions; furthest on owner",
        ),
        ({"data.owner": "22", "data.spike": "33"}, "The room was of one mind on both questions"),
        ({"data.owner": "22"}, "The room was of one mind on the one question it voted on"),
        ({"data.owner": "1223"}, "The room was apart on owner"),
    ],
)
def test_the_room_is_told_how_far_apart_it_was(votes: dict[str, str], title: str) -> None:
    asked = of("Data", per=3)
    rounds = [
        (each, distribution(each, [Ballot(said=answer(vote)) for vote in votes[each.id]]))
        for each in asked.questions()
        if each.id in votes
    ]
    assert room_headline(rounds) == title


def moment(on: date, levels: str, asked: Questionnaire = THREE) -> Moment:
    ids = [each.id for each in asked.questions()]
    return Moment(on=on, score=found(asked, dict(zip(ids, levels, strict=False)))[0])


@pytest.mark.parametrize(
    ("levels", "trend", "weakest"),
    [
        ([], "There is no completed assessment yet: a history needs two", None),
        (["111"], "One assessment so far, on 1 January 2026: a history needs two", None),
        (["111", "111"], "Nothing moved since 1 January 2026", "Reliability was the weakest on both dates"),
        (["011", "111", "111"], "Nothing moved since 1 February 2026", None),
        (["122", "111", "122"], "Every dimension is back where it was on 1 January 2026", None),
        (
            ["111", "131"],
            "Integration rose from 1.0 to 3.0 since 1 January 2026",
            "Reliability was the weakest on both dates",
        ),
        (["132", "221"], "Reliability rose from 1.0 to 2.0 since 1 January 2026; two fell", None),
        (
            ["122", "214"],
            "Operations rose from 2.0 to 4.0 since 1 January 2026; one more rose, one fell",
            "Integration is the weakest now; on 1 January 2026 it was Reliability",
        ),
        (["133", "313", "133"], None, "Reliability is the weakest again, as on 1 January 2026"),
    ],
)
def test_a_history_says_what_moved_or_since_when_nothing_did(
    levels: list[str], trend: str | None, weakest: str | None
) -> None:
    moments = [moment(date(2026, month, 1), each) for month, each in enumerate(levels, start=1)]
    if trend is not None:
        assert trend_headline(moments) == trend
    if weakest is not None:
        assert radars_headline(moments) == weakest


def moved(before: Mapping[str, Any], after: Mapping[str, Any], asked: Questionnaire = THREE) -> str:
    runs = [Run(questionnaire=asked, answers=answers(said), score=found(asked, said)[0]) for said in (before, after)]
    return moved_headline(compare(*runs), MAY)


def test_what_moved_since_last_time() -> None:
    first = {"reliability.owner": "1", "integration.owner": "1", "operations.owner": "2"}
    assert moved_headline(None, None) == "This is the first assessment: there is nothing to compare it with yet"
    assert moved(first, first) == "Nothing moved since 12 May 2026"
    assert moved(first, first | {"integration.owner": "3"}) == "Integration rose from 1.0 to 3.0 since 12 May 2026"
    assert moved(first, first | {"integration.owner": "3", "operations.owner": "1"}) == (
        "Integration rose from 1.0 to 3.0 since 12 May 2026; Operations fell"
    )
    assert moved({"reliability.owner": "1"}, {"integration.owner": "1"}) == (
        "Reliability and Integration can’t be compared with 12 May 2026"
    )
    same = of("Data", "Value", critical=None, per=2)
    assert moved({"data.owner": "1", "data.spike": "2"}, {"data.owner": "2", "data.spike": "1"}, same) == (
        "Answers changed since 12 May 2026, but no dimension moved"
    )


def test_a_change_too_small_for_the_figures_is_not_told_as_one() -> None:
    asked = questionnaire(section("a", question("a.one", points=(0, *range(900, 1000))), title="Alpha", out_of=4))
    assert moved({"a.one": "1"}, {"a.one": "2"}, asked) == "Alpha rose a little, at 3.6 since 12 May 2026"


def every_title(asked: Questionnaire, said: Any, result: Score, verdict: Verdict) -> list[str]:
    findings = find(asked, said, result, verdict)
    return [
        verdict_headline(asked, said, result, verdict),
        radar_headline(result, target_of(asked)),
        evidence_headline(result),
        questions_headline(asked, result),
        gaps_headline(said, findings, result),
        plan_headline(plan(asked, findings, result, verdict)),
        trend_headline([Moment(on=MARCH, score=result), Moment(on=MAY, score=result)]),
        radars_headline([Moment(on=MARCH, score=result), Moment(on=MAY, score=result)]),
    ]


@settings(max_examples=150, deadline=None)
@given(cases())
def test_whatever_is_asked_and_answered_every_title_says_something_on_one_line(case: Any) -> None:
    for title in every_title(case.questionnaire, case.answers, case.score, case.verdict):
        assert title.strip() == title
        assert title
        assert "None" not in title.removeprefix("None of")
        assert "\n" not in title


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=15, unique=True))
def test_a_title_longer_than_it_should_be_has_only_names_to_blame(titles: list[str]) -> None:
    sections: list[Section] = [
        section(f"s{place}", scaled(f"s{place}.owner"), title=title) for place, title in enumerate(titles)
    ]
    asked = questionnaire(*sections)
    said = {f"s{place}.owner": f"{place % 5}" for place in range(len(titles))}
    result, verdict = found(asked, said)
    for title in every_title(asked, answers(said), result, verdict):
        named = sum(len(name) for name in titles if name in title)
        assert len(title) <= max(LONGEST, named + LONGEST)
