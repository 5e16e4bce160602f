"""What a slide or a page finds, as its title. Made by rule from the numbers: never praise, never empty, nothing cut.

Each takes as much as fits LONGEST characters and leaves its second half out where that is too much; names stay whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from preflight.domain.assessment import Answers, State
from preflight.domain.consensus import FAR, Distribution
from preflight.domain.figures import scale_end, shown
from preflight.domain.findings import Finding, gaps
from preflight.domain.plan import PlanStep
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Effort, Question, Questionnaire
from preflight.domain.scoring import Score, SectionScore
from preflight.domain.target import Target, short_of
from preflight.domain.wording import apart, counted, listed, standing, topic

LONGEST = 90
NOTHING_SCORED = "Nothing has been scored yet"
HALF = Fraction(1, 2)
MOST_NAMED = 3


def radar_headline(score: Score, target: Target | None) -> str:
    """How many dimensions reach the target, and which is furthest from it."""
    scored = scored_sections(score)
    if not scored:
        return NOTHING_SCORED
    if target is None or target.of_mean:
        return _spread(scored)
    short = short_of(target, score)
    goal = "their targets" if target.same is None else f"the target of {scale_end(target.same * score.out_of)}"
    if target.same is not None and any(section.out_of != score.out_of for section in scored):
        goal = "the target"
    if not short:
        return f"{all_of(len(scored), 'dimension')} {'reaches' if len(scored) == 1 else 'reach'} {goal}"
    if len(scored) == 1:
        return f"{short[0].title} is short of {goal}, at {figure_of(short[0])}"
    furthest = f"; {short[0].title} is furthest away, at {figure_of(short[0])}"
    if len(short) == 1:
        only = f"{short[0].title} alone is short of {goal}"
        return fitting(f"{only}, at {figure_of(short[0])}", only)
    if len(short) == len(scored):
        first = f"No dimension reaches {goal} yet"
    else:
        first = f"{counted(len(short)).capitalize()} of {counted(len(scored))} dimensions are short of {goal}"
        furthest = f", {short[0].title} most, at {figure_of(short[0])}"
    return fitting(first + furthest, first)


def evidence_headline(score: Score) -> str:
    """Where what is claimed is furthest ahead of what is evidenced."""
    scored = [section for section in scored_sections(score) if section.demo_gap is not None]
    if not scored:
        return NOTHING_SCORED
    if not any(section.fraction for section in scored):
        return "There is nothing to back with evidence yet: every score is 0"
    if not any(section.evidenced for section in scored):
        return "Nothing has evidence yet: all of it is claimed"
    widest = max(section.demo_gap or Fraction(0) for section in scored)
    if widest == 0:
        return "Everything that is claimed has evidence"
    ahead = [section for section in scored if section.demo_gap == widest]
    where = f" most in {listed([apart(each.title) for each in ahead])}" if len(scored) > 1 else ""
    if len(ahead) == len(scored) > 1:
        where = " by the same in every dimension"
    first = f"Claimed is ahead of evidence{where}"
    if len(ahead) > 1:
        return first
    figures = f": {shown(ahead[0].fraction, ahead[0].out_of)} against {shown(ahead[0].evidenced, ahead[0].out_of)}"
    return fitting(f"{first}{figures} of {scale_end(ahead[0].out_of)}", first)


def questions_headline(questionnaire: Questionnaire, score: Score) -> str:
    """How many questions stand below half, and where most of them are."""
    asked = [each for each in score.questions.values() if each.scored and each.state is not State.HIDDEN]
    known = [each for each in asked if each.fraction is not None]
    if not known:
        few = {0: NOTHING_SCORED, 1: "The one question has no score yet"}
        return few.get(len(asked), f"None of {len(asked)} questions has a score yet")
    low = [each for each in known if each.fraction is not None and each.fraction < HALF]
    unknown = sum(each.state is State.UNKNOWN for each in known)
    noun = "scored question" if len(known) < len(asked) else "question"
    if len(known) == 1:
        return f"The one {noun} {_alone(known[0])}"
    of_all = f"of {len(known)} {noun}s"
    if not low:
        return f"None {of_all} stands below half"
    first = f"{counted(len(low)).capitalize()} {of_all} {'stands' if len(low) == 1 else 'stand'} below half"
    if len(low) == len(known):
        first = f"All {of_all.removeprefix('of ')} stand below half"
    sections = {each.id: section.title for section in questionnaire.sections for each in section.all_questions()}
    second = _most_in([sections[each.id] for each in low])
    if unknown:
        second = f"; {counted(unknown)} {'is' if unknown == 1 else 'are'} unknown"
    return fitting(first + second, first)


def _alone(question: QuestionScore) -> str:
    if question.state is State.UNKNOWN:
        return "is unknown"
    return "stands below half" if (question.fraction or 0) < HALF else "is not below half"


def gaps_headline(
    answers: Answers, findings: Sequence[Finding], score: Score, *, unanswered: Sequence[Question] = ()
) -> str:
    """What to mend first; `unanswered` are the critical questions that block because nobody answered them."""
    if not findings and not unanswered:
        return NOTHING_SCORED
    found = gaps(tuple(findings), score, len(findings))
    if not found and not unanswered:
        return "No question stands below three quarters"
    blocking = list(dict.fromkeys([*(each.id for each in unanswered), *(e.question.id for e in found if e.blocks)]))
    if blocking:
        questions = {each.id: each for each in (*unanswered, *(each.question for each in found))}
        names = listed(list(dict.fromkeys(topic(questions[name]) for name in blocking)))
        count = len(blocking)
        first = f"{counted(count).capitalize()} critical question{' is' if count == 1 else 's are'} below the minimum"
        return fitting(f"{first}: {names}", first)
    least = [each for each in found if each.fraction == found[0].fraction]
    if len(least) == 1:
        only = f"Mend first: {standing(least[0].question, answers)}"
        return fitting(only, f"Mend first: the lowest question of {least[0].section.title}")
    share = f"{counted(len(least)).capitalize()} questions share the lowest score"
    if len(least) > MOST_NAMED:
        return fitting(share + _most_in([each.section.title for each in least]), share)
    names = listed(list(dict.fromkeys(topic(each.question) for each in least)))
    return fitting(f"Mend first: {names}", share)


def plan_headline(steps: Sequence[PlanStep]) -> str:
    """How many steps there are, how many come first, and how many take only days."""
    if not steps:
        return "The plan has no step: no question has one left"
    first = [step for step in steps if step.blocks]
    quick = sum(step.effort is Effort.S for step in steps)
    total = f"{counted(len(steps))} step{'' if len(steps) == 1 else 's'}"
    all_quick = quick == len(steps)
    days = f"; {'all' if all_quick else counted(quick)} {'takes' if quick == 1 else 'take'} days" if quick else ""
    if len(steps) == 1:
        return f"One step is left{', and it takes days' if quick else ''}"
    if not first:
        return f"{total.capitalize()} lead on{days}"
    head = f"{counted(len(first)).capitalize()} of {total} {'lifts' if len(first) == 1 else 'lift'} a blocker"
    return fitting(f"{head} and {'comes' if len(first) == 1 else 'come'} first{days}", head)


def room_headline(rounds: Sequence[tuple[Question, Distribution]]) -> str:
    """How far a room was apart; one round for each question that was voted on, the largest spread first."""
    compared = [(question, each) for question, each in rounds if each.spread is not None]
    if not compared:
        return "Nobody voted" if not rounds else "There were no two opinions to compare in the room"
    wide = [question for question, each in compared if each.spread is not None and each.spread >= FAR]
    if wide:
        first = f"The room was far apart on {counted(len(wide))} question{'' if len(wide) == 1 else 's'}"
        names = listed([topic(each) for each in wide])
        return fitting(f"{first}: {names}", f"{first}, most on {topic(wide[0])}" if len(wide) > 1 else first, first)
    question, widest = compared[0]
    if widest.spread == 0:
        return f"The room was of one mind on {_each_question(len(compared))}"
    if len(compared) == 1:
        return fitting(f"The room was {widest.words} on {topic(question)}", f"The room was {widest.words}")
    first = f"The room was nowhere far apart on {counted(len(compared))} questions"
    return fitting(f"{first}; furthest on {topic(question)}", first)


def _each_question(count: int) -> str:
    return {1: "the one question it voted on", 2: "both questions"}.get(count, f"all {counted(count)} questions")


def fitting(*wordings: str) -> str:
    """The first of the wordings that is not too long for a title, else the last one, however long it is."""
    return next((words for words in wordings if len(words) <= LONGEST), wordings[-1])


def scored_sections(score: Score) -> list[SectionScore]:
    """The top sections that have a score."""
    return [section for section in score.sections if section.fraction is not None]


def lowest(scored: Sequence[SectionScore]) -> list[SectionScore]:
    """Those with the least score; at least one of at least one."""
    least = min(section.fraction or Fraction(0) for section in scored)
    return [section for section in scored if section.fraction == least]


def figure_of(section: SectionScore) -> str:
    """A top section's score with what it is out of: "1.2 of 4"."""
    return f"{shown(section.fraction, section.out_of)} of {scale_end(section.out_of)}"


def all_of(count: int, noun: str) -> str:
    """All of them, at the start of a sentence: "Both dimensions", "All three dimensions"."""
    return {1: f"The one {noun}", 2: f"Both {noun}s"}.get(count, f"All {counted(count)} {noun}s")


def _spread(scored: Sequence[SectionScore]) -> str:
    """The lowest and the highest dimension, where there is no target to hold them against."""
    least, most = lowest(scored)[0], max(scored, key=lambda section: section.fraction or 0)
    if least.fraction == most.fraction:
        return f"{all_of(len(scored), 'dimension')} {'stands' if len(scored) == 1 else 'stand'} at {figure_of(least)}"
    first = f"{least.title} is lowest, at {figure_of(least)}"
    return fitting(f"{first}; {most.title} is highest, at {shown(most.fraction, most.out_of)}", first)


def _most_in(titles: Sequence[str]) -> str:
    """Where most of several questions are, by the titles of their dimensions; empty where no one has the most."""
    places = Counter(titles).most_common(2)
    if len(titles) < 2 or (len(places) > 1 and places[0][1] == places[1][1]):
        return ""
    where, count = places[0]
    return f", all in {where}" if len(places) == 1 else f", {counted(count)} of them in {where}"
