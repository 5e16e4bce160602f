"""The picture and the figures of how Preflight scores itself; `.venv/bin/python tools/self_assessment.py` renews them.

tests/test_self_assessment.py holds that what stands on the page is what the answers come to.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from preflight.catalog.answers import AnswersFile, read_answers  # noqa: E402
from preflight.catalog.shelf import Shelf  # noqa: E402
from preflight.charts import svg  # noqa: E402
from preflight.charts.series import radar_series, radar_summary  # noqa: E402
from preflight.charts.svg_radar import radar_drawing  # noqa: E402
from preflight.charts.theme import FONT, LIGHT  # noqa: E402
from preflight.domain.questionnaire import Questionnaire  # noqa: E402
from preflight.domain.scoring import Score, score  # noqa: E402
from preflight.domain.verdict import Verdict, decide  # noqa: E402
from preflight.exports.score_text import score_text  # noqa: E402

ANSWERS = ROOT / "docs" / "self-assessment"
PAGE = ROOT / "docs" / "self-assessment.md"
PICTURES = ROOT / "docs" / "pictures"
WIDTH, MARGIN = 440, 20


class Result(NamedTuple):
    """An answers file with what it comes to."""

    said: AnswersFile
    questionnaire: Questionnaire
    score: Score
    verdict: Verdict


def result_of(file: Path) -> Result:
    """What an answers file comes to, on its day. Raises UnsoundFile."""
    shelf = {each.questionnaire.id: each.questionnaire for each in Shelf(ROOT / "questionnaires").entries()}
    said = read_answers(file.read_bytes(), file=file.name, find=shelf.get, known=shelf)
    questionnaire = shelf[said.questionnaire_id]
    assert said.date is not None
    found = score(questionnaire, said.answers, on=said.date)
    return Result(said, questionnaire, found, decide(questionnaire, said.answers, found, completed=said.completed))


def figures(found: Result) -> str:
    """The table as the command prints it, without its heading."""
    return score_text(found.questionnaire, found.score, found.verdict, heading="").strip()


def picture(found: Result) -> str:
    """The radar, claimed and evidenced, on a ground of its own: the page may be light or dark."""
    series, asked = radar_series(found.score, questionnaire=found.questionnaire), found.questionnaire
    drawing = radar_drawing(
        series, palette=LIGHT, width=WIDTH, out_of=asked.out_of, bands=asked.verdict.dimension_bands
    )
    wide, high = drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN
    return svg.document(
        svg.rectangle(0, 0, wide, high, fill=LIGHT.surface),
        svg.moved(drawing, MARGIN, MARGIN),
        width=wide,
        height=high,
        title=f"{found.said.project}: {asked.title}",
        description=radar_summary(series, asked.out_of),
        font=FONT,
    )


def main() -> None:
    """Write the pictures and the figures."""
    page = PAGE.read_text(encoding="utf-8")
    for file in sorted(ANSWERS.glob("*.yaml")):
        found = result_of(file)
        (PICTURES / f"self-assessment-{file.stem}.svg").write_text(picture(found) + "\n", encoding="utf-8")
        start = page.index("```text\n", page.index(f"({ANSWERS.name}/{file.name})")) + len("```text\n")
        page = page[:start] + figures(found) + "\n" + page[page.index("```", start) :]
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
