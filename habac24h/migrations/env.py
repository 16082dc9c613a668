"""Alembic's entry: runs on the connection that db.py hands over."""

from alembic import context

from habac24h import models

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=models.Setting.metadata, transactional_ddl=True)
context.run_migrations()
