"""What leads from a score to a decision, as titles: actions, criteria, plan, systems, the decision. Never praise.

Each takes as much as fits, as in headlines.py; names stay whole. The path's own title stands in path_sentences.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from preflight.domain.action import Action, ActionStatus
from preflight.domain.criteria_summary import CriteriaSummary, criteria_summary
from preflight.domain.criterion import Criterion
from preflight.domain.criterion_days import overdue_on
from preflight.domain.decision import Decision
from preflight.domain.decision_words import kind_spoken
from preflight.domain.figures import scale_end, shown
from preflight.domain.headlines import all_of, fitting
from preflight.domain.integration_range import days_words, integration_picture
from preflight.domain.paths.improvement import Path
from preflight.domain.pilot import Integration, PilotStep
from preflight.domain.pilot_plan import decision_date, passed_words, plan_start, review_step, undecided_days, week_of
from preflight.domain.scoring import Score
from preflight.domain.wording import counted, day, typed_number


def after_headline(path: Path, before: Score) -> str:
    """What a path would raise most: "Operations would rise from 2.3 to 3.0 of 4"."""
    old = {section.id: section.fraction for section in before.sections}
    band = path.verdict.band or path.band
    would = f"The verdict would be “{band.title}”"
    risen = [
        (each.fraction - was, each, was)
        for each in path.score.sections
        if each.fraction is not None and (was := old.get(each.id)) is not None and each.fraction > was
    ]
    if not risen:
        return would
    _, most, was = max(risen, key=lambda one: one[0])
    figures = f"from {shown(was, most.out_of)} to {shown(most.fraction, most.out_of)} of {scale_end(most.out_of)}"
    first = f"{most.title} would rise {figures}"
    others = len(risen) - 1
    more = f", and {counted(others)} other{'' if others == 1 else 's'} too" if others else ""
    return fitting(f"{first}{more}", first, would)


def actions_headline(actions: Sequence[Action], on: date) -> str:
    """How many actions are still to do, and what is late or has nobody; dropped ones count nowhere."""
    counting = [each for each in actions if each.status is not ActionStatus.DROPPED]
    if not counting:
        return "Every action was dropped" if actions else "No action has been taken on yet"
    left = [each for each in counting if not each.closed]
    if not left:
        return f"{all_of(len(counting), 'action')} {'is' if len(counting) == 1 else 'are'} done"
    late = [each for each in left if each.overdue_on(on)]
    first = f"{_share(len(left), len(counting), 'action')} {'is' if len(left) == 1 else 'are'} still to do"
    alone = sum(not each.owner for each in left)
    behind = f"; {counted(len(late))} {'is' if len(late) == 1 else 'are'} overdue" if late else ""
    without = f"; {counted(alone)} {'has' if alone == 1 else 'have'} no owner" if alone else ""
    if not late and not alone:
        due = min((each.due for each in left if each.due), default=None)
        behind = f"; the next is due on {day(due)}" if due else "; none has a day"
    return fitting(f"{first}{behind}{without}", f"{first}{behind}", first)


def criteria_headline(criteria: Sequence[Criterion], on: date) -> str:
    """How many criteria are met, and which is not: "Two of three criteria are met; “Handling time” is missed"."""
    found = criteria_summary(criteria)
    if not criteria:
        return "No success criterion is written down yet"
    if not found.sealed:
        if not found.open:
            return f"{_all_criteria(len(criteria))} {'was' if len(criteria) == 1 else 'were'} withdrawn"
        return f"{_criteria(len(found.open)).capitalize()} written down; none is sealed yet"
    count = len(found.sealed)
    if len(found.unmeasured) == count:
        many = f"{_criteria(count).capitalize()} sealed; none is measured yet"
        return many if count > 1 else "The one criterion that is sealed is not measured yet"
    if len(found.met) == count:
        return f"{_all_criteria(count)} {'is' if count == 1 else 'are'} met"
    first = _met_words(len(found.met), count)
    return fitting(*(f"{first}{rest}" for rest in _not_met(found, on)), first)


def pilot_headline(steps: Sequence[PilotStep], decisions: Sequence[Decision], on: date) -> str:
    """When it is decided, or that it was not; and whether the review is done."""
    due, start, review = decision_date(steps), plan_start(steps), review_step(steps)
    if not steps or start is None:
        return "There is no plan yet"
    if due is None:
        return "The plan has no decision date"
    passed = undecided_days(steps, decisions, on)
    if passed is not None:
        return f"The decision was due on {day(due)}: {passed_words(passed)}"
    if due < on and decisions:
        return f"Decided on {day(decisions[-1].decided_on)}; go or no-go was due on {day(due)}"
    first = f"{'Go or no-go was' if due < on else 'Go or no-go is'} due on {day(due)}, in week {week_of(start, due)}"
    if review is None:
        return fitting(f"{first}; no review is planned", first)
    if review.done_on:
        return fitting(f"{first}; the review is done", first)
    late = review.end < on
    rest = "the review is overdue" if late else f"the review is in week {week_of(start, review.start)}"
    return fitting(f"{first}; {rest}", first)


def systems_headline(integrations: Sequence[Integration]) -> str:
    """How many systems are put off, and what they are estimated to take against what is usual."""
    found = integration_picture(integrations)
    if not found.systems:
        return "No system has been listed yet"
    first = f"{_share(found.deferred, found.systems, 'system')} {'is' if found.deferred == 1 else 'are'} deferred"
    if not found.deferred:
        first = f"{all_of(found.systems, 'system')} {'is' if found.systems == 1 else 'are'} confronted in the pilot"
    if found.estimate is None or found.usual is None:
        return f"{first}; none has an estimate"
    usual = f"{typed_number(found.usual.least)} to {typed_number(found.usual.most)}"
    rest = f"{days_words(found.estimate)} estimated, {usual} usual"
    return fitting(f"{first}; {rest}", first)


def decided_headline(decision: Decision) -> str:
    """What was decided, when and by whom: "Decided on 18 November 2026: go with conditions"."""
    first = f"Decided on {day(decision.decided_on)}: {kind_spoken(decision.kind)}"
    if decision.against:
        return fitting(f"{first}, where {kind_spoken(decision.recommended.kind)} was recommended", first)
    return first


def _share(part: int, whole: int, noun: str) -> str:
    """ "Two of five actions", "All five actions", "The one action"."""
    if part == whole:
        return all_of(whole, noun)
    return f"{counted(part).capitalize()} of {counted(whole)} {noun}s"


def _criteria(count: int) -> str:
    return "one criterion is" if count == 1 else f"{counted(count)} criteria are"


def _all_criteria(count: int) -> str:
    return {1: "The one criterion", 2: "Both criteria"}.get(count, f"All {counted(count)} criteria")


def _met_words(met: int, count: int) -> str:
    if not met:
        return {1: "The one criterion is not met", 2: "Neither criterion is met"}.get(
            count, f"None of {counted(count)} criteria is met"
        )
    return f"{counted(met).capitalize()} of {counted(count)} criteria {'is' if met == 1 else 'are'} met"


def _not_met(found: CriteriaSummary, on: date) -> Iterator[str]:
    """What is not met, the longest wording first."""
    late = [each for each in found.missed if overdue_on(each, on)]
    not_yet = [each for each in found.missed if each not in late]
    parts = []
    for some, one, several in (
        (late, "is missed", "are missed"),
        (not_yet, "is not met yet", "are not met yet"),
        (found.unmeasured, "is not measured", "are not measured"),
    ):
        if some:
            named = f"“{some[0].newest.terms.metric}” {one}" if len(some) == 1 else f"{counted(len(some))} {several}"
            parts.append((named, f"{counted(len(some))} {one if len(some) == 1 else several}"))
    if found.met or len(parts) > 1 or len(found.sealed) > 1:
        yield f"; {', '.join(named for named, _ in parts)}"
        yield f"; {', '.join(number for _, number in parts)}"
    elif parts:
        yield f": {parts[0][0]}"
