"""Stored consents and requests of persons."""
