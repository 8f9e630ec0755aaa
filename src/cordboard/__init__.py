"""Cordboard: a contact centre that a company runs itself."""
