"""Facts and measures: what happened, counted with one definition each."""
