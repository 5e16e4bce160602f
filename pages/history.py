"""History: radars over time, trend lines and what moved, for one project."""

from preflight.services.results import history_of
from preflight.ui import history_view, invitations, moved_view
from preflight.ui.context import chosen_project, page_context

context = page_context()
overview = chosen_project(context)
history = history_of(context.workspace, context.person, overview.project.id) if overview else None
if overview is None or history is None:
    invitations.to_start(
        "There is no history yet", "Complete an assessment now and another next month, and see what moved."
    )
else:
    history_view.project_choice(context, overview)
    if not history_view.questionnaire_choice(history):
        history = history_of(context.workspace, context.person, overview.project.id, joined=False) or history
    history_view.said_narrowed(history)
    history_view.trend(history)
    history_view.radars(history)
    moved_view.what_moved(context, history)
    history_view.assessments(history)
