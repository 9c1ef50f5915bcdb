"""The personal store of papers: kept, found, read, reused, revoked."""
