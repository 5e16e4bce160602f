"""People: who is known here, what they are for the whole, and shutting somebody out."""

from preflight.services.people import list_people
from preflight.ui import invitations, people_view
from preflight.ui.allowed import signs_in
from preflight.ui.context import page_context

context = page_context()
found = list_people(context.workspace, context.person)
if not signs_in(context):
    invitations.to_start(
        "Nobody signs in here", "Alone on a machine everything is yours. People stand here on a server."
    )
else:
    people_view.title(found)
    people_view.board()
