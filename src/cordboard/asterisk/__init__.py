"""The telephone: Asterisk, installed, configured, run and driven through its REST interface (ARI)."""
