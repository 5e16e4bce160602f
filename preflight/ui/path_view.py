"""The Path screen: where it stands, the ladder to a better verdict, the radar before and after, efforts and locks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.errors import Refused
from preflight.domain.findings import find, gaps
from preflight.domain.path_sentences import (
    EXACT,
    beside_sentence,
    effort_sentence,
    look_after,
    path_headline,
    provisional_sentence,
    waiting_sentence,
)
from preflight.domain.path_setting import PathSetting
from preflight.domain.paths.improvement import NoPath, Path
from preflight.domain.plan import to_mend
from preflight.domain.sentences import verdict_sentence
from preflight.domain.wording import day, short_name
from preflight.services.paths import Ways, keep_path_setting, said_of
from preflight.ui import drawn, path_actions, path_trying, state
from preflight.ui.allowed import Allowed
from preflight.ui.appearance import palette
from preflight.ui.context import go, page_context
from preflight.ui.frame import flash
from preflight.ui.markup import draw, html, joined
from preflight.ui.path_data import ladder, stairs
from preflight.ui.path_radar import before_and_after
from preflight.ui.pieces import heading
from preflight.ui.registry import ACTIONS, RESULTS

STAIRS, LADDER, VIEW = "path_stairs", "path_ladder", "path_view"
CHEAPEST, WHAT_IF = "The cheapest way", "What if"
SIZES = {"small": "Days (S)", "medium": "Weeks (M)", "large": "A quarter (L)"}


def title(ways: Ways) -> None:
    """Whose path this is, where it stands today, and the ways on."""
    opened = ways.open
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        standing = "" if opened.assessment.completed else " · draft, as if completed now"
        draw(
            html(
                '<p class="pf-kicker">Path to ready · {} · {}{}</p><h1 class="pf-title">{}</h1>',
                opened.questionnaire.title,
                day(opened.assessment.date),
                standing,
                opened.project.name,
            )
        )
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Results", key="path_to_results", icon=":material/radar:"):
            go(RESULTS, assessment=opened.assessment.id)
        if st.button("Actions", key="path_to_actions", icon=":material/task_alt:"):
            go(ACTIONS, project=opened.project.id)
    words = verdict_sentence(opened.questionnaire, ways.score, ways.verdict)
    draw(html('<p class="pf-lead"><b>Today:</b> {}</p>', words))


def view_choice() -> bool:
    """Whether answers are to be tried out, in place of the cheapest way."""
    st.session_state.setdefault(VIEW, CHEAPEST)  # no default: a path that is tried chooses the other
    chosen = st.segmented_control(
        "What to see",
        [CHEAPEST, WHAT_IF],
        key=VIEW,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    return chosen == WHAT_IF


def cheapest(ways: Ways) -> None:
    """Every band as a step, and the path to the chosen one."""
    chosen = _chosen(ways)
    if ways.open.questionnaire.verdict.bands:
        drawn.path_stairs(stairs(ways, chosen.band.id if chosen else ""), key=STAIRS, on_go=_go)
    if chosen is None:
        _nothing_above(ways)
        return
    left, right = st.columns([11, 8], gap="large")
    with left:
        if isinstance(chosen, Path):
            _path(ways, chosen)
        else:
            _no_path(ways, chosen)
    with right, st.container(key="path_after"):
        if isinstance(chosen, Path):
            _radar(ways, chosen)
        _settings(ways)


def _chosen(ways: Ways) -> Path | NoPath | None:
    wanted = st.session_state.get(state.PATH_BAND)
    return next((path for path in ways.paths if path.band.id == wanted), ways.paths[0] if ways.paths else None)


def _go() -> None:
    chosen = (st.session_state.get(STAIRS) or {}).get("go")
    if isinstance(chosen, str):
        st.session_state[state.PATH_BAND] = chosen


def _nothing_above(ways: Ways) -> None:
    opened = ways.open
    if ways.verdict.band is None:
        draw(html('<p class="pf-lead">This questionnaire has no verdicts, so there is nothing to climb to.</p>'))
        return
    heading(f"“{ways.verdict.band.title}” is reached")
    kept = look_after(opened.questionnaire, opened.answers, ways.score, ways.verdict, ways.on)
    after = " So that it stays so, look after this:" if kept else ""
    draw(html('<p class="pf-lead">No better verdict is left to climb to.{}</p>', after))
    draw(html('<ul class="pf-path-after">{}</ul>', joined([html("<li>{}</li>", each) for each in kept])))


def _path(ways: Ways, path: Path) -> None:
    heading(path_headline(path))
    told = " ".join(filter(None, [EXACT, provisional_sentence(ways.open.questionnaire, path)]))
    draw(html('<p class="pf-path-sum"><b>{}</b></p><p class="pf-kicker">{}</p>', effort_sentence(path), told))
    opened = ways.open
    may = Allowed(page_context(), opened.project.id, (Operation.ACT, Operation.PLAN))
    data = ladder(ways, path, palette()) | {"makes": may(Operation.ACT), "locks": may(Operation.PLAN)}
    drawn.path_ladder(data, key=LADDER, on_act=partial(_act, ways, path))
    before = [each for each in ways.paths[: ways.paths.index(path)] if isinstance(each, Path)]
    found = find(opened.questionnaire, opened.answers, ways.score, ways.verdict)
    mend_first = gaps(to_mend(opened.questionnaire, found, ways.verdict), ways.score)
    mend_first = tuple(each for each in mend_first if each.question.id not in ways.setting.locked)
    beside = [
        beside_sentence(path, before[-1]) if before else "",
        waiting_sentence(path, mend_first),
    ]
    for words in filter(None, beside):
        draw(html('<p class="pf-path-beside">{}</p>', words))


def _no_path(ways: Ways, path: NoPath) -> None:
    heading(f"No way to “{path.band.title}”" if path.proven else f"The way to “{path.band.title}” is not worked out")
    draw(html('<p class="pf-lead">{}</p>', path.why))
    for question_id in path.locked:
        question = ways.open.questionnaire.question(question_id)
        if question is not None:
            with st.container(horizontal=True, vertical_alignment="center"):
                draw(html("<p>{}</p>", question.text))
                if not _plans(ways):
                    continue
                kept = replace(ways.setting, locked=tuple(each for each in ways.setting.locked if each != question_id))
                st.button("Unlock", key=f"path_unlock_{question_id}", on_click=partial(_keep, ways, kept))


def _radar(ways: Ways, path: Path) -> None:
    heading("Before and after")
    before_and_after(ways, path.score, name="After this path", band=path.band, key="path_radar")


def _settings(ways: Ways) -> None:
    """What steps cost and which answers can't change, kept for the project and this questionnaire."""
    opened, setting, fixed = ways.open, ways.setting, not _plans(ways)
    with st.expander("What steps cost, and what can’t change", icon=":material/tune:", key="path_settings"):
        draw(
            html(
                '<p class="pf-kicker">What a step of each size costs, in whole points from 1 to 1,000; only how they '
                "compare matters. A step that the questionnaire gives no size counts as one of weeks.</p>"
            )
        )
        for column, (name, label) in zip(st.columns(3), SIZES.items(), strict=True):
            key = f"path_{name}_{opened.assessment.id}"
            st.session_state[key] = getattr(setting, name)
            column.number_input(
                label,
                min_value=1,
                max_value=1_000,
                step=1,
                key=key,
                disabled=fixed,
                on_change=partial(_cost, ways, name, key),
            )
        questions = {
            question.id: f"{short_name(question)}"
            for question in opened.questionnaire.questions()
            if question.id in ways.score.questions and (question.scored or question.critical)
        }
        key = f"path_locked_{opened.assessment.id}"
        st.session_state[key] = [name for name in setting.locked if name in questions]
        st.multiselect(
            "Can’t change",
            list(questions),
            format_func=questions.__getitem__,
            key=key,
            placeholder="Nothing is locked",
            disabled=fixed,
            help="A locked answer stays as it is: the path goes round it, or says that there is none.",
            on_change=partial(_lock, ways, key),
        )


def _plans(ways: Ways) -> bool:
    return page_context().may(Operation.PLAN, About("project", ways.open.project.id))


def _cost(ways: Ways, name: str, key: str) -> None:
    points: Any = st.session_state.get(key)
    _keep(ways, replace(ways.setting, **{name: points}))


def _lock(ways: Ways, key: str) -> None:
    _keep(ways, replace(ways.setting, locked=tuple(st.session_state.get(key) or ())))


def _keep(ways: Ways, setting: PathSetting) -> None:
    context = page_context()
    try:
        keep_path_setting(context.workspace, context.person, ways.open.assessment.id, setting)
    except Refused as refused:
        flash(str(refused))


def _act(ways: Ways, path: Path) -> None:
    act = (st.session_state.get(LADDER) or {}).get("act")
    match act:
        case {"do": "lock", "question": str(question)}:
            _keep(ways, replace(ways.setting, locked=(*ways.setting.locked, question)))
        case {"do": "unlock", "question": str(question)} if question in ways.setting.locked:
            _keep(ways, replace(ways.setting, locked=tuple(each for each in ways.setting.locked if each != question)))
        case {"do": "try"}:
            path_trying.begin(ways, said_of(path))
            st.session_state[VIEW] = WHAT_IF
        case {"do": "make", "questions": list(chosen)}:
            path_actions.ask(ways, path, [move for move in path.moves if move.question.id in chosen])
