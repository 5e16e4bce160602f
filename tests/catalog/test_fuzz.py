"""Whatever stands in a file, reading it gives a questionnaire, or UnsoundFile with places, and nothing else (B1)."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from preflight.catalog.answers import read_answers
from preflight.catalog.reading import read_questionnaire
from preflight.domain.assessment import NO_ANSWERS
from preflight.domain.errors import UnsoundFile
from preflight.domain.scoring import score
from preflight.domain.verdict import decide
from preflight.domain.visibility import shown_questions
from tests.builders import TODAY
from tests.catalog.documents import ANSWERS, EXAMPLE, SOUND

pytestmark = pytest.mark.slow

SMALL = read_questionnaire(SOUND.encode(), file="small.yaml")
LINE = re.compile(r"f:[1-9][0-9]*:[1-9][0-9]*: .+", re.DOTALL)
WORDS = re.compile(r"[\w.-]+|[^\w\s]+")

NUMBERS = ["0", "-1", "1.5", ".inf", ".nan", "012", "1_000", "1e400", "99999999999999", "3/7", "0/0"]
WORDS_OF_YAML = ["yes", "No", "null", "~", "true", "2026-10-01", "2026-13-45", "[]", "{}", "[a]", "{a: b}", '""', "''"]
SIGNS = [*"|>?:-,]}#%@`\\", "*x", "&x", "!!int", "!a", "<<:", "- ", ": ", "\n", '"\\uD800"', '"\\0"']
WORDS_OF_OURS = ["first.one", "first.one:2", "a&&b", "((((", "default", "S", "choice", "multi", "number", "text"]
LETTERS = [*"é😀\u0301\u202e\x00\x85\u2028\ufeff\t\ud800"]
nasty = st.sampled_from([*NUMBERS, *WORDS_OF_YAML, *SIGNS, *WORDS_OF_OURS, *LETTERS])


def refusal(data: bytes) -> UnsoundFile | None:
    """Read it as a questionnaire; one that is sound can be scored."""
    try:
        questionnaire = read_questionnaire(data, file="f")
    except UnsoundFile as unsound:
        return unsound
    shown_questions(questionnaire, NO_ANSWERS)
    decide(questionnaire, NO_ANSWERS, score(questionnaire, NO_ANSWERS, on=TODAY), completed=True)
    return None


def refusal_as_answers(data: bytes) -> UnsoundFile | None:
    """Read it as answers; those that are sound can be scored."""
    try:
        said = read_answers(data, file="f", find=lambda _: SMALL)
    except UnsoundFile as unsound:
        return unsound
    decide(SMALL, said.answers, score(SMALL, said.answers, on=TODAY), completed=said.completed)
    return None


def read_both(data: bytes) -> None:
    for unsound in (refusal(data), refusal_as_answers(data)):
        if unsound is not None:
            assert unsound.problems
            assert all(LINE.fullmatch(problem) for problem in unsound.problems)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2_000))
@example(b"\xff\xfe")
@example(b"\x00")
def test_any_bytes(data: bytes) -> None:
    read_both(data)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=500))
def test_any_text(text: str) -> None:
    read_both(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([SOUND, EXAMPLE, ANSWERS]), st.data())
def test_a_sound_file_with_words_replaced(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        found = data.draw(st.sampled_from(list(WORDS.finditer(text))))
        new = data.draw(nasty | st.text(max_size=5) | st.sampled_from(WORDS.findall(SOUND)))
        text = text[: found.start()] + new + text[found.end() :]
        if not WORDS.search(text):
            break
    read_both(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([SOUND, EXAMPLE, ANSWERS]), st.data())
def test_a_sound_file_with_lines_moved(text: str, data: st.DataObject) -> None:
    lines = text.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        at, to = data.draw(st.integers(0, len(lines) - 1)), data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["move", "copy", "drop", "indent"])):
            case "move":
                lines.insert(to, lines.pop(at))
            case "copy":
                lines.insert(to, lines[at])
            case "drop":
                lines[at] = ""
            case _:
                lines[at] = data.draw(st.sampled_from(["  ", " ", "\t", "- "])) + lines[at]
    read_both("".join(lines).encode())


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([SOUND, EXAMPLE]), st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_a_sound_file_with_bytes_replaced(text: str, at: int, new: bytes) -> None:
    data = text.encode()
    at %= len(data)
    read_both(data[:at] + new + data[at + len(new) :])
