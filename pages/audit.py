"""The audit trail: every change, file, sign-in and refusal, and whether it is whole."""

from preflight.services.auditing import audit_choices
from preflight.ui import audit_view
from preflight.ui.context import page_context

context = page_context()
choices = audit_choices(context.workspace, context.person)
audit_view.title()
audit_view.wholeness()
audit_view.board(choices)
audit_view.files()
