"""What the numbers say, in one plain sentence each. Made by rule, never praise; the same words on screen and slide."""

from __future__ import annotations

from preflight.domain.comparison import Comparison
from preflight.domain.figures import scale_end, shown
from preflight.domain.questionnaire import Basis, Question, Questionnaire
from preflight.domain.scoring import Score
from preflight.domain.verdict import Blocker, Verdict, evidenced_standing
from preflight.domain.wording import number_of


def verdict_sentence(questionnaire: Questionnaire, score: Score, verdict: Verdict) -> str:
    """The verdict and its reason: the stage, the blockers, or the weakest dimension."""
    if verdict.value is None:
        return "There is no verdict yet: nothing has been scored."
    if questionnaire.verdict.basis is Basis.STAGES:
        return _stage_sentence(questionnaire, verdict)
    title = verdict.band.title if verdict.band else "No band"
    if verdict.blockers:
        count = len(verdict.blockers)
        held = "a critical question is" if count == 1 else f"{count} critical questions are"
        return f"{title}: {held} below the minimum."
    section = score.section(verdict.weakest) if verdict.weakest else None
    if section is None or questionnaire.verdict.basis is Basis.OVERALL:
        return f"{title}, at {shown(score.fraction, score.out_of)} of {scale_end(score.out_of)}."
    figure = f"{shown(section.fraction, section.out_of)} of {scale_end(section.out_of)}"
    if len(score.sections) == 1:
        return f"{title}, at {figure}."
    return f"{title}: {section.title} decides, at {figure}."


def evidence_sentence(questionnaire: Questionnaire, score: Score, verdict: Verdict) -> str:
    """What the verdict would be if only what is evidenced counted; empty where that says nothing new."""
    standing = evidenced_standing(questionnaire, score, verdict)
    if standing is None or verdict.band is None:
        return ""
    band, section = standing
    figure = f"{section.title} at {shown(section.evidenced, section.out_of)} of {scale_end(section.out_of)}"
    if band.id == verdict.band.id:
        return f"With evidence alone the verdict is the same, {figure}."
    return f"With evidence alone it would be “{band.title}”, {figure}."


def blocker_sentence(question: Question, blocker: Blocker) -> str:
    """What a blocker has and what it needs, in the questionnaire's own words."""
    has, needs = question.option(blocker.has), question.option(blocker.needs)
    now = f"“{has.label}”" if has else {"unknown": "nobody knows", "unanswered": "not answered"}[blocker.has]
    return f"Now: {now}. Needed at least: “{needs.label if needs else blocker.needs}”."


def compared_on(comparison: Comparison) -> str:
    """The questions that a comparison counts, as a sentence names them: "the 9 questions that both asked"."""
    counted = number_of(len(comparison.shared), "question")
    return f"the {counted} answered so far" if comparison.so_far else f"the {counted} that both asked"


def movement_sentence(questionnaire: Questionnaire, comparison: Comparison) -> str:
    """Which dimensions moved, and the question with the largest step behind it."""
    moves = [move for move in comparison.moves if move.of_section]
    if not comparison.moves:
        return "No answer changed."
    if not moves:
        return "Answers changed, but no score moved."
    changes = [(comparison.change(section.id), section) for section in comparison.after.sections]
    known = [(change, section) for change, section in changes if change]
    if not known:
        before = {section.id: section.fraction for section in comparison.before.sections}
        after = comparison.after.sections
        gaps = [one.title for one in after if (one.fraction is None) is not (before[one.id] is None)]
        if gaps:
            return f"{', '.join(gaps)} can't be compared: one of the two has no score there."
        return (
            f"{len(moves)} questions moved, and cancelled each other out." if len(moves) > 1 else "One question moved."
        )
    known.sort(key=lambda pair: -abs(pair[0]))
    parts = []
    for change, section in known:
        direction = "rose" if change > 0 else "fell"
        assert section.fraction is not None, "a change exists only where both fractions do"
        start, end = (shown(each, section.out_of) for each in (section.fraction - change, section.fraction))
        parts.append(f"{section.title} {direction} from {start} to {end}")
    foremost = next((move for move in moves if move.section == known[0][1].id), moves[0])
    largest = questionnaire.question(foremost.question)
    text = "; ".join(parts[:3])
    return f"{text}. The largest step: “{largest.text if largest else foremost.question}”"


def _stage_sentence(questionnaire: Questionnaire, verdict: Verdict) -> str:
    titles = {section.id: section.title for section in questionnaire.sections}
    if verdict.next_stage is None:
        return f"Every stage is passed, up to “{titles[verdict.stage]}”." if verdict.stage else "Every stage is passed."
    following = f"“{titles[verdict.next_stage]}” is next"
    if verdict.stage is None:
        return f"No stage is passed yet; {following}."
    return f"Passed up to “{titles[verdict.stage]}”; {following}."
