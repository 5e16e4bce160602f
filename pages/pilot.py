"""Pilot: success criteria, the plan on the calendar, and the systems it has to live with."""

from preflight.services.pilot_file import pilot_file_of
from preflight.ui import criteria_view, invitations, pilot_view, plan_view, systems_view
from preflight.ui.context import chosen_project, page_context

context = page_context()
overview = chosen_project(context)
if overview is None:
    invitations.to_start(
        "There is no pilot yet", "Add a project, and its success criteria, its plan and its systems stand here."
    )
else:
    file = pilot_file_of(context.workspace, context.person, overview.project.id)
    pilot_view.title(context, overview)
    criteria_view.criteria(context, file)
    pilot_view.anchor("plan")
    plan_view.plan(context, file)
    pilot_view.anchor("systems")
    systems_view.systems(context, file)
