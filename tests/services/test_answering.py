"""Answering: what is saved, what is refused, and that nothing is overwritten in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.assessment import Assessment, RecordedAnswer, State
from preflight.domain.errors import Conflict, Immutable, Invalid, NotAllowed, NotFound
from preflight.domain.project import Person, Project
from preflight.services import answering
from preflight.services.answering import Place
from preflight.services.assessments import complete_assessment, open_assessment, start_assessment
from preflight.services.workspace import Workspace

QUESTION = "reliability.real-inputs"


@pytest.fixture
def draft(workspace: Workspace, project: Project) -> Assessment:
    return start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id="pilot-to-production-quick")


def place(draft: Assessment, seen: int = 0, question: str = QUESTION) -> Place:
    return Place(assessment_id=draft.id, question_id=question, seen=seen)


def test_each_kind_of_answer_has_its_own_state(workspace: Workspace, draft: Assessment) -> None:
    first = answering.choose(workspace, LOCAL_OWNER, place(draft), ["2"])
    second = answering.say_unknown(workspace, LOCAL_OWNER, place(draft, first.version))
    third = answering.say_not_applicable(workspace, LOCAL_OWNER, place(draft, second.version), "Nobody waits for it")
    fourth = answering.take_back(workspace, LOCAL_OWNER, place(draft, third.version))
    states = [each.answer.state for each in (first, second, third, fourth)]
    assert states == [State.ANSWERED, State.UNKNOWN, State.NOT_APPLICABLE, State.UNANSWERED]


def test_every_change_is_kept_with_who_when_before_and_after(workspace: Workspace, draft: Assessment) -> None:
    first = answering.choose(workspace, LOCAL_OWNER, place(draft), ["1"])
    answering.choose(workspace, LOCAL_OWNER, place(draft, first.version), ["3"])
    one, two = answering.answer_changes(workspace, LOCAL_OWNER, draft.id)
    assert (one.before, one.after.choice) == (None, "1")
    assert two.before is not None
    assert (two.before.choice, two.after.choice, two.by) == ("1", "3", LOCAL_OWNER.id)
    assert one.at < two.at


def test_note_and_evidence_stay_when_the_level_changes(workspace: Workspace, draft: Assessment, clock: object) -> None:
    saved = answering.write_note(workspace, LOCAL_OWNER, place(draft), "Drawn in May")
    saved = answering.add_evidence(
        workspace, LOCAL_OWNER, place(draft, saved.version), text="Report", url="", dated=date(2026, 3, 1)
    )
    saved = answering.choose(workspace, LOCAL_OWNER, place(draft, saved.version), ["2"])
    assert (saved.answer.note, saved.answer.evidence[0].text) == ("Drawn in May", "Report")
    assert saved.answer.choice == "2"


def test_saving_over_a_version_that_was_not_seen_is_a_conflict_and_writes_nothing(
    workspace: Workspace, draft: Assessment
) -> None:
    first = answering.choose(workspace, LOCAL_OWNER, place(draft), ["1"])
    answering.choose(workspace, LOCAL_OWNER, place(draft, first.version), ["3"])
    with pytest.raises(Conflict):
        answering.choose(workspace, LOCAL_OWNER, place(draft, first.version), ["0"])
    assert open_assessment(workspace, LOCAL_OWNER, draft.id).answers[QUESTION].choice == "3"


def test_saying_the_same_again_changes_nothing_even_from_an_older_version(
    workspace: Workspace, draft: Assessment
) -> None:
    first = answering.choose(workspace, LOCAL_OWNER, place(draft), ["1"])
    again = answering.choose(workspace, LOCAL_OWNER, place(draft), ["1"])
    assert again.version == first.version
    assert len(answering.answer_changes(workspace, LOCAL_OWNER, draft.id)) == 1


def test_a_completed_assessment_can_not_be_changed(workspace: Workspace, draft: Assessment) -> None:
    saved = answering.choose(workspace, LOCAL_OWNER, place(draft), ["1"])
    complete_assessment(workspace, LOCAL_OWNER, draft.id)
    with pytest.raises(Immutable):
        answering.choose(workspace, LOCAL_OWNER, place(draft, saved.version), ["2"])
    with pytest.raises(Immutable):
        complete_assessment(workspace, LOCAL_OWNER, draft.id)


Act = Callable[[Workspace, Place], RecordedAnswer]
REFUSED: dict[str, Act] = {
    "an option that is not there": lambda w, p: answering.choose(w, LOCAL_OWNER, p, ["9"]),
    "two levels at once": lambda w, p: answering.choose(w, LOCAL_OWNER, p, ["1", "2"]),
    "no level": lambda w, p: answering.choose(w, LOCAL_OWNER, p, []),
    "a number for a choice": lambda w, p: answering.say_number(w, LOCAL_OWNER, p, "3"),
    "a text for a choice": lambda w, p: answering.say_text(w, LOCAL_OWNER, p, "yes"),
    "no reason": lambda w, p: answering.say_not_applicable(w, LOCAL_OWNER, p, "  \u202e "),
    "a note of 5,000 characters": lambda w, p: answering.write_note(w, LOCAL_OWNER, p, "a" * 5000),
    "evidence of nothing": lambda w, p: answering.add_evidence(
        w, LOCAL_OWNER, p, text="", url="", dated=date(2026, 1, 1)
    ),
    "evidence without a day": lambda w, p: answering.add_evidence(w, LOCAL_OWNER, p, text="x", url="", dated=None),
    "evidence from the future": lambda w, p: answering.add_evidence(
        w, LOCAL_OWNER, p, text="x", url="", dated=w.today() + timedelta(days=30)
    ),
    "a link that is no web address": lambda w, p: answering.add_evidence(
        w, LOCAL_OWNER, p, text="x", url="javascript:alert(1)", dated=date(2026, 1, 1)
    ),
}


@pytest.mark.parametrize("act", REFUSED.values(), ids=REFUSED)
def test_a_value_outside_its_range_is_refused_and_nothing_is_written(
    workspace: Workspace, draft: Assessment, act: Act
) -> None:
    with pytest.raises(Invalid):
        act(workspace, place(draft))
    assert answering.answer_changes(workspace, LOCAL_OWNER, draft.id) == []


def test_a_question_that_is_not_asked_is_not_found(workspace: Workspace, draft: Assessment) -> None:
    with pytest.raises(NotFound):
        answering.choose(workspace, LOCAL_OWNER, place(draft, question="reliability.no-such"), ["1"])


@pytest.mark.parametrize("typed", ["NaN", "1e999999999", "12e3", "", "0x10", "1" * 40, "١٢", "1.1234567", "--3"])
def test_only_plain_numbers_are_taken(workspace: Workspace, project: Project, typed: str) -> None:
    scale_up = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id="enterprise-scale-up")
    with pytest.raises(Invalid):
        answering.say_number(workspace, LOCAL_OWNER, place(scale_up, question="data.owners"), typed)


@pytest.mark.parametrize("typed", ["0", "62.5", "62,5", " 100 "])
def test_numbers_are_read_as_people_type_them(workspace: Workspace, project: Project, typed: str) -> None:
    scale_up = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id="enterprise-scale-up")
    saved = answering.say_number(workspace, LOCAL_OWNER, place(scale_up, question="data.owners"), typed)
    assert saved.answer.state is State.ANSWERED


def test_a_stranger_may_do_nothing(workspace: Workspace, draft: Assessment) -> None:
    stranger = Person(id="x", issuer="elsewhere", subject="x", name="Stranger")
    with pytest.raises(NotAllowed):
        answering.choose(workspace, stranger, place(draft), ["1"])
    with pytest.raises(NotAllowed):
        open_assessment(workspace, stranger, draft.id)
