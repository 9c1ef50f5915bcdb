"""Use cases of the accounts service."""
