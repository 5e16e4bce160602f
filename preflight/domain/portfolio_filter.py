"""Which projects of a portfolio are looked at, as the page's address says it: `stage=pilot&tag=claims&q=invoice`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qs

from preflight.domain.errors import Invalid
from preflight.domain.portfolio import PortfolioRow
from preflight.domain.project import Stage

LONGEST: Final = 1_000


class Facet(StrEnum):
    """How a project stands, to look at those alone."""

    PURGATORY = "purgatory"
    UNDATED = "undated"
    READY = "ready"
    BLOCKED = "blocked"
    AGED = "aged"
    """The evidence of some answers has grown old."""
    UNASSESSED = "unassessed"


_HOLDS: Final[Mapping[Facet, Callable[[PortfolioRow], bool]]] = {
    Facet.PURGATORY: lambda row: row.purgatory_days > 0,
    Facet.UNDATED: lambda row: row.undated,
    Facet.READY: lambda row: row.ready,
    Facet.BLOCKED: lambda row: bool(row.blockers),
    Facet.AGED: lambda row: row.aged > 0,
    Facet.UNASSESSED: lambda row: row.standing is None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioFilter:
    """What a project must be to be looked at; what is None or empty asks nothing. Every word of `text` must stand in
    its name, team, owner or tags; `asked` is the id of a questionnaire."""

    text: str = ""
    stage: Stage | None = None
    owner: str | None = None
    tag: str | None = None
    asked: str | None = None
    facet: Facet | None = None

    def holds(self, row: PortfolioRow) -> bool:
        project, standing = row.project, row.standing
        searched = "\n".join((project.name, project.team, project.owner, *project.tags)).lower()
        return (
            (self.stage is None or project.stage is self.stage)
            and (self.owner is None or project.owner == self.owner)
            and (self.tag is None or self.tag in project.tags)
            and (self.asked is None or (standing is not None and standing.questionnaire_id == self.asked))
            and (self.facet is None or _HOLDS[self.facet](row))
            and all(word in searched for word in self.text.lower().split())
        )


def filtered(rows: Sequence[PortfolioRow], wanted: PortfolioFilter) -> tuple[PortfolioRow, ...]:
    """The rows that are looked at, in their order."""
    return tuple(row for row in rows if wanted.holds(row))


def read_filter(query: str) -> PortfolioFilter:
    """The filter of an address's query; what it says beside filters is left aside. Raises Invalid for a query that is
    too long, and a stage or standing that there is none of."""
    if len(query) > LONGEST:
        raise Invalid("This filter is too long.")
    try:
        said = {name: values[-1] for name, values in parse_qs(query, max_num_fields=50).items()}
        return PortfolioFilter(
            text=said.get("q", ""),
            stage=Stage(said["stage"]) if "stage" in said else None,
            owner=said.get("owner"),
            tag=said.get("tag"),
            asked=said.get("asked"),
            facet=Facet(said["only"]) if "only" in said else None,
        )
    except ValueError:
        raise Invalid("This filter can't be read; set it again on the Portfolio page.") from None
