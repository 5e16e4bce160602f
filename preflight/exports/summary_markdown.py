"""A summary for a wiki, as Markdown: the verdict, the dimensions, what is in the way, what to mend first, the room."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.charts.series import asked_sections
from preflight.domain.figures import percent, scale_end, shown
from preflight.domain.findings import gaps
from preflight.domain.headlines import gaps_headline, radar_headline, room_headline
from preflight.domain.plan import ANSWER_IT, to_mend, unanswered_blockers
from preflight.domain.sentences import blocker_sentence, evidence_sentence, movement_sentence, verdict_sentence
from preflight.domain.target import target_of
from preflight.domain.verdict_headline import verdict_headline
from preflight.domain.wording import EFFORT_WORDS, answer_words, day
from preflight.exports.files import ExportFile, export_file
from preflight.exports.footing import DRAFT, foot
from preflight.exports.markdown_text import markdown_text as md
from preflight.exports.markdown_text import table
from preflight.exports.orders import CALLED, Format
from preflight.exports.summary_deciding import (
    actions_blocks,
    criteria_blocks,
    decision_blocks,
    path_blocks,
    pilot_blocks,
    systems_blocks,
)
from preflight.services.dossier import Dossier

_MOST_GAPS = 10


def markdown_file(dossier: Dossier) -> ExportFile:
    """The summary, UTF-8; it begins with the project's name and ends with the foot that every export has."""
    parts = (
        _top(dossier),
        _dimensions(dossier),
        _in_the_way(dossier),
        _moved(dossier),
        path_blocks(dossier),
        _mend(dossier),
        _room(dossier),
        actions_blocks(dossier),
        criteria_blocks(dossier),
        pilot_blocks(dossier),
        systems_blocks(dossier),
        decision_blocks(dossier),
    )
    blocks = [block for part in parts for block in part]
    blocks += ["---", f"*{md(foot(dossier))}*"]
    content = ("\n\n".join(blocks) + "\n").encode("utf-8")
    return export_file(content, dossier.project.name, CALLED[Format.MARKDOWN], dossier.assessment.date, kind="md")


def _top(dossier: Dossier) -> Iterator[str]:
    questionnaire, score, verdict = dossier.questionnaire, dossier.score, dossier.verdict
    yield f"# {md(dossier.project.name)}"
    yield f"**{md(verdict_headline(questionnaire, dossier.open.answers, score, verdict))}**"
    said = [verdict_sentence(questionnaire, score, verdict), evidence_sentence(questionnaire, score, verdict)]
    if verdict.provisional:
        needed = percent(questionnaire.verdict.needs_coverage)
        said.append(f"Provisional: {percent(score.coverage)} is covered, and a firm verdict needs {needed}.")
    if not dossier.assessment.completed:
        said.append(f"This is a {DRAFT}.")
    yield md(" ".join(sentence for sentence in said if sentence))
    if dossier.project.summary:
        yield md(dossier.project.summary)


def _dimensions(dossier: Dossier) -> Iterator[str]:
    score, comparison = dossier.score, dossier.result.comparison
    sections = asked_sections(score, dossier.questionnaire)
    if not sections:
        return
    yield "## Dimensions"
    yield md(f"{radar_headline(score, target_of(dossier.questionnaire))}.")
    head = ["Dimension", "Claimed", "With evidence", "Out of", *(["Last time"] if comparison else []), "Covered"]
    rows = []
    for section in sections:
        row = [section.title, shown(section.fraction, section.out_of), shown(section.evidenced, section.out_of)]
        row.append(scale_end(section.out_of))
        if comparison:
            before = comparison.before.section(section.id)
            row.append(shown(before.fraction if before else None, section.out_of))
        rows.append([*row, percent(section.coverage)])
    yield table(head, rows, numbers=len(head) - 1)


def _in_the_way(dossier: Dossier) -> Iterator[str]:
    lines = []
    for blocker in dossier.verdict.blockers:
        question = dossier.questionnaire.question(blocker.question)
        if question is not None:
            lines.append(f"- **{md(question.text)}** {md(blocker_sentence(question, blocker))}")
    if lines:
        yield "## In the way"
        yield "\n".join(lines)


def _moved(dossier: Dossier) -> Iterator[str]:
    result = dossier.result
    if result.comparison is not None and result.previous is not None:
        yield f"## Since {day(result.previous.date)}"
        yield md(movement_sentence(dossier.questionnaire, result.comparison))


def _mend(dossier: Dossier) -> Iterator[str]:
    questionnaire, findings, answers = dossier.questionnaire, dossier.result.findings, dossier.open.answers
    unsaid = unanswered_blockers(questionnaire, dossier.verdict)
    found = gaps(to_mend(questionnaire, findings, dossier.verdict), dossier.score, _MOST_GAPS)
    if not found and not unsaid:
        return
    yield "## What to mend first"
    asked = [question for question, _ in unsaid]
    yield md(f"{gaps_headline(answers, findings, dossier.score, unanswered=asked)}.")
    rows = [
        [section.title, question.text, answer_words(question, answers.get(question.id)), ANSWER_IT, ""]
        for question, section in unsaid
    ]
    rows += [
        [
            each.section.title,
            each.question.text,
            answer_words(each.question, answers.get(each.question.id)),
            each.next_step.do if each.next_step else "",
            EFFORT_WORDS[each.next_step.effort] if each.next_step else "",
        ]
        for each in found
    ]
    yield table(("Dimension", "Question", "Now", "Next step", "It takes"), rows)


def _room(dossier: Dossier) -> Iterator[str]:
    rounds = [(record.question, record.widest.shown) for record in dossier.records if record.widest]
    if not rounds:
        return
    yield "## What the room said"
    yield md(f"{room_headline(rounds)}.")
    rows = [
        [
            record.question.text,
            record.widest.shown.words,
            record.widest.shown.summary,
            answer_words(record.question, record.agreed.said) if record.agreed else "",
            record.agreed.why if record.agreed else "",
        ]
        for record in dossier.records
        if record.widest
    ]
    yield table(("Question", "The room was", "Votes", "Agreed", "Why"), rows)
