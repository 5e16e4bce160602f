"""Values that no screen of ours would send: over the raw WebSocket, and straight into what reads them (THREATS A7)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.proto.BackMsg_pb2 import BackMsg

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.assessment import Assessment
from preflight.domain.errors import Invalid
from preflight.domain.project import Project, Stage
from preflight.domain.text import NOTE
from preflight.services import answering
from preflight.services.answering import Place
from preflight.services.assessments import complete_assessment, open_assessment, start_assessment
from preflight.services.projects import ProjectDetails, create_project, list_overviews
from preflight.services.workspace import Workspace, opened_workspace
from preflight.ui import answering as carried
from preflight.ui import state
from preflight.ui.context import PageContext
from tests.beside import workspace_beside
from tests.browser.server import ROOT, Server
from tests.security.payloads import Texts, questionnaire
from tests.security.wire import BADGE, Run, Wire, trigger, widget
from tests.storage.dump import dump_of

pytestmark = pytest.mark.slow

QUESTION, HIDDEN = "first.q1", "kinds.hidden"
HUGE = "x" * 10_000_000
DEEP = "[" * 20_000


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    source = questionnaire(Texts("http://127.0.0.1:9"))
    hidden = f'      - id: {HIDDEN}\n        kind: text\n        text: Hidden\n        show_if: "first.q3:3"\n'
    (folder / "hostile.yaml").write_text(source.replace("verdict:\n", f"{hidden}verdict:\n"), encoding="utf-8")
    return folder


@pytest.fixture
def workspace(tmp_path: Path, shelf: Path) -> Iterator[Workspace]:
    opened = opened_workspace(f"sqlite:///{tmp_path / 'preflight.db'}", Shelf(shelf), owner=LOCAL_OWNER)
    yield Workspace(
        database=opened.database,
        shelf=opened.shelf,
        now=lambda: datetime(2026, 3, 2, tzinfo=UTC),
        today=lambda: date(2026, 3, 2),
    )
    opened.database.close()


def drafted(workspace: Workspace, name: str = "One") -> tuple[Project, Assessment]:
    project = create_project(workspace, LOCAL_OWNER, ProjectDetails(name=name))
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id="hostile")
    answering.choose(workspace, LOCAL_OWNER, Place(assessment_id=draft.id, question_id=QUESTION, seen=0), ["1"])
    return project, draft


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A visit's session state, without a server."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(carried, "st", SimpleNamespace(session_state=found))
    return found


def carry_out(workspace: Workspace, draft: Assessment, entries: object) -> None:
    known = frozenset(q.id for q in open_assessment(workspace, LOCAL_OWNER, draft.id).questionnaire.questions())
    context = PageContext(workspace=workspace, person=LOCAL_OWNER)
    carried.carry_out(context, draft.id, entries, questions=known)


def entry(**fields: object) -> dict[str, object]:
    return {"nonce": "nonce", "do": "note", "question": QUESTION, "seen": 1, "value": "forged", **fields}


FORGED: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    float("nan"),
    "choose",
    {},
    [],
    [[]],
    [None],
    [[[]]],
    [{}],
    [1],
    ["x"],
    {"do": "choose"},
    [entry(do="drop_table")],
    [entry(do="__class__")],
    [entry(do=["choose"])],
    [entry(do=None)],
    [entry(do="GO")],
    [entry(question="no.such")],
    [entry(question="")],
    [entry(question=None)],
    [entry(question=[QUESTION])],
    [entry(question=QUESTION.upper())],
    [entry(question=QUESTION + "\0")],
    [entry(question="x" * 201)],
    [entry(nonce=None)],
    [entry(nonce=1)],
    [entry(nonce="n" * 201)],
    [entry(nonce={"a": 1})],
    *(
        [entry(seen=seen)]
        for seen in (
            -1,
            0,
            2,
            99,
            10**30,
            10**5000,
            -(10**5000),
            0.5,
            1.5,
            1e308,
            float("nan"),
            float("inf"),
            float("-inf"),
            "1",
            "x",
            None,
            True,
            False,
            [],
            [1],
            {},
            {"a": 1},
            HUGE,
        )
    ),
    *(
        [entry(do="choose", value=value)]
        for value in (
            None,
            "1",
            1,
            True,
            [],
            [1],
            [None],
            [["1"]],
            {"1": 1},
            ["0", "2"],
            ["9"],
            ["-1"],
            ["1 "],
            ["1\0"],
            ["\ud800"],
            [HUGE],
            ["x"] * 100_000,
            [float("nan")],
            ["1' OR 1=1"],
            ["1", "1", "0"],
        )
    ),
    *(
        [entry(do="number", question="kinds.number", seen=0, value=value)]
        for value in (
            None,
            5,
            [],
            {},
            True,
            "",
            " ",
            "x",
            "nan",
            "inf",
            "-inf",
            "1e3",
            "0x10",
            "11",
            "-1",
            "-0.0000001",
            "1" * 100_000,
            "1." + "0" * 100_000,
            "\u0661",
            "\u0bee",
            "1_0",
            "5/2",
            "++5",
            "5\0x",
            "10.0000001",
            HUGE,
        )
    ),
    *(
        [entry(do=do, question=question, seen=0, value="1")]
        for do, question in (
            ("number", QUESTION),
            ("text", QUESTION),
            ("text", "kinds.number"),
            ("choose", "kinds.text"),
            ("number", "kinds.multi"),
            ("number", "kinds.text"),
        )
    ),
    *(
        [entry(do="not_applicable", value=value)]
        for value in (None, "", " ", "\0", "\u202e", 1, ["x"], "x" * 301, HUGE)
    ),
    *([entry(value=value)] for value in ("x" * 4001, HUGE, "a" + "\u0301\u0328" * 8_000, "\u0301" * 31)),
    *(
        [entry(do="add_evidence", value=value)]
        for value in (
            None,
            "x",
            1,
            [],
            {},
            {"text": ""},
            {"text": "x"},
            {"text": "x", "date": ""},
            {"text": "x", "date": "2026-02-30"},
            {"text": "x", "date": "9999-12-31"},
            {"text": "x", "date": 20260101},
            {"text": ["x"], "date": "2026-01-01"},
            {"text": {"a": "b"}, "date": "2026-01-01"},
            {"url": "javascript:alert(1)", "date": "2026-01-01"},
            {"url": "data:text/html,x", "date": "2026-01-01"},
            {"url": "https://", "date": "2026-01-01"},
            {"url": "//evil.example", "date": "2026-01-01"},
            {"url": "https://[::1", "date": "2026-01-01"},
            {"url": "https://a b", "date": "2026-01-01"},
            {"url": "https://a/" + "x" * 2_000, "date": "2026-01-01"},
            {"url": ["https://a"], "date": "2026-01-01"},
            {"text": "x" * 301, "date": "2026-01-01"},
            {"text": "x", "date": "2026-01-01" + "0" * 100_000},
            {"text": HUGE, "url": HUGE, "date": HUGE},
            {"text": None, "url": None, "date": None},
        )
    ),
    *([entry(do="remove_evidence", value=value)] for value in (None, "", "x", 1, [], HUGE)),
    *([entry(do="unknown", seen=seen)] for seen in (0, 2, -1)),
)
"""What arrives for a draft whose first question has version 1. Nothing of it may change anything."""


@pytest.mark.parametrize("forged", FORGED, ids=[str(number) for number in range(len(FORGED))])
def test_a_forged_entry_changes_nothing_and_breaks_nothing(
    workspace: Workspace, session: dict[str, Any], tmp_path: Path, forged: object
) -> None:
    _, draft = drafted(workspace)
    before = dump_of(tmp_path / "preflight.db")
    carry_out(workspace, draft, forged)
    assert dump_of(tmp_path / "preflight.db") == before
    json.dumps(carried.acknowledged())
    assert len(json.dumps(session)) < 2_000


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=40)
    | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
outboxes = st.lists(
    anything
    | st.fixed_dictionaries(
        {
            "nonce": st.text(max_size=8) | anything,
            "do": st.sampled_from([*sorted(carried.ANSWERS), "go"]) | anything,
            "question": st.sampled_from([QUESTION, "kinds.multi", "kinds.number", "kinds.text", HIDDEN, "no.such"])
            | anything,
        },
        optional={
            "seen": st.integers(-1, 5) | anything,
            "value": anything
            | st.lists(st.sampled_from(["0", "1", "2", "3", "4"]))
            | st.fixed_dictionaries({"text": anything, "url": anything, "date": st.dates().map(str) | anything}),
        },
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(sent=outboxes)
def test_no_outbox_breaks_a_draft_or_changes_a_completed_assessment(
    workspace: Workspace, session: dict[str, Any], tmp_path: Path, sent: list[object]
) -> None:
    if "draft" not in session:
        _, session["draft"] = drafted(workspace)
        _, session["completed"] = drafted(workspace, "Two")
        complete_assessment(workspace, LOCAL_OWNER, session["completed"].id)
    draft, completed = session["draft"], session["completed"]
    before = dump_of(tmp_path / "preflight.db")
    carry_out(workspace, completed, sent)
    assert dump_of(tmp_path / "preflight.db") == before
    session.pop(state.ACKNOWLEDGED, None)
    carry_out(workspace, draft, sent)
    json.dumps(carried.acknowledged())
    open_assessment(workspace, LOCAL_OWNER, draft.id)


def test_what_a_visit_remembers_stays_small(workspace: Workspace, session: dict[str, Any]) -> None:
    _, draft = drafted(workspace)
    for turn in range(30):
        sent = [entry(nonce=f"{turn}-{n}" + "n" * 150, do="note", seen=1, value=f"{turn} {n}") for n in range(100)]
        carry_out(workspace, draft, sent[:10])
        carry_out(workspace, draft, [{**each, "do": "go"} for each in sent[10:]])
    assert len(session[state.ACKNOWLEDGED]) <= carried.MOST_REMEMBERED
    assert len(session.get(state.OWN_SAVES, {})) <= carried.MOST_REMEMBERED
    assert len(json.dumps(session)) < 200_000


def test_own_saves_in_one_assessment_say_nothing_about_another(workspace: Workspace, session: dict[str, Any]) -> None:
    """The same question stands in both; its versions in the one must not be taken for those in the other."""
    _, first = drafted(workspace)
    _, second = drafted(workspace, "Two")
    for turn in range(3):
        carry_out(workspace, first, [entry(nonce=f"first {turn}", seen=1, value=f"mine {turn}")])
    place = Place(assessment_id=second.id, question_id=QUESTION, seen=1)
    for turn in range(3):  # somebody else is at work there
        answering.write_note(workspace, LOCAL_OWNER, Place(**{**fields(place), "seen": 1 + turn}), f"theirs {turn}")
    carry_out(workspace, second, [entry(nonce="second", seen=1, value="mine")])
    assert session[state.ACKNOWLEDGED]["second"]["outcome"] == "conflict"
    assert open_assessment(workspace, LOCAL_OWNER, second.id).answers[QUESTION].note == "theirs 2"


def fields(place: Place) -> dict[str, Any]:
    return {"assessment_id": place.assessment_id, "question_id": place.question_id, "seen": place.seen}


def test_the_first_click_in_a_second_assessment_is_no_conflict(workspace: Workspace, session: dict[str, Any]) -> None:
    _, first = drafted(workspace)
    _, second = drafted(workspace, "Two")
    fresh = {"question": "second.q1", "do": "choose"}
    carry_out(workspace, first, [entry(nonce="a", seen=0, value=["1"], **fresh)])
    carry_out(workspace, first, [entry(nonce="b", seen=0, value=["2"], **fresh)])
    carry_out(workspace, second, [entry(nonce="c", seen=0, value=["3"], **fresh)])
    assert [session[state.ACKNOWLEDGED][name]["outcome"] for name in "abc"] == ["saved"] * 3


def test_a_save_that_changed_nothing_does_not_hide_what_others_wrote(
    workspace: Workspace, session: dict[str, Any]
) -> None:
    _, draft = drafted(workspace)
    place = Place(assessment_id=draft.id, question_id="second.q1", seen=0)
    answering.choose(workspace, LOCAL_OWNER, place, ["2"])
    answering.write_note(workspace, LOCAL_OWNER, Place(**{**fields(place), "seen": 1}), "theirs")
    same = {"question": "second.q1", "seen": 0}
    carry_out(workspace, draft, [entry(nonce="a", do="choose", value=["2"], **same)])
    carry_out(workspace, draft, [entry(nonce="b", do="note", value="mine", **same)])
    assert session[state.ACKNOWLEDGED]["b"]["outcome"] == "conflict"
    assert open_assessment(workspace, LOCAL_OWNER, draft.id).answers["second.q1"].note == "theirs"


@pytest.mark.parametrize(
    "details",
    [
        {"name": ""},
        {"name": "\0\u202e"},
        {"name": "x" * 121},
        {"name": HUGE},
        {"name": "One"},
        {"name": "oNE\u200d"[:3]},
        {"summary": "x" * 4_001},
        {"team": "x" * 301},
        {"owner": HUGE},
        {"tags": ["x" * 41]},
        {"tags": [str(n) for n in range(13)]},
        {"tags": [""] * 2_000_000},
        {"stage": "no such"},
        {"stage": None},
        {"stage": 3},
        {"pilot_start": date.min},
        {"pilot_start": date.max},
        {"pilot_start": date(1800, 1, 1)},
    ],
    ids=lambda each: repr(each)[:50].replace("\0", "0"),
)
def test_a_project_that_can_not_be_kept_is_refused_with_a_sentence(
    workspace: Workspace, tmp_path: Path, details: dict[str, Any]
) -> None:
    create_project(workspace, LOCAL_OWNER, ProjectDetails(name="One"))
    before = dump_of(tmp_path / "preflight.db")
    with pytest.raises(Invalid):
        create_project(workspace, LOCAL_OWNER, ProjectDetails(**{"name": "Two", **details}))
    assert dump_of(tmp_path / "preflight.db") == before


# Over the wire


class Target:
    """A running app with a draft and a completed assessment, and a look at its database."""

    def __init__(self, folder: Path, shelf: Path, start: Callable[..., Server]) -> None:
        data = folder / "data"
        data.mkdir(parents=True)
        self.file = data / "preflight.db"
        opened = workspace_beside(data, questionnaires=shelf)
        self.project, draft = drafted(opened)
        _, completed = drafted(opened, "Two")
        complete_assessment(opened, LOCAL_OWNER, completed.id)
        # Where a draft is looked at is written a moment later: here it is known before.
        first = next(iter(open_assessment(opened, LOCAL_OWNER, draft.id).questionnaire.questions())).id
        answering.remember_place(opened, LOCAL_OWNER, draft.id, first).result(10)
        opened.finish()
        opened.database.close()
        self.draft, self.completed = draft.id, completed.id
        self.server = start(data=data, environ={"PREFLIGHT_QUESTIONNAIRES": str(shelf)})

    @property
    def dump(self) -> list[str]:
        """Everything that is kept."""
        return dump_of(self.file)


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory, shelf: Path) -> Iterator[Target]:
    started: list[Server] = []

    def start(**options: Any) -> Server:
        started.append(Server(**options).start())
        return started[-1]

    yield Target(tmp_path_factory.mktemp("target"), shelf, start)
    for server in started:
        server.stop()


def sound(run: Run, *, may_fail: bool = False) -> None:
    """The run ended, and showed no trace; with `may_fail` the sentence with its reference is allowed."""
    assert run.finished
    assert BADGE.encode() not in run.raw
    assert str(ROOT) not in run.text, "no path of the machine"
    assert not any(element.WhichOneof("type") == "exception" for element in run.elements)
    assert may_fail or not run.failed, run.text


def wire_values() -> list[object]:
    """As JSON would bring them: the forged entries, and what is no JSON at all."""
    found: list[object] = [each for each in FORGED if not unsendable(each)]
    return [*found, "", "{", "null", "nonsense", DEEP, "[" * 5, '{"event":"acts"}', "1" * 5_000, "NaN", '"\\ud800"']


def unsendable(forged: object) -> bool:
    try:
        return len(json.dumps(forged)) > 1_000_000
    except ValueError:
        return True


@pytest.mark.slow
@pytest.mark.parametrize("which", ["draft", "completed"])
def test_forged_answers_over_the_wire_change_nothing(target: Target, which: str) -> None:
    assessment = getattr(target, which)
    with Wire(target.server) as wire:
        run = wire.run(page_name="assess", query=f"assessment={assessment}")
        cards, fragment = run.widget("cards"), run.fragment_of("bidi_component")
        before = target.dump
        asked = {"page_hash": run.page, "query": f"assessment={assessment}"}
        for forged in wire_values()[:: 1 if which == "draft" else 4]:
            widgets = [trigger(cards, "acts", forged)]
            sound(wire.run(**asked, fragment=fragment, widgets=widgets), may_fail=isinstance(forged, str))
        assert target.dump == before
    with Wire(target.server) as wire:
        sound(wire.run(**asked))


@pytest.mark.slow
def test_an_answer_over_the_wire_is_saved_when_it_is_sound(target: Target) -> None:
    """Without this, the test above could pass because nothing arrives at all."""
    with Wire(target.server) as wire:
        run = wire.run(page_name="assess", query=f"assessment={target.draft}")
        asked = {"page_hash": run.page, "query": f"assessment={target.draft}"}
        cards, fragment = run.widget("cards"), run.fragment_of("bidi_component")
        before = target.dump
        good = [{"nonce": "good", "do": "choose", "question": "second.q1", "seen": 0, "value": ["1"]}]
        sound(wire.run(**asked, fragment=fragment, widgets=[trigger(cards, "acts", good)]))
        assert target.dump != before


WRONG_TYPES: tuple[dict[str, Any], ...] = (
    {"bool_value": True},
    {"trigger_value": True},
    {"double_value": float("nan")},
    {"double_value": float("inf")},
    {"int_value": -1},
    {"int_value": 2**60},
    {"string_value": ""},
    {"string_value": "no such option"},
    {"string_value": "x" * 1_000_000},
    {"string_value": "\0"},
    {"string_value": "0001-01-01"},
    {"string_value": "9999/12/31"},
    {"string_array_value": []},
    {"string_array_value": ["no such option"]},
    {"string_array_value": ["x"] * 10_000},
    {"string_array_value": ["0001/01/01"]},
    {"string_array_value": ["9999/12/31"]},
    {"string_array_value": ["2026/02/30"]},
    {"int_array_value": [-1]},
    {"int_array_value": [99, 2**40]},
    {"double_array_value": [float("nan")]},
    {"json_value": "{"},
    {"json_value": "[1,2"},
    {"json_value": DEEP},
    {"json_trigger_value": DEEP},
    {"json_trigger_value": "{}"},
    {"bytes_value": b"\xff\xfe"},
    {"string_trigger_value": "x"},
    {},
)


@pytest.mark.slow
def test_widgets_of_every_kind_take_no_forged_value(target: Target) -> None:
    """Each widget of each screen gets values of wrong types, lengths and options.

    What is no JSON at all makes Streamlit fail in the visit that sent it, and in no other: `other` looks on.
    """
    screens = {
        "": "",
        "assess": f"assessment={target.draft}",
        "results": f"assessment={target.completed}",
        "history": "",
    }
    before = target.dump
    with Wire(target.server) as other:
        for page, query in screens.items():
            asked = {"page_name": page, "query": query}
            with Wire(target.server) as wire:
                widgets = wire.run(**asked).widgets
                for name in (name for name, kind in widgets.items() if kind not in ("button", "plotly_chart")):
                    for value in (each for each in WRONG_TYPES if not breaks_json(each)):
                        sound(wire.run(**asked, widgets=[widget(name, **value)]), may_fail=True)
            for name, value in ((n, v) for n in list(widgets)[:1] for v in WRONG_TYPES if breaks_json(v)):
                with Wire(target.server) as wire:
                    wire.run(**asked)
                    sound(wire.run(**asked, widgets=[widget(name, **value)]), may_fail=True)
            sound(other.run(**asked))
    assert target.dump == before


def breaks_json(value: dict[str, Any]) -> bool:
    return bool({"json_value", "json_trigger_value", "bytes_value", "string_trigger_value"} & set(value)) or not value


@pytest.mark.slow
def test_forged_project_forms_are_refused_or_kept_within_the_rules(target: Target) -> None:
    with Wire(target.server) as wire:
        home = wire.run()
        dialog = wire.run(widgets=[widget(home.widget("new_project"), trigger_value=True)])
        found = {kind: name for name, kind in dialog.widgets.items() if kind not in ("button", "bidi_component")}
        assert {"text_input", "text_area", "selectbox", "date_input"} <= set(found), found
        submit = next(name for name in dialog.widgets if "FormSubmitter" in name)
        first = next(name for name, kind in dialog.widgets.items() if kind == "text_input")
        fragment = dialog.fragment_of("text_input")
        for number, value in enumerate(each for each in WRONG_TYPES if not breaks_json(each)):
            for kind in ("text_area", "selectbox", "date_input"):
                forged = [widget(first, string_value=f"Forged {number} {kind}"), widget(found[kind], **value)]
                forged.append(widget(submit, trigger_value=True))
                sound(wire.run(fragment=fragment, page_hash=home.page, widgets=forged), may_fail=True)
    opened = opened_workspace(f"sqlite:///{target.file}", Shelf(Path()), owner=LOCAL_OWNER)
    kept = [each.project for each in list_overviews(opened, LOCAL_OWNER)]
    opened.database.close()
    assert all(project.stage in Stage and len(project.summary) <= NOTE for project in kept)
    assert all(project.pilot_start is None or 1970 <= project.pilot_start.year <= 2100 for project in kept)
    with Wire(target.server) as wire:
        sound(wire.run())


@pytest.mark.slow
def test_other_messages_do_no_harm(target: Target) -> None:
    """What Streamlit's own toolbar may ask for, and bytes that are no message."""
    with Wire(target.server) as other, Wire(target.server) as wire:
        other.run()
        for name in ("clear_cache", "set_run_on_save", "load_git_info", "debug_shutdown_runtime", "app_heartbeat"):
            message = BackMsg()
            setattr(message, name, True)
            wire.send(message)
            sound(wire.run())
        files = open_files(target.server.pid)
        for _ in range(20):
            wire.send(BackMsg(clear_cache=True))
            sound(wire.run())
        more = open_files(target.server.pid) - files
        assert more < 10, "clearing the cache must not open the database anew each time"
        sound(other.run())
    for garbage in (b"", b"\xff" * 100, b"\x00", b"x" * 1_000_000):
        with Wire(target.server) as wire:
            wire.run()
            try:
                wire.send(garbage)
            except OSError:
                pass
    assert target.server.healthy()
    with Wire(target.server) as wire:
        sound(wire.run())


def open_files(pid: int) -> int:
    folder = Path(f"/proc/{pid}/fd")
    if not folder.is_dir():
        pytest.skip("needs /proc")
    return len(list(folder.iterdir()))


def test_each_stage_that_the_form_offers_can_be_kept(workspace: Workspace) -> None:
    for stage in Stage:
        assert create_project(workspace, LOCAL_OWNER, ProjectDetails(name=stage.value, stage=stage)).stage is stage
