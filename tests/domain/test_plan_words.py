"""Steps and systems in words that are read out."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from preflight.domain.integration_range import integration_picture
from preflight.domain.pilot import Integration, StepKind
from preflight.domain.plan_words import short_span, span_words, standing_words, weeks_words
from preflight.domain.systems_words import estimate_sentence, not_estimated_sentence, systems_sentence
from tests.domain.plans import START, a_step, a_system


@pytest.mark.parametrize(
    ("start", "end", "long", "short"),
    [
        (date(2026, 9, 7), date(2026, 9, 20), "7 to 20 September 2026", "7–20 Sep"),
        (date(2026, 9, 28), date(2026, 11, 1), "28 September to 1 November 2026", "28 Sep – 1 Nov"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 to 3 January 2027", "28 Dec – 3 Jan"),
        (date(2026, 11, 2), date(2026, 11, 2), "2 November 2026", "2 Nov"),
        (date(2026, 9, 7), date(2027, 9, 7), "7 September 2026 to 7 September 2027", "7 Sep – 7 Sep"),
    ],
)
def test_from_when_to_when(start: date, end: date, long: str, short: str) -> None:
    assert (span_words(start, end), short_span(start, end)) == (long, short)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (0, 13, "weeks 1 to 2"),
        (56, 56, "week 9"),
        (-9, -1, "before week 1"),
        (-1, 3, "from before week 1 to week 1"),
    ],
)
def test_in_which_weeks(first: int, last: int, words: str) -> None:
    assert weeks_words(START, START + timedelta(days=first), START + timedelta(days=last)) == words


@pytest.mark.parametrize(
    ("kind", "on", "done", "words"),
    [
        (StepKind.RUN, -1, None, "Ahead"),
        (StepKind.RUN, 0, None, "Planned for now"),
        (StepKind.RUN, 6, None, "Planned for now"),
        (StepKind.RUN, 7, None, "Not marked as done"),
        (StepKind.RUN, 9, 5, "Done 12 Sep"),
        (StepKind.DECISION, -1, None, "Ahead"),
        (StepKind.DECISION, 0, None, "Today"),
        (StepKind.DECISION, 1, None, "Passed"),
    ],
)
def test_how_a_step_stands(kind: StepKind, on: int, done: int | None, words: str) -> None:
    finished = None if done is None else START + timedelta(days=done)
    end = START if kind is StepKind.DECISION else START + timedelta(days=6)
    assert standing_words(a_step(kind, end=end, done_on=finished), START + timedelta(days=on)) == words


@pytest.mark.parametrize(
    ("systems", "told"),
    [
        ([], ("No system is named yet.", "", "")),
        (
            [a_system("ERP", Fraction(12), deferred=False), a_system("Mail", Fraction("2.5")), a_system("Archive")],
            (
                "3 systems: 1 confronted, 2 deferred.",
                "The estimates come to 14.5 working days; production usually takes 43.5 to 72.5 working days.",
                "Without an estimate, and in no sum: Archive.",
            ),
        ),
        ([a_system("ERP")], ("1 system: the pilot goes round it.", "", "Without an estimate, and in no sum: ERP.")),
        (
            [a_system(name, deferred=False) for name in "ABCDEF"],
            (
                "6 systems: the pilot confronts all of them.",
                "",
                "Without an estimate, and in no sum: A, B, C, D and 2 more.",
            ),
        ),
    ],
)
def test_the_systems_in_sentences(systems: list[Integration], told: tuple[str, str, str]) -> None:
    picture = integration_picture(systems)
    assert (systems_sentence(picture), estimate_sentence(picture), not_estimated_sentence(picture)) == told
