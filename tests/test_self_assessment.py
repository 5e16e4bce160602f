"""Preflight takes its own medicine: the answers are sound, point at what is there, and come to what the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from prometheus_client import generate_latest

from preflight.cli import main
from preflight.door.metrics import Metrics
from tests.browser.server import ROOT
from tools.self_assessment import ANSWERS, PAGE, PICTURES, Result, figures, picture, result_of

CHECKLIST = ANSWERS / "production-readiness-checklist.yaml"
FILES = sorted(ANSWERS.glob("*.yaml"))
AT_LEAST = "conditional"
"""The verdict under which nothing is merged. docs/self-assessment.md says what stands between this and ready."""

FOLDERS = "docs|tests|preflight|questionnaires|benchmarks|tools"
PATHS = re.compile(rf"(?<![\w/.-])((?:{FOLDERS}|\.ci)(?:/[\w.-]+)+|[\w-]+\.(?:md|txt)\b)")
EVIDENCE_LASTS = timedelta(days=180)


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.stem)
def found(request: pytest.FixtureRequest) -> Result:
    return result_of(request.param)


def named(text: str) -> Iterator[str]:
    """Every path of this repository in a text."""
    for path in PATHS.findall(text):
        yield path.rstrip(".")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_command_scores_it_and_the_verdict_holds(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(file), "--fail-under", AT_LEAST]) == 0
    assert "provisional" not in capsys.readouterr().out


def test_what_is_not_ready_yet_is_not_called_so() -> None:
    """When this fails, Preflight has become ready by its own checklist: raise AT_LEAST, and say so on the page."""
    assert main(["score", str(CHECKLIST), "--fail-under", "ready"]) == 1
    assert "**Ready with conditions**" in PAGE.read_text(encoding="utf-8")


def test_the_answers_are_there() -> None:
    assert CHECKLIST in FILES


def test_every_question_is_answered(found: Result) -> None:
    assert {question.id for question in found.questionnaire.questions()} == set(found.said.answers)
    assert found.score.coverage == 1


def test_nothing_critical_blocks(found: Result) -> None:
    assert found.verdict.blockers == ()


def test_every_answer_has_evidence_that_is_there_and_counts(found: Result) -> None:
    assert found.said.date is not None
    for question, answer in found.said.answers.items():
        if answer.not_applicable is not None:
            assert len(answer.not_applicable) > 40, f"{question}: say why"
            continue
        assert answer.note, f"{question}: say what is true"
        assert answer.evidence, question
        for each in answer.evidence:
            assert each.date is not None
            assert timedelta(0) <= found.said.date - each.date <= EVIDENCE_LASTS, question
            paths = list(named(each.text))
            assert paths, f"{question}: {each.text}"
            assert not [path for path in paths if not (ROOT / path).exists()], question


def test_no_point_is_claimed_without_evidence(found: Result) -> None:
    assert found.score.evidenced == found.score.fraction


def test_few_questions_are_left_out(found: Result) -> None:
    """Not applicable is for what Preflight has nothing of, and is no way round a question."""
    left_out = [answer for answer in found.said.answers.values() if answer.not_applicable is not None]
    assert Fraction(len(left_out), len(found.said.answers)) <= Fraction(1, 10)


def test_the_page_and_its_picture_show_what_the_answers_come_to(found: Result) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert f"```text\n{figures(found)}\n```" in page, "run tools/self_assessment.py"
    drawn = PICTURES / f"self-assessment-{found.questionnaire.id}.svg"
    assert drawn.read_text(encoding="utf-8") == picture(found) + "\n", "run tools/self_assessment.py"
    assert f"pictures/{drawn.name}" in page


def rules() -> list[dict[str, object]]:
    found = yaml.safe_load((ROOT / "docs" / "alerts.yml").read_text(encoding="utf-8"))
    return [rule for group in found["groups"] for rule in group["rules"]]


def test_each_alert_asks_for_a_metric_of_ours_and_leads_to_the_runbook() -> None:
    told = generate_latest(Metrics().registry).decode()
    page = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    ours = set(re.findall(r"^# TYPE (\w+)", told, re.MULTILINE)) & set(re.findall(r"`(preflight_\w+)`", page))
    ours |= {"preflight_backup_age_seconds", "preflight_backup_failed"}  # there once the schedule of backups runs
    runbook = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", runbook, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert rules()
    for rule in rules():
        asked = re.findall(r"\bpreflight_\w+", str(rule["expr"]))
        assert asked or "up{" in str(rule["expr"])
        for name in asked:
            assert {name, name.removesuffix("_bucket")} & ours, name
        leads = rule["annotations"]
        assert isinstance(leads, dict)
        assert str(leads["runbook"]).removeprefix("docs/runbook.md#") in anchors, leads["runbook"]
