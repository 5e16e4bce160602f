"""What if: any level tried out, and what would become of the verdict. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from preflight.domain.paths.improvement import Path
from preflight.domain.scoring import Score
from preflight.domain.verdict import Verdict
from preflight.domain.wording import listed, number_of, short_name
from preflight.services.paths import Ways, said_of, tried, what_if
from preflight.ui import drawn, state
from preflight.ui.markup import draw, html, md
from preflight.ui.path_data import tryout
from preflight.ui.path_radar import before_and_after
from preflight.ui.pieces import verdict_banner_of, verdict_chip

TRYOUT = "path_tryout"


def begin(ways: Ways, said: Mapping[str, Mapping[str, object]]) -> None:
    """Try these answers in place of today's; with none, back to today."""
    st.session_state[state.TRIED] = {"of": ways.open.assessment.id, "said": dict(said), "turn": _turn() + 1}


@st.fragment
def board(ways: Ways) -> None:
    """Every question with its levels, and beside it what would come of them; each click draws this part alone."""
    answers, differs = tried(ways.open, _said(ways))
    outcome = what_if(ways.open, answers, on=ways.on)
    _standing(ways, differs, outcome[1])
    left, right = st.columns([11, 8], gap="large")
    with left:
        data = tryout(ways, answers, outcome, differs, turn=_turn())
        drawn.path_tryout(data, key=TRYOUT, on_tried=partial(_keep_trying, ways))
    with right, st.container(key="path_outcome"):
        _outcome(ways, differs, *outcome)


def _standing(ways: Ways, differs: frozenset[str], verdict: Verdict) -> None:
    """Today's verdict, the one as tried, and how much differs: in sight however far down the questions one is."""
    questionnaire, count = ways.open.questionnaire, len(differs)
    words = f"{number_of(count, 'answer')} differ{'s' if count == 1 else ''} from today" if count else "Just as today"
    with st.container(key="path_standing", horizontal=True, vertical_alignment="center"):
        draw(
            html(
                '<div class="pf-path-chips" role="status"><span>Today</span> {} <span aria-hidden="true">→</span> '
                "<span>Tried</span> {} <b>{}</b></div>",
                verdict_chip(questionnaire, ways.verdict),
                verdict_chip(questionnaire, verdict),
                words,
            )
        )
        st.button(
            "Back to today",
            key="path_back",
            type="tertiary",
            icon=":material/undo:",
            disabled=not count,
            on_click=partial(begin, ways, {}),
        )
    draw(
        html(
            '<p class="pf-kicker">Try any level: the verdict follows at once, and nothing is saved. '
            "A dashed edge marks today’s level.</p>"
        )
    )


def _outcome(ways: Ways, differs: frozenset[str], score: Score, verdict: Verdict) -> None:
    questionnaire = ways.open.questionnaire
    names = [short_name(question) for question in questionnaire.questions() if question.id in differs]
    before_and_after(
        ways, score, name="As tried", band=ways.paths[0].band if ways.paths else None, key="path_tried_radar"
    )
    draw(verdict_banner_of(questionnaire, score, verdict))
    if names:
        draw(html('<p class="pf-kicker"><b>Tried:</b> {}</p>', listed(names)))
    with st.container(horizontal=True):
        for path in ways.paths:
            if isinstance(path, Path):
                st.button(
                    md(f"Try the way to “{path.band.title}”"),
                    key=f"path_try_{path.band.id}",
                    on_click=partial(begin, ways, said_of(path)),
                )


def _turn() -> int:
    return int(st.session_state.get(state.TRIED, {}).get("turn", 0))


def _said(ways: Ways) -> Mapping[str, Mapping[str, object]]:
    kept = st.session_state.get(state.TRIED, {})
    return kept["said"] if kept.get("of") == ways.open.assessment.id else {}


def _keep_trying(ways: Ways) -> None:
    sent = (st.session_state.get(TRYOUT) or {}).get("tried")
    if isinstance(sent, dict):
        said = {name: dict(plain) for name, plain in sent.items() if isinstance(plain, dict)}
        st.session_state[state.TRIED] = {"of": ways.open.assessment.id, "said": said, "turn": _turn()}
