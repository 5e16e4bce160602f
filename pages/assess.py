"""Assess: one question large on the screen, or one section."""

from preflight.ui import assess_view, invitations
from preflight.ui.context import chosen_assessment, page_context

context = page_context()
opened = chosen_assessment(context, draft=True)
if opened is None:
    invitations.to_start("There is no draft to continue", "Start an assessment from one of your projects.")
else:
    assess_view.header(context, opened)
    assess_view.board(opened.assessment.id)
