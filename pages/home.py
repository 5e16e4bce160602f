"""Home: the projects worked on last, with their newest verdict."""

from preflight.services.projects import list_overviews, list_projects
from preflight.ui import audit_view, home_view
from preflight.ui.context import page_context

context = page_context()
projects = list_projects(context.workspace, context.person)
if projects:
    home_view.greeting(context, projects)
    home_view.project_cards(context, list_overviews(context.workspace, context.person, most=home_view.MOST))
    home_view.rest(len(projects))
    audit_view.way_there(context)
else:
    home_view.invitation(context)
