"""Hostile files are refused with a place, quickly, in little memory, and only ever with UnsoundFile (B1)."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
import yaml

from preflight.catalog.answers import read_answers
from preflight.catalog.events import MOST_EVENTS, read_nodes
from preflight.catalog.problems import MOST_TOLD, Problems
from preflight.catalog.reading import read_questionnaire
from preflight.domain.errors import UnsoundFile
from preflight.settings import ROOT
from tests.catalog.documents import large
from tests.catalog.hostile import FILES, contents

pytestmark = pytest.mark.slow

# The slowest takes 0.19 s on an idle machine with two cores; a busy one may take three times that. A bomb takes 30 s.
MOST_CPU_S = 0.6
MOST_MB = 50
LINE = re.compile(r"hostile\.yaml:[1-9][0-9]*:[1-9][0-9]*: .+; .+")


def refusal(data: bytes) -> UnsoundFile:
    with pytest.raises(UnsoundFile) as caught:
        read_questionnaire(data, file="hostile.yaml")
    return caught.value


@pytest.mark.parametrize("name", FILES)
def test_is_refused_with_line_and_column_in_little_time(name: str) -> None:
    data = contents(name)
    took = []
    for _ in range(3):
        start = time.process_time()
        problems = refusal(data).problems
        took.append(time.process_time() - start)
        if took[-1] < MOST_CPU_S:
            break
    assert min(took) < MOST_CPU_S
    assert 0 < len(problems) <= MOST_TOLD + 1
    for problem in problems:
        assert LINE.fullmatch(problem), problem
        assert len(problem) < 500


def test_the_corpus_is_large_enough() -> None:
    assert len(FILES) >= 40


def test_all_together_take_little_memory() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.catalog.hostile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert int(ran.stdout) < MOST_MB


@pytest.mark.parametrize("name", FILES)
def test_is_refused_as_an_answers_file_too(name: str) -> None:
    with pytest.raises(UnsoundFile):
        read_answers(contents(name), file="hostile.yaml", find=lambda _: None)


@pytest.mark.parametrize(
    "name", ["200 kB of [", "a billion laughs", "a merge bomb", "an escape past Unicode", "1 MiB of ["]
)
def test_the_pure_parser_is_guarded_as_well(name: str) -> None:
    problems = Problems("hostile.yaml")
    read_nodes(contents(name), problems, loader=yaml.SafeLoader)
    with pytest.raises(UnsoundFile):
        problems.raise_any()


@pytest.mark.parametrize("minimal", [True, False])
def test_a_thousand_questions_with_five_options_each_still_fit(minimal: bool) -> None:
    questionnaire = read_questionnaire(large(1_000, minimal=minimal), file="large.yaml")
    assert sum(len(question.options) for question in questionnaire.questions()) == 5_000


def test_the_largest_file_is_near_the_limit() -> None:
    events = sum(1 for _ in yaml.parse(large(1_000), Loader=yaml.CSafeLoader))
    assert 0.9 * MOST_EVENTS < events <= MOST_EVENTS
