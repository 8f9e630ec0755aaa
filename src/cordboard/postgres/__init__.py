"""The store: PostgreSQL, a server of our own or the user's."""
