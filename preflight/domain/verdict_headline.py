"""The verdict as a title. Made by rule: never praise, nothing cut."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from preflight.domain.assessment import Answers
from preflight.domain.figures import percent, scale_end, shown
from preflight.domain.headlines import MOST_NAMED, NOTHING_SCORED, all_of, figure_of, fitting, lowest, scored_sections
from preflight.domain.questionnaire import Basis, Question, Questionnaire
from preflight.domain.scoring import Score, SectionScore
from preflight.domain.verdict import Blocker, Verdict
from preflight.domain.wording import apart, counted, listed, standing, topic


def verdict_headline(questionnaire: Questionnaire, answers: Answers, score: Score, verdict: Verdict) -> str:
    """What the verdict rests on: "Operations holds the pilot back: owner at “Nobody named”"."""
    if verdict.value is None:
        return f"{NOTHING_SCORED}: there is no verdict"
    first, second = _halves(questionnaire, answers, score, verdict)
    if verdict.provisional:
        return fitting(f"Provisional, {percent(score.coverage)} covered: {first}", f"Provisional: {first}")
    return fitting(f"{first}{second}", first)


def blockers_lowest_first(
    questionnaire: Questionnaire, score: Score, verdict: Verdict
) -> list[tuple[Question, Blocker]]:
    """Each blocker with its question: those of the weaker dimensions first, in each the lowest first."""
    places = {section.id: place for place, section in enumerate(_blocked(questionnaire, score, verdict))}
    found = []
    for each in verdict.blockers:
        question, section = questionnaire.question(each.question), questionnaire.section_of(each.question)
        if question is not None and section is not None:
            found.append((places[section.id], _place(question, score), question, each))
    return [(question, each) for _, _, question, each in sorted(found, key=lambda one: one[:2])]


def _halves(questionnaire: Questionnaire, answers: Answers, score: Score, verdict: Verdict) -> tuple[str, str]:
    """What decides, and what is behind it."""
    rule, scored = questionnaire.verdict, scored_sections(score)
    if rule.basis is Basis.STAGES:
        return _stage(questionnaire, answers, score, verdict)
    title = apart(verdict.band.title) if verdict.band else "No band"
    overall = f"{title}, at {shown(score.fraction, score.out_of)} of {scale_end(score.out_of)}"
    least = lowest(scored)
    if verdict.capped:
        holding = _blocked(questionnaire, score, verdict)
        behind = f": {_blocking_topics(questionnaire, verdict)}"
        if len(verdict.blockers) == 1:
            behind = _behind(questionnaire, answers, score, verdict, holding[0])
        return (title if len(score.sections) == 1 else _held_back(holding, len(scored))), behind
    if len(scored) == 1 or rule.basis is Basis.OVERALL:
        place = f"{title}, at {figure_of(least[0])}" if len(scored) == 1 else overall
        best = verdict.band is not None and verdict.band.id == rule.bands[-1].id
        behind = "" if best else _behind(questionnaire, answers, score, verdict, least[0])
        return place, behind if behind.startswith(":") else ""
    if verdict.band is not None and verdict.band.id == rule.bands[-1].id and not verdict.blockers:
        if len(least) == len(scored):
            return title, f": every dimension stands at {figure_of(least[0])}"
        return title, f": the lowest dimension is {apart(least[0].title)}, at {figure_of(least[0])}"
    if len(least) > 1:
        return _held_back(least, len(scored)), f": {'both' if len(least) == 2 else 'each'} at {figure_of(least[0])}"
    return _held_back(least, len(scored)), _behind(questionnaire, answers, score, verdict, least[0])


def _stage(questionnaire: Questionnaire, answers: Answers, score: Score, verdict: Verdict) -> tuple[str, str]:
    following = score.section(verdict.next_stage) if verdict.next_stage else None
    if following is None:
        return "Every stage is passed", ""
    behind = _behind(questionnaire, answers, score, verdict, following)
    return f"“{following.title}” is the next stage to pass", behind


def _held_back(sections: Sequence[SectionScore], of: int) -> str:
    if len(sections) == of > 2:
        return f"{all_of(of, 'dimension')} hold the pilot back"
    if len(sections) > 4:
        return f"{counted(len(sections)).capitalize()} of {of} dimensions hold the pilot back"
    return f"{listed([each.title for each in sections])} {'holds' if len(sections) == 1 else 'hold'} the pilot back"


def _blocking_topics(questionnaire: Questionnaire, verdict: Verdict) -> str:
    questions = [questionnaire.question(each.question) for each in verdict.blockers]
    return listed(list(dict.fromkeys(topic(each) for each in questions if each)))


def _blocked(questionnaire: Questionnaire, score: Score, verdict: Verdict) -> list[SectionScore]:
    """The dimensions with blockers, the lowest first."""
    inside = {section.id: {each.id for each in section.all_questions()} for section in questionnaire.sections}
    blocking = {each.question for each in verdict.blockers}
    found = [section for section in score.sections if inside[section.id] & blocking]
    return sorted(found, key=lambda section: 1 if section.fraction is None else section.fraction)


def _behind(
    questionnaire: Questionnaire, answers: Answers, score: Score, verdict: Verdict, section: SectionScore
) -> str:
    """The lowest critical question of a dimension, else its lowest one, as the second half of a title."""
    asked = next((each for each in questionnaire.sections if each.id == section.id), None)
    inside = {each.id: each for each in asked.all_questions()} if asked else {}
    blocking = [inside[each.question] for each in verdict.blockers if each.question in inside]
    floor = [inside[name] for name in section.floor.questions if name in inside]
    if blocking:
        return f": {standing(min(blocking, key=lambda each: _place(each, score)), answers)}"
    candidates = [each for each in floor if each.critical] or floor
    if len(candidates) == 1:
        return f": {standing(candidates[0], answers)}"
    if len(candidates) > MOST_NAMED or not candidates:
        return f", at {figure_of(section)}"
    return f": {listed([topic(each) for each in candidates])} are lowest"


def _place(question: Question, score: Score) -> Fraction:
    return score.questions[question.id].fraction or Fraction(0)
