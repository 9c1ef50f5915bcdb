"""Use cases of the payments service."""
