"""The summary reads well in a wiki, and no text of a person comes alive in it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from preflight.charts.words import printable
from preflight.domain.assessment import Answer
from preflight.domain.plan import ANSWER_IT
from preflight.domain.questionnaire import Unanswered
from preflight.exports.markdown_text import markdown_text
from preflight.exports.summary_markdown import markdown_file
from tests.builders import UNKNOWN, answer, of_questions, question, questionnaire, section
from tests.exports.dossiers import a_dossier
from tests.exports.pilot_files import a_pilot_file, in_words
from tests.security.payloads import payloads

PART = "\u200b"
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LIVING = ("http://127.0.0.1:9", "@somebody", "#123", "owner/name#1", "www.evil.example", ":smile:", "a@b.example")


def summary(**more: object) -> str:
    asked = questionnaire(section("a", question("a.one", critical="3"), question("a.two")), section("b"))
    said = {"a.one": answer("1"), "a.two": UNKNOWN, "b.q": answer("4")}
    past = [(date(2026, 5, 12), {"a.one": answer("0"), "b.q": answer("4")})]
    return markdown_file(a_dossier(asked, said, past=past, **more)).content.decode("utf-8")  # type: ignore[arg-type]


def inline(markdown: str) -> list[Token]:
    """Every piece of text and markup inside the blocks."""
    return [child for token in READER.parse(markdown) for child in token.children or ()]


def shown(markdown: str) -> str:
    """What a reader of the finished page sees."""
    return "".join(token.content for token in inline(markdown) if token.type == "text")


def test_it_begins_with_the_verdict_and_ends_with_the_foot() -> None:
    lines = summary(votes={"a.one": "0044"}, agreed={"a.one": "1"}).splitlines()
    assert lines[0] == "# Invoice triage"
    assert lines[2].startswith("**") and lines[2].endswith("**")  # noqa: PT018
    assert lines[-1].startswith("*Invoice triage · 20 November 2026 · Sample, version 1")
    assert lines[-1].endswith("4 voters*")
    heads = [line for line in lines if line.startswith("## ")]
    assert heads == [
        "## Dimensions", "## In the way", "## Since 12 May 2026", "## Path to ready", "## What to mend first",
        "## What the room said",
    ]  # fmt: skip


def test_a_pilot_is_told_in_a_section_each() -> None:
    text = summary(pilot=a_pilot_file())
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads[5:] == ["## Actions", "## Success criteria", "## Pilot plan", "## Systems", "## Decision"]
    read = shown(text)
    for words in (
        "Four of five actions are still to do; one is overdue; one has no owner.",
        "11 Nov 2026, overdue",
        "As it was sealed, “Average handling time” would be missed.",
        "Decided on 18 November 2026; go or no-go was due on 16 November 2026.",
        "Nobody has estimated Archive.",
        "The rules recommended no-go, because: a criterion is not met. Two wrong invoices",
        "Bring wrong invoices to 2 of 100 (no owner · no day)",
    ):
        assert words in read, words
    undecided = summary(pilot=a_pilot_file(decisions=()))
    assert "Recommended: no-go; a criterion was not measured." in shown(undecided)


@pytest.mark.parametrize("words", [*payloads("http://127.0.0.1:9"), *LIVING])
def test_nothing_of_a_pilot_comes_alive(words: str) -> None:
    text, plain = (summary(pilot=each) for each in (in_words(a_pilot_file(), words), a_pilot_file()))
    assert {token.type for token in inline(text)} <= {
        "text",
        "text_special",
        "strong_open",
        "strong_close",
        "em_open",
        "em_close",
    }
    kinds = [[token.type for token in READER.parse(each) if token.type == "heading_open"] for each in (text, plain)]
    assert kinds[0] == kinds[1]


def test_tables_are_tables_and_missing_scores_are_dashes() -> None:
    asked = questionnaire(section("a"), section("b"))
    text = markdown_file(a_dossier(asked, {"a.q": answer("3")})).content.decode()
    assert "| Dimension | Claimed | With evidence | Out of | Covered |" in text
    assert "| Section b | – | – | 100 | 0 % |" in text
    assert sum(token.type == "table_open" for token in READER.parse(text)) == text.count("| :-- |") >= 1


def test_a_draft_and_a_thin_verdict_say_so() -> None:
    assert "This is a draft, so far." in summary(completed=False)
    assert "draft, so far*" in summary(completed=False)


@pytest.mark.parametrize(
    "words", [*payloads("http://127.0.0.1:9"), *LIVING, "1. one", "- two", "# three", "> four", "a|b"]
)
def test_no_text_of_a_person_comes_alive(words: str) -> None:
    for markdown in (markdown_text(words), f"- {markdown_text(words)}", f"| a |\n| :-- |\n| {markdown_text(words)} |"):
        kinds = {token.type for token in inline(markdown)}
        assert kinds <= {"text", "text_special"}, kinds
        blocks = {token.type.removesuffix("_open").removesuffix("_close") for token in READER.parse(markdown)}
        assert blocks <= {
            "paragraph",
            "inline",
            "bullet_list",
            "list_item",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        }
    assert shown(markdown_text(words)).replace(PART, "") == printable(words).replace(PART, "")
    assert not re.search(r"https?://|www\.|@\w|#\w|:\w+:", markdown_text(words))


@given(st.text(max_size=80) | st.text(st.sampled_from("#*_[](){}<>`~|\\!@:/.-+=1a &;$^\n"), max_size=40))
@settings(deadline=None, max_examples=150)
def test_any_text_is_read_letter_by_letter(words: str) -> None:
    markdown = f"| a |\n| :-- |\n| x {markdown_text(words)} y |"
    seen = [token.content for token in READER.parse(markdown) if token.type == "inline"]
    assert len(seen) == 2
    assert shown(markdown).replace(PART, "").removeprefix("a") == f"x {printable(words)} y".replace(PART, "")


def test_hostile_names_stand_in_the_summary_as_they_are() -> None:
    words = "<b>[x](http://e.example)</b> | @all `code` **bold**"
    asked = of_questions(question("s.one", text=words, critical="3"), title=words)
    text = markdown_file(
        a_dossier(asked, {"s.one": Answer(choices=("1",))}, project=words, votes={"s.one": "04"}, agreed={"s.one": "1"})
    ).content.decode()
    kinds = {token.type for token in inline(text)}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close", "em_open", "em_close", "softbreak"}
    assert shown(text).replace(PART, "").count(words) >= 4


def test_a_critical_question_that_nobody_answered_is_to_be_answered_not_mended() -> None:
    asked = of_questions(question("s.owner", critical="2"), question("s.last"), unanswered=Unanswered.ZERO)
    text = markdown_file(a_dossier(asked, {"s.last": Answer(choices=("3",))})).content.decode("utf-8")
    rows = [line for line in text.partition("## What to mend first")[2].splitlines() if "Not answered" in line]
    assert len(rows) == 1
    assert ANSWER_IT in rows[0]
