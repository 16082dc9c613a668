"""Alembic's entry: runs on the connection that db.py hands over."""

from alembic import context

from habac24h import models

connection = context.config.attributes["connection"]
metadata = models.Setting.metadata
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
