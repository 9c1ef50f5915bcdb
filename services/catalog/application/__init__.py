"""Use cases of the catalogue: they may open transactions."""
