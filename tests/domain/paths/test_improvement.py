"""The path to ready, on cases small enough to follow by hand."""

from __future__ import annotations

import pytest

from preflight.domain.assessment import Answers
from preflight.domain.paths.improvement import NoPath, Path, paths_up
from preflight.domain.paths.moves import Efforts
from preflight.domain.questionnaire import Aggregate, Basis, Effort, Improvement, Question, Questionnaire, Unanswered
from tests.builders import (
    NOT_APPLICABLE,
    TODAY,
    UNKNOWN,
    answers,
    band,
    multi,
    of_questions,
    question,
    questionnaire,
    section,
    text,
    verdict_rule,
)


def sized(question_id: str, sizes: str, **fields: object) -> Question:
    """A choice question with a step of these sizes after each level: "SL" has the levels 0, 1 and 2."""
    improve = {
        str(level): Improvement(do=f"{question_id} {level}", effort=Effort(size)) for level, size in enumerate(sizes)
    }
    return question(question_id, points=tuple(range(len(sizes) + 1)), improve=improve, **fields)  # type: ignore[arg-type]


def paths(form: Questionnaire, said: Answers, **how: object) -> tuple[Path | NoPath, ...]:
    return paths_up(form, said, on=TODAY, **how)  # type: ignore[arg-type]


def the_path(form: Questionnaire, said: Answers, band_id: str = "ready", **how: object) -> Path:
    found = next(path for path in paths(form, said, **how) if path.band.id == band_id)
    assert isinstance(found, Path), found
    return found


def moves(path: Path) -> dict[str, str | None]:
    return {move.question.id: move.after.choice for move in path.moves}


def rungs(path: Path) -> list[tuple[str, list[str], str | None]]:
    """By rung: its section, the questions that move, and the band after it."""
    return [
        (
            rung.section.id,
            [move.question.id for move in rung.moves],
            rung.verdict.band.id if rung.verdict.band else None,
        )
        for rung in path.rungs
    ]


def test_the_cheapest_first_steps_are_not_always_part_of_the_cheapest_path() -> None:
    """3/4 of eight points are needed: step by step the small ones come first, and then the large one after all."""
    form = of_questions(sized("a", "SSSL"), sized("b", "MMMM"))
    assert moves(the_path(form, answers({"a": "0", "b": "0"}))) == {"a": "3", "b": "3"}
    knapsack = of_questions(
        sized("small", "S", weight=3), sized("large", "M", weight=10), sized("other", "M", weight=6),
        verdict=verdict_rule(band("not-ready"), band("ready", "10/19")),
    )  # fmt: skip
    assert moves(the_path(knapsack, answers({"small": "0", "large": "0", "other": "0"}))) == {"large": "1"}


def test_every_better_band_has_its_path_from_the_next_to_the_best() -> None:
    form = of_questions(question("a"), question("b"))
    found = paths(form, answers({"a": "0", "b": "2"}))
    assert [(path.band.id, path.effort) for path in found if isinstance(path, Path)] == [
        ("conditional", 6),
        ("ready", 12),
    ]
    assert paths(form, answers({"a": "4", "b": "4"})) == ()
    assert [path.band.id for path in paths(form, answers({"a": "2", "b": "2"}))] == ["ready"]


def test_without_any_verdict_the_way_starts_at_the_worst_band() -> None:
    assert [path.band.id for path in paths(of_questions(question("a")), answers({}))] == ["conditional", "ready"]
    assert paths(of_questions(question("a"), verdict=verdict_rule(band("only"))), answers({})) == ()


def test_efforts_decide_which_way_is_the_cheapest() -> None:
    form = of_questions(
        sized("a", "L"), sized("b", "SSS"), verdict=verdict_rule(band("not-ready"), band("ready", "0.5"))
    )
    said = answers({"a": "0", "b": "0"})
    assert moves(the_path(form, said, efforts=Efforts(S=2, L=8))) == {"b": "3"}
    assert moves(the_path(form, said, efforts=Efforts(S=3, L=8))) == {"a": "1"}


def test_what_is_alike_is_decided_by_number_then_by_place() -> None:
    form = of_questions(
        sized("a", "S"), sized("b", "S"), sized("c", "SS", weight=2), sized("d", "S"),
        verdict=verdict_rule(band("not-ready"), band("ready", "0.4")),
    )  # fmt: skip
    said = answers(dict.fromkeys("abcd", "0"))
    assert moves(the_path(form, said)) == {"c": "2"}
    assert moves(the_path(form, said, locked={"c"})) == {"a": "1", "b": "1"}


def test_a_blocker_is_lifted_only_where_the_cap_stands_in_the_way() -> None:
    bands = (band("not-ready"), band("some", "0.25"), band("ready", "0.5"))
    form = of_questions(
        sized("gate", "LL", critical="1"), sized("free", "SSSS", weight=3),
        verdict=verdict_rule(*bands, cap="some"),
    )  # fmt: skip
    said = answers({"gate": "0", "free": "0"})
    assert moves(the_path(form, said, "some")) == {"free": "2"}
    assert moves(the_path(form, said, "ready")) == {"gate": "1", "free": "2"}


def test_a_critical_question_that_nobody_answered_blocks_and_is_raised_from_the_lowest() -> None:
    form = of_questions(sized("gate", "SMS", critical="2"), sized("free", "S"))
    path = the_path(form, answers({"free": "1"}))
    assert [(move.question.id, move.before, move.effort) for move in path.moves] == [("gate", None, 4)]


def test_a_critical_question_whose_minimum_is_the_lowest_has_only_to_be_answered() -> None:
    form = of_questions(sized("gate", "S", critical="0", weight=0), sized("free", "S"))
    path = the_path(form, answers({"free": "1", "gate": UNKNOWN}))
    assert (moves(path), path.effort, path.moves[0].steps) == ({"gate": "0"}, 0, ())


def test_only_sections_below_the_band_are_raised_where_the_weakest_decides() -> None:
    form = questionnaire(section("one", question("a")), section("two", question("b")), section("three", question("c")))
    said = answers({"a": "4", "b": "0", "c": "1"})
    assert moves(the_path(form, said, "conditional")) == {"b": "2", "c": "2"}
    assert moves(the_path(form, said, "ready")) == {"b": "3", "c": "3"}


def test_an_overall_score_is_raised_where_it_costs_least() -> None:
    form = questionnaire(
        section("one", sized("a", "LLLL")),
        section("two", sized("b", "SSSS")),
        verdict=verdict_rule(basis=Basis.OVERALL),
    )
    assert moves(the_path(form, answers({"a": "1", "b": "0"}), "conditional")) == {"b": "3"}


def test_stages_are_passed_one_after_the_other() -> None:
    bands = (band("not-ready"), band("one", "1/3"), band("all", 1))
    form = questionnaire(
        section("first", question("a"), passes="0.5"),
        section("second", question("b", critical="3"), passes="0.25"),
        section("third", question("c", show_if="b:4")),
        verdict=verdict_rule(*bands, basis=Basis.STAGES, cap=None),
    )
    said = answers({"a": "0", "b": "0"})
    assert moves(the_path(form, said, "one")) == {"a": "2"}
    # The third stage asks for nothing while b is below 4, so it is passed; the second has its gate.
    assert rungs(the_path(form, said, "all")) == [("first", ["a"], "one"), ("second", ["b"], "all")]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Aggregate.MIN, {"a": "2", "b": "2"}),
        (Aggregate.MAX, {"b": "2"}),
        (Aggregate.MEAN, {"b": "4"}),
    ],
)
def test_sections_combine_in_their_own_way(how: Aggregate, expected: dict[str, str]) -> None:
    form = questionnaire(section("s", sized("a", "LLLL"), sized("b", "SSSS"), aggregate=how))
    assert moves(the_path(form, answers({"a": "0", "b": "0"}), "conditional")) == expected


def test_an_exclusive_band_is_reached_only_above_its_start() -> None:
    form = of_questions(question("a"), verdict=verdict_rule(band("not-ready"), band("ready", above="0.5")))
    assert moves(the_path(form, answers({"a": "0"}))) == {"a": "3"}


def test_an_answer_can_open_questions_that_then_block() -> None:
    form = of_questions(
        sized("a", "SS", weight=3), sized("b", "MM", weight=3), sized("gate", "LL", critical="2", show_if="a:2"),
        verdict=verdict_rule(band("not-ready"), band("ready", "0.5")),
    )  # fmt: skip
    said = answers({"a": "0", "b": "0"})
    # a alone would do, but then the gate is asked; a halfway and b halfway is cheaper.
    assert moves(the_path(form, said)) == {"a": "1", "b": "1"}


def test_what_another_rung_brings_up_comes_after_it() -> None:
    form = questionnaire(
        section("late", sized("shown", "SS", critical="1", show_if="door:1")),
        section("early", sized("door", "S")),
        verdict=verdict_rule(band("not-ready"), band("ready", "0.5")),
    )
    path = the_path(form, answers({"door": "0"}))
    assert rungs(path) == [("early", ["door"], "not-ready"), ("late", ["shown"], "ready")]


def test_unanswered_questions_count_as_the_questionnaire_says() -> None:
    asked = (question("a"), question("b"))
    said = answers({"a": "3"})
    assert paths(of_questions(*asked), said) == ()
    assert moves(the_path(of_questions(*asked, unanswered=Unanswered.ZERO), said)) == {"b": "3"}


def test_what_does_not_apply_stays_out() -> None:
    form = of_questions(question("a", critical="3"), question("b"))
    assert moves(the_path(form, answers({"a": NOT_APPLICABLE, "b": "0"}))) == {"b": "3"}


def test_the_verdict_rises_as_early_as_the_moves_allow() -> None:
    form = questionnaire(
        section("fine", question("a")),
        section("weak", question("b")),
        section("gated", question("c", critical="2"), question("d")),
    )
    path = the_path(form, answers({"a": "2", "b": "1", "c": "1", "d": "3"}))
    assert rungs(path) == [
        ("gated", ["c"], "not-ready"),
        ("weak", ["b"], "conditional"),
        ("fine", ["a"], "ready"),
    ]


def test_a_band_on_the_way_is_reached_before_the_rest_is_done() -> None:
    form = questionnaire(
        section("s", sized("a", "SS"), sized("b", "LL")),
        verdict=verdict_rule(band("not-ready"), band("half", "0.5"), band("all", 1)),
    )
    path = the_path(form, answers({"a": "0", "b": "0"}), "all")
    assert rungs(path) == [("s", ["a"], "half"), ("s", ["b"], "all")]


def test_locked_questions_that_stand_in_the_way_are_named() -> None:
    form = of_questions(question("a", critical="2"), question("b"), question("c"))
    found = paths(form, answers({"a": "0", "b": "0", "c": "0"}), locked={"a", "b"})
    assert [(path.locked, path.why, path.proven) for path in found if isinstance(path, NoPath)] == [
        (("a",), "“Conditional” is out of reach while the answer to one question is locked.", True),
        (("a", "b"), "“Ready” is out of reach while two answers are locked.", True),
    ]


def test_a_band_that_nothing_reaches_says_why() -> None:
    form = of_questions(text("t"), question("a"))
    nothing = paths(form, answers({"a": NOT_APPLICABLE}))[0]
    assert isinstance(nothing, NoPath)
    assert nothing.why == "No improvement leads to “Conditional”: nothing that counts can be raised."
    beyond = of_questions(question("a"), verdict=verdict_rule(band("not-ready"), band("ready", above=1)))
    found = paths(beyond, answers({"a": "0"}))[0]
    assert isinstance(found, NoPath)
    assert (found.locked, found.proven) == ((), True)
    assert (
        found.why == "No improvement leads to “Ready”: even with every answer at its best, the verdict stays below it."
    )


def test_where_too_many_answers_steer_together_nothing_is_claimed() -> None:
    doors = [question(f"door{number}") for number in range(16)]
    behind = question("behind", show_if=" || ".join(f"{door.id}:4" for door in doors))
    form = of_questions(*doors, behind)
    said = answers({door.id: "0" for door in doors})
    found = paths(form, said)
    assert [path.proven for path in found if isinstance(path, NoPath)] == [False, False]
    # With most of them locked it can be worked out again.
    assert isinstance(paths(form, said, locked={door.id for door in doors[11:]})[0], Path)


def test_answers_that_steer_apart_are_worked_out_apart() -> None:
    """Forty pairs, each with a door of its own: together there are more ways than could be tried."""
    pairs = [
        section(f"s{number}", sized(f"door{number}", "SS"), question(f"in{number}", show_if=f"!door{number}:0"))
        for number in range(40)
    ]
    path = the_path(questionnaire(*pairs), answers({f"door{number}": "0" for number in range(40)}), "conditional")
    assert (len(path.moves), path.effort) == (40, 40)


def test_a_multi_question_can_steer_by_any_of_its_options() -> None:
    form = of_questions(
        multi("m"),
        question("gate", critical="4", show_if="m:c"),
        verdict=verdict_rule(band("not-ready"), band("ready", "0.5")),
    )
    path = the_path(form, answers({"m": []}))
    assert [move.after.choices for move in path.moves] == [("a", "b")]
