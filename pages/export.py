"""Export: an assessment as a deck, a report, data; and what comes back in."""

from preflight.ui import export_view, invitations
from preflight.ui.context import chosen_assessment, page_context

context = page_context()
opened = chosen_assessment(context, draft=False) or chosen_assessment(context, draft=True)
if opened is None:
    invitations.to_start(
        "There is nothing to take with you yet",
        "Assess one of your projects, and its slides, its report and its data stand here.",
    )
else:
    export_view.title(context, opened)
    export_view.deck(context, opened.assessment.id)
    export_view.files(opened)
    export_view.offline(context, opened)
