"""Machine clients: administered by their agency, and given tokens."""
