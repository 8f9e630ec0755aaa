from tests.database import database, dsn, template

__all__ = ["database", "dsn", "template"]
