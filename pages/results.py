"""Results: the verdict, the radar, every dimension and every question of one assessment."""

from preflight.services.results import result_of
from preflight.ui import invitations, results_view, room_record_view
from preflight.ui.context import chosen_assessment, page_context

context = page_context()
opened = chosen_assessment(context, draft=False)
if opened is None:
    invitations.to_start("There are no results yet", "Complete an assessment, and its verdict and radar stand here.")
else:
    result = result_of(context.workspace, context.person, opened.assessment.id)
    results_view.title(context, result)
    results_view.verdict(result)
    results_view.radar_and_dimensions(result)
    results_view.every_question(result)
    results_view.strengths_and_gaps(context, result)
    room_record_view.room_said(context, opened)
    results_view.changes(context, result)
