"""The Assess screen: the list of questions, the question that is being answered, and the radar beside it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import streamlit as st

from preflight.access.permissions import Operation
from preflight.domain.assessment import State
from preflight.domain.errors import Refused, StorageError
from preflight.domain.figures import percent
from preflight.domain.questionnaire import Question, Section
from preflight.domain.sentences import verdict_sentence
from preflight.domain.wording import day
from preflight.services.answering import remember_place
from preflight.services.assessments import OpenAssessment, complete_assessment, open_assessment
from preflight.ui import answering, drawn, state
from preflight.ui.allowed import Allowed
from preflight.ui.context import PageContext, go, page_context
from preflight.ui.export_arrivals import offline_dialog
from preflight.ui.frame import flash
from preflight.ui.markup import draw, html, md
from preflight.ui.pieces import live_radar
from preflight.ui.question_data import card, list_sections
from preflight.ui.registry import RESULTS
from preflight.ui.workshop_view import open_on

CARDS = "cards"
LIST = "question_list"
ONE, SECTION = "One question", "Whole section"
Places = list[tuple[Section, Question]]


def header(context: PageContext, opened: OpenAssessment) -> None:
    """Which project and questionnaire this is, and how much stands on the screen at once."""
    draft = not opened.assessment.completed
    may = Allowed(context, opened.project.id, (Operation.ANSWER, Operation.IMPORT))
    with st.container(horizontal=True, vertical_alignment="center"):
        standing = f"completed on {day(opened.assessment.date)}" if opened.assessment.completed else "draft"
        draw(html('<p class="pf-kicker">{} · {} · {}</p>', opened.project.name, opened.questionnaire.title, standing))
        if draft and may(Operation.IMPORT):
            on_click = partial(offline_dialog, opened.assessment.id)
            st.button("Fill in offline", key="fill_offline", type="tertiary", on_click=on_click)
        st.segmented_control(
            "On the screen",
            [ONE, SECTION],
            key=state.LARGE,
            default=ONE,
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )
    if draft:
        may.say(Operation.ANSWER, "To answer")


@st.fragment
def board(assessment_id: str) -> None:
    """The part that each click draws anew, and nothing else on the page."""
    context = page_context()
    opened = open_assessment(context.workspace, context.person, assessment_id)
    may = Allowed(context, opened.project.id, (Operation.ANSWER, Operation.ASSESS, Operation.FACILITATE))
    places = _places(opened)
    current = _current(opened, [question.id for _, question in places])
    _follow(context, opened, current, keeps=may(Operation.ANSWER))
    listed, asked, beside = st.columns([1.9, 6.1, 2.4], gap="medium")
    with listed:
        drawn.question_list({"sections": list_sections(opened), "current": current}, key=LIST, on_go=_go)
    with asked:
        known = frozenset(question.id for question in opened.questionnaire.questions())
        on_acts = partial(_act, assessment_id, known)
        readonly = opened.assessment.completed or not may(Operation.ANSWER)
        drawn.answer_cards(_cards(context, opened, places, current, readonly=readonly), key=CARDS, on_acts=on_acts)
    with beside:
        section = next((section for section, question in places if question.id == current), None)
        live_radar(opened, highlight=section.title if section else None)
        _finish(opened, may)


def _finish(opened: OpenAssessment, may: Allowed) -> None:
    if opened.assessment.completed:
        if st.button("See the results", type="primary", width="stretch", key="see_results"):
            go(RESULTS, assessment=opened.assessment.id)
        return
    if may(Operation.ASSESS):
        on_click = partial(confirm, opened.assessment.id)
        st.button("Complete assessment", width="stretch", key="complete", on_click=on_click)
    if may(Operation.FACILITATE) and st.button(
        "Decide it in a room", width="stretch", key="to_room", icon=":material/groups:"
    ):
        open_on(opened.assessment.id)
    if st.button("Results so far", width="stretch", key="so_far", type="tertiary"):
        go(RESULTS, assessment=opened.assessment.id)


@st.dialog("Complete this assessment?")
def confirm(assessment_id: str) -> None:
    """What completing means, before it can't be undone."""
    context = page_context()
    opened = open_assessment(context.workspace, context.person, assessment_id)
    states = [score.state for score in opened.score.questions.values()]
    unanswered = sum(state is State.UNANSWERED for state in states)
    draw(html("<p>{}</p>", verdict_sentence(opened.questionnaire, opened.score, opened.verdict)))
    if unanswered:
        questions = "1 question is" if unanswered == 1 else f"{unanswered} questions are"
        draw(html("<p>{} not answered yet; {} of it is covered.</p>", questions, percent(opened.score.coverage)))
    draw(html('<p class="pf-kicker">Once completed it is kept as it is, dated today, and can’t be changed.</p>'))
    if st.button("Complete it", type="primary", width="stretch", key="complete_now"):
        try:
            complete_assessment(context.workspace, context.person, assessment_id)
        except Refused as refused:
            st.warning(md(str(refused)))
            return
        flash("Completed. Here is where it stands.")
        go(RESULTS, assessment=assessment_id)


def _act(assessment_id: str, known: frozenset[str]) -> None:
    sent = st.session_state.get(CARDS)
    if sent is not None:  # None when another page was opened first; the cards keep it and send it on coming back
        answering.carry_out(page_context(), assessment_id, sent.get("acts"), questions=known)


def _go() -> None:
    chosen = (st.session_state.get(LIST) or {}).get("go")
    if isinstance(chosen, str):
        st.session_state[state.QUESTION] = chosen


def _places(opened: OpenAssessment) -> Places:
    """Every shown question with its top section, in order."""
    return [
        (section, question)
        for section in opened.questionnaire.sections
        for question in section.all_questions()
        if opened.score.questions[question.id].state is not State.HIDDEN
    ]


def _current(opened: OpenAssessment, shown: list[str]) -> str:
    """The question on the screen: the one just gone to, the address's, where the draft was left, or the first."""
    wanted = (
        st.session_state.get(state.QUESTION),
        st.query_params.get(state.QUESTION_PARAM),
        opened.assessment.last_question,
    )
    return next((name for name in wanted if name in shown), shown[0])


def _follow(context: PageContext, opened: OpenAssessment, current: str, *, keeps: bool) -> None:
    """Keep the place in the address and, for a draft of somebody who answers, in the store."""
    st.session_state[state.QUESTION] = current
    if st.query_params.get(state.QUESTION_PARAM) != current:
        st.query_params[state.QUESTION_PARAM] = current
    if keeps and not opened.assessment.completed and opened.assessment.last_question != current:
        # A disk that is full or can't be written keeps nobody from reading on, nor does a server that is ending.
        with suppress(StorageError):
            remember_place(context.workspace, context.person, opened.assessment.id, current)


def _cards(
    context: PageContext, opened: OpenAssessment, places: Places, current: str, *, readonly: bool
) -> dict[str, object]:
    order = [question.id for _, question in places]
    at = order.index(current)
    large = st.session_state.get(state.LARGE) != SECTION
    section = places[at][0]
    chosen = [places[at]] if large else [each for each in places if each[0] is section]
    before = order[:at] if large else [q.id for s, q in places[:at] if s is not section]
    after = order[at + 1 :] if large else [q.id for s, q in places[at:] if s is not section]
    today = context.workspace.today()
    return {
        "assessment": opened.assessment.id,
        "whose": context.whose,
        "cards": [
            card(opened, question, place=_place_words(section, question, order), today=today)
            for section, question in chosen
        ],
        "large": large,
        "readonly": readonly,
        "previous": _first_of_section(places, before[-1]) if before and not large else before[-1] if before else None,
        "next": after[0] if after else None,
        "acknowledged": answering.acknowledged(),
    }


def _place_words(section: Section, question: Question, order: list[str]) -> str:
    return f"{section.title} · {order.index(question.id) + 1} of {len(order)}"


def _first_of_section(places: Places, question_id: str) -> str:
    section = next(section for section, question in places if question.id == question_id)
    return next(question.id for each, question in places if each is section)
