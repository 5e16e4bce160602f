"""The command line: what it prints, where, and with which exit code (section 4 of the format)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from preflight.cli import COMMANDS, main
from preflight.settings import ROOT
from tests.catalog.documents import ANSWERS, SOUND

STAGES = """\
format: 1
id: stages
version: 2
title: "Stages"
out_of: 4
scales: {truth: [{id: "no", points: 0, label: "No"}, {id: "yes", points: 1, label: "Yes"}]}
sections:
  - {id: start, title: "Start", questions: [{id: a, text: "A?", scale: truth}]}
  - id: middle
    title: "Middle"
    pass: 0.5
    questions:
      - {id: b, text: "B?", critical: "yes", scale: truth}
      - {id: c, text: "C?", scale: truth}
  - {id: end, title: "End", questions: [{id: d, text: "D?", scale: truth}]}
verdict: {basis: stages}
"""

RISKS = """\
format: 1
id: risks
version: 1
title: "Risks"
aggregate: min
sections:
  - id: outer
    title: "Outer"
    aggregate: min
    sections:
      - id: ruled
        title: "Ruled"
        questions:
          - id: r
            kind: multi
            text: "R?"
            options: [{id: a, label: "A"}, {id: b, label: "B"}]
            rules: [{when: "a && b", risk: none, points: 2}, {when: a, risk: medium, points: 1}]
          - id: t
            kind: multi
            text: "T?"
            options: [{id: a, label: "A"}, {id: b, label: "B"}, {id: c, label: "C"}]
            combine: share
      - id: counted
        title: "Counted"
        questions:
          - id: n
            kind: number
            text: "N?"
            bands: [{from: 0, points: 0}, {from: 10, points: 3}, {from: 20, points: 4}]
          - {id: hidden, text: "H?", show_if: "t:c", options: [{id: a, points: 1, label: "A"}]}
  - id: silent
    title: "Silent"
    questions: [{id: words, kind: text, text: "W?"}]
verdict: {basis: overall, bands: [{id: low, title: "Low", from: 0}, {id: high, title: "High", above: "2/3"}]}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf with three questionnaires; the test stands beside it."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for name, text in {"small": SOUND, "stages": STAGES, "risks": RISKS}.items():
        (shelf / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREFLIGHT_QUESTIONNAIRES", str(shelf))
    return tmp_path


def answers(folder: Path, questionnaire: str, version: int = 1, *, completed: bool = True, **said: str) -> str:
    """Write an answers file; the name of each answer is its question's id."""
    lines = "".join(f"  {question}: {answer}\n" for question, answer in said.items())
    head = (
        f"questionnaire: {questionnaire}\nversion: {version}\ndate: 2026-11-20\ncompleted: {str(completed).lower()}\n"
    )
    path = folder / "answers.yaml"
    path.write_text(f"{head}answers:\n{lines}" if lines else f"{head}answers: {{}}\n", encoding="utf-8")
    return str(path)


def scored(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["score", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


# check


def test_check_tells_what_is_sound_and_ends_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "shelf/small.yaml", "shelf/risks.yaml"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out == (
        "shelf/small.yaml: sound. “Small”, version 1: 5 questions in 2 sections.\n"
        "shelf/risks.yaml: sound. “Risks”, version 1: 5 questions in 2 sections.\n"
    )


def test_check_tells_every_problem_on_stderr_and_ends_with_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.yaml").write_text(SOUND.replace("version: 1", "version: x").replace("cap: low", "cap: lwo"))
    assert main(["check", "bad.yaml", "shelf/small.yaml"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("shelf/small.yaml: sound.")
    assert [line.split(": ")[0] for line in said.err.splitlines()] == ["bad.yaml:3:10", "bad.yaml:63:8"]


@pytest.mark.parametrize("name", ["gone.yaml", "shelf"])
def test_check_tells_of_a_file_that_can_not_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["check", name]) == 1
    assert capsys.readouterr().err.startswith(f"{name}:1:1: the file can't be read (")


def test_check_tells_of_an_id_that_stands_in_two_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "copy.yaml").write_text(SOUND)
    assert main(["check", "shelf/small.yaml", "copy.yaml"]) == 1
    assert capsys.readouterr().err == "copy.yaml:2:5: the id 'small' is taken by shelf/small.yaml; choose another id\n"


def test_check_of_the_same_file_twice_is_one_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "shelf/small.yaml", "shelf/small.yaml"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_what_is_shipped_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(str(file) for file in (ROOT / "questionnaires").glob("*.yaml"))
    assert main(["check", *files]) == 0
    assert capsys.readouterr().err == ""


# score, as JSON


def test_the_document_has_the_shape_of_the_format(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "answers.yaml").write_text(ANSWERS)
    document = scored(capsys, "answers.yaml")
    assert document == {
        "questionnaire": {"id": "small", "version": 1},
        "score": {"fraction": 0.5, "shown": 50.0, "out_of": 100, "coverage": 1.0, "evidenced": 0.0},
        "sections": [
            {
                "id": "first",
                "title": "First",
                "fraction": 1.0,
                "shown": 100.0,
                "out_of": 100,
                "coverage": 1.0,
                "evidenced": 0.0,
                "floor": {"fraction": 1.0, "questions": ["first.one", "first.two", "first.three"]},
                "risks": {"high": 0, "medium": 0, "none": 0, "undefined": 0},
                "sections": [],
            },
            {
                "id": "second",
                "title": "Second",
                "fraction": 0.0,
                "shown": 0.0,
                "out_of": 100,
                "coverage": 1.0,
                "evidenced": 0.0,
                "floor": {"fraction": 0.0, "questions": ["inner.rules"]},
                "risks": {"high": 0, "medium": 0, "none": 0, "undefined": 0},
                "sections": [
                    {
                        "id": "inner",
                        "title": "Inner",
                        "fraction": 0.0,
                        "shown": 0.0,
                        "out_of": 100,
                        "coverage": 1.0,
                        "evidenced": 0.0,
                        "floor": {"fraction": 0.0, "questions": ["inner.rules"]},
                        "risks": {"high": 0, "medium": 0, "none": 0, "undefined": 0},
                        "sections": [],
                    }
                ],
            },
        ],
        "questions": {
            "first.one": {"state": "answered", "fraction": 1.0, "risk": None},
            "first.two": {"state": "answered", "fraction": 1.0, "risk": None},
            "first.three": {"state": "answered", "fraction": 1.0, "risk": None},
            "inner.rules": {"state": "unknown", "fraction": 0.0, "risk": None},
            "inner.context": {"state": "answered", "fraction": None, "risk": None},
        },
        "verdict": {
            "band": "low",
            "title": "Low",
            "provisional": False,
            "weakest": "second",
            "stage": None,
            "next_stage": None,
            "blockers": [],
        },
    }


def test_a_blocker_has_what_it_has_and_needs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = scored(capsys, answers(folder, "small", **{"first.one": '"0"'}))
    assert document["verdict"]["blockers"] == [{"question": "first.one", "has": "0", "needs": "1"}]
    assert document["questions"]["inner.rules"]["state"] == "hidden"


@pytest.mark.parametrize(("completed", "has"), [(True, ["unanswered"]), (False, [])])
def test_an_unanswered_critical_question_blocks_once_it_is_completed(
    folder: Path, capsys: pytest.CaptureFixture[str], completed: bool, has: list[str]
) -> None:
    document = scored(capsys, answers(folder, "small", completed=completed))
    assert [blocker["has"] for blocker in document["verdict"]["blockers"]] == has


def test_what_has_no_fraction_is_null(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = scored(capsys, answers(folder, "small", completed=False))
    assert document["score"] == {"fraction": None, "shown": None, "out_of": 100, "coverage": 0.0, "evidenced": None}
    assert document["sections"][0]["floor"] == {"fraction": None, "questions": []}
    assert (document["verdict"]["band"], document["verdict"]["title"]) == (None, None)


def test_risks_are_counted_and_a_rule_that_does_not_hold_is_undefined(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = scored(capsys, answers(folder, "risks", r="{choices: [b]}", t="{choices: [a]}", n="{number: 15}"))
    outer = document["sections"][0]
    assert document["questions"]["r"] == {"state": "answered", "fraction": None, "risk": "undefined"}
    assert outer["risks"] == {"high": 0, "medium": 0, "none": 0, "undefined": 1}
    assert outer["sections"][0]["fraction"] == 1 / 3
    assert outer["fraction"] == document["score"]["fraction"] == 1 / 3
    assert document["sections"][1] == {
        "id": "silent",
        "title": "Silent",
        "fraction": None,
        "shown": None,
        "out_of": 100,
        "coverage": None,
        "evidenced": None,
        "floor": {"fraction": None, "questions": []},
        "risks": {"high": 0, "medium": 0, "none": 0, "undefined": 0},
        "sections": [],
    }


def test_a_medium_risk_has_its_points(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = scored(capsys, answers(folder, "risks", r="{choices: [a]}"))
    assert document["questions"]["r"] == {"state": "answered", "fraction": 0.5, "risk": "medium"}
    assert document["sections"][0]["sections"][0]["risks"] == {"high": 0, "medium": 1, "none": 0, "undefined": 0}


@pytest.mark.parametrize(("number", "band"), [(15, "high"), (5, "low")])
def test_a_band_may_begin_above_a_ratio(
    folder: Path, capsys: pytest.CaptureFixture[str], number: int, band: str
) -> None:
    assert scored(capsys, answers(folder, "risks", n=f"{{number: {number}}}"))["verdict"]["band"] == band


@pytest.mark.parametrize(
    ("said", "stage", "following"),
    [
        ({}, None, "start"),
        ({"a": '"yes"'}, "start", "middle"),
        ({"a": '"no"', "b": '"yes"', "c": '"yes"', "d": '"yes"'}, None, "start"),
        ({"a": '"yes"', "b": '"no"', "c": '"yes"'}, "start", "middle"),
        ({"a": '"yes"', "b": '"yes"', "c": '"no"'}, "middle", "end"),
        ({"a": '"yes"', "b": '"yes"', "c": '"no"', "d": '"yes"'}, "end", None),
    ],
)
def test_stages_are_passed_in_order(
    folder: Path, capsys: pytest.CaptureFixture[str], said: dict[str, str], stage: str | None, following: str | None
) -> None:
    verdict = scored(capsys, answers(folder, "stages", 2, **said))["verdict"]
    assert (verdict["band"], verdict["stage"], verdict["next_stage"]) == (None, stage, following)


def test_evidence_counts_on_the_day_of_the_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evidence = '{choice: "2", evidence: [{text: Report, date: %s}]}'
    fresh = scored(capsys, answers(folder, "small", **{"first.one": evidence % "2026-05-24"}))
    stale = scored(capsys, answers(folder, "small", **{"first.one": evidence % "2026-05-23"}))
    assert (fresh["score"]["evidenced"], stale["score"]["evidenced"]) == (1.0, 0.0)


# score, for a person


def test_a_person_reads_the_verdict_the_sections_and_what_is_in_the_way(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = answers(folder, "small", **{"first.one": '"0"', "first.two": "{choices: [crm]}"})
    assert main(["score", said]) == 0
    assert capsys.readouterr().out == (
        "Small, version 1 · 2026-11-20\n"
        "\n"
        "Low: a critical question is below the minimum.\n"
        "\n"
        "                score  covered  evidenced\n"
        "First       16 of 100     66 %          0\n"
        "Second       – of 100        –          –\n"
        "  Inner      – of 100        –          –\n"
        "Overall     16 of 100     66 %          0\n"
        "\n"
        "In the way:\n"
        "- How far is one? (first.one)\n"
        "  Now: “None”. Needed at least: “Some”.\n"
    )


def test_risks_stand_at_their_section(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", answers(folder, "risks", completed=False, r="{choices: [a]}")]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Risks, version 1 · 2026-11-20 · draft\n")
    assert next(line for line in said.splitlines() if line.endswith("  risk: 1 medium")).startswith("Outer ")


def test_a_stage_is_told_with_the_next(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", answers(folder, "stages", 2, a='"yes"')]) == 0
    assert "Passed up to “Start”; “Middle” is next." in capsys.readouterr().out


# --fail-under and exit codes


@pytest.mark.parametrize(
    ("option", "wanted", "code"),
    [("2", "high", 0), ("2", "low", 0), ("1", "high", 0), ("0", "low", 0), ("0", "high", 1)],
)
def test_the_verdict_is_held_against_a_band(folder: Path, option: str, wanted: str, code: int) -> None:
    assert main(["score", answers(folder, "small", **{"first.one": f'"{option}"'}), "--fail-under", wanted]) == code


def test_no_verdict_is_under_every_band(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", answers(folder, "small", completed=False), "--fail-under", "low"]) == 1
    assert capsys.readouterr().err == "The verdict is under low.\n"


@pytest.mark.parametrize(("wanted", "code"), [("start", 0), ("middle", 1), ("end", 1)])
def test_stages_may_be_asked_for(folder: Path, wanted: str, code: int) -> None:
    assert main(["score", answers(folder, "stages", 2, a='"yes"'), "--fail-under", wanted]) == code


def test_the_score_is_printed_when_it_is_under(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", answers(folder, "small"), "--json", "--fail-under", "high"]) == 1
    assert json.loads(capsys.readouterr().out)["questionnaire"]["id"] == "small"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--fail-under", "hihg"], "--fail-under: small has no band 'hihg'; did you mean 'high'?"),
        (["--fail-under", "first"], "--fail-under: small has no band 'first'; allowed are low and high"),
        (["--questionnaire", "smal"], "--questionnaire: there is no 'smal'; did you mean 'small'?"),
        (["--questionnaire", "gone.yaml"], "gone.yaml:1:1: the file can't be read ("),
        (["--questionnaire", "risks"], "answers.yaml:1:16: there is no questionnaire 'small' here; allowed is risks"),
        (
            ["--questionnaire", "shelf/risks.yaml"],
            "answers.yaml:1:16: there is no questionnaire 'small' here; allowed is risks",
        ),
        (["--questionnaire", "bad.yaml"], "bad.yaml:1:1: the file is empty; start with `format: 1`"),
    ],
)
def test_wrong_input_ends_with_2_and_prints_no_score(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
) -> None:
    (folder / "bad.yaml").write_text("")
    answers(folder, "small")
    assert main(["score", "answers.yaml", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(problem)


def test_answers_with_problems_end_with_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", answers(folder, "small", 3, **{"first.one": "7", "first.won": '"1"'})]) == 2
    assert [line.split(": ")[0].rpartition("answers.yaml")[2] for line in capsys.readouterr().err.splitlines()] == [
        ":2:10",
        ":6:14",
        ":7:3",
    ]


def test_answers_that_are_not_there_end_with_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "gone.yaml"]) == 2
    assert capsys.readouterr().err.startswith("gone.yaml:1:1: the file can't be read (")


def test_an_unsound_questionnaire_on_the_shelf_is_told_where_it_is_missed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "shelf" / "broken.yaml").write_text("")
    assert main(["score", answers(folder, "broken")]) == 2
    said = capsys.readouterr().err
    assert "broken.yaml:1:1: the file is empty" in said
    assert "there is no questionnaire 'broken' here" in said
    assert main(["score", answers(folder, "small")]) == 0


@pytest.mark.parametrize("wanted", ["small", "shelf/small.yaml"])
def test_the_questionnaire_may_be_named_or_given(folder: Path, wanted: str) -> None:
    assert main(["score", answers(folder, "small"), "--questionnaire", wanted]) == 0


def test_unsound_settings_end_with_2(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PREFLIGHT_PORT", "none")
    assert main(["score", answers(folder, "small")]) == 2
    assert "PREFLIGHT_PORT" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["chek"], ["check"], ["score"], ["score", "a", "b"]])
def test_wrong_arguments_end_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_every_command_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert all(name in said for name in COMMANDS)
    assert {"check", "score"} <= set(COMMANDS)


def test_it_runs_as_a_module_where_no_letter_but_ascii_is_known(folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "preflight", "check", str(folder / "shelf" / "small.yaml")],
        cwd=ROOT,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ran.stdout.endswith("sound. \\u201cSmall\\u201d, version 1: 5 questions in 2 sections.\n")
