"""Identity: citizens, officers and administrators; their passwords, sessions and tokens."""
