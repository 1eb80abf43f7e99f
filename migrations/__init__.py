"""The database's schema, as Alembic revisions over files of SQL."""
