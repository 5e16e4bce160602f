"""Portfolio: all projects in one view."""

from preflight.services.portfolio import portfolio
from preflight.ui import portfolio_view
from preflight.ui.context import page_context

context = page_context()
portfolio_view.follow()
portfolio_view.work_out(context)
found = portfolio(context.workspace, context.person)
if found.rows:
    portfolio_view.title(found)
    portfolio_view.board(found)
else:
    portfolio_view.invitation(context)
