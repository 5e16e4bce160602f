"""Path: the cheapest way to the next verdict, and any answer tried out."""

from preflight.services.paths import paths_of
from preflight.ui import invitations, path_trying, path_view
from preflight.ui.context import chosen_assessment, page_context
from preflight.ui.how_it_works import how_it_works

context = page_context()
opened = chosen_assessment(context, draft=False) or chosen_assessment(context, draft=True)
if opened is None:
    invitations.to_start("There is no path yet", "Answer a questionnaire, and the cheapest way to ready stands here.")
else:
    ways = paths_of(context.workspace, context.person, opened.assessment.id)
    path_view.title(ways)
    if path_view.view_choice():
        path_trying.board(ways)
    else:
        path_view.cheapest(ways)
    how_it_works("path", "efforts", "locked")
