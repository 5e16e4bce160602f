"""A score as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from preflight.domain.figures import percent, shown
from preflight.domain.questionnaire import Questionnaire, Risk
from preflight.domain.scoring import Score, SectionScore
from preflight.domain.sentences import blocker_sentence, verdict_sentence
from preflight.domain.verdict import Verdict

_LONGEST_TITLE: Final = 48


def score_text(questionnaire: Questionnaire, score: Score, verdict: Verdict, *, heading: str) -> str:
    """The verdict in a sentence, a line for each section, and what stands in the way. Ends without a line break."""
    parts = (
        [heading, ""],
        _verdict_lines(questionnaire, score, verdict),
        [""],
        _table(score),
        _in_the_way(questionnaire, verdict),
    )
    return "\n".join(line for part in parts for line in part)


def _verdict_lines(questionnaire: Questionnaire, score: Score, verdict: Verdict) -> Iterator[str]:
    yield verdict_sentence(questionnaire, score, verdict)
    if verdict.provisional:
        needed = percent(questionnaire.verdict.needs_coverage)
        yield f"Provisional: {percent(score.coverage)} is covered, and a firm verdict needs {needed}."


def _table(score: Score) -> Iterator[str]:
    """A line for each section, indented by depth, and a last one for the whole."""
    rows: list[tuple[str, Score | SectionScore]] = [*_titled(score.sections, ""), ("Overall", score)]
    width = max(len(title) for title, _ in rows)
    yield f"{'':{width}}  {'score':>12}  {'covered':>7}  {'evidenced':>9}"
    for title, part in rows:
        figure = f"{shown(part.fraction, part.out_of)} of {shown(Fraction(1), part.out_of)}"
        evidenced = shown(part.evidenced, part.out_of)
        line = f"{title:{width}}  {figure:>12}  {percent(part.coverage):>7}  {evidenced:>9}"
        risks = part.risks if isinstance(part, SectionScore) else {}
        found = ", ".join(f"{count} {risk}" for risk, count in risks.items() if count and risk is not Risk.NONE)
        yield f"{line}  risk: {found}" if found else line


def _titled(sections: Sequence[SectionScore], indent: str) -> Iterator[tuple[str, SectionScore]]:
    for section in sections:
        title = indent + section.title
        yield title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…", section
        yield from _titled(section.sections, indent + "  ")


def _in_the_way(questionnaire: Questionnaire, verdict: Verdict) -> Iterator[str]:
    """Each critical question below its minimum, with what it has and needs."""
    if verdict.blockers:
        yield ""
        yield "In the way:"
    for blocker in verdict.blockers:
        question = questionnaire.question(blocker.question)
        if question is not None:
            yield f"- {question.text} ({question.id})"
            yield f"  {blocker_sentence(question, blocker)}"
