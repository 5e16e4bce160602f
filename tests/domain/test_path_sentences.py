"""The path in words: what to do, what is reached, what it takes, and how one path differs from another."""

from __future__ import annotations

from fractions import Fraction

import pytest

from preflight.domain import path_sentences as words
from preflight.domain.assessment import Answer, Answers
from preflight.domain.findings import find, gaps
from preflight.domain.paths.improvement import Path, paths_up
from preflight.domain.questionnaire import Basis, Combine, Effort, Improvement, Questionnaire
from preflight.domain.scoring import score
from preflight.domain.verdict import decide
from tests.builders import (
    TODAY,
    UNKNOWN,
    answer,
    answers,
    evidence,
    multi,
    number,
    question,
    questionnaire,
    section,
    verdict_rule,
)

STEPS = {
    "0": Improvement(do="Write it down.", effort=Effort.S),
    "1": Improvement(do="Try it once.", effort=Effort.M),
}


def asked() -> Questionnaire:
    """Two dimensions out of four, three bands at a half and three quarters."""
    return questionnaire(
        section(
            "o",
            question("o.owner", improve=STEPS, critical="2"),
            question("o.upkeep"),
            title="Operations",
            out_of=Fraction(4),
        ),
        section(
            "r", question("r.fallback", improve=STEPS), question("r.spike"), title="Reliability", out_of=Fraction(4)
        ),
    )


def paths(found: Questionnaire, said: Answers) -> list[Path]:
    every = paths_up(found, said, on=TODAY)
    assert all(isinstance(each, Path) for each in every)
    return [each for each in every if isinstance(each, Path)]


LOW = answers({"o.owner": "0", "o.upkeep": "1", "r.fallback": "1", "r.spike": "3"})


def test_a_path_says_how_many_improvements_lead_where_and_what_they_take() -> None:
    first, _ = paths(asked(), LOW)
    assert words.path_headline(first) == "One improvement leads to “Conditional”"
    assert words.effort_sentence(first) == "7 points of effort: one step of days and two of weeks."


def test_each_rung_says_what_to_do_together_and_what_is_reached() -> None:
    found = asked()
    first, best = paths(found, LOW)
    (rung,) = first.rungs
    assert words.rung_title(0, rung, alone=True) == "Do this one"
    assert words.rung_reaches(found, rung) == "Operations reaches 2.0 of 4"
    titles = [words.rung_title(place, each, alone=False) for place, each in enumerate(best.rungs)]
    assert [title.partition(" ")[0] for title in titles] == ["First,", *["Then"] * (len(titles) - 1)]


def test_a_rung_that_lifts_the_verdict_says_so_and_any_other_where_it_still_stands() -> None:
    found = asked()
    today = decide(found, LOW, score(found, LOW, on=TODAY), completed=True)
    path = paths(found, LOW)[-1]
    before, told = today, []
    for rung in path.rungs:
        told.append(words.rung_verdict(found, before, rung))
        before = rung.verdict
    assert told[-1] == "The verdict becomes “Ready”"
    assert all(line.startswith("The verdict becomes") or "decides" in line or "below" in line for line in told)


def test_a_stage_that_is_reached_is_passed() -> None:
    found = questionnaire(
        section("first", question("f.one"), title="First"),
        section("second", question("s.one")),
        verdict=verdict_rule(basis=Basis.STAGES),
    )
    path = paths(found, answers({"f.one": "2", "s.one": "2"}))[0]
    assert words.rung_reaches(found, path.rungs[0]) == "“First” is passed"


@pytest.mark.parametrize(
    ("asked_for", "said", "told"),
    [
        (question(improve=STEPS), answers({"q": "0"}), (("Write it down.", "days"), ("Try it once.", "weeks"))),
        (question(), answers({"q": "1"}), ((words.SAID_NOWHERE, "weeks"),)),
        (multi("q", combine=Combine.SUM), {"q": Answer(choices=("a",))}, (("Add “Option c”.", "weeks"),)),
        (number("q", bands={0: 0, 10: 1, 20: 2}), {"q": Answer(number=Fraction(3))}, (("Bring it to 10.", "weeks"),)),
    ],
    ids=["steps of its own", "no step named", "options to add", "a number"],
)
def test_what_to_do_is_said_for_every_kind_of_question(
    asked_for: object, said: Answers, told: tuple[tuple[str, str], ...]
) -> None:
    found = questionnaire(section("all", asked_for))  # type: ignore[arg-type]
    assert words.steps_of(paths(found, said)[0].moves[0]) == told


def test_what_nobody_knows_is_counted_from_its_lowest_level_and_says_so() -> None:
    found = questionnaire(section("all", question("q", improve=STEPS)))
    known, unknown = (paths(found, {"q": said})[0].moves[0] for said in (Answer(choices=("0",)), UNKNOWN))
    assert (words.starts_unknown(known), bool(words.starts_unknown(unknown))) == ("", True)
    assert words.steps_of(known) == words.steps_of(unknown)


def test_a_verdict_that_stays_provisional_says_so() -> None:
    found = questionnaire(
        section("s", question("s.one"), question("s.two")), verdict=verdict_rule(needs_coverage="0.9")
    )
    some, every = (paths(found, answers(said))[0] for said in ({"s.one": "1"}, {"s.one": "1", "s.two": "1"}))
    assert words.provisional_sentence(found, every) == ""
    assert words.provisional_sentence(found, some).endswith("50 % would be covered, and a firm one needs 90 %.")


def test_two_paths_are_told_apart() -> None:
    first, best = paths(asked(), LOW)
    assert words.beside_sentence(first, first) == "It is the same way as to “Conditional”."
    told = words.beside_sentence(best, first)
    assert told.endswith(".")
    assert "“Conditional”" in told


def test_what_the_path_leaves_of_the_list_to_mend_first_can_wait() -> None:
    found = asked()
    now = score(found, LOW, on=TODAY)
    listed = gaps(find(found, LOW, now, decide(found, LOW, now, completed=True)), now)
    first = paths(found, LOW)[0]
    left = [each for each in listed if each.question.id not in {move.question.id for move in first.moves}]
    told = words.waiting_sentence(first, listed)
    assert bool(told) == bool(left)
    assert words.waiting_sentence(first, [each for each in listed if each not in left]) == ""


def test_at_the_best_verdict_it_says_what_to_look_after() -> None:
    found = asked()
    said = answers({"o.owner": "4", "o.upkeep": answer("3", evidence(10)), "r.fallback": "4", "r.spike": "4"})
    now = score(found, said, on=TODAY)
    told = words.look_after(found, said, now, decide(found, said, now, completed=True), TODAY)
    assert told[0] == "Operations carries the least: 3.5 of 4."
    assert told[1] == "3 of 4 answers have no evidence that counts today."
    assert "What about o.upkeep?" in told[2]
