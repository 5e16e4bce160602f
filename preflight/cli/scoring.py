"""`python -m preflight score`: what an answers file comes to."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path

from preflight.catalog.answers import AnswersFile, read_answers
from preflight.catalog.problems import nearest_or_listed, quoted
from preflight.catalog.reading import read_questionnaire
from preflight.catalog.shelf import Shelf
from preflight.cli.commands import DONE, FOUND, argument, command
from preflight.cli.files import bytes_of
from preflight.domain.errors import Invalid, UnsoundFile
from preflight.domain.questionnaire import Basis, Questionnaire
from preflight.domain.scoring import score as score_answers
from preflight.domain.verdict import Verdict, decide
from preflight.exports.score_json import score_document
from preflight.exports.score_text import score_text
from preflight.settings import from_environment


@command(
    argument("answers", metavar="ANSWERS", type=Path, help="an answers file"),
    argument("--questionnaire", metavar="ID|FILE", help="on the shelf, or a file; else the one that ANSWERS names"),
    argument("--json", dest="as_json", action="store_true", help="print the score as JSON"),
    argument("--fail-under", metavar="BAND", help="end with 1 when the verdict is under this band or stage"),
)
def score(answers: Path, questionnaire: str | None, as_json: bool, fail_under: str | None) -> int:
    """Score an answers file; 0 done, 1 the verdict is under BAND, 2 the input is wrong."""
    asked, said = _read_both(answers, questionnaire)
    if fail_under is not None:
        _check_threshold(asked, fail_under)
    found = score_answers(asked, said.answers, on=said.date or datetime.now().astimezone().date())
    verdict = decide(asked, said.answers, found, completed=said.completed)
    if as_json:
        print(json.dumps(score_document(asked, found, verdict), indent=2))
    else:
        print(score_text(asked, found, verdict, heading=_heading(asked, said)))
    if fail_under is not None and _is_under(asked, verdict, fail_under):
        print(f"The verdict is under {fail_under}.", file=sys.stderr)
        return FOUND
    return DONE


def _read_both(answers: Path, wanted: str | None) -> tuple[Questionnaire, AnswersFile]:
    """The questionnaire, from a file or the shelf, and the answers to it. Raises UnsoundFile, and Invalid."""
    data = bytes_of(answers)
    found, unsound = _questionnaires(wanted)
    missing: list[str] = []

    def find(questionnaire_id: str) -> Questionnaire | None:
        if questionnaire_id not in found:
            missing.append(questionnaire_id)
        return found.get(questionnaire_id)

    try:
        said = read_answers(data, file=str(answers), find=find, known=found)
    except UnsoundFile as error:
        # A questionnaire may be missing because its file is unsound.
        raise UnsoundFile([*(unsound if missing else ()), *error.problems]) from error
    return found[said.questionnaire_id], said


def _questionnaires(wanted: str | None) -> tuple[dict[str, Questionnaire], tuple[str, ...]]:
    """By id, what the answers may be for: the one that is wanted, else all of the shelf; and the shelf's problems."""
    if wanted is not None and _names_a_file(wanted):
        asked = read_questionnaire(bytes_of(Path(wanted)), file=wanted)
        return {asked.id: asked}, ()
    shelf = Shelf(from_environment(os.environ).questionnaires)
    found = {entry.questionnaire.id: entry.questionnaire for entry in shelf.entries()}
    unsound = shelf.problems()
    if wanted is None:
        return found, unsound
    if wanted not in found:
        sentence = f"--questionnaire: there is no {quoted(wanted)}; {nearest_or_listed(wanted, found)}"
        raise Invalid("\n".join([*unsound, sentence]))
    return {wanted: found[wanted]}, unsound


def _names_a_file(wanted: str) -> bool:
    return Path(wanted).suffix in {".yaml", ".yml"} or len(Path(wanted).parts) > 1 or Path(wanted).is_file()


def _heading(questionnaire: Questionnaire, said: AnswersFile) -> str:
    parts = [said.project, f"{questionnaire.title}, version {questionnaire.version}"]
    parts += [said.date.isoformat() if said.date else "", "" if said.completed else "draft"]
    return " · ".join(part for part in parts if part)


def _thresholds(questionnaire: Questionnaire) -> list[str]:
    """What --fail-under may name: bands, and with `basis: stages` stages, each from worst to best."""
    bands = [band.id for band in questionnaire.verdict.bands]
    stages = [section.id for section in questionnaire.sections] if questionnaire.verdict.basis is Basis.STAGES else []
    return list(dict.fromkeys([*bands, *stages]))


def _check_threshold(questionnaire: Questionnaire, wanted: str) -> None:
    allowed = _thresholds(questionnaire)
    if wanted not in allowed:
        near = nearest_or_listed(wanted, allowed)
        raise Invalid(f"--fail-under: {questionnaire.id} has no band {quoted(wanted)}; {near}")


def _is_under(questionnaire: Questionnaire, verdict: Verdict, wanted: str) -> bool:
    """Whether the verdict is worse than this band or stage; without a verdict it is."""
    bands = [band.id for band in questionnaire.verdict.bands]
    if wanted in bands:
        return verdict.band is None or bands.index(verdict.band.id) < bands.index(wanted)
    stages = [section.id for section in questionnaire.sections]
    return verdict.stage is None or stages.index(verdict.stage) < stages.index(wanted)
