"""The Audit trail screen: whether it is whole, a row of filters, and the events, each to open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Final

import streamlit as st
from markupsafe import Markup

from preflight.access.people import LOCAL_OWNER, ON_PAPER
from preflight.access.permissions import Operation
from preflight.domain.audit import AuditEvent, Outcome
from preflight.domain.audit_words import DOORS, operation_words
from preflight.domain.project import Person
from preflight.domain.wording import day
from preflight.exports.orders import Format
from preflight.services.auditing import AuditChoices, Wanted, look_for
from preflight.services.trail_check import TrailCheck, last_check, start_check
from preflight.ui import drawn
from preflight.ui.allowed import signs_in
from preflight.ui.audit_detail import told
from preflight.ui.context import PageContext, page_context
from preflight.ui.day_input import day_input
from preflight.ui.export_rows import file_row
from preflight.ui.markup import draw, html, joined
from preflight.ui.pieces import heading
from preflight.ui.registry import AUDIT, page
from preflight.ui.words import time_of_day

_BELOW: Final = "audit_below"
ALL, DONE, REFUSED = "All", "Done", "Refused"
_OUTCOMES: Final = {ALL: None, DONE: Outcome.DONE, REFUSED: Outcome.REFUSED}
_FIELDS: Final = ("text", "person", "project", "operation", "outcome", "since", "until")


def way_there(context: PageContext) -> None:
    """A quiet link for whoever is alone on a machine; on a server it stands in the account menu."""
    if not signs_in(context):
        with st.container(key="pf-audit-way", horizontal=True, horizontal_alignment="right"):
            st.page_link(page(AUDIT), label="Audit trail")


def title() -> None:
    """What stands here."""
    draw(
        html(
            '<p class="pf-kicker">For whoever looks after Preflight</p><h1 class="pf-title">Audit trail</h1>'
            '<p class="pf-lead">Every change, every file taken out, every sign-in and every refusal, in order. Votes '
            "are not here: nobody may read them.</p>"
        )
    )


def wholeness() -> None:
    """Whether the trail is whole, and the button that checks it."""
    context = page_context()
    check = last_check(context.workspace, context.person)
    running = check is not None and check.running
    st.fragment(_wholeness, run_every=1.0 if running else None)()


def _wholeness() -> None:
    context = page_context()
    check = last_check(context.workspace, context.person)
    with st.container(key="pf-audit-whole", horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            draw(_standing(check, context.workspace.today()))
        running = check is not None and check.running
        if st.button("Check now", key="audit_check", disabled=running, icon=":material/verified_user:"):
            start_check(context.workspace, context.person)
            st.rerun()
    if check is not None and not check.running and st.session_state.pop("audit_was_running", False):
        st.rerun()
    if check is not None and check.running:
        st.session_state["audit_was_running"] = True


def _standing(check: TrailCheck | None, today: date) -> Markup:
    if check is None:
        return html('<p class="pf-audit-state">Not checked since the server started. It takes up to half a minute.</p>')
    if check.running:
        return html(
            '<p class="pf-audit-state">Checking… {:,} of {:,} events</p>', check.done, max(check.of, check.done)
        )
    if check.failed:
        return html('<p class="pf-audit-state bad" role="status"><b>Not checked.</b> {}</p>', check.failed)
    notes = joined([html("<li>{}</li>", each.sentence) for each in check.found])
    moment = _moment(check.ended_at, today) if check.ended_at else ""
    if check.faults:
        return html(
            '<div class="pf-audit-state bad" role="status"><b>Not whole.</b> {:,} found in {:,} events, {}.'
            "<ul>{}</ul></div>",
            check.faults, check.done, moment, notes,
        )  # fmt: skip
    against = (
        html("It holds event {:,}, which is kept outside the database.", check.outside.seq)
        if check.outside
        else html("No head is kept outside, so nobody can tell whether its end was cut.")
    )
    return html(
        '<div class="pf-audit-state good" role="status"><b>Whole.</b> {:,} events, {}. {}{}</div>',
        check.done, moment, against, html("<ul>{}</ul>", notes) if check.found else "",
    )  # fmt: skip


@st.fragment
def board(choices: AuditChoices) -> None:
    """The filters, and a page of what they leave."""
    context = page_context()
    wanted = _filters(choices, context.person)
    found = look_for(context.workspace, context.person, wanted, below=st.session_state.get(_BELOW))
    with st.container(key="pf-audit"):
        if found.events:
            draw(_events(found.events, {**choices.projects, **found.projects}, context))
        else:
            words = "Nothing like that among the newest of these." if found.older else "Nothing here is like that."
            draw(html('<p class="pf-lead">{}</p>', words))
    _ways(found.older)


def files() -> None:
    """All of it to take along."""
    heading("Take the whole trail along")
    rows = (
        file_row(
            "Every event, exactly", "JSON lines", "One event a line, for tools of your own.", "keep", Format.AUDIT_JSON
        ),
        file_row("Table", "CSV", "One row for each event, to open in a spreadsheet.", "table", Format.AUDIT_CSV),
    )
    drawn.export_list({"groups": [{"title": "", "files": [each]} for each in rows]}, key="audit_files")


def _filters(choices: AuditChoices, reader: Person) -> Wanted:
    with st.container(key="pf-audit-filters"):
        first = st.columns([3, 2, 2, 2], vertical_alignment="bottom")
        text = first[0].text_input("Search", key="audit_text", placeholder="An id, a word, an address", on_change=_anew)
        who = first[1].selectbox(
            "Who", ["", *choices.people], key="audit_person", on_change=_anew,
            format_func=lambda each: _called(each, choices.people[each], reader) if each else "Everybody",
        )  # fmt: skip
        project = first[2].selectbox(
            "Project", ["", *choices.projects], key="audit_project", on_change=_anew,
            format_func=lambda each: choices.projects[each] if each else "All projects",
        )  # fmt: skip
        operation = first[3].selectbox(
            "What", ["", *choices.operations], key="audit_operation", on_change=_anew,
            format_func=lambda each: operation_words(each) if each else "Everything",
        )  # fmt: skip
        second = st.columns([3, 2, 2, 2], vertical_alignment="bottom")
        outcome = second[0].segmented_control(
            "Outcome", list(_OUTCOMES), key="audit_outcome", default=ALL, required=True, on_change=_anew
        )
        with second[1]:
            since = day_input("From", None, key="audit_since")
        with second[2]:
            until = day_input("To", None, key="audit_until")
        second[3].button("Clear", key="audit_clear", type="tertiary", on_click=_clear)
    return Wanted(
        text=(text or "").strip()[:200],
        person_id=who or None,
        project_id=project or None,
        operation=operation or None,
        outcome=_OUTCOMES[str(outcome)],
        since=_midnight(since),
        until=_midnight(date.fromordinal(until.toordinal() + 1)) if until else None,
    )


def _midnight(on: date | None) -> datetime | None:
    """Its beginning where the server stands."""
    return datetime.combine(on, time()).astimezone() if on else None


def _events(events: tuple[AuditEvent, ...], projects: Mapping[str, str], context: PageContext) -> Markup:
    return html('<div class="pf-audit">{}</div>', joined([_event(each, projects, context) for each in events]))


def _event(event: AuditEvent, projects: Mapping[str, str], context: PageContext) -> Markup:
    refused = html(' <span class="pf-chip gone">Refused</span>') if event.outcome is Outcome.REFUSED else ""
    return html(
        '<details><summary><span class="n">{}</span><span class="when">{}</span><span class="who">{}</span>'
        '<span class="what">{}{}</span><span class="where">{}</span></summary>{}</details>',
        event.seq,
        _moment(event.at, context.workspace.today()),
        _called(event.person_id, event.person, context.person) or "Preflight itself",
        _done(event),
        refused,
        projects.get(event.project_id, "A project that is gone" if event.project_id else ""),
        html('<div class="opened">{}{}</div>', _facts(event), told(event)),
    )


def _called(person_id: str, name: str, reader: Person) -> str:
    """“You” is the owner of the machine to themselves alone."""
    if person_id != LOCAL_OWNER.id:
        return name
    return LOCAL_OWNER.name if reader.id == LOCAL_OWNER.id else ON_PAPER.capitalize()


def _done(event: AuditEvent) -> str:
    """What was done; of what was refused, what somebody wanted."""
    if event.outcome is Outcome.DONE:
        return operation_words(event.operation)
    asked = Operation.__members__.get(event.operation.upper())
    return f"Wanted to {asked.value}" if asked else f"Wanted: {operation_words(event.operation).lower()}"


def _facts(event: AuditEvent) -> Markup:
    pairs = {
        "When": f"{event.at:%Y-%m-%d %H:%M:%S} UTC",
        "Came in": DOORS.get(event.door, event.door),
        "From": event.address,
        "Sign-in": event.login,
        "About": event.about,
    }
    return html(
        '<dl class="pf-facts">{}</dl>',
        joined([html("<div><dt>{}</dt><dd>{}</dd></div>", name, value) for name, value in pairs.items() if value]),
    )


def _moment(moment: datetime, today: date) -> str:
    on = moment.astimezone().date()
    return f"today, {time_of_day(moment)}" if on == today else f"{day(on)}, {time_of_day(moment)}"


def _ways(older: int | None) -> None:
    with st.container(horizontal=True, key="pf-audit-ways"):
        if st.session_state.get(_BELOW):
            st.button("Newest", key="audit_newest", icon=":material/first_page:", on_click=_anew)
        if older is not None:
            st.button("Older", key="audit_older", icon=":material/chevron_right:", on_click=partial(_go, older))


def _go(below: int) -> None:
    st.session_state[_BELOW] = below


def _anew() -> None:
    st.session_state.pop(_BELOW, None)


def _clear() -> None:
    for name in _FIELDS:
        st.session_state.pop(f"audit_{name}", None)
    _anew()
