"""A timestamp authority (RFC 3161) for development: its time is this machine's, its key is not trusted by anybody."""
