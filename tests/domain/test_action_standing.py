"""What later assessments say about an action: which are heard, what each of them adds, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.action import Action, ActionStatus, QuestionLink
from preflight.domain.action_standing import (
    ActionSaid,
    ActionStanding,
    CompletedRun,
    asked_in,
    asked_question,
    standing_of_action,
    standing_words,
)
from preflight.domain.action_words import due_words
from preflight.domain.assessment import Assessment, Phase, State
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Question, Questionnaire
from tests.builders import of_questions, question

ASKED = of_questions(question("s.q"))
MADE = date(2026, 5, 1)
HALF = Fraction(1, 2)


def run(
    day: date,
    stands: str | None,
    *,
    name: str = "",
    asked: Questionnaire = ASKED,
    state: State = State.ANSWERED,
    completed_on: date | None = None,
) -> CompletedRun:
    """An assessment of a day on which the question stood at this fraction; None: it had none."""
    fraction = None if stands is None else Fraction(stands)
    scored = QuestionScore(id="s.q", state=state, scored=True, fraction=fraction, evidenced=fraction)
    moment = datetime.combine(completed_on or day, time(12), UTC)
    return CompletedRun(
        assessment=Assessment(
            id=name or f"{day}",
            project_id="p",
            questionnaire_id=asked.id,
            questionnaire_version=1,
            questionnaire_digest="d",
            date=day,
            phase=Phase.COMPLETED,
            created_at=moment,
            created_by="me",
            completed_at=moment,
        ),
        questionnaire=asked,
        questions={"s.q": scored},
    )


def action(
    before: str | None = "1/4",
    aim: str | None = None,
    *,
    of: str | None = "first",
    linked: bool = True,
    status: ActionStatus = ActionStatus.OPEN,
) -> Action:
    """An action made in the evening of the first of May, of the assessment of that day."""
    link = QuestionLink(
        questionnaire_id="sample",
        question_id="s.q",
        state=State.ANSWERED if before else State.UNANSWERED,
        before=Fraction(before) if before else None,
        aim=Fraction(aim) if aim else None,
        assessment_id=of,
    )
    at = datetime.combine(MADE, time(18), UTC)
    return Action(
        id="a",
        project_id="p",
        title="Name an owner",
        status=status,
        link=link if linked else None,
        created_at=at,
        created_by="me",
        changed_at=at,
        changed_by="me",
        done_at=at if status is ActionStatus.DONE else None,
    )


FIRST = run(MADE, "1/4", name="first")
MAY, JUNE, JULY = date(2026, 5, 12), date(2026, 6, 12), date(2026, 7, 12)


@pytest.mark.parametrize(
    ("taken_on", "later", "said"),
    [
        (action(linked=False), [run(MAY, "1")], ActionSaid.UNLINKED),
        (action(), [], ActionSaid.WAITING),
        (action(), [run(MAY, "1/4")], ActionSaid.UNMOVED),
        (action(), [run(MAY, "0")], ActionSaid.LOWER),
        (action(), [run(MAY, "1/2")], ActionSaid.CONFIRMED),
        (action(), [run(MAY, "1/4"), run(JUNE, "1/2")], ActionSaid.CONFIRMED),
        (action(), [run(MAY, "1/2"), run(JUNE, "1/4")], ActionSaid.FELL_BACK),
        (action(), [run(MAY, "1/2"), run(JUNE, "0"), run(JULY, "3/4")], ActionSaid.CONFIRMED),
        (action(aim="3/4"), [run(MAY, "1/2")], ActionSaid.SHORT),
        (action(aim="3/4"), [run(MAY, "1/2"), run(JUNE, "3/4")], ActionSaid.CONFIRMED),
        (action(before=None), [run(MAY, "1/4")], ActionSaid.CONFIRMED),
        (action(before=None), [run(MAY, "0", state=State.UNKNOWN)], ActionSaid.UNMOVED),
        (action(), [run(MAY, None, state=State.UNANSWERED)], ActionSaid.UNHEARD),
        (action(), [run(MAY, None, state=State.NOT_APPLICABLE)], ActionSaid.UNHEARD),
        (action(), [run(MAY, "1/2"), run(JUNE, None, state=State.UNANSWERED)], ActionSaid.CONFIRMED),
        (action(), [run(MAY, "1", asked=of_questions(question("s.q", points=(0, 9))))], ActionSaid.UNHEARD),
        (action(), [run(MAY, "1", asked=of_questions(question("s.q", text="In new words?")))], ActionSaid.CONFIRMED),
        (action(), [run(MAY, "1", asked=of_questions(question("s.other")))], ActionSaid.UNHEARD),
    ],
)
def test_what_later_assessments_say(taken_on: Action, later: list[CompletedRun], said: ActionSaid) -> None:
    assert standing_of_action(taken_on, [FIRST, *later]).said is said


def test_it_is_confirmed_by_the_first_in_which_it_rose() -> None:
    found = standing_of_action(action(), [FIRST, run(MAY, "1/4"), run(JUNE, "1/2"), run(JULY, "3/4")])
    assert found.assessment is not None
    assert (found.assessment.date, found.fraction) == (JUNE, Fraction(3, 4))
    assert found.confirmed


def test_what_was_completed_before_it_was_made_is_not_heard() -> None:
    earlier = run(date(2026, 4, 1), "1", name="earlier")
    assert standing_of_action(action(), [earlier, FIRST]).said is ActionSaid.WAITING


def test_what_came_before_the_assessment_it_was_linked_to_is_not_heard_whenever_it_was_completed() -> None:
    """A link that was made later, and an assessment that was brought in afterwards with an earlier date."""
    brought_in = run(date(2026, 4, 1), "1", name="earlier", completed_on=JUNE)
    assert standing_of_action(action(), [brought_in, FIRST]).said is ActionSaid.WAITING


def test_the_draft_that_it_was_made_from_is_heard_once_it_is_completed() -> None:
    drafted = run(MAY, "1/2", name="first")
    assert standing_of_action(action(), [drafted]).said is ActionSaid.CONFIRMED


def test_where_the_draft_is_gone_the_first_of_its_name_says_how_it_was_asked() -> None:
    gone = action(of=None)
    assert standing_of_action(gone, [run(MAY, "1/2")]).said is ActionSaid.CONFIRMED
    assert standing_of_action(gone, [run(MAY, "1/2", asked=of_questions(question("s.q"), id="other"))]).said is (
        ActionSaid.UNHEARD
    )


@pytest.mark.parametrize(
    ("standing", "status", "words"),
    [
        (("confirmed", MAY, None), "done", "Confirmed by the assessment of 12 May 2026"),
        (("confirmed", MAY, None), "open", "Confirmed by the assessment of 12 May 2026"),
        (("short", MAY, None), "done", "Confirmed by the assessment of 12 May 2026, short of “4 · Option 3”"),
        (
            ("fell_back", MAY, JUNE),
            "done",
            "Rose in the assessment of 12 May 2026, fell back in the assessment of 12 June 2026",
        ),
        (("unmoved", MAY, None), "done", "Done, but the assessment of 12 May 2026 did not see it move"),
        (("unmoved", MAY, None), "doing", "The assessment of 12 May 2026 did not see it move"),
        (("lower", MAY, None), "done", "Done, but the assessment of 12 May 2026 has it lower"),
        (("lower", MAY, None), "dropped", "The assessment of 12 May 2026 has it lower"),
        (("unheard", MAY, None), "done", "Done, but the assessment of 12 May 2026 has no score for its question"),
        (("unheard", MAY, None), "open", ""),
        (("waiting", None, None), "done", "Done; the next assessment will tell"),
        (("waiting", None, None), "open", ""),
        (("unlinked", None, None), "done", "Done; no assessment can tell, for it has no question"),
        (("unlinked", None, None), "dropped", ""),
    ],
)
def test_in_which_words(standing: tuple[str, date | None, date | None], status: str, words: str) -> None:
    said, on, fell = standing
    found = ActionStanding(
        said=ActionSaid(said),
        assessment=run(on, "1/2").assessment if on else None,
        fell_in=run(fell, "1/4").assessment if fell else None,
    )
    asked: Question = next(iter(ASKED.questions()))
    assert standing_words(action(aim="3/4", status=ActionStatus(status)), found, asked) == words


def test_a_level_that_nobody_knows_is_not_named() -> None:
    short = ActionStanding(said=ActionSaid.SHORT, assessment=run(MAY, "1/2").assessment)
    assert standing_words(action(aim="2/3"), short).endswith("short of what was aimed at")


def test_its_question_is_looked_up_where_it_was_asked_first_then_in_the_newest() -> None:
    link = action().link
    assert link is not None
    reworded = of_questions(question("s.q", text="In new words?"))
    found = asked_question(link, asked_in(link, [FIRST, run(MAY, "1", asked=reworded)]))
    assert found is not None
    assert (found.question.text, found.section.title) == ("What about s.q?", "Section s")
    gone = action(of="discarded").link
    assert gone is not None
    newest = asked_question(gone, asked_in(gone, [FIRST, run(MAY, "1", asked=reworded)]))
    assert newest is not None
    assert newest.question.text == "In new words?"
    assert asked_question(link, []) is None


@given(
    st.none() | st.fractions(0, 1, max_denominator=4),
    st.lists(st.none() | st.fractions(0, 1, max_denominator=4), max_size=6),
)
def test_it_is_confirmed_exactly_while_the_newest_score_is_above_the_one_before(
    before: Fraction | None, later: list[Fraction | None]
) -> None:
    runs = [FIRST] + [
        run(MAY + timedelta(days=day), None if each is None else str(each)) for day, each in enumerate(later)
    ]
    taken_on = action(before=None if before is None else str(before))
    heard = [each for each in later if each is not None]
    found = standing_of_action(taken_on, runs)
    assert found.confirmed is bool(heard and heard[-1] > (before or 0))
    assert found.fraction == (heard[-1] if heard else None)


@pytest.mark.parametrize(
    ("days", "status", "words"),
    [
        (-20, "open", "Overdue by 20 days"),
        (-1, "doing", "Overdue by 1 day"),
        (0, "open", "Due today"),
        (1, "open", "Due tomorrow"),
        (11, "open", "Due 12 May 2026"),
        (-1, "done", ""),
        (-1, "dropped", ""),
    ],
)
def test_when_it_is_due_in_words(days: int, status: str, words: str) -> None:
    due = replace(action(status=ActionStatus(status)), due=MADE + timedelta(days=days))
    assert due_words(due, MADE) == words
    assert due_words(replace(due, due=None), MADE) == ""
