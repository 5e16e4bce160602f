"""What a service keeps a document's reader takes, and what a service refuses the reader refuses: limit by limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.importers.document import read_document
from preflight.domain.criterion import Direction
from preflight.domain.decision import Condition, DecisionKind
from preflight.domain.errors import Invalid, UnsoundFile
from preflight.domain.measurable import TermsDraft
from preflight.domain.path_setting import PathSetting
from preflight.domain.text import LINE, NAME, NOTE, URL
from preflight.services import decisions
from preflight.services.actions import MOST_ACTIONS, ActionDraft, make_actions
from preflight.services.criteria import (
    MOST_CRITERIA,
    MOST_VERSIONS,
    UNIT,
    add_late_criterion,
    criteria_of,
    withdraw_criterion,
)
from preflight.services.decisions import MOST_CONDITIONS, DecisionDetails, recommendation_for, record_decision
from preflight.services.integrations import MOST_ESTIMATED, MOST_SYSTEMS, SystemDetails, add_integration
from preflight.services.measuring import MOST_MEASUREMENTS, Measured, measure, strike_measurement
from preflight.services.paths import keep_path_setting
from preflight.services.pilot_file import pilot_file_of
from preflight.services.pilot_plans import MOST_DAYS
from preflight.services.pilots import MOST_STEPS, StepDetails, add_step
from preflight.services.projects import YEARS
from preflight.services.recording import record_of
from tests.documents import FullProject, a_full_project
from tests.forged import Content, change, resigned

pytestmark = pytest.mark.slow

Save = Callable[[FullProject, Any], object]


@dataclass(frozen=True)
class Limit:
    """Where a document says a text, how a service is told it, and how many letters of it are kept at most."""

    path: tuple[str | int, ...]
    save: Save
    most: int

    @property
    def within(self) -> str:
        return self.of(self.most)

    @property
    def beyond(self) -> str:
        return self.of(self.most + 1)

    def of(self, count: int) -> str:
        start = "https://example.org/" if self.most == URL else ""
        return start + "q" * (count - len(start))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullProject]:
    with a_full_project(tmp_path_factory.mktemp("full")) as found:
        yield found


@pytest.fixture(scope="module")
def document(full: FullProject) -> bytes:
    """As it was before any limit was tried."""
    return full.json()


def an_action(full: FullProject, said: Any, field: str = "title") -> None:
    fields = {"title": "Look", field: said}
    make_actions(full.workspace, LOCAL_OWNER, full.project, [ActionDraft(**fields)])


def a_criterion(full: FullProject, said: Any, field: str = "metric", reason: str = "It was missing") -> None:
    draft = TermsDraft(
        metric=f"Calls {len(criteria_of(full.workspace, LOCAL_OWNER, full.project).criteria)}",
        unit="a week",
        target="9",
        direction=Direction.AT_MOST,
        how="Time stamps of the ticket system",
        by_when=full.clock.day,
        business_owner="Zoë",
    )
    add_late_criterion(full.workspace, LOCAL_OWNER, full.project, replace(draft, **{field: said}), reason=reason)


def a_withdrawal(full: FullProject, said: str) -> None:
    a_criterion(full, "a day", "unit")
    last = criteria_of(full.workspace, LOCAL_OWNER, full.project).criteria[-1]
    withdraw_criterion(full.workspace, LOCAL_OWNER, last.id, reason=said, seen=last.newest)


def a_measurement(full: FullProject, said: Any, field: str = "evidence") -> str:
    held = criteria_of(full.workspace, LOCAL_OWNER, full.project).criteria[0]
    fields = {"value": "7", "date": full.clock.day, field: said}
    return measure(full.workspace, LOCAL_OWNER, held.id, Measured(**fields)).id


def a_struck_one(full: FullProject, said: str) -> None:
    strike_measurement(full.workspace, LOCAL_OWNER, a_measurement(full, f"{len(said)}"), reason=said)


def a_step(full: FullProject, said: Any, field: str = "title") -> None:
    fields = {"title": "Step", "start": full.clock.day, "end": full.clock.day, field: said}
    add_step(full.workspace, LOCAL_OWNER, full.project, StepDetails(**fields))


def a_system(full: FullProject, said: str, field: str = "system") -> None:
    fields: dict[str, Any] = {"system": "ERP", field: said}
    add_integration(full.workspace, LOCAL_OWNER, full.project, SystemDetails(**fields))


def a_decision(full: FullProject, said: Any, field: str = "reasons") -> None:
    file = pilot_file_of(full.workspace, LOCAL_OWNER, full.project)
    fields: dict[str, Any] = {
        "kind": DecisionKind.GO_WITH_CONDITIONS,
        "reasons": "It holds",
        "decided_by": "Zoë",
        "decided_on": full.clock.day,
        "recommended_seen": recommendation_for(file),
        "decision_seen": file.decision.id if file.decision else None,
        "against_why": "Because",
        "conditions": [Condition(text="Sign it")],
    }
    record_decision(full.workspace, LOCAL_OWNER, full.project, DecisionDetails(**fields | {field: said}))


def a_condition(full: FullProject, said: Any, field: str = "text") -> None:
    a_decision(full, [Condition(**{"text": "Sign it", field: said})], "conditions")


ACTION, SYSTEM, STEP = ("pilot", "actions", 3), ("pilot", "systems", 0), ("pilot", "steps", 1)
FIRST, LATE, GONE = (("pilot", "criteria", at, "versions") for at in (0, 3, 2))
MEASURED, DECISION = ("pilot", "criteria", 0, "measurements"), ("pilot", "decisions", 1)
LIMITS = {
    "an action's title": Limit((*ACTION, "title"), an_action, LINE),
    "an action's detail": Limit((*ACTION, "detail"), partial(an_action, field="detail"), NOTE),
    "an action's owner": Limit((*ACTION, "owner"), partial(an_action, field="owner"), NAME),
    "a criterion's metric": Limit((*FIRST, 0, "metric"), a_criterion, NAME),
    "a criterion's unit": Limit((*FIRST, 0, "unit"), partial(a_criterion, field="unit"), UNIT),
    "how it is measured": Limit((*FIRST, 0, "how"), partial(a_criterion, field="how"), NOTE),
    "a business owner": Limit((*FIRST, 0, "business_owner"), partial(a_criterion, field="business_owner"), NAME),
    "why it is late": Limit((*LATE, 0, "reason"), lambda full, said: a_criterion(full, "Late", reason=said), NOTE),
    "why it is withdrawn": Limit((*GONE, 1, "reason"), a_withdrawal, NOTE),
    "evidence": Limit((*MEASURED, 0, "text"), a_measurement, LINE),
    "a link": Limit((*MEASURED, 0, "url"), partial(a_measurement, field="link"), URL),
    "why it is struck": Limit((*MEASURED, 1, "struck", "why"), a_struck_one, NOTE),
    "a step's title": Limit((*STEP, "title"), a_step, NAME),
    "a step's owner": Limit((*STEP, "owner"), partial(a_step, field="owner"), LINE),
    "a system": Limit((*SYSTEM, "system"), a_system, NAME),
    "an interface": Limit((*SYSTEM, "interface"), partial(a_system, field="interface"), LINE),
    "a system's owner": Limit((*SYSTEM, "owner"), partial(a_system, field="owner"), LINE),
    "a system's note": Limit((*SYSTEM, "note"), partial(a_system, field="note"), NOTE),
    "reasons": Limit((*DECISION, "reasons"), a_decision, NOTE),
    "who decides": Limit((*DECISION, "decided_by"), partial(a_decision, field="decided_by"), NAME),
    "why it departs": Limit((*DECISION, "against_why"), partial(a_decision, field="against_why"), NOTE),
    "a condition": Limit((*DECISION, "conditions", 0, "text"), a_condition, LINE),
    "a condition's owner": Limit((*DECISION, "conditions", 0, "owner"), partial(a_condition, field="owner"), NAME),
}


@pytest.mark.parametrize("what", LIMITS)
def test_a_text_is_as_long_as_a_service_keeps_it(full: FullProject, document: bytes, what: str) -> None:
    limit = LIMITS[what]
    taken(document, change(*limit.path, to=limit.within))
    refused(document, change(*limit.path, to=limit.beyond), f"at most {limit.most:,}")
    with pytest.raises(Invalid, match=f"at most {limit.most:,}"):
        limit.save(full, limit.beyond)
    limit.save(full, limit.within)


def test_everything_at_its_limit_goes_out_and_comes_back(tmp_path: Path) -> None:
    with a_full_project(tmp_path) as full:
        save_limits(full)
        assert read_document(full.json()).record == record_of(full.workspace, LOCAL_OWNER, project=full.project)


def save_limits(full: FullProject) -> None:
    for each in LIMITS.values():
        each.save(full, each.within)
    a_system(full, f"{MOST_ESTIMATED}", "estimate")
    a_system(full, "0.25", "estimate")
    a_criterion(full, "-999,999,999,999.999999", "target")
    a_step(full, full.clock.day + timedelta(days=MOST_DAYS - 1), "end")
    an_action(full, date(YEARS[0], 1, 1), "due")
    an_action(full, date(YEARS[-1], 12, 31), "due")
    a_condition(full, date(YEARS[-1], 12, 31), "due")
    a_decision(full, [Condition(text=f"{at}") for at in range(MOST_CONDITIONS)], "conditions")
    efforts = PathSetting(small=1, medium=1_000, large=1_000)
    keep_path_setting(full.workspace, LOCAL_OWNER, full.completed, efforts)


BEYOND: dict[str, tuple[Save, Any, tuple[str | int, ...], Any]] = {
    "a due day too early": (partial(an_action, field="due"), date(1969, 12, 31), (*ACTION, "due"), "1969-12-31"),
    "a due day too late": (partial(an_action, field="due"), date(2101, 1, 1), (*ACTION, "due"), "2101-01-01"),
    "an estimate too large": (partial(a_system, field="estimate"), "10000.01", (*SYSTEM, "estimate"), "1000001/100"),
    "an estimate too fine": (partial(a_system, field="estimate"), "0.001", (*SYSTEM, "estimate"), "1/1000"),
    "an estimate below nothing": (partial(a_system, field="estimate"), "-1", (*SYSTEM, "estimate"), "-1/1"),
    "a target too large": (
        partial(a_criterion, field="target"), "1000000000000", (*FIRST, 0, "target"), "1000000000000/1"
    ),
    "a target too fine": (partial(a_criterion, field="target"), "0.0000001", (*FIRST, 0, "target"), "1/10000000"),
    "a day for a target too late": (
        partial(a_criterion, field="by_when"), date(2101, 1, 1), (*FIRST, 0, "by_when"), "2101-01-01"
    ),
    "a step too long": (
        partial(a_step, field="end"), date(2026, 4, 1) + timedelta(days=MOST_DAYS), (*STEP, "end"), "2029-04-01"
    ),
    "a condition due too early": (
        partial(a_condition, field="due"), date(2026, 3, 31), (*DECISION, "conditions", 0, "due"), "2026-03-31"
    ),
    "a value too fine": (partial(a_measurement, field="value"), "0.0000001", (*MEASURED, 0, "value"), "1/10000000"),
    "no title": (an_action, "", (*ACTION, "title"), ""),
    "no system": (a_system, "", (*SYSTEM, "system"), ""),
    "no step": (a_step, "", (*STEP, "title"), ""),
    "no reasons": (a_decision, "", (*DECISION, "reasons"), ""),
    "nobody who decides": (partial(a_decision, field="decided_by"), "", (*DECISION, "decided_by"), ""),
    "no condition": (partial(a_decision, field="conditions"), [], (*DECISION, "conditions"), []),
    "no reason for striking": (a_struck_one, "", (*MEASURED, 1, "struck", "why"), ""),
    "no reason for withdrawing": (a_withdrawal, "", (*GONE, 1, "reason"), ""),
    "an effort of nothing": (
        lambda full, said: keep_path_setting(full.workspace, LOCAL_OWNER, full.completed, PathSetting(small=said)),
        0, ("pilot", "paths", 0, "small"), 0,
    ),
    "an aim above all": (
        lambda full, said: an_action(full, replace(link_of(full), aim=said), "link"),
        Fraction(5, 4), ("pilot", "actions", 0, "link", "aim"), "5/4",
    ),
}  # fmt: skip


def link_of(full: FullProject) -> Any:
    return pilot_file_of(full.workspace, LOCAL_OWNER, full.project).actions[0].link


@pytest.mark.parametrize("what", BEYOND)
def test_what_a_service_refuses_the_reader_refuses(full: FullProject, document: bytes, what: str) -> None:
    save, said, path, value = BEYOND[what]
    with pytest.raises(Invalid):
        save(full, said)
    refused(document, change(*path, to=value), r"\$\.content\.pilot")


def test_more_than_a_record_holds_is_refused_in_words(full: FullProject, monkeypatch: pytest.MonkeyPatch) -> None:
    for most in ("MOST_SEEN", "MOST_LETTERS"):
        with monkeypatch.context() as patch:
            patch.setattr(decisions, most, 50)
            with pytest.raises(Invalid, match="More stands on this page than a record can hold"):
                a_decision(full, "It holds")


COUNTS: dict[str, tuple[tuple[str | int, ...], int]] = {
    "actions": (("pilot", "actions"), MOST_ACTIONS),
    "criteria": (("pilot", "criteria"), MOST_CRITERIA),
    "versions": (GONE, MOST_VERSIONS),
    "measurements": (MEASURED, MOST_MEASUREMENTS),
    "steps": (("pilot", "steps"), MOST_STEPS),
    "systems": (("pilot", "systems"), MOST_SYSTEMS),
    "conditions": ((*DECISION, "conditions"), MOST_CONDITIONS),
}


@pytest.mark.parametrize("what", COUNTS)
def test_there_are_as_many_as_a_service_keeps(document: bytes, what: str) -> None:
    path, most = COUNTS[what]
    taken(document, partial(filled, path=path, count=most))
    refused(document, partial(filled, path=path, count=most + 1), f"at most {most:,} may stand here")


def filled(content: Content, path: tuple[str | int, ...], count: int) -> None:
    """A list filled up with more of its last item, each under an id of its own; of versions with amendments."""
    place: Any = content
    for step in path:
        place = place[step]
    last, *gone = (place[-1], place.pop()) if path == GONE else (place[-1],)
    if path == ("pilot", "steps"):
        last = {**last, "kind": "other", "done_on": None, "position": 90_000}
    for number in range(count - len(place) - len(gone)):
        fresh = {"id": f"zz{number:05}"} if "id" in last else {}
        if path == ("pilot", "criteria"):
            fresh |= {"measurements": []}  # type: ignore[dict-item]
        if path == GONE:
            fresh = {"withdrawn": False, "target": f"{number + 2}/1"}  # type: ignore[dict-item]
        place.append(last | fresh)
    if gone:
        place.append(last | {"target": place[-1]["target"]})


def taken(document: bytes, edit: Callable[[Content], object]) -> None:
    assert read_document(resigned(document, edit)).record.pilot


def refused(document: bytes, edit: Callable[[Content], object], sentence: str) -> None:
    with pytest.raises(UnsoundFile, match=sentence):
        read_document(resigned(document, edit))
