"""A sample company, and an outside world that calls it, for those who want to see the centre at work."""
