from tests.database import dsn, template

__all__ = ["dsn", "template"]
