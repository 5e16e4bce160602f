"""Slide templates are kept for the next time: few, each once, byte for byte."""

from __future__ import annotations

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import Invalid, NotAllowed, NotFound, Refused
from preflight.domain.project import Person
from preflight.services import templates as service
from preflight.services.templates import keep_template, remove_template, template_content, templates
from preflight.services.workspace import Workspace

STRANGER = Person(id="x", issuer="https://id.example.org", subject="x", name="X")
CONTENT = b"PK\x03\x04\x00\xff a template"


def test_what_is_kept_comes_back_byte_for_byte_and_goes_when_it_is_removed(workspace: Workspace) -> None:
    first = keep_template(workspace, LOCAL_OWNER, name="  House\u202e style\n2026 ", content=CONTENT)
    second = keep_template(workspace, LOCAL_OWNER, name="Haus 日本", content=b"other")
    assert (first.name, first.size, first.added_by) == ("House style 2026", len(CONTENT), LOCAL_OWNER.id)
    assert templates(workspace, LOCAL_OWNER) == (second, first)
    assert template_content(workspace, LOCAL_OWNER, first.id) == CONTENT
    remove_template(workspace, LOCAL_OWNER, first.id)
    assert templates(workspace, LOCAL_OWNER) == (second,)
    for gone in (template_content, remove_template):
        with pytest.raises(NotFound):
            gone(workspace, LOCAL_OWNER, first.id)


def test_the_same_bytes_are_kept_once(workspace: Workspace) -> None:
    first = keep_template(workspace, LOCAL_OWNER, name="One", content=CONTENT)
    assert keep_template(workspace, LOCAL_OWNER, name="Two", content=CONTENT) == first
    assert len(templates(workspace, LOCAL_OWNER)) == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (" \u0007 ", CONTENT, "Give the template a name"),
        ("n" * 121, CONTENT, "at most 120"),
        ("House", b"", "empty"),
        ("House", b"x" * 2_000_001, "at most 2 MB"),
    ],
)
def test_what_can_t_be_kept_is_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, sentence: str
) -> None:
    monkeypatch.setattr(service, "MOST_TEMPLATE_BYTES", 2_000_000)
    with pytest.raises(Invalid, match=sentence):
        keep_template(workspace, LOCAL_OWNER, name=name, content=content)
    assert templates(workspace, LOCAL_OWNER) == ()


def test_there_is_room_for_twenty(workspace: Workspace) -> None:
    for number in range(20):
        keep_template(workspace, LOCAL_OWNER, name="House", content=b"%d" % number)
    with pytest.raises(Refused, match="20 templates are kept already"):
        keep_template(workspace, LOCAL_OWNER, name="House", content=b"one more")
    assert keep_template(workspace, LOCAL_OWNER, name="House", content=b"7").size == 1


def test_a_stranger_may_do_nothing_with_them(workspace: Workspace) -> None:
    kept = keep_template(workspace, LOCAL_OWNER, name="House", content=CONTENT)
    calls = [
        lambda: keep_template(workspace, STRANGER, name="House", content=CONTENT),
        lambda: templates(workspace, STRANGER),
        lambda: template_content(workspace, STRANGER, kept.id),
        lambda: remove_template(workspace, STRANGER, kept.id),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()
    assert templates(workspace, LOCAL_OWNER) == (kept,)
