"""The shell: one inbox, one owner of the floor, a journal, and those who listen."""
