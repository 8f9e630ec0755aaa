"""The routes, one module a capability."""
