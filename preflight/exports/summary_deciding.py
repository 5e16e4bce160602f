"""The wiki's second half: the path, actions, criteria, plan, systems, and what was decided; each as short as can be."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.charts.words import day as short_day
from preflight.domain.decision_words import conditions_told, kind_spoken
from preflight.domain.headlines_to_decide import (
    actions_headline,
    criteria_headline,
    decided_headline,
    pilot_headline,
    systems_headline,
)
from preflight.domain.integration_range import CONFRONTING_WORDS, days_words, integration_picture, range_words
from preflight.domain.path_sentences import effort_sentence, path_headline
from preflight.domain.pilot_plan import plan_warnings
from preflight.domain.plan_words import span_words, standing_words
from preflight.domain.recommending import recommendation_headline, rule_called
from preflight.domain.wording import EFFORT_WORDS, answer_words, listed
from preflight.exports.criteria_told import amendments_told, criterion_told
from preflight.exports.markdown_text import bullets, table
from preflight.exports.markdown_text import markdown_text as md
from preflight.exports.taken_on import taken_on
from preflight.exports.ways_up import in_short, reached
from preflight.services.decisions import recommendation_for
from preflight.services.dossier import Dossier

NONE = "–"


def path_blocks(dossier: Dossier) -> Iterator[str]:
    """The cheapest path to the next verdict; none where there is no better one."""
    found = reached(dossier)
    if not found:
        return
    path, *others = found
    yield "## Path to ready"
    beyond = [f"{path_headline(each)}." for each in others]
    yield md(" ".join([f"{path_headline(path)}.", effort_sentence(path), *beyond]))
    rows = []
    for move in path.moves:
        do, takes = in_short(move)
        question = move.question
        now, then = answer_words(question, move.before), answer_words(question, move.after)
        rows.append([do, question.text, now, then, takes or NONE])
    yield table(("What to do", "Question", "Now", "Then", "It takes"), rows)


def actions_blocks(dossier: Dossier) -> Iterator[str]:
    """What was taken on; none where nothing was."""
    file = dossier.pilot
    if not file.actions:
        return
    yield "## Actions"
    yield md(f"{actions_headline(file.actions, file.on)}.")
    rows = []
    for each in taken_on(dossier):
        action = each.action
        by = f"{short_day(action.due)}{', overdue' if each.overdue else ''}" if action.due else NONE
        takes = EFFORT_WORDS[action.effort] if action.effort else NONE
        rows.append([action.title, action.owner or NONE, by, takes, each.stands])
    yield table(("Action", "Owner", "By", "It takes", "Where it stands"), rows)


def criteria_blocks(dossier: Dossier) -> Iterator[str]:
    """The criteria against what was measured; none where none is written down."""
    file = dossier.pilot
    if not file.criteria:
        return
    yield "## Success criteria"
    yield md(f"{criteria_headline(file.criteria, file.on)}.")
    told = [criterion_told(each, file.on) for each in file.criteria]
    rows = [[each.metric, each.before, each.sealed, each.amended, each.measured, each.stands] for each in told]
    yield table(("Criterion", "Before", "Target as sealed", "As amended", "Measured", "Stands"), rows)
    yield from bullets(amendments_told(file.criteria))


def pilot_blocks(dossier: Dossier) -> Iterator[str]:
    """The plan; none where nothing is laid out."""
    file = dossier.pilot
    if not file.steps:
        return
    yield "## Pilot plan"
    yield md(f"{pilot_headline(file.steps, file.decisions, file.on)}.")
    rows = [
        [each.title, span_words(each.start, each.end), each.owner or NONE, standing_words(each, file.on)]
        for each in file.steps
    ]
    yield table(("Step", "Days", "Owner", "Where it stands"), rows)
    yield from bullets(each.sentence for each in plan_warnings(file.steps, file.decisions, file.on))


def systems_blocks(dossier: Dossier) -> Iterator[str]:
    """The systems with what is usual; none where none is listed."""
    systems = dossier.pilot.integrations
    if not systems:
        return
    yield "## Systems"
    found = integration_picture(systems)
    left = f" Nobody has estimated {listed(found.not_estimated)}." if found.not_estimated else ""
    yield md(f"{systems_headline(systems)}.{left}")
    rows = [
        [
            each.system,
            each.interface or NONE,
            each.owner or NONE,
            CONFRONTING_WORDS[each.confronting],
            NONE if each.estimate is None else days_words(each.estimate),
            NONE if each.estimate is None else range_words(each.estimate),
        ]
        for each in systems
    ]
    yield table(("System", "Reached by", "Owner", "In the pilot", "Estimated", "Usual in production"), rows)


def decision_blocks(dossier: Dossier) -> Iterator[str]:
    """What was decided; else what is recommended, once a decision is being prepared."""
    file = dossier.pilot
    decision = file.decision
    if decision is None:
        if file.criteria or file.steps:
            found = recommendation_for(file)
            yield "## Decision"
            yield md(f"{recommendation_headline(found)}.")
            yield from bullets(found.because)
        return
    yield "## Decision"
    yield md(f"{decided_headline(decision)}. Decided by {decision.decided_by}.")
    yield md(decision.reasons)
    if decision.against:
        rule = rule_called(decision.recommended.rule)
        why = f", because: {rule.title[0].lower()}{rule.title[1:]}" if rule else ""
        yield md(f"The rules recommended {kind_spoken(decision.recommended.kind)}{why}. {decision.against_why}")
    yield from bullets(f"{each.text} ({each.aside})" for each in conditions_told(decision, file.actions))
