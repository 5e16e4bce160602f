"""What later assessments say about an action: whether its question rose, and whether it stayed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from preflight.domain.action import Action, ActionStatus, QuestionLink
from preflight.domain.assessment import Assessment
from preflight.domain.comparison import asked_alike
from preflight.domain.points import NOTHING, QuestionScore
from preflight.domain.questionnaire import Kind, Question, Questionnaire, Section
from preflight.domain.wording import day, level_number


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletedRun:
    """A completed assessment with the score that each of its questions was kept with, by question id."""

    assessment: Assessment
    questionnaire: Questionnaire
    questions: Mapping[str, QuestionScore]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question with the dimension that it stands in."""

    question: Question
    section: Section


class ActionSaid(StrEnum):
    """What assessments that were completed after an action was made say about its question."""

    UNLINKED = "unlinked"
    """It has no question, so no assessment can tell."""
    WAITING = "waiting"
    """None was completed yet."""
    UNHEARD = "unheard"
    """None of them has a score for the question: left open, not applicable, or not asked in the same way."""
    UNMOVED = "unmoved"
    """It never rose, and stands where it stood."""
    LOWER = "lower"
    """It never rose, and stands lower."""
    CONFIRMED = "confirmed"
    SHORT = "short"
    """It rose, and stands below what was aimed at."""
    FELL_BACK = "fell_back"
    """It rose, and the newest that scored it has it back where it stood, or lower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionStanding:
    """What is said, by the assessment that says it, and the question's fraction in the newest that scored it.

    `assessment` is the first in which it rose; where it never rose, the newest that scored it, or (unheard) the newest
    of all. `fell_in` is the one that has it back, only for `FELL_BACK`.
    """

    said: ActionSaid
    assessment: Assessment | None = None
    fraction: Fraction | None = None
    fell_in: Assessment | None = None

    @property
    def confirmed(self) -> bool:
        """Whether the question stands above where it stood when the action was made."""
        return self.said in {ActionSaid.CONFIRMED, ActionSaid.SHORT}


def standing_of_action(action: Action, runs: Sequence[CompletedRun]) -> ActionStanding:
    """What the project's completed assessments (`runs`, oldest first) say about an action.

    Heard are those that were completed after it was made, come after the one it was made from, and ask its question in
    the same way. A question that had no score then counts as nothing; a run that has none for it now says nothing.
    """
    if action.link is None:
        return ActionStanding(said=ActionSaid.UNLINKED)
    later = _later(action, action.link, runs)
    if not later:
        return ActionStanding(said=ActionSaid.WAITING)
    heard = _heard(action.link, runs, later)
    if not heard:
        return ActionStanding(said=ActionSaid.UNHEARD, assessment=later[-1].assessment)
    before = action.link.before or NOTHING
    newest, now = heard[-1]
    rose = next((run for run, fraction in heard if fraction > before), None)
    if rose is None:
        said = ActionSaid.LOWER if now < before else ActionSaid.UNMOVED
        return ActionStanding(said=said, assessment=newest.assessment, fraction=now)
    if now <= before:
        return ActionStanding(
            said=ActionSaid.FELL_BACK, assessment=rose.assessment, fraction=now, fell_in=newest.assessment
        )
    short = action.link.aim is not None and now < action.link.aim
    said = ActionSaid.SHORT if short else ActionSaid.CONFIRMED
    return ActionStanding(said=said, assessment=rose.assessment, fraction=now)


def standing_words(action: Action, standing: ActionStanding, question: Question | None = None) -> str:
    """What is said about the action, in one sentence without its full stop; empty where there is nothing to say yet.

    `question` is the linked one, where it is known: it has the name of the level that was aimed at.
    """
    on = "" if standing.assessment is None else f"the assessment of {day(standing.assessment.date)}"
    done = action.status is ActionStatus.DONE
    match standing.said:
        case ActionSaid.CONFIRMED:
            return f"Confirmed by {on}"
        case ActionSaid.SHORT:
            return f"Confirmed by {on}, short of {_aimed(action.link, question)}"
        case ActionSaid.FELL_BACK:
            fell = "" if standing.fell_in is None else f"the assessment of {day(standing.fell_in.date)}"
            return f"Rose in {on}, fell back in {fell}"
        case ActionSaid.UNMOVED:
            return f"Done, but {on} did not see it move" if done else f"{on[:1].upper()}{on[1:]} did not see it move"
        case ActionSaid.LOWER:
            return f"Done, but {on} has it lower" if done else f"{on[:1].upper()}{on[1:]} has it lower"
        case ActionSaid.UNHEARD:
            return f"Done, but {on} has no score for its question" if done else ""
        case ActionSaid.WAITING:
            return "Done; the next assessment will tell" if done else ""
        case ActionSaid.UNLINKED:
            return "Done; no assessment can tell, for it has no question" if done else ""


def asked_question(link: QuestionLink, questionnaires: Sequence[Questionnaire]) -> AskedQuestion | None:
    """The linked question with its dimension, of the first questionnaire that has it; None where none does."""
    for questionnaire in questionnaires:
        question, section = questionnaire.question(link.question_id), questionnaire.section_of(link.question_id)
        if question is not None and section is not None:
            return AskedQuestion(question=question, section=section)
    return None


def asked_in(link: QuestionLink, runs: Sequence[CompletedRun]) -> list[Questionnaire]:
    """The questionnaires in which the linked question may be looked up: the one it was made from, then the newest ones
    of its name."""
    own = [run.questionnaire for run in runs if run.assessment.id == link.assessment_id]
    named = [run.questionnaire for run in reversed(runs) if run.questionnaire.id == link.questionnaire_id]
    return own + named


def _later(action: Action, link: QuestionLink, runs: Sequence[CompletedRun]) -> list[CompletedRun]:
    ids = [run.assessment.id for run in runs]
    # A draft that it was made from may be completed afterwards; that one is heard too.
    start = ids.index(link.assessment_id) if link.assessment_id in ids else 0
    return [
        run for run in runs[start:] if run.assessment.completed_at and run.assessment.completed_at > action.created_at
    ]


def _heard(
    link: QuestionLink, runs: Sequence[CompletedRun], later: Sequence[CompletedRun]
) -> list[tuple[CompletedRun, Fraction]]:
    """The later runs that ask the question as it was asked, with the fraction that each has for it."""
    own = next((run for run in runs if run.assessment.id == link.assessment_id), None)
    # Where the draft it was made from is gone, the first of its name is the nearest to it.
    first = own or next((run for run in runs if run.questionnaire.id == link.questionnaire_id), None)
    asked = first.questionnaire.question(link.question_id) if first else None
    found = []
    for run in later:
        score = run.questions.get(link.question_id)
        if score is None or score.fraction is None:
            continue
        if asked_alike(asked, run.questionnaire.question(link.question_id)):
            found.append((run, score.fraction))
    return found


def _aimed(link: QuestionLink | None, question: Question | None) -> str:
    level = aimed_level(link, question) if link is not None and question is not None else ""
    return f"“{level}”" if level else "what was aimed at"


def aimed_level(link: QuestionLink, question: Question) -> str:
    """The level of a choice question that a link aims at, as it is read out: "3 · Written down"; empty without one."""
    if link.aim is None or question.kind is not Kind.CHOICE:
        return ""
    wanted = link.aim * question.most_points
    found = next((option for option in question.options if option.points == wanted), None)
    return f"{level_number(question, found.id)} · {found.label}" if found else ""
