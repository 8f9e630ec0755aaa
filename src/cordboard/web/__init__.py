"""What people and browsers reach: the API, the live feed, the sign-in, the built screens."""
