"""`python -m preflight check`: are these questionnaires sound?"""

from __future__ import annotations

import sys
from pathlib import Path

from preflight.catalog.problems import quoted
from preflight.catalog.reading import place_of_id, read_questionnaire
from preflight.cli.commands import DONE, FOUND, argument, command
from preflight.cli.files import bytes_of
from preflight.domain.errors import UnsoundFile
from preflight.domain.questionnaire import Questionnaire


@command(argument("files", metavar="FILE", nargs="+", type=Path, help="questionnaire files"))
def check(files: list[Path]) -> int:
    """Read questionnaires and tell every problem; 0 all sound, 1 problems."""
    code = DONE
    known: dict[str, Path] = {}
    for file in dict.fromkeys(files):
        try:
            data = bytes_of(file)
            questionnaire = read_questionnaire(data, file=str(file))
            other = known.setdefault(questionnaire.id, file)
            if other is not file:
                place = place_of_id(data, file=str(file))
                raise UnsoundFile(
                    [f"{place}: the id {quoted(questionnaire.id)} is taken by {other}; choose another id"]
                )
        except UnsoundFile as unsound:
            print(unsound, file=sys.stderr)
            code = FOUND
        else:
            print(f"{file}: sound. {_described(questionnaire)}")
    return code


def _described(questionnaire: Questionnaire) -> str:
    questions, sections = sum(1 for _ in questionnaire.questions()), len(questionnaire.sections)
    return (
        f"“{questionnaire.title}”, version {questionnaire.version}: {questions} question{'s'[: questions != 1]}"
        f" in {sections} section{'s'[: sections != 1]}."
    )
