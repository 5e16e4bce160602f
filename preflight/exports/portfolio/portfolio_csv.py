"""Every project of the portfolio as a row of a CSV, for tools of one's own; laid out as the CSV of answers is."""

from __future__ import annotations

import csv
from io import StringIO

from preflight.catalog.importers.csv_layout import SEPARATOR, guarded
from preflight.domain.portfolio import PortfolioRow, Standing
from preflight.exports.decimals import decimal_text
from preflight.exports.files import ExportFile, export_file
from preflight.exports.orders import CALLED, PRODUCT, Format
from preflight.services.portfolio import Portfolio

COLUMNS = (
    "project", "stage", "team", "owner", "tags", "pilot_started", "days_in_pilot", "decision_date", "days_in_purgatory",
    "decision", "decided_on", "questionnaire", "version", "assessed_on", "days_since", "verdict", "provisional",
    "value", "change", "coverage", "weakest_dimension", "weakest_fraction", "fraction_with_evidence",
    "fraction_with_evidence_today", "answers_with_old_evidence", "blockers", "blocking_questions",
)  # fmt: skip
_BOM = "\ufeff"


def portfolio_csv(found: Portfolio) -> ExportFile:
    """The projects as CSV, what wants attention first. Fractions run from 0 to 1; what there is not is empty."""
    written = StringIO(newline="")
    writer = csv.DictWriter(written, fieldnames=COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in found.rows:
        writer.writerow(_of(row) | (_standing(row, row.standing) if row.standing else {}))
    content = (_BOM + written.getvalue()).encode("utf-8")
    return export_file(content, PRODUCT, CALLED[Format.PORTFOLIO_CSV], found.on, kind="csv")


def _of(row: PortfolioRow) -> dict[str, str]:
    project, decided = row.project, row.decided
    return {
        "project": guarded(project.name),
        "stage": project.stage.value,
        "team": guarded(project.team),
        "owner": guarded(project.owner),
        "tags": guarded(SEPARATOR.join(project.tags)),
        "pilot_started": project.pilot_start.isoformat() if project.pilot_start else "",
        "days_in_pilot": "" if row.days_in_pilot is None else f"{row.days_in_pilot}",
        "decision_date": row.decision_date.isoformat() if row.decision_date else "",
        "days_in_purgatory": f"{row.purgatory_days}",
        "decision": decided.kind.value if decided else "",
        "decided_on": decided.on.isoformat() if decided else "",
    }


def _standing(row: PortfolioRow, standing: Standing) -> dict[str, str]:
    weakest = standing.weakest
    return {
        "questionnaire": standing.questionnaire_id,
        "version": f"{standing.version}",
        "assessed_on": standing.date.isoformat(),
        "days_since": f"{row.age_days}",
        "verdict": guarded(standing.band or ""),
        "provisional": "yes" if standing.provisional else "no",
        "value": decimal_text(standing.value),
        "change": decimal_text(row.change),
        "coverage": decimal_text(standing.coverage),
        "weakest_dimension": guarded(weakest.title) if weakest else "",
        "weakest_fraction": decimal_text(weakest.claimed) if weakest else "",
        "fraction_with_evidence": decimal_text(standing.evidenced),
        "fraction_with_evidence_today": decimal_text(standing.today),
        "answers_with_old_evidence": f"{standing.aged}",
        "blockers": f"{len(standing.blockers)}",
        "blocking_questions": guarded(SEPARATOR.join(each.text for each in standing.blockers)),
    }
