"""Home: the projects with their newest verdict."""

from preflight.services.projects import list_overviews
from preflight.ui import home_view
from preflight.ui.context import page_context

context = page_context()
overviews = list_overviews(context.workspace, context.person)
if overviews:
    home_view.greeting(context, overviews)
    home_view.project_cards(context, overviews)
else:
    home_view.invitation(context)
