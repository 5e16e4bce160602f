"""How phones join, what they are told over their WebSocket, and what their votes are answered with."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import StorageBusy
from preflight.live import phone_routes
from preflight.live.join_budget import PER_ADDRESS
from preflight.live.wire import BURST, LONGEST_MESSAGE
from preflight.services import room_steps, rooms
from preflight.services.assessments import discard_draft
from preflight.services.room_notes import STATE, announce
from preflight.settings import Settings
from tests.live import documented
from tests.live.visitors import House, Phone, phone_cookie, run
from tests.workshops import DAYS, LEVEL, PARTS, STORY, Workshop, level

pytestmark = pytest.mark.slow

VOTE = {"type": "vote", "n": 1, "question": LEVEL, "round": 1, "said": {"choices": ["2"]}, "why": ""}


# --- joining


def test_a_phone_joins_by_the_token_or_by_the_code_as_it_is_typed(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        room = workshop.room
        typed = f" {room.code[:4].lower()}-{room.code[4:]} "
        for number, asked in enumerate(({"token": room.token}, {"code": room.code}, {"code": typed}), start=1):
            answer = await Phone(house).join(**asked, role="builds")
            assert answer.status == 200
            documented.check(answer.said, json.loads(documented.statuses()[200]))
            assert answer.said == {
                "room": room.id,
                "token": room.token,
                "number": number,
                "role": "builds",
                "title": "Before it goes live",
                "project": workshop.project.name,
            }
            assert answer.headers["cache-control"] == "no-store"

    run(visit, workshop)


@pytest.mark.parametrize(
    ("origins", "secure"),
    [
        ((), False),
        (("https://preflight.example.org",), True),
        (("http://box:8501",), False),
        (("https://a.example.org", "http://box:8501"), False),
    ],
)
def test_the_cookie_is_for_the_channel_and_for_no_script(
    workshop: Workshop, origins: tuple[str, ...], secure: bool
) -> None:
    async def visit(house: House) -> None:
        cookie = (await Phone(house).join()).cookie
        assert cookie is not None
        assert len(cookie.value) == 43, "256 random bits"
        assert (cookie["path"], cookie["samesite"].lower(), cookie["max-age"]) == ("/live", "lax", "31536000")
        assert cookie["httponly"] is True
        assert bool(cookie["secure"]) is secure
        assert not cookie["domain"]

    run(visit, workshop, Settings(public_origins=origins))


def test_the_same_cookie_is_the_same_participant(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada, bob = Phone(house), Phone(house)
        assert [(await phone.join()).said["number"] for phone in (ada, bob, ada, bob)] == [1, 2, 1, 2]
        assert (await ada.join(token=workshop.room.token, role="owns")).said["role"] == "owns"
        assert (await ada.join()).said["role"] == "owns"

    run(visit, workshop)
    assert len(workshop.view.people) == 2


@pytest.mark.parametrize("cookie", ["a", "x" * 42, "é" * 43, "x" * 4000, '"; path=/'])
def test_a_cookie_that_is_not_ours_is_replaced(workshop: Workshop, cookie: str) -> None:
    async def visit(house: House) -> None:
        phone = Phone(house, cookie)
        assert (await phone.join()).status == 200
        assert phone.cookie != cookie
        assert len(phone.cookie) == 43

    run(visit, workshop)


def test_each_refusal_has_its_status_and_a_sentence(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        room, ada = workshop.room, Phone(house)
        await ada.join()
        found = {"wrong code": await Phone(house).join(code="ABCD2345")}
        found["no code"] = await Phone(house).join(code="")
        found["wrong token"] = await Phone(house).join(token="t" * 22)
        found["no token"] = await Phone(house).join(token="\ud800")
        found["a role that is none"] = await Phone(house).join(token=room.token, role="boss")
        workshop.do(rooms.lock_room, True)
        found["locked"] = await Phone(house).join()
        assert (await ada.join()).status == 200, "known already"
        workshop.do(rooms.remove_participant, 1)
        found["removed"] = await ada.join()
        workshop.do(rooms.close_room)
        found["closed"] = await Phone(house).join(code=room.code)
        assert {name: answer.status for name, answer in found.items()} == {
            "wrong code": 404,
            "no code": 404,
            "wrong token": 404,
            "no token": 404,
            "a role that is none": 400,
            "locked": 403,
            "removed": 403,
            "closed": 410,
        }
        for answer in found.values():
            assert list(answer.said) == ["sentence"]
            assert answer.said["sentence"].endswith(".")
            assert answer.cookie is None
            assert answer.headers["cache-control"] == "no-store"

    run(visit, workshop)


UNREADABLE: list[bytes | list[bytes]] = [
    b"",
    b"{",
    b"[]",
    b'"token"',
    b"null",
    b"\xff\xfe",
    b'{"token": "' + b"x" * 3000 + b'"}',
    b"[" * 2000,
    b"[" * 100_000,
    [b'{"token": "', b"x" * 1500, b"x" * 1500, b'"}'],
]


def test_a_body_that_can_t_be_read_is_refused(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        for body in UNREADABLE:
            answer = await house.ask("/live/join", body)
            assert (answer.status, answer.said) == (400, {"sentence": "This can't be read."}), body[:20]

    run(visit, workshop)


def test_a_body_of_other_kinds_is_no_code(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        for value in (None, 1, True, [], {}, ["x"], 1e400):
            assert (await Phone(house).join(token=value, code=value, role=value)).status == 404, value

    run(visit, workshop)


def test_ten_thousand_guesses_are_refused_and_the_qr_code_still_lets_in(workshop: Workshop) -> None:
    """From one address, as a room behind one router has it: after 40 wrong codes none is looked at."""

    async def visit(house: House) -> None:
        seen: dict[int, int] = {}
        guesses = [
            json.dumps({"code": f"AAAA{at:04}".replace("0", "Z").replace("1", "Y")}).encode() for at in range(300)
        ]
        for body in guesses:
            answer = await house.ask("/live/join", body)
            seen[answer.status] = seen.get(answer.status, 0) + 1
        assert seen[404] <= PER_ADDRESS + 5
        assert seen[404] + seen[429] == len(guesses)
        documented.check(answer.said, json.loads(documented.statuses()[429]))
        assert answer.headers["retry-after"] == str(answer.said["retry_s"])
        assert (await Phone(house).join()).status == 200, "by the QR code"
        right = json.dumps({"code": workshop.room.code}).encode()
        assert (await house.ask("/live/join", right)).status == 429
        assert (await house.ask("/live/join", right, address="192.0.2.77")).status == 200, "from another address"

    run(visit, workshop)


def test_too_many_at_once_are_asked_to_come_again(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_routes, "_MOST_JOINING", 3)

    async def visit(house: House) -> None:
        answers = await asyncio.gather(*(Phone(house).join() for _ in range(8)))
        late = [answer for answer in answers if answer.status == 503]
        assert sorted(answer.status for answer in answers) == [200] * 3 + [503] * 5
        for answer in late:
            documented.check(answer.said, json.loads(documented.statuses()[503]))
        assert (await Phone(house).join()).status == 200

    run(visit, workshop)


def test_a_busy_database_is_told_apart_from_a_refusal(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise StorageBusy("Another process holds the database.")

    async def visit(house: House) -> None:
        monkeypatch.setattr(phone_routes, "find_room", busy)
        answer = await Phone(house).join()
        assert answer.status == 503
        documented.check(answer.said, json.loads(documented.statuses()[503]))

    run(visit, workshop)


def test_a_hundred_join_at_once_and_each_has_a_number(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        answers = await asyncio.gather(*(Phone(house).join() for _ in range(100)))
        assert sorted(answer.said["number"] for answer in answers) == list(range(1, 101))

    run(visit, workshop)


# --- the state


def test_who_connects_is_told_the_state_at_once(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        async with ada.connected() as wire:
            state = await wire.next()
            documented.check(state, documented.examples("state")[0])
            assert (state["stage"], state["you"]) == ("lobby", {"number": 1, "role": None})

    run(visit, workshop)


def test_each_step_of_the_room_is_told_to_each_phone(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        async with ada.connected() as wire:
            await wire.next("state", stage="lobby")
            for step, stage in (
                (room_steps.next_question, "voting"),
                (room_steps.reveal, "revealed"),
                (room_steps.vote_again, "voting"),
                (room_steps.to_closing, "closing"),
            ):
                await asyncio.to_thread(workshop.do, step)
                state = await wire.next("state", stage=stage)
                assert state["version"] == workshop.room.version

    run(visit, workshop)


@pytest.mark.parametrize("cookie", ["", "x" * 43, "a"])
def test_a_phone_that_has_not_joined_is_told_to_join_anew(workshop: Workshop, cookie: str) -> None:
    async def visit(house: House) -> None:
        async with Phone(house, cookie).connected() as wire:
            gone = await wire.next()
            assert (gone["type"], gone["reason"]) == ("gone", "unknown")
            documented.check(gone, documented.examples("gone")[0])
            assert await wire.ended() == 1000

    run(visit, workshop)


def test_a_room_that_is_not_there_is_unknown(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        for room_id in ("none", "%00", "..", "a b", "é", "x" * 500, "' OR 1=1"):
            for kind in ("phone", "screen"):
                async with house.wire(f"/live/{kind}/{room_id}", cookie=phone_cookie(ada.cookie)) as wire:
                    assert (await wire.next())["reason"] == "unknown", room_id
                    await wire.ended()

    run(visit, workshop)


@pytest.mark.parametrize("how", ["removed", "closed", "discarded"])
def test_a_phone_for_which_it_is_over_is_told_why(workshop: Workshop, how: str) -> None:
    async def visit(house: House) -> None:
        ada, bob = Phone(house), Phone(house)
        await ada.join()
        await bob.join()
        async with ada.connected() as wire, bob.connected() as other, ada.connected() as second_tab:
            await wire.next("state")
            await other.next("state")
            if how == "removed":
                await asyncio.to_thread(workshop.do, rooms.remove_participant, 1)
            elif how == "closed":
                await asyncio.to_thread(workshop.do, rooms.close_room)
            else:
                await asyncio.to_thread(discard_draft, workshop.workspace, LOCAL_OWNER, workshop.assessment_id)
            for tab in (wire, second_tab):
                gone = await tab.next("gone")
                assert gone["reason"] == ("removed" if how == "removed" else "closed")
                assert await tab.ended() == 1000
            if how == "removed":
                await asyncio.to_thread(workshop.do, room_steps.next_question)
                assert (await other.next("state", stage="voting"))["you"]["number"] == 2
            else:
                await other.next("gone", reason="closed")
        async with ada.connected() as wire:
            reasons = {"removed": "removed", "closed": "closed", "discarded": "unknown"}
            assert (await wire.next())["reason"] == reasons[how], "and again when it comes back"

    run(visit, workshop)


# --- votes


def test_a_vote_is_acknowledged_once_it_is_on_the_disk(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        workshop.do(room_steps.next_question)
        async with ada.connected() as wire:
            await wire.next("state")
            ack = await wire.ask({**VOTE, "why": "because"})
            documented.check(ack, documented.examples("ack")[0])
            assert ack["vote"] == {"n": 1, "said": {"choices": ["2"]}, "why": "because"}
            assert len(workshop.view.voters) == 1
        async with ada.connected() as wire:
            assert (await wire.next("state"))["vote"] == ack["vote"], "after a reload it is still there"

    run(visit, workshop)


def test_two_tabs_of_one_phone_are_one_vote(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        workshop.do(room_steps.next_question)
        async with ada.connected() as one, ada.connected() as two:
            await one.next("state")
            await two.next("state")
            await one.ask(VOTE)
            answer = await two.ask({**VOTE, "n": 1, "said": {"choices": ["4"]}})
            assert answer["vote"]["said"] == {"choices": ["2"]}, "the same n: the first counts"
            answer = await two.ask({**VOTE, "n": 2, "said": {"choices": ["4"]}})
            assert answer["vote"]["said"] == {"choices": ["4"]}
        assert len(workshop.view.voters) == 1
        workshop.do(room_steps.reveal)
        assert [bar.count for bar in workshop.view.revealed[LEVEL][0].shown.bars] == [0, 0, 0, 0, 1]

    run(visit, workshop)


def test_a_cleared_cookie_is_a_new_participant_whom_the_facilitator_sees(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        ada.cookie = ""
        assert (await ada.join()).said["number"] == 2
        async with house.screen() as wall:
            assert (await wall.next("room"))["joined"] == 2
        workshop.do(rooms.lock_room, True)
        ada.cookie = ""
        assert (await ada.join()).status == 403

    run(visit, workshop)


def test_what_can_t_be_voted_is_refused_with_a_sentence_and_the_connection_stays(workshop: Workshop) -> None:
    refused: list[tuple[dict[str, Any], str]] = [
        ({"said": {"choices": ["9"]}}, "not one of the question's options"),
        ({"said": {}}, "can't be read"),
        ({"said": {"text": "x"}}, "can't be read"),
        ({"question": "alpha.none"}, "not part of"),
        ({"question": STORY}, "talked through"),
        ({"round": 7}, "not there"),
        ({"round": 0}, "can't be read"),
        ({"n": 0}, "can't be read"),
        ({"n": 10**30}, "can't be read"),
        ({"why": "x" * 250}, "at most"),
    ]

    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        workshop.do(room_steps.next_question)
        async with ada.connected() as wire:
            await wire.next("state")
            for change, sentence in refused:
                answer = await wire.ask({**VOTE, **change})
                documented.check(answer, documented.examples("refused")[0])
                assert answer["type"] == "refused", change
                assert sentence in answer["sentence"]
                assert (answer["question"], answer["round"]) == (
                    change.get("question", LEVEL),
                    change.get("round", 1),
                )
            assert (await wire.ask(VOTE))["type"] == "ack"

    run(visit, workshop)


OF_OTHER_KINDS: list[dict[str, object]] = [
    {"n": True},
    {"n": "1"},
    {"n": 1.5},
    {"n": None},
    {"round": True},
    {"round": "1"},
    {"question": None},
    {"question": ["x"]},
    {"question": "\ud800"},
    {"said": None},
    {"said": ["2"]},
    {"said": "2"},
]


def test_a_vote_of_other_kinds_can_t_be_read(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        workshop.do(room_steps.next_question)
        async with ada.connected() as wire:
            await wire.next("state")
            for change in OF_OTHER_KINDS:
                await wire.say({**VOTE, **change})
                answer = await wire.next("refused")
                assert answer["sentence"] == "This vote can't be read.", change
        assert workshop.view.voters == frozenset()

    run(visit, workshop)


def test_a_vote_after_the_reveal_is_refused_and_one_that_was_kept_acknowledged_again(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada, bob = Phone(house), Phone(house)
        await ada.join()
        await bob.join()
        workshop.do(room_steps.next_question)
        async with ada.connected() as wire, bob.connected() as other:
            await wire.next("state")
            await other.next("state")
            await wire.ask(VOTE)
            workshop.do(room_steps.reveal)
            assert (await wire.ask(VOTE))["type"] == "ack"
            late = await other.ask(VOTE)
            assert (late["type"], "revealed" in late["sentence"]) == ("refused", True)

    run(visit, workshop)


def test_a_vote_that_could_not_be_saved_is_neither_acknowledged_nor_refused(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The phone keeps it, and sends it again when it is back."""

    def busy(*_: object) -> None:
        raise StorageBusy("Another process holds the database.")

    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        workshop.do(room_steps.next_question)
        async with ada.connected() as wire:
            await wire.next("state")
            monkeypatch.setattr(phone_routes, "cast_vote", busy)
            await wire.say(VOTE)
            assert await wire.ended() == 1000
            assert [message["type"] for message in wire.heard if message["type"] != "state"] == []
        monkeypatch.undo()
        async with ada.connected() as wire:
            assert (await wire.ask(VOTE))["type"] == "ack"

    run(visit, workshop)


def test_a_phone_that_is_cut_off_while_it_votes_leaves_the_others_voting(workshop: Workshop) -> None:
    """Its vote waits for the writer that all share, and nobody waits for its vote any more."""

    async def visit(house: House) -> None:
        ada, bob = Phone(house), Phone(house)
        await ada.join()
        await bob.join()
        workshop.do(room_steps.next_question)
        go_on = threading.Event()
        workshop.workspace.together.submit(lambda _: go_on.wait(20))
        async with ada.connected() as wire:
            await wire.next("state")
            await wire.say(VOTE)
            await asyncio.sleep(0.02)
            await wire.leave()
            announce(workshop.workspace, workshop.room_id, STATE)  # which can't be told to it
            await asyncio.wait([wire.task], timeout=5)
            assert wire.task.done()
        go_on.set()
        for phone in (bob, ada):
            async with phone.connected() as wire:
                assert (await wire.ask(VOTE))["type"] == "ack"

    run(visit, workshop)


# --- the rest of what a phone says


def test_a_role_is_told_back_and_shown_to_the_screens(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        async with ada.connected() as wire, house.screen() as wall:
            await wire.next("state")
            for role in ("operates", None):
                await wire.say({"type": "role", "role": role})
                answer = await wire.next("role")
                assert answer == {"type": "role", "role": role}
                while (await wall.next("room"))["people"][0]["role"] != role:
                    pass
            await wire.say({"type": "role", "role": "boss"})
            await wire.say({"type": "ping"})
            assert (await wire.next())["type"] == "pong", "a role that is none is passed over"

    run(visit, workshop)


def test_what_is_not_known_is_passed_over_and_what_can_t_be_read_ends_it(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        async with ada.connected() as wire:
            await wire.next("state")
            for message in ({}, {"type": "do", "what": "reveal"}, {"type": None}, {"type": ["vote"]}):
                await wire.say(message)
            await wire.say({"type": "ping"})
            assert (await wire.next())["type"] == "pong"
        for wrong in ("", "{", "[]", "3", "null", '"' + "x" * LONGEST_MESSAGE + '"', "[" * 10_000):
            async with ada.connected() as wire:
                await wire.next("state")
                await wire.say(wrong)
                assert await wire.ended() == 1008, wrong[:20]

    run(visit, workshop)


def test_a_phone_that_says_too_much_is_closed(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        ada = Phone(house)
        await ada.join()
        async with ada.connected() as wire:
            await wire.next("state")
            for _ in range(int(BURST) + 40):
                await wire.say({"type": "ping"})
            assert await wire.ended() == 1008

    run(visit, workshop)


def test_only_so_many_phones_are_connected_at_a_time(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_routes, "_MOST_PHONES", 2)

    async def visit(house: House) -> None:
        phones = [Phone(house) for _ in range(3)]
        for phone in phones:
            await phone.join()
        async with phones[0].connected() as one, phones[1].connected() as two:
            await one.next("state")
            await two.next("state")
            async with phones[2].connected() as three:
                assert await three.ended() == 1013
        async with phones[2].connected() as three:
            await three.next("state")

    run(visit, workshop)


@pytest.mark.parametrize("question", [LEVEL, PARTS, DAYS])
def test_until_the_reveal_no_phone_hears_of_another_s_vote(workshop: Workshop, question: str) -> None:
    """Everything that a phone and a screen have heard, character by character."""
    said = {LEVEL: level(3), PARTS: {"choices": ["erp"]}, DAYS: {"number": "77.125"}}[question]

    async def visit(house: House) -> None:
        ada, bob = Phone(house), Phone(house)
        await ada.join()
        await bob.join()
        workshop.do(room_steps.show_question, question)
        async with ada.connected() as wire, bob.connected() as other, house.screen() as wall:
            await other.next("state")
            await wall.next("room")
            vote = {**VOTE, "question": question, "said": said, "why": "nobody else’s line"}
            assert (await wire.ask(vote))["type"] == "ack"
            await wall.next(voted=1)
            for heard in (other.heard, wall.heard):
                text = json.dumps(heard, ensure_ascii=False)
                assert "nobody else" not in text
                assert "77.125" not in text
            assert all(message["vote"] is None and message["shown"] is None for message in other.heard)
            assert all(not message["rounds"] for message in wall.heard if message["type"] == "room")
            workshop.do(room_steps.reveal)
            assert "nobody else" in json.dumps(await other.next("state", stage="revealed"), ensure_ascii=False)

    run(visit, workshop)
