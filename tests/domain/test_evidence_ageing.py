"""Evidence grows old by the day, and the steps say what a new score would."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.assessment import Evidence
from preflight.domain.evidence_ageing import AgeingStep, ageing_of
from preflight.domain.scoring import score
from tests.builders import TODAY, UNKNOWN, answer, evidence, question, questionnaire, section
from tests.domain.generated import Case, cases

FORM = questionnaire(
    section("s", question("s.one"), question("s.two"), question("s.three")),
    section("t", question("t.one")),
    evidence_days=100,
)


def reached(steps: tuple[AgeingStep, ...], day: date) -> AgeingStep:
    return [step for step in steps if step.from_day <= day][-1]


@pytest.mark.slow
@given(cases(conditions=True), st.integers(0, 900))
def test_on_every_day_a_step_says_what_a_new_score_would(case: Case, after: int) -> None:
    steps = ageing_of(case.questionnaire, case.answers, TODAY)
    assert steps[0].from_day == TODAY
    assert list(steps) == sorted(steps, key=lambda step: step.from_day)
    days = {TODAY + timedelta(days=after)}.union(
        *({step.from_day, step.from_day - timedelta(days=1)} for step in steps[1:])
    )
    then = score(case.questionnaire, case.answers, on=TODAY).questions
    for day in days:
        step, anew = reached(steps, day), score(case.questionnaire, case.answers, on=day)
        assert step.evidenced == anew.evidenced
        assert step.sections == tuple((each.id, each.evidenced) for each in anew.sections)
        lost = [name for name, one in anew.questions.items() if then[name].evidenced and not one.evidenced]
        assert step.aged == len(lost)


def test_each_answer_loses_its_evidence_on_the_day_after_its_last() -> None:
    said = {
        "s.one": answer("4", evidence(0), evidence(90)),
        "s.two": answer("4", evidence(90)),
        "s.three": answer("4"),
        "t.one": answer("2", evidence(90)),
    }
    first, second, third = ageing_of(FORM, said, TODAY)
    assert (first.from_day, first.aged, first.evidenced) == (TODAY, 0, Fraction(7, 12))
    assert (second.from_day, second.aged) == (TODAY + timedelta(days=11), 2)
    assert dict(second.sections) == {"s": Fraction(1, 3), "t": Fraction(0)}
    assert (third.from_day, third.aged, third.evidenced) == (TODAY + timedelta(days=101), 3, Fraction(0))


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"s.one": UNKNOWN},
        {"s.one": answer("4")},
        {"s.one": answer("0", evidence(0))},
        {"s.one": answer("4", evidence(101))},
        {"s.one": answer("4", evidence(None))},
        {"s.one": answer("4", Evidence(date=TODAY))},
        {"s.one": answer("4", Evidence(text="Kept for ever", date=date.max))},
    ],
    ids=["nothing said", "unknown", "no evidence", "nothing to lose", "old already", "no date", "no text", "no end"],
)
def test_where_nothing_can_grow_old_there_is_one_step(said: dict[str, object]) -> None:
    (step,) = ageing_of(FORM, said, TODAY)  # type: ignore[arg-type]
    assert (step.from_day, step.aged) == (TODAY, 0)


def test_a_section_without_a_score_stays_a_gap() -> None:
    steps = ageing_of(FORM, {"s.one": answer("4", evidence(0))}, TODAY)
    assert [dict(step.sections)["t"] for step in steps] == [None, None]
