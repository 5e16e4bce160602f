"""The commands of a shared screen: those of docs/live-channel.md and no others, and what comes with them is checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import Conflict, Immutable, Invalid, NotFound, PreflightError
from preflight.domain.room import Hands, Order, Stage
from preflight.live import commands
from preflight.live.commands import carry_out
from preflight.services import room_steps, rooms
from preflight.services.assessments import open_assessment
from tests.live import documented
from tests.workshops import DAYS, LAST, LEVEL, PARTS, STORY, Building, Workshop, a_workshop, level

pytestmark = pytest.mark.slow


def do(workshop: Workshop, what: object, *, seen: object = None, **command: object) -> dict[str, Any]:
    """A command from a screen that shows the newest version, unless another is given."""
    said = {"what": what, "seen": workshop.room.version if seen is None else seen, **command}
    return carry_out(workshop.workspace, LOCAL_OWNER, workshop.room_id, said)


def test_the_document_names_every_command_and_there_are_no_others() -> None:
    assert set(commands._COMMANDS) | {"qr"} == set(documented.commands())


def test_each_command_does_what_it_says(workshop: Workshop) -> None:
    ada, bob = workshop.join_all("ada", "bob")
    done = {"type": "done"}
    assert do(workshop, "next") == done
    assert workshop.room.question_id == LEVEL
    assert do(workshop, "go", question=PARTS) == done
    assert workshop.room.question_id == PARTS
    assert do(workshop, "previous") == done
    assert workshop.room.question_id == LEVEL
    assert do(workshop, "hands", counts={"2": 3}, unknown=1, not_applicable=0) == done
    assert workshop.view.hands == Hands(counts={"2": 3}, unknown=1)
    assert do(workshop, "hands", counts=None) == done
    assert workshop.view.hands is None
    assert do(workshop, "countdown", seconds=30) == done
    assert workshop.room.countdown_until is not None
    assert do(workshop, "countdown", seconds=None) == done
    assert workshop.room.countdown_until is None
    workshop.vote(ada, level(2))
    assert do(workshop, "remove", number=ada.number) == done
    assert workshop.view.people == (bob,)
    assert do(workshop, "reveal") == done
    assert workshop.room.stage is Stage.REVEALED
    assert do(workshop, "again") == done
    assert workshop.room.round == 2
    assert do(workshop, "agree", said={"choices": ["1"]}, why="because") == done
    assert workshop.view.agreed[LEVEL].why == "because"
    for name, value in (("lock", True), ("lock", False), ("blank", True), ("blank", False)):
        assert do(workshop, name, **{"locked" if name == "lock" else "blank": value}) == done
        assert (workshop.room.locked if name == "lock" else workshop.room.blank) is value
    assert do(workshop, "order", order="disagreement") == done
    assert workshop.room.order is Order.DISAGREEMENT
    assert do(workshop, "clock", minutes=20) == done
    assert workshop.room.minutes == 20
    documented.check({**do(workshop, "closing", theme="dark"), "n": 1}, documented.examples("closing")[-1])
    assert workshop.room.stage is Stage.CLOSING
    assert do(workshop, "complete") == done
    assert open_assessment(workshop.workspace, LOCAL_OWNER, workshop.assessment_id).assessment.completed


def test_closing_the_room_leaves_the_draft(workshop: Workshop) -> None:
    assert do(workshop, "close") == {"type": "done"}
    assert workshop.room.closed_at is not None
    with pytest.raises(Immutable):
        do(workshop, "next")


def test_a_code_is_drawn_without_a_room(workshop: Workshop) -> None:
    said = {"what": "qr", "text": "http://192.168.1.20:8501/join#t"}
    answer = carry_out(workshop.workspace, LOCAL_OWNER, "none", said)
    documented.check({**answer, "n": 6}, documented.examples("qr")[0])
    wifi = {"what": "qr", "wifi": {"name": "Guests", "password": "secret", "hidden": True}}
    assert carry_out(workshop.workspace, LOCAL_OWNER, "none", wifi)["path"] != answer["path"]
    with pytest.raises(Invalid):
        carry_out(workshop.workspace, LOCAL_OWNER, "none", {"what": "qr"})


@pytest.mark.parametrize("what", [None, 1, True, "", "delete", "Reveal", ["reveal"], {"what": "reveal"}, "\ud800"])
def test_what_is_no_command_is_refused(workshop: Workshop, what: object) -> None:
    with pytest.raises(Invalid, match="Reload"):
        do(workshop, what)


def test_a_command_from_an_older_room_is_stale(workshop: Workshop) -> None:
    do(workshop, "next", seen=1)
    for what in ("next", "reveal", "close"):
        with pytest.raises(Conflict):
            do(workshop, what, seen=1)
    with pytest.raises(Conflict):
        do(workshop, "reveal", seen=10**40)
    with pytest.raises(NotFound):
        carry_out(workshop.workspace, LOCAL_OWNER, "none", {"what": "next", "seen": 1})


WRONG: list[tuple[str, Mapping[str, object]]] = [
    *((what, {"seen": seen}) for what in ("next", "reveal", "close") for seen in ("1", True, 1.0, [], {})),
    *(("go", {"question": wrong}) for wrong in (None, 1, [LEVEL], {}, "", "\ud800", LEVEL.upper())),
    *(("lock", {"locked": wrong}) for wrong in (None, 0, 1, "yes", [])),
    *(("blank", {"blank": wrong}) for wrong in (None, 0, "true", {})),
    *(("remove", {"number": wrong}) for wrong in (None, "1", True, 1.0, -1, 0, 99, 10**40)),
    *(("countdown", {"seconds": wrong}) for wrong in ("30", 0, -1, 1.5, True, 10**40, [30])),
    *(("clock", {"minutes": wrong}) for wrong in ("30", 0, 1441, True, {})),
    *(("order", {"order": wrong}) for wrong in (None, "", "chaos", 1, ["section"])),
    *(("agree", {"said": wrong}) for wrong in (None, "2", ["2"], {}, {"choices": "2"}, {"choices": ["9"]}, {"x": 1})),
    ("agree", {"said": {"choices": ["1"]}, "why": "x" * 5000}),
    *(("hands", {"counts": wrong}) for wrong in ([], "", 0, False, "3", [3], {"2": "3"}, {"2": -1}, {"2": True},
                                                 {"2": 1.5}, {"9": 1}, {"2": None}, {str(n): 1 for n in range(300)})),
    ("hands", {"counts": {}, "unknown": "1"}),
    ("hands", {"counts": {}, "unknown": None}),
    ("hands", {"counts": {}, "not_applicable": -1}),
]  # fmt: skip


@pytest.fixture(scope="module")
def under_way(building: Building) -> Iterator[Workshop]:
    """One for all of what is refused: nothing changes it."""
    with a_workshop(building) as found:
        found.do(room_steps.next_question)
        found.do(rooms.lock_room, True)
        found.do(rooms.blank_room, True)
        found.do(room_steps.count_hands, {"2": 3}, 0, 0)
        yield found


@pytest.mark.parametrize(("what", "comes_with"), WRONG)
def test_what_comes_with_a_command_is_of_the_right_kind_or_refused(
    under_way: Workshop, what: str, comes_with: Mapping[str, object]
) -> None:
    before = under_way.room
    with pytest.raises((Invalid, NotFound)):
        do(under_way, what, **comes_with)
    assert under_way.room == before
    assert (under_way.view.hands, under_way.view.agreed) == (Hands(counts={"2": 3}), {})


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-2, 4)
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from([LEVEL, PARTS, DAYS, STORY, LAST, "0", "1", "4", "crm", "section", "light", "\ud800", "x" * 500]),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "number", "text", "unknown", "not_applicable", "0", "crm", "name", "password"]),
            inside,
            max_size=3,
        )
    ),
    max_leaves=5,
)
KEYS = ["question", "said", "why", "counts", "unknown", "not_applicable", "seconds", "minutes", "order", "locked",
        "number", "blank", "theme", "text", "wifi", "n", "type"]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    what=st.sampled_from(sorted(set(documented.commands()) - {"complete", "close"})),
    comes_with=st.dictionaries(st.sampled_from(KEYS), values, max_size=5),
    at=st.sampled_from([None, LEVEL, PARTS, DAYS, STORY]),
)
def test_whatever_a_screen_sends_is_done_or_refused(
    workshop: Workshop, what: str, comes_with: dict[str, object], at: str | None
) -> None:
    """Nothing but our own kinds of errors comes out, whatever JSON goes in."""
    if at is not None:
        workshop.do(room_steps.show_question, at)
    try:
        answer = do(workshop, what, **comes_with)
    except PreflightError:
        return
    assert answer["type"] in {"done", "closing", "qr"}
