"""Invitation: what a link offers, and accepting it."""

from preflight.ui import invitation_view
from preflight.ui.context import page_context

context = page_context()
invitation_view.take_token()
invitation_view.offer(context)
