"""What is brought in: received within its bounds, read, then kept or forgotten (docs/exchange.md, THREATS A13, B9)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from urllib.parse import quote

import pytest

from preflight.exchange import arriving, receiving
from preflight.exchange.arrival_routes import UNREADABLE
from preflight.exchange.arrivals import GONE, MOST_OF_ONE, NOT_YOURS
from preflight.exchange.arriving import TOO_HEAVY
from preflight.exchange.visits import NO_VISIT
from tests.exchange.house import BOB, House, run

pytestmark = pytest.mark.slow
MB = 1_000_000


async def zeros(size: int, *, part: int = 65_536) -> AsyncIterator[bytes]:
    """So many bytes, in parts."""
    for start in range(0, size, part):
        yield b"\0" * min(part, size - start)


def test_a_file_is_brought_in_looked_at_and_kept(house: House) -> None:
    async def go(house: House) -> None:
        answer = await house.bring("document", quote("Über uns.json"), b"abc")
        assert answer.status == 200
        assert answer.headers["cache-control"] == "no-store"
        arrival = answer.said["arrival"]
        assert answer.said == {
            "arrival": arrival, "kind": "document", "name": "Über uns.json", "size": 3,
            "preview": {"bytes": 3, "sum": 294, "assessment": None},
        }  # fmt: skip
        assert len(house.files) == 1
        kept = await house.say(f"/arrivals/{arrival}/accept", {})
        assert (kept.status, kept.said) == (200, {"kept": 3, "by": "local-owner"})
        assert house.files == []
        assert (await house.say(f"/arrivals/{arrival}/accept", {})).said == {"sentence": GONE}

    run(house, go)


def test_answers_are_brought_in_for_an_assessment(house: House) -> None:
    async def go(house: House) -> None:
        assert (await house.bring("answers", "a.csv")).said["preview"]["assessment"] == house.assessment
        for query, status in [("", 400), ("&assessment=nobody", 404), ("&assessment=../x", 400)]:
            answer = await house.ask("POST", f"/arrivals?kind=answers{query}", b"x", preflight_name="a.csv")
            assert answer.status == status, answer.body

    run(house, go)


@pytest.mark.parametrize(("kind", "most"), [("template", 20 * MB), ("answers", 5 * MB), ("document", 50 * MB)])
def test_each_kind_has_its_largest_size(house: House, kind: str, most: int) -> None:
    async def go(house: House) -> None:
        assert (await house.bring(kind, "x", zeros(most))).said["size"] == most
        read = 0

        async def counted() -> AsyncIterator[bytes]:
            nonlocal read
            async for part in zeros(most * 2):
                read += len(part)
                yield part

        answer = await house.bring(kind, "x", counted())
        assert (answer.status, f"{most // MB} MB" in answer.said["sentence"]) == (413, True)
        assert read < most + MB
        assert len(house.files) == 1
        said = await house.bring(kind, "x", b"", content_length=str(most + 1))
        assert said.status == 413

    run(house, go)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("..%2f..%2fetc%2fpasswd", "passwd"),
        ("C:%5CUsers%5Cx%5Cform.xlsx", "form.xlsx"),
        ("a%00b%0d%0ac.csv", "ab c.csv"),
        ("%E2%80%AEgpj.exe", "gpj.exe"),
        (quote("<b>ü</b>.pptx"), "b>.pptx"),
    ],
)
def test_a_name_is_only_ever_shown(house: House, name: str, shown: str) -> None:
    """B9."""

    async def go(house: House) -> None:
        answer = await house.bring("document", name)
        assert (answer.status, answer.said["name"]) == (200, shown)
        (file,) = house.files
        assert len(file.name) == 32
        assert shown not in str(file)

    run(house, go)


@pytest.mark.parametrize("name", ["", "%ff", "x" * 601, "a" * 301])
def test_a_name_that_can_not_be_shown_is_refused(house: House, name: str) -> None:
    async def go(house: House) -> None:
        answer = await house.bring("document", name)
        assert (answer.status, answer.said) == (400, {"sentence": UNREADABLE})

    run(house, go)


@pytest.mark.parametrize("query", ["", "?kind=", "?kind=exe", "?kind=template&assessment=x", "?kind=TEMPLATE"])
def test_other_kinds_are_not_taken(house: House, query: str) -> None:
    async def go(house: House) -> None:
        assert (await house.ask("POST", f"/arrivals{query}", b"x", preflight_name="x")).status == 400
        assert house.files == []

    run(house, go)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("invalid", {"sentence": "This can't serve as a template.", "problems": []}),
        (
            "unsound",
            {
                "sentence": "There are 2 problems in this file, so nothing has changed. "
                "Mend them, save, and bring it again.",
                "problems": ["Row 7: There is no such level.", "Row 9: <b>no</b>"],
            },
        ),
        ("bomb", {"sentence": TOO_HEAVY, "problems": []}),
        ("killed", {"sentence": TOO_HEAVY, "problems": []}),
    ],
)
def test_a_file_that_can_not_serve_says_why_and_is_not_kept(house: House, name: str, said: object) -> None:
    async def go(house: House) -> None:
        answer = await house.bring("template", name)
        assert (answer.status, answer.said) == (422, said)
        assert house.files == []
        assert (await house.bring("template", "good")).status == 200

    run(house, go)


def test_reading_has_an_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "READ_S", 1.0)

    async def go(house: House) -> None:
        assert (await house.bring("template", "endless")).said["sentence"] == TOO_HEAVY
        assert (await house.bring("template", "good")).status == 200

    run(house, go)


def test_what_is_refused_when_it_should_be_kept_stays(house: House) -> None:
    async def go(house: House) -> None:
        arrival = (await house.bring("document", "x")).said["arrival"]
        for do, status in [("invalid", 422), ("unsound", 422), ("conflict", 409), ("killed", 422)]:
            assert (await house.say(f"/arrivals/{arrival}/accept", {"do": do})).status == status
        assert (await house.say(f"/arrivals/{arrival}/accept", ["do"])).status == 400
        assert (await house.ask("POST", f"/arrivals/{arrival}/accept", b"{}")).status == 415
        assert (await house.say(f"/arrivals/{arrival}/accept", {})).status == 200

    run(house, go)


def test_nothing_is_kept_twice(house: House) -> None:
    async def go(house: House) -> None:
        arrival = (await house.bring("document", "x")).said["arrival"]
        answers = await asyncio.gather(*(house.say(f"/arrivals/{arrival}/accept", {}) for _ in range(5)))
        assert sorted(each.status for each in answers) == [200, 409, 409, 409, 409]

    run(house, go)


def test_another_visits_arrival_can_not_be_kept_or_forgotten(house: House) -> None:
    async def go(house: House) -> None:
        arrival = (await house.bring("document", "x")).said["arrival"]
        answer = await house.say(f"/arrivals/{arrival}/accept", {}, visit=BOB)
        assert (answer.status, answer.said["sentence"]) == (403, NOT_YOURS)
        assert (await house.ask("DELETE", f"/arrivals/{arrival}", visit=BOB)).status == 403
        assert (await house.ask("DELETE", f"/arrivals/{arrival}")).status == 204
        assert house.files == []
        for path in (arrival, "0" * 32, "..%2fheld"):
            assert (await house.ask("DELETE", f"/arrivals/{path}")).status == 404

    run(house, go)


def test_without_a_visit_not_a_byte_is_read(house: House) -> None:
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    async def go(house: House) -> None:
        answer = await house.bring("document", "x", never(), visit="")
        assert (answer.status, answer.said) == (403, {"sentence": NO_VISIT})

    run(house, go)


def test_what_nobody_keeps_is_gone_after_a_quarter_of_an_hour(house: House) -> None:
    async def go(house: House) -> None:
        arrival = (await house.bring("document", "x")).said["arrival"]
        house.clock.now += 899
        house.exchange.arriving.arrivals.sweep()
        assert len(house.files) == 1
        house.clock.now += 1
        assert (await house.say(f"/arrivals/{arrival}/accept", {})).status == 404
        assert house.files == []

    run(house, go)


def test_a_visit_has_a_few_arrivals_and_the_oldest_goes(house: House) -> None:
    async def go(house: House) -> None:
        arrivals = [(await house.bring("document", "x")).said["arrival"] for _ in range(MOST_OF_ONE + 1)]
        assert len(house.files) == MOST_OF_ONE
        statuses = [(await house.ask("DELETE", f"/arrivals/{each}")).status for each in arrivals]
        assert statuses == [404] + [204] * MOST_OF_ONE

    run(house, go)


def test_a_flood_is_held_to_a_budget_by_visit_and_altogether(house: House) -> None:
    """A13."""

    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    async def go(house: House) -> None:
        for _ in range(10):
            assert (await house.bring("document", "x")).status == 200
        answer = await house.bring("document", "x", never())
        assert (answer.status, answer.said["retry_s"], answer.headers["retry-after"]) == (429, 10, "10")
        for each in range(20):
            assert (await house.bring("document", "x", visit=f"{each:032x}")).status == 200
        assert (await house.bring("document", "x", never(), visit="e" * 32)).status == 429
        house.clock.now += 10
        assert (await house.bring("document", "x")).status == 200

    run(house, go)


def test_few_arrive_at_a_time(house: House) -> None:
    async def go(house: House) -> None:
        all_there = asyncio.Barrier(arriving.MOST_AT_ONCE + 1)
        go_on = asyncio.Event()

        async def slow() -> AsyncIterator[bytes]:
            yield b"x"
            await all_there.wait()
            await go_on.wait()

        under_way = [
            asyncio.create_task(house.bring("document", "x", slow(), visit=f"{each:032x}"))
            for each in range(arriving.MOST_AT_ONCE)
        ]
        await all_there.wait()
        assert (await house.bring("document", "x")).status == 429
        go_on.set()
        assert {each.status for each in await asyncio.gather(*under_way)} == {200}
        assert (await house.bring("document", "x")).status == 200

    run(house, go)


def test_a_visit_brings_in_two_files_at_a_time(house: House) -> None:
    async def go(house: House) -> None:
        all_there = asyncio.Barrier(3)
        go_on = asyncio.Event()

        async def slow() -> AsyncIterator[bytes]:
            yield b"x"
            await all_there.wait()
            await go_on.wait()

        under_way = [asyncio.create_task(house.bring("document", "x", slow())) for _ in range(2)]
        await all_there.wait()
        assert (await house.bring("document", "x")).status == 429
        assert (await house.bring("document", "x", visit=BOB)).status == 200
        go_on.set()
        assert {each.status for each in await asyncio.gather(*under_way)} == {200}
        assert (await house.bring("document", "x")).status == 200

    run(house, go)


@pytest.mark.parametrize(("bytes_s", "status"), [(1, 408), (8_000, 408), (17_000, 200)])
def test_who_drips_gives_the_place_to_another(house: House, bytes_s: int, status: int) -> None:
    """A13: never a pause of ten seconds, and still to no end."""

    async def dripping() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield b"x" * (bytes_s * 9)
            house.clock.now += 9

    async def go(house: House) -> None:
        began = house.clock.now
        assert (await house.bring("document", "x", dripping())).status == status
        assert len(house.files) == (status == 200)
        assert status == 200 or house.clock.now - began <= 2 * 9

    run(house, go)


@pytest.mark.parametrize(("name", "value"), [("PAUSE_S", 0.05), ("WHOLE_S", 0.1)])
def test_who_never_comes_to_the_end_is_not_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch, name: str, value: float
) -> None:
    monkeypatch.setattr(receiving, name, value)

    async def endless() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.Event().wait()

    async def go(house: House) -> None:
        assert (await house.bring("document", "x", endless())).status == 408
        assert house.files == []

    run(house, go)


def test_nothing_is_no_file(house: House) -> None:
    async def go(house: House) -> None:
        assert (await house.bring("document", "x", b"")).status == 400
        assert house.files == []

    run(house, go)


def test_a_full_disk_is_a_sentence(make_house: Callable[..., House], monkeypatch: pytest.MonkeyPatch) -> None:
    async def go(house: House) -> None:
        monkeypatch.setattr(house.exchange.folder, "new_file", lambda: house.folder / "no" / "such" / "folder")
        answer = await house.bring("document", "x")
        assert (answer.status, "room" in answer.said["sentence"]) == (507, True)

    run(make_house(), go)
