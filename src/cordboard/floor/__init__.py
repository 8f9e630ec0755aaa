"""The centre as it is now: who is signed in, what waits, who talks; and every decision about it."""
