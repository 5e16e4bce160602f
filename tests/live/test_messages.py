"""What phones and screens are told: as docs/live-channel.md has it, and nothing of a vote before its reveal."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.room import Participant, Stage
from preflight.live.closing_message import closing_message
from preflight.live.phone_messages import gone, phone_state, shared_state
from preflight.live.screen_messages import JoinAddresses, count_message, room_message
from preflight.live.shown import left_ms, vote_message
from preflight.services import room_steps, rooms
from preflight.services.room_closing import closing_of
from preflight.services.room_view import room_now
from tests.live.documented import check, examples
from tests.workshops import DAYS, LAST, LEVEL, MORE, PARTS, STORY, Workshop, level

JOIN = JoinAddresses(addresses=["http://192.168.1.20:8501"], reachable=True)
MARK = "a line that nobody else may read"


def phone(workshop: Workshop, you: Participant) -> dict[str, Any]:
    """The state that this phone is told."""
    now = room_now(workshop.workspace, workshop.room_id)
    text = phone_state(shared_state(now.view, workshop.clock.now()), you, now.own.get(you.id))
    found: dict[str, Any] = json.loads(text)
    return found


def screen(workshop: Workshop, *, here: int = 0) -> dict[str, Any]:
    """The room that a screen is told."""
    message = room_message(workshop.view, workshop.clock.now(), join=JOIN, here=here)
    assert json.loads(json.dumps(message)) == message, "plain JSON"
    return message


def voted_on(workshop: Workshop, question: str, *saying: dict[str, object], why: str = MARK) -> list[Participant]:
    """A question on the wall, and a vote of each of so many phones."""
    people = [workshop.join(f"p{at}", role="builds") for at in range(len(saying))]
    workshop.do(room_steps.show_question, question)
    for participant, said in zip(people, saying, strict=True):
        workshop.vote(participant, said, n=workshop.room.version, why=why)
    return people


VOTES: dict[str, list[dict[str, object]]] = {
    LEVEL: [level(0), level(0), level(4), level(4), {"unknown": True}, {"not_applicable": True}],
    PARTS: [{"choices": ["crm", "erp"]}, {"choices": []}, {"choices": ["neither"]}, {"unknown": True}],
    DAYS: [{"number": "3"}, {"number": "12.5"}, {"number": "99"}, {"not_applicable": True}],
    STORY: [],
}
AGREED: dict[str, dict[str, object]] = {
    LEVEL: level(4),
    PARTS: {"choices": ["crm"]},
    DAYS: {"number": "12.5"},
    STORY: {"text": "A story"},
}


# --- the document


@pytest.mark.parametrize("question", VOTES)
def test_each_message_is_as_the_document_has_it_at_every_stage(workshop: Workshop, question: str) -> None:
    you = workshop.join("p0", role="builds")
    state, room, shown = examples("state")[0], examples("room")[0], examples("shown")[0]

    def look(stage: str) -> None:
        mine, all_of_it = phone(workshop, you), screen(workshop)
        assert mine["stage"] == all_of_it["stage"] == stage
        check(mine, state)
        check(all_of_it, room)
        for told in [*(each["shown"] for each in all_of_it["rounds"]), *([mine["shown"]] if mine["shown"] else [])]:
            check(told, shown)
        if mine["agreed"]:
            assert sorted(mine["agreed"]) == ["why", "words"]
        if mine["vote"]:
            check(mine["vote"], examples("ack")[0]["vote"])

    look("lobby")
    voted_on(workshop, question, *VOTES[question])
    look("voting")
    workshop.do(room_steps.reveal)
    look("revealed")
    workshop.do(room_steps.vote_again)
    look("voting")
    workshop.do(room_steps.agree, AGREED[question], "")
    look("agreed")
    workshop.do(room_steps.to_closing)
    look("closing")


@pytest.mark.parametrize("theme", ["light", "dark", "plaid", ""])
def test_the_closing_is_as_the_document_has_it(workshop: Workshop, theme: str) -> None:
    voted_on(workshop, LEVEL, *VOTES[LEVEL])
    workshop.do(room_steps.agree, level(0), "Not yet")
    message = closing_message(closing_of(workshop.workspace, LOCAL_OWNER, workshop.room_id), theme=theme)
    check({**message, "n": 5}, examples("closing")[-1])
    for frame in message["frames"]:
        assert ElementTree.fromstring(frame).tag.endswith("svg")
    assert len(message["frames"]) == 2
    assert message["band"] == {"title": "Not ready", "position": 0, "of": 2}
    assert [each["question"] for each in message["blockers"]] == ["How far is it?"]
    (disagreement,) = message["disagreements"]
    assert (disagreement["words"], disagreement["agreed"], disagreement["why"]) == (
        "far apart",
        "1 · Not considered",
        "Not yet",
    )
    assert (message["agreed"], message["of"]) == (1, 5)
    assert message["provisional"].startswith("Provisional: ")


def test_an_empty_room_has_a_closing_too(workshop: Workshop) -> None:
    message = closing_message(closing_of(workshop.workspace, LOCAL_OWNER, workshop.room_id), theme="light")
    check({**message, "n": 5}, examples("closing")[-1])
    assert len(message["frames"]) == 1


def test_the_small_messages_are_as_the_document_has_them(workshop: Workshop) -> None:
    check(count_message(workshop.view, here=2), examples("count")[0])
    for documented in examples("gone"):
        check(gone("closed", "It is over."), documented)
    assert vote_message(None) is None
    (ada,) = voted_on(workshop, LEVEL, level(2))
    own = room_now(workshop.workspace, workshop.room_id).own
    check(vote_message(own[ada.id]), examples("ack")[0]["vote"])


# --- what is in them


def test_a_phone_is_told_its_own_vote_and_nobody_else_s(workshop: Workshop) -> None:
    ada, bob = voted_on(workshop, LEVEL, level(1), {"unknown": True})
    assert phone(workshop, ada)["vote"]["said"] == {"choices": ["1"]}
    assert phone(workshop, bob)["vote"]["said"] == {"unknown": True}
    assert phone(workshop, workshop.join("cyd"))["vote"] is None
    assert phone(workshop, ada)["you"] == {"number": 1, "role": "builds"}


LOOKS: dict[str, Callable[[Workshop, Participant], dict[str, Any]]] = {
    "a screen": lambda workshop, _: screen(workshop),
    "another phone": phone,
    "the count": lambda workshop, _: count_message(workshop.view, here=2),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (LEVEL, level(0), level(4)),
        (LEVEL, {"unknown": True}, {"not_applicable": True}),
        (PARTS, {"choices": ["crm"]}, {"choices": ["erp"]}),
        (DAYS, {"number": "1"}, {"number": "77.125"}),
    ],
)
def test_before_the_reveal_a_message_is_the_same_whatever_was_voted(
    workshop: Workshop, look: Callable[..., Any], question: str, one: dict[str, object], other: dict[str, object]
) -> None:
    """Not a word of it: the message does not change by a character when the votes are turned into their opposite."""
    stranger = workshop.join("stranger")
    workshop.do(room_steps.show_question, question)
    ada, bob = workshop.join_all("ada", "bob")

    for _ in range(2):
        told = []
        for first, second, why in ((one, other, ""), (other, one, MARK), (other, other, MARK)):
            n = len(told) + 10 * workshop.room.round
            workshop.vote(ada, first, n=n, why=why)
            workshop.vote(bob, second, n=n, why=why)
            workshop.clock.seconds = 10_000
            told.append(json.dumps(look(workshop, stranger)))
        assert told[0] == told[1] == told[2]
        workshop.do(room_steps.reveal)
        assert (MARK in json.dumps(look(workshop, stranger))) is (look is not LOOKS["the count"]), "now it is there"
        workshop.do(room_steps.vote_again)


def test_after_the_reveal_everybody_sees_the_distribution_with_its_lines(workshop: Workshop) -> None:
    ada, *_ = voted_on(workshop, LEVEL, level(0), level(4), {"unknown": True}, why="because")
    workshop.do(room_steps.reveal)
    for shown in (phone(workshop, ada)["shown"], screen(workshop)["rounds"][0]["shown"]):
        assert [bar["count"] for bar in shown["bars"]] == [1, 0, 0, 0, 1]
        assert (shown["votes"], shown["unknown"], shown["spread"], shown["range"]) == (3, 1, 1.0, [1, 5])
        assert shown["lines"] == [
            {"number": 1, "words": "because", "said": "Level 1"},
            {"number": 5, "words": "because", "said": "Level 5"},
            {"number": None, "words": "because", "said": "I don’t know"},
        ]
        assert shown["roles"] == [], "fewer than four"


def test_a_second_round_hides_itself_and_shows_the_first_on_screens_only(workshop: Workshop) -> None:
    (ada,) = voted_on(workshop, LEVEL, level(0))
    workshop.do(room_steps.reveal)
    workshop.do(room_steps.vote_again)
    workshop.vote(ada, level(3), n=99)
    assert phone(workshop, ada)["shown"] is None
    assert [each["round"] for each in screen(workshop)["rounds"]] == [1]
    assert screen(workshop)["suggestion"] == "0", "of the newest revealed round"
    workshop.do(room_steps.reveal)
    assert [each["round"] for each in screen(workshop)["rounds"]] == [1, 2]
    assert screen(workshop)["suggestion"] == "3"
    assert phone(workshop, ada)["round"] == 2


def test_people_are_numbers_with_whether_they_voted(workshop: Workshop) -> None:
    voted_on(workshop, LEVEL, level(0))
    workshop.join("late")
    message = screen(workshop, here=2)
    assert message["people"] == [
        {"number": 1, "role": "builds", "voted": True},
        {"number": 2, "role": None, "voted": False},
    ]
    assert (message["voted"], message["here"], message["joined"]) == (1, 2, 2)
    workshop.do(rooms.remove_participant, 1)
    assert (screen(workshop)["voted"], screen(workshop)["joined"]) == (0, 1)


def test_the_list_of_questions_says_where_each_stands(workshop: Workshop) -> None:
    voted_on(workshop, LEVEL, level(0), level(4))
    workshop.do(room_steps.reveal)
    workshop.do(room_steps.vote_again)
    voted_on(workshop, DAYS, {"number": "3"})
    workshop.do(room_steps.show_question, STORY)
    workshop.do(room_steps.agree, {"text": "A story"}, "")
    listed = {each["id"]: each for each in screen(workshop)["questions"]}
    assert {name: (each["standing"], each["rounds"]) for name, each in listed.items()} == {
        LEVEL: ("revealed", 2),
        PARTS: ("open", 0),
        DAYS: ("voted", 1),
        STORY: ("agreed", 1),
        LAST: ("open", 0),
    }
    assert (listed[LEVEL]["spread"], listed[LEVEL]["words"]) == (1.0, "far apart")
    assert (listed[DAYS]["spread"], listed[DAYS]["words"]) == (None, "")


def test_places_count_what_is_asked_now(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    assert (screen(workshop)["place"], screen(workshop)["of"]) == (1, 5)
    workshop.do(room_steps.agree, level(4), "")
    workshop.do(room_steps.next_question)
    workshop.do(room_steps.next_question)
    workshop.do(room_steps.next_question)
    message = screen(workshop)
    assert (message["question"]["id"], message["place"], message["of"]) == (MORE, 4, 6)
    assert (message["previous"], message["next"]) == (DAYS, STORY)
    assert (phone(workshop, workshop.join("ada"))["place"]) == 4


def test_in_the_lobby_and_at_the_closing_phones_show_no_question(workshop: Workshop) -> None:
    ada = workshop.join("ada")
    lobby = phone(workshop, ada)
    assert (lobby["question"], lobby["place"], lobby["of"], lobby["vote"]) == (None, None, 5, None)
    workshop.do(room_steps.next_question)
    workshop.do(room_steps.to_closing)
    assert phone(workshop, ada)["question"] is None


def test_questions_of_other_kinds_say_what_a_phone_needs(workshop: Workshop) -> None:
    ada = workshop.join("ada")
    workshop.do(room_steps.show_question, DAYS)
    days = phone(workshop, ada)["question"]
    assert (days["kind"], days["unit"], days["minimum"], days["maximum"]) == ("number", "days", "0", "100")
    workshop.do(room_steps.show_question, PARTS)
    parts = phone(workshop, ada)["question"]
    assert [(each["id"], each["number"], each["exclusive"]) for each in parts["options"]] == [
        ("crm", 1, False),
        ("erp", 2, False),
        ("neither", 3, True),
    ]
    workshop.do(room_steps.show_question, STORY)
    assert phone(workshop, ada)["question"]["kind"] == "text"


def test_an_agreement_is_told_in_words(workshop: Workshop) -> None:
    ada = workshop.join("ada")
    workshop.do(room_steps.show_question, LEVEL)
    workshop.do(room_steps.agree, level(2), "The report")
    assert phone(workshop, ada)["agreed"] == {"words": "3 · Written down", "why": "The report"}
    assert screen(workshop)["agreed"] == {
        "said": {"choices": ["2"]},
        "words": "3 · Written down",
        "why": "The report",
        "round": 1,
    }


def test_the_clock_says_how_long_each_open_question_may_take(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    started = workshop.room.clock_since
    for now, elapsed, each in ((started, 0, 720), (started + timedelta(minutes=30), 1800, 360)):
        clock = room_message(workshop.view, now, join=JOIN, here=0)["clock"]
        assert (clock["elapsed_s"], clock["planned_s"], clock["per_question_s"]) == (elapsed, 3600, each)
    late = room_message(workshop.view, started + timedelta(hours=5), join=JOIN, here=0)["clock"]
    assert late["per_question_s"] == 0
    early = room_message(workshop.view, started - timedelta(days=1), join=JOIN, here=0)["clock"]
    assert (early["elapsed_s"], early["question_s"]) == (0, 0), "a clock that went back"
    workshop.do(rooms.start_clock, None)
    assert screen(workshop)["clock"]["per_question_s"] is None


def test_a_countdown_is_what_is_left_of_it(workshop: Workshop) -> None:
    ada = workshop.join("ada")
    workshop.do(room_steps.show_question, LEVEL)
    assert phone(workshop, ada)["countdown_ms"] is None
    until = workshop.do(rooms.start_countdown, 60).countdown_until
    assert 50_000 < phone(workshop, ada)["countdown_ms"] < 60_000
    assert left_ms(until, until) == left_ms(until, until + timedelta(days=1)) == 0
    workshop.do(room_steps.reveal)
    assert phone(workshop, ada)["countdown_ms"] is None


def test_hands_are_told_as_they_were_typed(workshop: Workshop) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    assert screen(workshop)["by_hand"] is None
    workshop.do(room_steps.count_hands, {"0": 3}, 1, 0)
    assert screen(workshop)["by_hand"] == {"counts": {"0": 3}, "unknown": 1, "not_applicable": 0}
    workshop.do(room_steps.reveal)
    assert screen(workshop)["rounds"][0]["shown"]["by_hand"] == 4


def test_every_stage_has_its_word_in_the_document() -> None:
    assert {stage.value for stage in Stage} | {"closed"} == {
        "lobby", "voting", "revealed", "agreed", "closing", "closed",
    }  # fmt: skip
