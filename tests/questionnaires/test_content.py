"""The shipped questionnaires as content: every question stands up to a sceptic, and no words are doubled."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

import pytest

from preflight.catalog.shelf import Shelf
from preflight.cli import main
from preflight.domain.questionnaire import Basis, Kind, Question, Questionnaire
from preflight.settings import ROOT

FOLDER = ROOT / "questionnaires"
SHIPPED = {entry.questionnaire.id: entry.questionnaire for entry in Shelf(FOLDER).entries()}
QUESTIONS = [(each, question) for each in SHIPPED.values() for question in each.questions()]
EXPECTED = {
    "pilot-to-production": 24,
    "pilot-to-production-quick": 9,
    "production-readiness-checklist": 16,
    "pilot-design-checklist": 12,
    "enterprise-scale-up": 33,
    "production-first-pilot": 30,
    "ml-test-score": 28,
}

every_questionnaire = pytest.mark.parametrize("questionnaire", SHIPPED.values(), ids=SHIPPED)
every_question = pytest.mark.parametrize(
    ("questionnaire", "question"), QUESTIONS, ids=[f"{each.id}/{question.id}" for each, question in QUESTIONS]
)


def texts(question: Question) -> list[str]:
    said = [question.text, question.why, question.evidence, *question.prompts]
    said += [option.text for option in question.options if option.text]
    return said + [step.do for step in question.improve.values()]


def test_the_seven_are_on_the_shelf_with_all_their_questions() -> None:
    assert {name: len(list(each.questions())) for name, each in SHIPPED.items()} == EXPECTED


def test_every_shipped_file_passes_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *map(str, sorted(FOLDER.glob("*.yaml")))]) == 0
    assert capsys.readouterr().err == ""


@every_questionnaire
def test_a_questionnaire_says_what_it_is_where_it_comes_from_and_how_long_it_takes(
    questionnaire: Questionnaire,
) -> None:
    assert all((questionnaire.title, questionnaire.summary, questionnaire.licence, questionnaire.minutes))
    assert questionnaire.sources
    assert all(section.asks for section in questionnaire.sections)


@every_question
def test_a_question_says_why_what_would_convince_and_how_to_get_talking(
    questionnaire: Questionnaire, question: Question
) -> None:
    assert question.text.endswith("?") or question.kind is Kind.TEXT
    assert question.why
    assert question.evidence
    assert 2 <= len(question.prompts) <= 3
    assert question.sources
    assert set(question.sources) <= {source.id for source in questionnaire.sources}


@every_question
def test_each_level_is_told_in_words_of_its_own_and_the_next_step_is_known(
    questionnaire: Questionnaire, question: Question
) -> None:
    if question.kind is not Kind.CHOICE:
        return
    assert 3 <= len(question.options) <= 5
    assert all(option.text for option in question.options)
    assert len({option.label for option in question.options}) == len(question.options)
    below = {option.id for option in question.options if (option.points or Fraction(0)) < question.most_points}
    assert set(question.improve) == below


@every_questionnaire
def test_no_text_stands_twice_and_no_word_is_doubled(questionnaire: Questionnaire) -> None:
    counted = Counter(text for question in questionnaire.questions() for text in texts(question))
    assert [text for text, times in counted.items() if times > 1] == []
    doubled = [text for text in counted if re.search(r"\b([A-Za-z]+)\s+\1\b", text, re.IGNORECASE)]
    assert doubled == []


def test_the_heart_has_three_dimensions_of_eight_questions_with_five_levels_and_seven_to_nine_critical() -> None:
    heart = SHIPPED["pilot-to-production"]
    assert [section.id for section in heart.sections] == ["reliability", "integration", "operations"]
    assert [len(section.questions) for section in heart.sections] == [8, 8, 8]
    assert {len(question.options) for question in heart.questions()} == {5}
    assert 7 <= sum(question.critical is not None for question in heart.questions()) <= 9
    labels = [option.label for question in heart.questions() for option in question.options]
    assert len(labels) == len(set(labels))


def test_the_quick_one_asks_nine_of_the_same_questions_word_for_word() -> None:
    full = {question.id: question for question in SHIPPED["pilot-to-production"].questions()}
    quick = {question.id: question for question in SHIPPED["pilot-to-production-quick"].questions()}
    assert quick == {name: full[name] for name in quick}


def test_the_questions_about_agents_appear_only_when_the_system_acts_on_its_own() -> None:
    agents = next(section for section in SHIPPED["enterprise-scale-up"].sections if section.id == "agents")
    assert agents.show_if is not None
    assert len(agents.questions) == 8


def test_the_first_pilot_is_five_steps_and_scaling_in_order() -> None:
    pilot = SHIPPED["production-first-pilot"]
    assert pilot.verdict.basis is Basis.STAGES
    assert len(pilot.sections) == 6
    assert pilot.sections[0].passes == 1


def test_the_ml_test_score_is_four_sections_of_seven_and_its_published_bands() -> None:
    rubric = SHIPPED["ml-test-score"]
    assert [len(section.questions) for section in rubric.sections] == [7, 7, 7, 7]
    points = {tuple(option.points for option in question.options) for question in rubric.questions()}
    assert points == {(Fraction(0), Fraction(1, 2), Fraction(1))}
    bands = [(band.start * 7, band.exclusive) for band in rubric.verdict.bands]
    assert bands == [(0, False), (0, True), (1, True), (2, True), (3, True), (5, True)]
