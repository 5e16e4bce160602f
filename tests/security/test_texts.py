"""Any text at all, into the services and back; and how long a hostile one holds the processor (THREATS B7, B11)."""

from __future__ import annotations

import contextlib
import json
import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from streamlit.components.v2.bidi_component.serialization import handle_deserialize

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.reading import read_questionnaire
from preflight.catalog.shelf import Shelf
from preflight.domain import saying
from preflight.domain.condition import parse_condition
from preflight.domain.errors import ConditionError, Invalid, UnsoundFile
from preflight.domain.text import LINE, NAME, NOTE, clean_text, clean_url
from preflight.services import answering
from preflight.services.answering import Place
from preflight.services.assessments import open_assessment, start_assessment
from preflight.services.projects import ProjectDetails, change_project, create_project, get_project
from preflight.services.workspace import Workspace, opened_workspace
from preflight.settings import ROOT
from preflight.ui.markup import html, md
from preflight.ui.question_data import card
from tests.security.payloads import Texts, payloads, questionnaire

pytestmark = pytest.mark.slow

ANY = st.text(st.characters(), max_size=200) | st.text(
    st.sampled_from(
        "a \t\r\n\0<&\u0301\u0328\u0344\u0958\ufb2c\u202e\u2066\u200b"
        "\ud800\udfff\ue000\U0010ffff\u1112\u1161\u11ab\u2028"
    ),
    max_size=60,
)
N = 100_000
MOST_S = 0.3


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    file = tmp_path_factory.mktemp("texts") / "preflight.db"
    opened = opened_workspace(f"sqlite:///{file}", Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER)
    yield opened
    opened.database.close()


@pytest.fixture(scope="module")
def place(workspace: Workspace) -> Place:
    project = create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Texts"))
    draft = start_assessment(
        workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id="pilot-to-production-quick"
    )
    return Place(assessment_id=draft.id, question_id="reliability.real-inputs", seen=0)


def cleaned(text: str, longest: int, *, lines: bool = False) -> str | None:
    """What is kept of a text, None where it is refused."""
    try:
        return clean_text(text, what="It", longest=longest, lines=lines)
    except Invalid:
        return None


@given(text=ANY, lines=st.booleans())
@example("\u0344" * 30, False)
@example("a" + "\u0301\0" * 40, True)
def test_cleaning_twice_changes_nothing(text: str, lines: bool) -> None:
    once = cleaned(text, NOTE, lines=lines)
    if once is not None:
        assert clean_text(once, what="It", longest=NOTE, lines=lines) == once
        assert unicodedata.is_normalized("NFC", once)
        assert not [c for c in once if unicodedata.category(c) in {"Cs", "Co", "Cn"}]
        assert not [c for c in once if unicodedata.category(c) == "Cc" and not (lines and c in "\n\t")]
        once.encode("utf-8")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=ANY)
def test_a_note_a_reason_and_evidence_come_back_as_they_were_cleaned(
    workspace: Workspace, place: Place, text: str
) -> None:
    def seen() -> Place:
        recorded = open_assessment(workspace, LOCAL_OWNER, place.assessment_id).recorded.get(place.question_id)
        version = recorded.version if recorded else 0
        return Place(assessment_id=place.assessment_id, question_id=place.question_id, seen=version)

    note, line = cleaned(text, NOTE, lines=True), cleaned(text, LINE)
    if note is not None:
        assert answering.write_note(workspace, LOCAL_OWNER, seen(), text).answer.note == note
    if line:
        assert answering.say_not_applicable(workspace, LOCAL_OWNER, seen(), text).answer.not_applicable == line
        added = answering.add_evidence(workspace, LOCAL_OWNER, seen(), text=text, url="", dated=date(2026, 1, 1))
        assert added.answer.evidence[-1].text == line
        opened = open_assessment(workspace, LOCAL_OWNER, place.assessment_id)
        kept = opened.answers[place.question_id]
        assert (kept.note if note is not None else note, kept.not_applicable) == (note, line)
        question = opened.questionnaire.question(place.question_id)
        assert question is not None
        drawn = json.dumps(card(opened, question, place="", today=date(2026, 1, 1)))
        assert handle_deserialize(drawn)["reason"] == line
        answering.remove_evidence(workspace, LOCAL_OWNER, seen(), kept.evidence[-1].id)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=ANY, summary=ANY, team=ANY, owner=ANY, tags=st.lists(ANY, max_size=3))
def test_a_project_comes_back_as_it_was_cleaned(
    workspace: Workspace, place: Place, name: str, summary: str, team: str, owner: str, tags: list[str]
) -> None:
    project_id = open_assessment(workspace, LOCAL_OWNER, place.assessment_id).project.id
    details = ProjectDetails(name=name, summary=summary, team=team, owner=owner, tags=tags)
    try:
        change_project(workspace, LOCAL_OWNER, project_id, details)
    except Invalid:
        return
    kept = get_project(workspace, LOCAL_OWNER, project_id)
    assert kept.name == cleaned(name, NAME)
    assert kept.summary == cleaned(summary, NOTE, lines=True)
    assert (kept.team, kept.owner) == (cleaned(team, LINE), cleaned(owner, LINE))
    assert kept.tags == tuple(dict.fromkeys(filter(None, (cleaned(tag, 40) for tag in tags))))


def test_text_in_other_scripts_is_kept_as_it_is() -> None:
    for text in ("Tiếng Việt", "日本語", "हिन्दी क़", "עברית שָׁלוֹם", "العربية", "👩‍👩‍👧‍👦 🇩🇪", "ไทยน้ำ"):
        assert clean_text(text, what="It", longest=100) == unicodedata.normalize("NFC", text)
    assert clean_text("e\u0301" * 100, what="It", longest=100) == "é" * 100, "written out it is longer than allowed"


@given(text=ANY)
def test_markup_escapes_every_text(text: str) -> None:
    piece = str(html('<p title="{}">{}</p>', text, text))
    assert piece.count("<") == 2
    assert piece.count('"') == 2


@pytest.mark.parametrize("text", payloads("http://127.0.0.1:9"), ids=lambda text: text.split()[0])
def test_markdown_is_escaped_sign_by_sign(text: str) -> None:
    signs = set("\\`*_{}[]()#+-.!|~<>$:&=^\"'@/")
    escaped = md(text)
    at = 0
    while at < len(escaped):
        if escaped[at] == "\\":
            assert escaped[at + 1] in signs
            at += 2
        else:
            assert escaped[at] not in signs
            at += 1
    shown = re.sub(r"\\(.)", r"\1", escaped.replace("\u2060", ""))
    assert shown == " ".join(text.split())


@pytest.mark.parametrize("word", ["www.", "WWW.", "wWw.", "http://", "HTTPS://", "ftp://", "a@b.example"])
def test_nothing_that_markdown_links_by_itself_stays_whole(word: str) -> None:
    assert word not in md(word).replace("\\", "")


HOSTILE: dict[str, str] = {
    "letters": "a" * N,
    "marks in the wrong order": "a" + "\u0301\u0328" * (N // 2),
    "marks": "\u0301" * N,
    "marks of two classes": "a" + "\u0345" * (N // 2) + "\u0334" * (N // 2),
    "controls": "\0" * N,
    "spaces": " " * N,
    "controls between marks": "a" + "\u0301\0\u0328\0" * (N // 4),
    "lines": "\r\n" * (N // 2),
    "wide": "\ufdfa" * N,
    "jamo": "\u1112\u1161\u11ab" * (N // 3),
    "digits": "9" * N,
    "dots": "1." * (N // 2),
    "signs": "+-" * (N // 2),
    "slashes": "https://" + "/" * N,
    "ats": "https://" + "a@" * (N // 2),
    "brackets": "https://[" + ":" * N,
    "parentheses": "(" * N,
    "nots": "!" * N,
    "ands": "a:b&&" * (N // 5),
    "ors": "||" * (N // 2),
    "atoms": "a-." * (N // 3),
    "backslashes": "\\" * N,
    "markdown": "![](" * (N // 4),
    "stars": "*_" * (N // 2),
    "www": "www" * (N // 3),
}
VALIDATORS: dict[str, Callable[[str], object]] = {
    "clean_text": lambda text: clean_text(text, what="It", longest=NOTE, lines=True),
    "clean_text of a tag": lambda text: clean_text(text, what="It", longest=40),
    "clean_text at its longest": lambda text: clean_text(text[: 4 * NOTE], what="It", longest=NOTE),
    "clean_url": clean_url,
    "number": lambda text: saying._NUMBER.fullmatch(text.strip().replace(",", ".")),
    "condition": parse_condition,
    "condition at its longest": lambda text: parse_condition(text[:2_000]),
    "md": md,
    "html": lambda text: html("<p>{}</p>", text),
}


@pytest.mark.parametrize("validator", VALIDATORS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_of_a_hundred_thousand_characters_holds_the_processor(validator: str, hostile: str) -> None:
    def spent_s() -> float:
        start = time.process_time()
        with contextlib.suppress(Invalid, ConditionError):
            VALIDATORS[validator](HOSTILE[hostile])
        return time.process_time() - start

    # The least of three: a collection of garbage in between is not the validator's.
    assert min(spent_s() for _ in range(3)) < MOST_S, "a quadratic one takes seconds"


def test_marks_in_a_questionnaire_do_not_hold_the_processor(tmp_path: Path) -> None:
    """A megabyte of accents: normalised before its length is known, it took minutes."""
    source = questionnaire(Texts("http://127.0.0.1:9"))
    marks = "a" + "\u0345\u0334" * 9_000
    source = source.replace("sections:\n", f"#\nsources: [{', '.join(repr(marks) for _ in range(20))}]\nsections:\n", 1)
    start = time.process_time()
    with pytest.raises(UnsoundFile):
        read_questionnaire(source.encode(), file="marks.yaml")
    many = "\n".join(f'"{n}": "{marks}"' for n in range(20))
    header = f"format: 1\ntitle: \"{marks}\"\nsummary: '{marks}'\nlicence: '{marks}'\n"
    with pytest.raises(UnsoundFile):
        read_questionnaire(f"{header}{many}".encode(), file="marks.yaml")
    assert time.process_time() - start < 0.5
