"""Two servers on one PostgreSQL database behind one address: a room across both, files, and one that is killed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from preflight.domain.audit import AuditKey, faults
from preflight.exchange.tickets import GONE
from preflight.opening import BEGUN
from preflight.storage import audit
from tests.beside import AUDIT_KEY, workspace_beside
from tests.deployment.house import House, Phone, Visit, staying_with, two_servers
from tests.deployment.proxy import COOKIE
from tests.load.house import open_venue
from tests.postgres import PostgresServer
from tests.security.room_client import Message, Screen

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    name = postgres.create()
    with two_servers(tmp_path_factory.mktemp("house"), postgres.url(name)) as found:
        yield found
    postgres.drop(name)


def agreed(room: Message) -> list[str]:
    return [question["id"] for question in room["questions"] if question["standing"] == "agreed"]


def test_a_room_across_two_servers_outlives_either(house: House) -> None:
    """The screen is with the first server, the phones with the second; each is killed once in the middle of a round."""
    venue = open_venue(house.database_url, house.url)
    phones = [Phone(house, 1, venue.token) for _ in range(3)]
    screen = Screen(house.url, venue.room, cookie=staying_with(0))
    screen.do("next")
    for phone, level in zip(phones, ("0", "2", "4"), strict=True):
        assert phone.vote({"choices": [level]}, why=f"Why {level}")["type"] == "ack"
    screen.shows(lambda room: room["voted"] == 3)
    screen.do("reveal")
    shown = screen.room["rounds"][0]["shown"]
    assert [bar["count"] for bar in shown["bars"]] == [1, 0, 1, 0, 1]
    assert [phone.asked("revealed")["shown"] for phone in phones] == [shown] * 3
    screen.do("agree", said={"choices": ["2"]}, why="Half of it was shown.")
    screen.do("next")
    for phone in phones[:2]:
        assert phone.vote({"choices": ["3"]}, question=screen.room["question"]["id"])["type"] == "ack"
    screen.shows(lambda room: room["voted"] == 2)
    before = screen.room

    house.first.kill()
    screen.closed()
    screen = Screen(house.url, venue.room, cookie=staying_with(0))
    assert house.second.healthy()
    assert agreed(screen.room) == agreed(before) != []
    assert (screen.room["question"], screen.room["voted"]) == (before["question"], 2), "the other server shows the same"
    assert phones[2].vote({"choices": ["3"]}, question=before["question"]["id"])["type"] == "ack"
    screen.shows(lambda room: room["voted"] == 3)

    house.first.start()
    house.second.kill()
    for phone in phones:
        phone.line.closed()
        phone.connect()
    screen = Screen(house.url, venue.room, cookie=staying_with(0))
    screen.do("reveal")
    assert screen.room["rounds"][0]["shown"]["votes"] == 3
    assert [phone.asked("revealed")["shown"]["votes"] for phone in phones] == [3] * 3
    house.second.start()
    with Screen(house.url, venue.room, cookie=staying_with(1)) as other:
        assert other.room["rounds"] == screen.room["rounds"]
    for line in (screen, *(phone.line for phone in phones)):
        line.close()


def test_a_file_is_fetched_from_the_server_that_makes_it(house: House) -> None:
    """Tickets and files live in one server: without its cookie, or when it is gone, the file is ordered anew."""
    venue = open_venue(house.database_url, house.url)
    visit = Visit(house)
    order = {"format": "json", "assessment": venue.assessment}
    assert visit.fetched(visit.order(**order)).startswith(b"{")

    ticket = visit.order(**order)
    visit.client.cookies.set(COOKIE, str(1 - visit.server), domain="127.0.0.1", path="/")
    elsewhere = visit.client.get(f"/exports/{ticket}/standing")
    assert (elsewhere.status_code, elsewhere.json()["sentence"]) == (404, GONE)
    visit.client.cookies.set(COOKIE, str(1 - visit.server), domain="127.0.0.1", path="/")
    assert visit.fetched(ticket).startswith(b"{")

    ticket, its = visit.order(**order), visit.server
    server = (house.first, house.second)[its]
    server.kill()
    moved = visit.client.get(f"/exports/{ticket}/standing")
    assert (moved.status_code, moved.json()["sentence"], visit.server) == (404, GONE, 1 - its)
    assert visit.fetched(visit.order(**order)).startswith(b"{")
    server.start()


def test_what_both_servers_wrote_is_one_sound_trail(house: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    workspace = workspace_beside(tmp_path_factory.mktemp("beside"), database_url=house.database_url)
    key = AuditKey(AUDIT_KEY)
    with workspace.database.reading() as connection:
        events = list(audit.events(connection))
    workspace.database.close()
    assert list(faults(events, {key.id: key})) == []
    assert [event.operation for event in events].count(BEGUN) == 1
