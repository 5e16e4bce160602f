"""What holds the most projects up: what is built once can free them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from preflight.domain.portfolio import OpenBlocker, PortfolioRow
from preflight.domain.project import Stage
from preflight.domain.wording import number_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonBlocker:
    """A critical question that holds projects up. `rows` are those projects in the order in which they were given, each
    with its own `held` at the same place; `questionnaires` are the titles of those that ask it."""

    question: str
    text: str
    section: str
    questionnaires: tuple[str, ...]
    rows: tuple[PortfolioRow, ...]
    held: tuple[OpenBlocker, ...]

    @property
    def step(self) -> str:
        """What most of them need next; empty where no questionnaire says it."""
        steps = Counter(each.step for each in self.held if each.step)
        return steps.most_common(1)[0][0] if steps else ""


def common_blockers(rows: Sequence[PortfolioRow]) -> tuple[CommonBlocker, ...]:
    """Every blocker of projects that were not stopped, the most common first.

    Within a questionnaire a question is known by its id, whatever the words of its versions; questionnaires share it
    where the newest words are the same too.
    """
    words: dict[tuple[str, str], tuple[int, OpenBlocker]] = {}
    found: list[tuple[PortfolioRow, OpenBlocker, str, str]] = []
    for row in rows:
        standing = row.standing
        if standing is None or row.project.stage is Stage.STOPPED:
            continue
        for blocker in standing.blockers:
            key = standing.questionnaire_id, blocker.question
            if key not in words or words[key][0] < standing.version:
                words[key] = standing.version, blocker
            found.append((row, blocker, *key))
    groups: dict[tuple[str, str], list[tuple[PortfolioRow, OpenBlocker]]] = {}
    newest: dict[tuple[str, str], OpenBlocker] = {}
    for row, blocker, asked, question in found:
        told = words[asked, question][1]
        groups.setdefault((question, told.text), []).append((row, blocker))
        newest.setdefault((question, told.text), told)
    commons = [_common(newest[key], held) for key, held in groups.items()]
    return tuple(sorted(commons, key=lambda each: (-len(each.rows), each.text, each.question)))


def build_once_words(common: CommonBlocker) -> str:
    """ "Holds 6 projects up."."""
    return f"Holds {number_of(len(common.rows), 'project')} up"


def _common(told: OpenBlocker, held: Sequence[tuple[PortfolioRow, OpenBlocker]]) -> CommonBlocker:
    titles = {row.standing.questionnaire for row, _ in held if row.standing}
    return CommonBlocker(
        question=told.question,
        text=told.text,
        section=told.section,
        questionnaires=tuple(sorted(titles)),
        rows=tuple(row for row, _ in held),
        held=tuple(blocker for _, blocker in held),
    )
