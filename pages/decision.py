"""Decision: what stands for and against it, what the rules recommend, what was decided."""

from preflight.services.decision_pictures import picture_of
from preflight.services.pilot_file import pilot_file_of
from preflight.ui import decision_view, invitations
from preflight.ui.context import chosen_project, page_context

context = page_context()
overview = chosen_project(context)
if overview is None:
    invitations.to_start(
        "There is nothing to decide yet", "Add a project, assess it, and what speaks for going on stands here."
    )
else:
    file = pilot_file_of(context.workspace, context.person, overview.project.id)
    picture = picture_of(file)
    decision_view.title(context, overview, file)
    decision_view.standing(context, file, picture)
    decision_view.facts(picture)
    decision_view.records(file)
    decision_view.paper(file)
