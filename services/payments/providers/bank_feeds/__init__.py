"""Bank feeds: services that tell of each movement of an account. Each has its wire; what they say is the same."""
