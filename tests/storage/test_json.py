"""Answers and results come back from their JSON exactly, and equal ones have equal lines."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.domain.assessment import Answer, Evidence, State
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Band, Risk
from preflight.domain.scoring import Floor, Score, SectionScore
from preflight.domain.verdict import Blocker, Verdict
from preflight.storage.answer_json import decode_answer, encode_answer
from preflight.storage.score_json import decode_result, encode_result
from tests.domain.generated import Case, cases

pytestmark = pytest.mark.slow

words = st.text(max_size=12)
fractions = st.fractions()
shares = st.none() | fractions
evidence = st.builds(Evidence, id=words, text=words, url=words, date=st.none() | st.dates())
answers = st.builds(
    Answer,
    choices=st.none() | st.lists(words, max_size=4).map(tuple),
    number=shares,
    text=st.none() | words,
    unknown=st.booleans(),
    not_applicable=st.none() | words,
    note=words,
    evidence=st.lists(evidence, max_size=3).map(tuple),
)
question_scores = st.builds(
    QuestionScore,
    id=words,
    state=st.sampled_from(State),
    scored=st.booleans(),
    fraction=shares,
    evidenced=shares,
    risk=st.none() | st.sampled_from(Risk),
)


def section_scores(inner: st.SearchStrategy[tuple[SectionScore, ...]]) -> st.SearchStrategy[SectionScore]:
    return st.builds(
        SectionScore,
        id=words,
        title=words,
        fraction=shares,
        evidenced=shares,
        coverage=shares,
        out_of=fractions,
        floor=st.builds(Floor, fraction=shares, questions=st.lists(words, max_size=2).map(tuple)),
        risks=st.dictionaries(st.sampled_from(Risk), st.integers(0, 99)),
        sections=inner,
    )


sections = section_scores(st.lists(section_scores(st.just(())), max_size=2).map(tuple))
scores = st.builds(
    Score,
    fraction=shares,
    evidenced=shares,
    coverage=shares,
    out_of=fractions,
    sections=st.lists(sections, max_size=2).map(tuple),
    questions=st.dictionaries(words, question_scores, max_size=4),
)
verdicts = st.builds(
    Verdict,
    band=st.none() | st.builds(Band, id=words, title=words, start=fractions, exclusive=st.booleans()),
    provisional=st.booleans(),
    weakest=st.none() | words,
    blockers=st.lists(st.builds(Blocker, question=words, has=words, needs=words), max_size=2).map(tuple),
    capped=st.booleans(),
    value=shares,
    stage=st.none() | words,
    next_stage=st.none() | words,
)


@settings(deadline=None)
@given(answers)
def test_an_answer_comes_back_exactly(answer: Answer) -> None:
    line = encode_answer(answer)
    assert decode_answer(line) == answer
    assert encode_answer(decode_answer(line)) == line


@settings(deadline=None)
@given(answers, answers)
def test_equal_answers_and_only_they_have_equal_lines(one: Answer, other: Answer) -> None:
    assert (encode_answer(one) == encode_answer(other)) == (one == other)


@settings(deadline=None)
@given(scores, verdicts)
def test_a_result_comes_back_exactly(score: Score, verdict: Verdict) -> None:
    document = encode_result(score, verdict)
    assert decode_result(document) == (score, verdict)
    assert encode_result(*decode_result(document)) == document


@settings(deadline=None)
@given(scores, verdicts)
def test_the_order_of_questions_comes_back(score: Score, verdict: Verdict) -> None:
    assert list(decode_result(encode_result(score, verdict))[0].questions) == list(score.questions)


@settings(deadline=None)
@given(cases(conditions=True))
def test_whatever_the_domain_scores_comes_back_exactly(case: Case) -> None:
    assert decode_result(encode_result(case.score, case.verdict)) == (case.score, case.verdict)


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (Answer(), "{}"),
        (Answer(choices=()), '{"choices":[]}'),
        (Answer(text=""), '{"text":""}'),
        (Answer(not_applicable=""), '{"not_applicable":""}'),
        (Answer(unknown=True, note="日本"), '{"note":"日本","unknown":true}'),
        (Answer(number=Fraction(-3, 7)), '{"number":"-3/7"}'),
        (Answer(number=Fraction(10**300 + 1, 3)), '{"number":"1' + "0" * 299 + '1/3"}'),
        (
            Answer(evidence=(Evidence(id="e", url="https://example.org", date=date(2026, 2, 28)),)),
            '{"evidence":[{"date":"2026-02-28","id":"e","url":"https://example.org"}]}',
        ),
    ],
)
def test_the_line_of_an_answer_is_fixed(answer: Answer, line: str) -> None:
    """Kept answers are read for years: what is written today must still be read, so the format is pinned here."""
    assert encode_answer(answer) == line
    assert decode_answer(line) == answer


def test_a_result_says_its_format() -> None:
    nothing = Score(fraction=None, evidenced=None, coverage=None, out_of=Fraction(100), sections=(), questions={})
    document = encode_result(nothing, Verdict(band=None, provisional=False, weakest=None, blockers=()))
    assert json.loads(document)["format"] == 1
