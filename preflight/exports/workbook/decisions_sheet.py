"""What was decided, the last decision first, with what the rules had recommended."""

from __future__ import annotations

from typing import Final

from preflight.access.people import told_to_others
from preflight.domain.decision import Decision
from preflight.domain.decision_words import KIND_WORDS, conditions_told
from preflight.domain.recommending import rule_called
from preflight.exports.report.decision_part import decision_lead
from preflight.exports.workbook.book import Book, Column, Look, Value
from preflight.services.dossier import Dossier

SHEET: Final = "Decisions"
_COLUMNS: Final = (
    Column(head="Date", width=14, look=Look.DATE),
    Column(head="Decision", width=20),
    Column(head="Decided by", width=24, look=Look.LONG),
    Column(head="Reasons", width=40, look=Look.LONG),
    Column(head="Recommended", width=20),
    Column(head="Rule", width=24, look=Look.LONG),
    Column(head="What the rule saw", width=40, look=Look.LONG),
    Column(head="Why it departs", width=40, look=Look.LONG),
    Column(head="Conditions", width=40, look=Look.LONG),
    Column(head="Holds", width=8),
    Column(head="Written down by", width=22, look=Look.LONG),
    Column(head="Written down at (UTC)", width=21, look=Look.MOMENT),
)
_PRINTED: Final = 9


def add_decisions(book: Book, dossier: Dossier) -> None:
    """A row for each decision; before there is one what is recommended, once a decision is prepared; else no sheet."""
    lead = decision_lead(dossier)
    if not lead:
        return
    rows = [_row(dossier, each) for each in reversed(dossier.pilot.decisions)]
    empty = f"Nothing was decided yet. {lead}."
    book.table(book.sheet(SHEET), _COLUMNS, rows, freeze=2, printed=_PRINTED, empty=empty)


def _row(dossier: Dossier, decision: Decision) -> tuple[Value, ...]:
    file, recommended = dossier.pilot, decision.recommended
    rule = rule_called(recommended.rule)
    conditions = (f"{each.text} ({each.aside})" for each in conditions_told(decision, file.actions))
    return (
        decision.decided_on,
        KIND_WORDS[decision.kind],
        decision.decided_by,
        decision.reasons,
        KIND_WORDS[recommended.kind],
        rule.title if rule else recommended.rule,
        "\n".join(recommended.because),
        decision.against_why,
        "\n".join(conditions),
        "Yes" if decision == file.decision else "No",
        told_to_others(file.names).get(decision.by),
        decision.at,
    )
