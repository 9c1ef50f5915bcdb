"""Machine clients: what they are, their secrets, and where they may call from."""
