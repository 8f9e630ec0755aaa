"""Requests to programs of the company over HTTP, behind a fence that no flow can climb."""
