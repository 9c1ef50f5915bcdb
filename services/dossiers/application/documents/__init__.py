"""Use cases around the documents that the office issues and the seals of results."""
