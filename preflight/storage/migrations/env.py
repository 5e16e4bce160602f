"""Alembic's way in: runs the steps on the connection, and in the transaction, that an upgrade has opened.

Alembic's own env.py would open a connection without BEGIN and leave half a migration behind when a step fails.
"""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
if not connection.in_transaction():
    raise RuntimeError("migrations run only through preflight.storage.steps, inside an upgrade's transaction")
context.configure(connection=connection, target_metadata=None, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
