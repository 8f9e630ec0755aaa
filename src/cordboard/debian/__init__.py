"""Puts a closure of Debian packages into a private folder, to be run with that folder's own loader."""
