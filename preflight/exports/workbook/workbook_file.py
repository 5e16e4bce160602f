"""An assessment with all that stands beside it as one XLSX file."""

from __future__ import annotations

from preflight.exports.files import ExportFile, export_file
from preflight.exports.footing import foot
from preflight.exports.orders import CALLED, Format
from preflight.exports.workbook.actions_sheet import add_actions
from preflight.exports.workbook.book import Book
from preflight.exports.workbook.changes_sheet import add_changes
from preflight.exports.workbook.criteria_sheet import add_criteria
from preflight.exports.workbook.decisions_sheet import add_decisions
from preflight.exports.workbook.dimensions_sheet import add_dimensions
from preflight.exports.workbook.history_sheet import add_history
from preflight.exports.workbook.method_sheet import add_method
from preflight.exports.workbook.path_sheet import add_path
from preflight.exports.workbook.plan_sheet import add_plan
from preflight.exports.workbook.questions_sheet import add_evidence, add_questions
from preflight.exports.workbook.summary_sheet import add_summary
from preflight.exports.workbook.systems_sheet import add_systems
from preflight.exports.workbook.workshop_sheet import add_workshop
from preflight.services.dossier import Dossier


def workbook_file(dossier: Dossier) -> ExportFile:
    """Eight sheets: Summary, Dimensions, Questions, Evidence, History, Workshop, Changes and Method; before the last
    two Path, Actions, Criteria, Plan, Systems and Decisions, each where there is something to stand on it.

    Numbers, dates and times are what they are; every text is text. Missing scores are empty cells, and gaps in charts.
    """
    book = Book(
        title=f"{dossier.project.name}: readiness",
        subject=f"{dossier.questionnaire.title}, version {dossier.questionnaire.version}",
        foot=foot(dossier),
        on=dossier.on,
    )
    for add in (
        add_summary,
        add_dimensions,
        add_questions,
        add_evidence,
        add_history,
        add_workshop,
        add_path,
        add_actions,
        add_criteria,
        add_plan,
        add_systems,
        add_decisions,
        add_changes,
        add_method,
    ):
        add(book, dossier)
    return export_file(
        book.finished(), dossier.project.name, CALLED[Format.WORKBOOK], dossier.assessment.date, kind="xlsx"
    )
