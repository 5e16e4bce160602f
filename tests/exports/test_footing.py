"""The line at the foot of everything that leaves."""

from __future__ import annotations

from preflight.exports.footing import foot
from tests.builders import UNKNOWN, question, questionnaire, section
from tests.exports.dossiers import a_dossier

ASKED = questionnaire(section("a", *(question(f"a.{number}") for number in range(4))), title="Pilot to production")


def test_it_names_project_date_questionnaire_version_coverage_and_voters() -> None:
    found = a_dossier(ASKED, {"a.0": "1", "a.1": UNKNOWN, "a.2": "4"}, votes={"a.0": "00114", "a.1": "012"})
    assert foot(found) == "Invoice triage · 20 November 2026 · Pilot to production, version 1 · 75 % covered · 5 voters"


def test_a_draft_says_so_and_without_a_room_nobody_is_counted() -> None:
    found = a_dossier(ASKED, {}, completed=False)
    assert foot(found) == (
        "Invoice triage · 20 November 2026 · Pilot to production, version 1 · 0 % covered · draft, so far"
    )


def test_a_name_from_right_to_left_neither_turns_the_line_nor_takes_the_date_in() -> None:
    mark = "\N{LEFT-TO-RIGHT MARK}"
    found = a_dossier(ASKED, {"a.0": "1"}, project="فرز الفواتير")
    assert foot(found).startswith(f"{mark}فرز الفواتير{mark} · 20 November 2026 · Pilot to production, version 1")


def test_one_voter_is_one_voter() -> None:
    assert foot(a_dossier(ASKED, {"a.0": "1"}, votes={"a.0": "1"})).endswith("· 25 % covered · 1 voter")
