"""Ordering, following and fetching a file (docs/exchange.md, THREATS A12, A14)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from preflight.exchange.order_json import UNREADABLE
from preflight.exchange.ordering import Times
from preflight.exchange.tickets import GONE, LONG, MOST_ALTOGETHER, MOST_OF_ONE, NOT_YOURS, QUICK
from preflight.exchange.visits import NO_VISIT
from preflight.exchange.worker_process import STOPPED, TOO_LONG, TOO_MUCH
from tests.exchange.fake_worker import DIFFERS_AT, HEBREW, MIB_2, SECRET, big_file
from tests.exchange.house import ADA, BOB, House, run

pytestmark = pytest.mark.slow


def test_a_file_is_ordered_followed_and_fetched_once(house: House) -> None:
    async def go(house: House) -> None:
        answer = await house.order("deck")
        assert answer.status == 202
        assert answer.said["name_hint"].endswith(".pptx")
        ticket = answer.said["ticket"]
        ready = await house.until(ticket, "ready")
        assert (ready["name"], ready["size"], ready["sentence"]) == (HEBREW, 7, "")
        file = await house.get(f"/exports/{ticket}")
        assert (file.status, file.body) == (200, b"content")
        assert file.headers["content-type"] == "application/x-test"
        assert file.headers["content-length"] == "7"
        assert file.headers["cache-control"] == "no-store"
        assert file.headers["x-content-type-options"] == "nosniff"
        assert file.headers["content-disposition"] == (
            "attachment; filename=\"___ - 2026.pptx\"; filename*=UTF-8''%D7%93%D7%95%D7%97%20-%202026.pptx"
        )
        assert house.files == []
        for path in (f"/exports/{ticket}", f"/exports/{ticket}/standing"):
            assert (await house.get(path)).status == 404

    run(house, go)


def test_two_peoples_files_are_never_mixed_up(house: House) -> None:
    """A12: two exports of 2 MiB that differ at 300 kB only, two visits, at the same time."""

    async def go(house: House) -> None:
        async def fetched(kind: str, visit: str) -> tuple[str, bytes]:
            ticket = await house.ordered(kind, visit=visit)
            await house.until(ticket, "ready", visit=visit)
            return ticket, (await house.get(f"/exports/{ticket}", visit=visit)).body

        found = await asyncio.gather(*(fetched(*each) for each in [("csv", ADA), ("markdown", BOB)] * 3))
        for at, (_, body) in enumerate(found):
            assert len(body) == MIB_2
            assert body == big_file(("csv", "markdown")[at % 2])
        assert found[0][1][:DIFFERS_AT] == found[1][1][:DIFFERS_AT]
        assert found[0][1] != found[1][1]
        for ticket, _ in found:
            assert (await house.get(f"/exports/{ticket}")).status == 404

    run(house, go)


def test_another_visits_ticket_opens_nothing_and_stays_whole(house: House) -> None:
    async def go(house: House) -> None:
        ticket = await house.ordered("csv")
        await house.until(ticket, "ready")
        for method, path in [("GET", ""), ("GET", "/standing"), ("DELETE", "")]:
            answer = await house.ask(method, f"/exports/{ticket}{path}", visit=BOB)
            assert (answer.status, answer.said["sentence"]) == (403, NOT_YOURS)
        assert (await house.get(f"/exports/{ticket}")).status == 200

    run(house, go)


def test_without_a_visit_nothing_is_answered(house: House) -> None:
    async def go(house: House) -> None:
        ticket = await house.ordered("deck")
        asked = [("POST", "/exports"), ("POST", "/exports/warm"), ("GET", f"/exports/{ticket}")]
        asked += [("GET", f"/exports/{ticket}/standing"), ("DELETE", f"/exports/{ticket}")]
        for visit in ("", "short", "A" * 32, "g" * 32, "a" * 33, "../" + "a" * 29):
            for method, path in asked:
                answer = await house.ask(method, path, visit=visit)
                assert (answer.status, answer.said) == (403, {"sentence": NO_VISIT})

    run(house, go)


def test_a_file_that_nobody_fetched_is_gone_after_a_minute(house: House) -> None:
    async def go(house: House) -> None:
        ticket = await house.ordered("csv")
        await house.until(ticket, "ready")
        house.clock.now += 59.9
        assert (await house.get(f"/exports/{ticket}/standing")).said["state"] == "ready"
        assert len(house.files) == 1
        house.clock.now += 0.1
        answer = await house.get(f"/exports/{ticket}")
        assert (answer.status, answer.said["sentence"]) == (404, GONE)
        assert house.files == []

    run(house, go)


@pytest.mark.parametrize(
    "ticket",
    ["0" * 32, "f" * 31, "%00", "..", "..%2f..%2fheld", "held", "x" * 5_000, "-", "' OR 1=1", "warm"],
)
def test_a_guessed_ticket_finds_nothing(house: House, ticket: str) -> None:
    async def go(house: House) -> None:
        for method, path in [("GET", ""), ("GET", "/standing"), ("DELETE", "")]:
            answer = await house.ask(method, f"/exports/{ticket}{path}")
            assert answer.status == 404
            assert answer.headers["content-type"] == "application/json"

    run(house, go)


def test_paths_that_lead_elsewhere_are_not_found(house: House) -> None:
    async def go(house: House) -> None:
        ticket = await house.ordered("csv")
        await house.until(ticket, "ready")
        for path in (
            "/",
            "/../held",
            f"/x/../{ticket}",
            f"/{ticket}/",
            f"//{ticket}",
            f"/{ticket}/file",
            f"/.%2f{ticket}",
        ):
            assert (await house.get(f"/exports{path}")).status == 404, path
        assert (await house.get("/exports")).status == 404
        assert (await house.ask("HEAD", f"/exports/{ticket}")).status == 405
        assert (await house.get(f"/exports/{ticket}")).status == 200

    run(house, go)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, 400),
        ([], 400),
        ({"format": "exe"}, 400),
        ({"format": "deck"}, 400),
        ({"format": "deck", "assessment": "../../etc/passwd"}, 400),
        ({"format": "deck", "assessment": "x" * 65}, 400),
        ({"format": "deck", "assessment": 7}, 400),
        ({"format": "deck", "assessment": "nobody"}, 404),
        ({"format": "bundle", "project": "nobody"}, 404),
        ({"format": "deck", "assessment": "=", "slides": ["title"]}, 400),
        ({"format": "deck", "assessment": "nobody", "slides": ["no-such"]}, 400),
        ({"format": "deck", "assessment": "nobody", "slides": ["title"] * 2}, 400),
        ({"format": "deck", "assessment": "nobody", "slides": [["title"]]}, 400),
        ({"format": "deck", "assessment": "nobody", "history": "yes"}, 400),
        ({"format": "report", "assessment": "nobody", "slides": ["title"]}, 400),
        ({"format": "deck", "assessment": "nobody", "to": "/etc/passwd"}, 400),
        ({"format": "chart", "assessment": "nobody"}, 400),
        ({"format": "json"}, 400),
    ],
)
def test_an_order_that_nothing_can_be_made_from_is_told_at_once(house: House, said: object, status: int) -> None:
    async def go(house: House) -> None:
        answer = await house.say("/exports", said)
        assert answer.status == status, answer.body
        assert len(answer.said["sentence"]) > 10
        assert house.exchange.quick.process_id is None

    run(house, go)


def test_a_template_that_is_gone_is_not_found(house: House) -> None:
    async def go(house: House) -> None:
        assert (await house.order("deck", template="nobody")).status == 404

    run(house, go)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 4_000, "application/json", 400),
        (b'{"format": "deck"}', "text/plain", 415),  # what a form of another site may send
        (b'{"format": "deck"}', "multipart/form-data", 415),
        (b" " * 5_000, "application/json", 413),
    ],
)
def test_what_is_no_order_is_not_read(house: House, body: bytes, kind: str, status: int) -> None:
    async def go(house: House) -> None:
        answer = await house.ask("POST", "/exports", body, content_type=kind)
        assert (answer.status, bool(answer.said["sentence"])) == (status, True)

    run(house, go)


def test_unreadable_orders_have_one_sentence(house: House) -> None:
    async def go(house: House) -> None:
        assert (await house.say("/exports", {"format": "<script>"})).said == {"sentence": UNREADABLE}

    run(house, go)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("form", STOPPED), ("workbook", TOO_MUCH), ("chart", "There is no such chart.")],
)
def test_what_can_not_be_made_says_why_and_the_next_is_made(house: House, kind: str, sentence: str) -> None:
    async def go(house: House) -> None:
        wrong, right = await house.ordered(kind), await house.ordered("deck")
        assert (await house.until(wrong, "failed"))["sentence"] == sentence
        assert (await house.get(f"/exports/{wrong}")).status == 409
        await house.until(right, "ready")
        assert len(house.files) == 1

    run(house, go)


def test_an_error_is_a_reference_which_the_log_explains(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    """A14."""

    async def go(house: House) -> None:
        ticket = await house.ordered("json")
        sentence = (await house.until(ticket, "failed"))["sentence"]
        reference = sentence.split("Reference ")[1].strip(".")
        assert SECRET not in sentence
        logged = capfd.readouterr().err
        assert reference in logged
        assert SECRET in logged

    run(house, go)


def test_what_takes_too_long_is_stopped(make_house: Callable[..., House]) -> None:
    async def go(house: House) -> None:
        endless, after = await house.ordered("report"), await house.ordered("deck")
        assert (await house.until(endless, "failed"))["sentence"] == TOO_LONG
        # What came after begins its own time when its turn has come.
        assert (await house.until(after, "ready"))["name"] == HEBREW

    run(make_house(times=Times(file_s=1.5, bundle_s=20)), go)


def test_cancelling_ends_the_work_and_the_queue_goes_on(house: House) -> None:
    async def go(house: House) -> None:
        endless, after = await house.ordered("report"), await house.ordered("deck")
        await house.until(endless, "working")
        assert (await house.get(f"/exports/{after}/standing")).said["ahead"] == 1
        process = house.exchange.quick.process_id
        assert (await house.ask("DELETE", f"/exports/{endless}")).status == 204
        await house.until(after, "ready")
        assert house.exchange.quick.process_id != process
        assert (await house.get(f"/exports/{endless}/standing")).status == 404

    run(house, go)


def test_cancelling_what_waits_leaves_the_work_alone(house: House) -> None:
    async def go(house: House) -> None:
        endless, waiting = await house.ordered("report"), await house.ordered("deck")
        await house.until(endless, "working")
        process = house.exchange.quick.process_id
        assert (await house.ask("DELETE", f"/exports/{waiting}")).status == 204
        assert (await house.get(f"/exports/{endless}/standing")).said["state"] == "working"
        assert house.exchange.quick.process_id == process

    run(house, go)


def test_news_is_told_when_there_is_some(house: House) -> None:
    async def go(house: House) -> None:
        endless = await house.ordered("report")
        said = await house.until(endless, "working")
        while said["of"] == 0:
            said = (await house.get(f"/exports/{endless}/standing?seen={said['step']}")).said
        assert (said["done"], said["of"], said["words"]) == (0, 12, "Making the report")
        waiting = asyncio.create_task(house.get(f"/exports/{endless}/standing?seen={said['step']}"))
        again = await house.get(f"/exports/{endless}/standing?seen=0")
        assert again.said == said
        assert not waiting.done()
        await house.ask("DELETE", f"/exports/{endless}")
        assert (await waiting).status == 404

    run(house, go)


def test_what_nobody_asks_about_any_more_is_cancelled(house: House) -> None:
    async def go(house: House) -> None:
        endless, after = await house.ordered("report"), await house.ordered("deck")
        await house.until(endless, "working")
        house.clock.now += 60
        await house.get(f"/exports/{after}/standing")
        house.clock.now += 30
        await house.until(after, "ready")
        assert (await house.get(f"/exports/{endless}/standing")).status == 404

    run(house, go)


def test_a_bundle_keeps_nobody_waiting(house: House) -> None:
    async def go(house: House) -> None:
        bundle = await house.ordered("bundle")
        await house.until(bundle, "working")
        deck = await house.ordered("deck", visit=BOB)
        await house.until(deck, "ready", visit=BOB)
        assert (await house.get(f"/exports/{bundle}/standing")).said["state"] == "working"

    run(house, go)


def test_the_queue_has_an_end_for_one_and_for_all(house: House) -> None:
    async def go(house: House) -> None:
        for _ in range(MOST_OF_ONE[QUICK]):
            await house.ordered("report")
        full = await house.order("deck")
        assert (full.status, full.said["retry_s"], full.headers["retry-after"]) == (429, 5, "5")
        for each in range(MOST_ALTOGETHER[QUICK] - MOST_OF_ONE[QUICK]):
            await house.ordered("deck", visit=f"{each:032x}")
        assert (await house.order("deck", visit=BOB)).status == 429
        assert (await house.order("deck", visit=BOB)).said["sentence"] != full.said["sentence"]

    run(house, go)


def test_bundles_are_large_and_so_are_few(house: House) -> None:
    async def go(house: House) -> None:
        for each in range(MOST_ALTOGETHER[LONG]):
            bundle = await house.ordered("bundle", visit=f"{each:032x}")
            assert (await house.order("bundle", visit=f"{each:032x}")).status == 429
        assert (await house.order("bundle")).status == 429
        assert (await house.order("deck")).status == 202
        assert (await house.ask("DELETE", f"/exports/{bundle}", visit=f"{each:032x}")).status == 204
        assert (await house.order("bundle")).status == 202

    run(house, go)


def test_one_that_is_warm_is_not_started_again(house: House) -> None:
    async def go(house: House) -> None:
        for _ in range(3):
            assert (await house.ask("POST", "/exports/warm")).status == 204
        first = await house.ordered("deck")
        await house.until(first, "ready")
        process = house.exchange.quick.process_id
        assert process is not None
        await house.until(await house.ordered("deck"), "ready")
        assert house.exchange.quick.process_id == process

    run(house, go)
