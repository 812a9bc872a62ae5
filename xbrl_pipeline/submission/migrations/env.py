"""Alembic's entrance: it runs inside the transaction that the caller has begun, and never connects by itself."""

from alembic import context

from xbrl_pipeline.submission.tables import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
