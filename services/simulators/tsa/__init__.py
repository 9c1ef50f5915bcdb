"""A timestamp authority (RFC 3161) for development: its time is this machine's, its word is worth nothing."""
