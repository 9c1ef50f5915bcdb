"""Search in the catalogue: this replica's index and the queries on it."""
