"""Use cases of the rights of persons in their data."""
