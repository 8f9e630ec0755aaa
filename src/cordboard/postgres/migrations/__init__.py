"""The shape of the database, step by step. Alembic runs the files in versions/; each is plain SQL."""
