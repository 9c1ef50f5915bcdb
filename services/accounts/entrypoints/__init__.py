"""Entrypoints of the accounts service by concept: parts of its class, which has the dependencies that they name."""
