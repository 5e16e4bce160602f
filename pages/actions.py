"""Actions: who does what until when, and what the next assessment says to it."""

from preflight.ui import action_view, invitations
from preflight.ui.context import chosen_project, page_context

context = page_context()
overview = chosen_project(context)
if overview is None:
    invitations.to_start("There are no actions yet", "Add a project and assess it: what to mend first becomes actions.")
else:
    action_view.title(context, overview)
    action_view.board(overview.project.id)
